"""Splits blocks into sentences, in linear time.

A parser trained on news breaks inside quotations, at editors' insertions and after initials; these rules do not, and
the parser is held to them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from aftertalks.lexicon import load
from aftertalks.model import Span

_STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"”’'»)\]]*+(?=\s)")
_WORD_BEFORE = re.compile(r"[\w.&’'-]*$")
_SAID_AFTER = re.compile(
    r"(?:[A-Z][\w.’'-]*\s+){1,5}(?:said|says|asked|asks|added|adds|told|replied|wrote|tweeted|warned|declared|insisted)\b"
    r"|(?:said|says|asked|added|adds|wrote)\s+[A-Z]"
)
_OPENERS = "\"“‘'«([—–-"
LONGEST = 4000
"""Longest sentence in code points; hostile input without a stop is cut at a space before this."""


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, str]:
    return {word: r["kind"] for r in load("abbreviations") for word in r["words"]}


def _next_char(text: str, at: int, end: int) -> str:
    while at < end and (text[at].isspace() or text[at] in _OPENERS):
        at += 1
    return text[at] if at < end else ""


def _is_abbreviation(text: str, start: int, dot: int, following: str) -> bool:
    """Say whether the full stop at ``dot`` belongs to an abbreviation or an initial."""
    word = _WORD_BEFORE.search(text, max(start, dot - 24), dot)
    raw = word.group() if word else ""
    if len(raw) == 1 and raw.isupper():
        return raw != "I"
    kind = _abbreviations().get(raw.lower())
    if kind == "title" and raw[:1].isupper():
        return True
    lowered = raw.lower()
    if kind == "inner":
        numbered = lowered in {"no", "nos", "art", "res"} and following.isdigit()
        return lowered in {"vs", "e.g", "i.e"} or numbered or following.islower()
    if kind == "unit":
        return not following.isupper() or (lowered in {"u.s", "u.k", "u.n", "e.u"} and not _starts_sentence(text, dot))
    return False


_STARTERS = re.compile(
    r"\.[\"”’')\]]*\s+[“\"]?(?:The|A|An|In|On|At|It|He|She|They|We|But|And|This|That|These|Those|If|As|For|After|Before"
    r"|According|However|Meanwhile|When|While|There|His|Her|Their|Its|Some|Many|Both|No)\b"
)


def _starts_sentence(text: str, dot: int) -> bool:
    return bool(_STARTERS.match(text, dot))


def _breaks(text: str, start: int, end: int, stop: re.Match[str]) -> bool:
    following = _next_char(text, stop.end(), end)
    if not following:
        return True
    dot = stop.start()
    mark = text[dot]
    single_stop = mark == "." and (dot + 1 >= end or text[dot + 1] not in ".…")
    if single_stop and _is_abbreviation(text, start, dot, following):
        return False
    if following.islower():
        return False
    closing = text[stop.end() - 1] in '"”’»'
    rest = text[stop.end() : stop.end() + 90].lstrip()
    return not (closing and mark in "!?" and _SAID_AFTER.match(rest))


def _depth_change(words: str) -> int:
    return words.count("(") + words.count("[") - words.count(")") - words.count("]")


def _cut_long(text: str, span: Span) -> list[Span]:
    """Cut an endless sentence at spaces."""
    out: list[Span] = []
    start = span.start
    while span.end - start > LONGEST:
        at = text.rfind(" ", start + 1, start + LONGEST)
        at = at if at > start else start + LONGEST
        out.append(Span(start, at))
        start = at
        while start < span.end and text[start].isspace():
            start += 1
    if start < span.end:
        out.append(Span(start, span.end))
    return out


def split(text: str, block: Span) -> list[Span]:
    """Return the sentences of one block, without the white space between them.

    Args:
        text: the document's text.
        block: the stretch to split.

    Returns:
        Spans in order; together they hold every letter of the block.
    """
    found: list[Span] = []
    start = block.start
    depth, seen = 0, block.start
    for stop in _STOP.finditer(text, block.start, block.end):
        # An editor's insertion "(banned. – Ed.)" ends no sentence; an unclosed bracket holds 300 letters at most.
        depth = max(0, depth + _depth_change(text[seen : stop.end()]))
        seen = stop.end()
        if depth and stop.end() - start < 300:
            continue
        if not _breaks(text, start, block.end, stop):
            continue
        found.extend(_cut_long(text, Span(start, stop.end())))
        depth = 0
        start = stop.end()
        while start < block.end and text[start].isspace():
            start += 1
    if start < block.end:
        found.extend(_cut_long(text, Span(start, block.end)))
    return found
