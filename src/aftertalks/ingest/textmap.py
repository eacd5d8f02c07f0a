"""Builds a document's text piece by piece and remembers where each letter stood in the original."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aftertalks.model import OffsetMap

LINE_ENDS = "\n\r\x85\u2028\u2029"
# Letters that have no width or only steer the writing direction; a word with one inside must still be that word.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
SPACES = "\x0b\x0c\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
SURROGATES = "\ud800-\udfff"

_ODD = re.compile(
    rf"(?P<line>\r\n|[\r\x85\u2028\u2029])|(?P<space>[{SPACES}{CONTROLS}])|(?P<none>[{INVISIBLE}])"
    rf"|(?P<broken>[{SURROGATES}])"
)
_REPLACEMENT = {"line": "\n", "space": " ", "none": "", "broken": "\ufffd"}
_NOTHING_MAPPED = ((0, 0, 0),)
MAX_PIECES = 1_000_000
"""A text in more pieces than this is no text that anyone wrote, and its map would fill the memory."""


class TooManyPiecesError(Exception):
    """A text that is broken into more pieces than are kept."""

    problem = f"is broken into more than {MAX_PIECES:,} pieces by markup or invisible letters"
    cure = "clean it or split it"


class TextMap:
    """A text under construction.

    Letters come either from the original, with their offset there, or from elsewhere (a decoded entity, a line break
    between paragraphs). What comes from the original letter by letter is remembered in runs.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._runs: list[tuple[int, int, int]] = []
        self.length = 0

    def add(self, letters: str, at: int | None = None) -> None:
        """Append ``letters``.

        Args:
            letters: what the text gets.
            at: offset of the same letters in the original; None if they do not stand there so.
        """
        if not letters:
            return
        if at is not None:
            self._remember(at, len(letters))
        self._parts.append(letters)
        self.length += len(letters)

    def add_map(self, text: str, offsets: OffsetMap) -> None:
        """Append a finished ``text`` whose ``offsets`` refer to the same original."""
        base = self.length
        self._parts.append(text)
        for text_start, original_start, length in offsets.runs:
            self.length = base + text_start
            self._remember(original_start, length)
        self.length = base + len(text)

    def _remember(self, at: int, length: int) -> None:
        if self._runs:
            text_start, original_start, known = self._runs[-1]
            if text_start + known == self.length and original_start + known == at:
                self._runs[-1] = (text_start, original_start, known + length)
                return
        if len(self._runs) > MAX_PIECES:
            raise TooManyPiecesError
        if length:
            self._runs.append((self.length, at, length))

    def finish(self) -> tuple[str, OffsetMap]:
        """Return the text and its way back; a text with no letter of the original maps nowhere, not to itself."""
        return "".join(self._parts), OffsetMap(tuple(self._runs) or _NOTHING_MAPPED)


def plain_pieces(original: str, start: int, end: int) -> Iterator[tuple[str, int | None]]:
    """Yield the readable pieces of a stretch: line ends as ``\\n``, odd spaces as spaces, invisible letters gone.

    Args:
        original: the decoded original.
        start, end: the stretch.

    Yields:
        letters and their offset in the original (None where they differ from it).
    """
    at = start
    for match in _ODD.finditer(original, start, end):
        if match.start() > at:
            yield original[at : match.start()], at
        yield _REPLACEMENT[match.lastgroup or "none"], None
        at = match.end()
    if at < end:
        yield original[at:end], at


def readable(original: str, start: int = 0) -> tuple[str, OffsetMap]:
    """Return the readable text of ``original`` from ``start`` on, and its way back.

    Where nothing had to change the map is empty, which means that text and original are the same.
    """
    if start == 0 and not _ODD.search(original):
        return original, OffsetMap()
    built = TextMap()
    for letters, at in plain_pieces(original, start, len(original)):
        built.add(letters, at)
    return built.finish()
