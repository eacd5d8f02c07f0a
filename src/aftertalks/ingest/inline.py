"""Markdown inside a paragraph: which stretches of it are words, and which are marks."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from aftertalks.ingest.textmap import plain_pieces

_TARGET = r"(?:\([^()\s]{0,1000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?(?:\s+\"[^\"]{0,300}\")?\)|\[[^\[\]]{0,200}\])"
_MARK = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<comment><!--.{0,2000}?-->)"
    rf"|(?P<image>!\[[^\[\]]{{0,300}}\]{_TARGET})"
    r"|(?P<note>\[\^[^\]\s]{1,50}\])"
    rf"|(?P<target>\]{_TARGET})"
    r"|(?P<open>\[)"
    r"|<(?P<auto>https?://[^<>\s]{1,1000})>"
    r"|(?P<tag></?[A-Za-z][^<>\n]{0,500}>)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<run>\*{1,3}|_{1,3}|~~|`{1,3})",
    re.DOTALL,
)
Piece = tuple[str, int | None]


class _Paragraph:
    """A paragraph's lines joined, with the way back to the file."""

    def __init__(self, text: str, lines: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.words = "\n".join(text[a:b] for a, b in lines)
        self.starts: list[int] = []
        self.origins: list[int] = []
        at = 0
        for a, b in lines:
            self.starts.append(at)
            self.origins.append(a)
            at += b - a + 1

    def pieces(self, cuts: dict[int, tuple[int, str]]) -> Iterator[Piece]:
        """Yield what is left of the paragraph after the cuts.

        Args:
            cuts: start of each cut to its end and the letters that replace it; cuts do not overlap.
        """
        at = 0
        for start, (end, letters) in sorted(cuts.items()):
            yield from self._kept(at, start)
            yield letters, None
            at = end
        yield from self._kept(at, len(self.words))

    def _kept(self, start: int, end: int) -> Iterator[Piece]:
        number = max(bisect_right(self.starts, start) - 1, 0)
        while start < end:
            following = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.words) + 1
            origin = self.origins[number] + start - self.starts[number]
            stop = min(end, following - 1)
            if stop > start:
                yield from plain_pieces(self.text, origin, origin + stop - start)
            if end >= following:
                yield "\n", None
            start, number = following, number + 1


def _flanks(words: str, start: int, end: int) -> tuple[bool, bool]:
    """Say whether a run of marks may open and may close emphasis, by what stands on its sides."""
    before, after = words[start - 1 : start], words[end : end + 1]
    opens = bool(after) and not after.isspace()
    closes = bool(before) and not before.isspace()
    if words[start] == "_":
        opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
    return opens, closes


def _pairs(words: str, runs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the runs of marks that come in pairs; a lone asterisk is an asterisk."""
    waiting: dict[str, list[tuple[int, int]]] = {}
    for start, end in runs:
        mark = words[start:end]
        opens, closes = _flanks(words, start, end)
        if closes and waiting.get(mark):
            yield waiting[mark].pop()
            yield start, end
        elif opens:
            waiting.setdefault(mark, []).append((start, end))


def readable_pieces(text: str, lines: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    """Yield the readable pieces of a paragraph.

    Args:
        text: the file.
        lines: the paragraph's lines, as stretches of the file without line ends and quotation marks ("> ").

    Yields:
        letters and their offset in the file (None where the file does not have them so).
    """
    paragraph = _Paragraph(text, lines)
    words = paragraph.words
    cuts: dict[int, tuple[int, str]] = {}
    opened: list[int] = []
    runs: list[tuple[int, int]] = []
    for match in _MARK.finditer(words):
        start, end, kind = match.start(), match.end(), match.lastgroup
        if kind == "open":
            opened.append(start)
        elif kind == "target":
            if opened:
                link = opened.pop()
                cuts[link], cuts[start] = (link + 1, ""), (end, "")
        elif kind == "run":
            runs.append((start, end))
        elif kind == "escape":
            cuts[start] = (start + 1, "")
        elif kind == "auto":
            cuts[start], cuts[end - 1] = (start + 1, ""), (end, "")
        else:
            cuts[start] = (end, html.unescape(match[0]) if kind == "entity" else "")
    cuts.update({start: (end, "") for start, end in _pairs(words, runs)})
    yield from paragraph.pieces(cuts)
