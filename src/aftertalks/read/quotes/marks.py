"""Quotation marks: which stretches of a text stand between them.

Marks pair within a block. A stretch that is opened but not closed runs to the block's end, as the convention for
quotations of several paragraphs has it; single marks count only as outer marks, where no apostrophe can be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from aftertalks.model import Span

_PAIRS = {"“": '”"', "„": "“”", "«": "»", "‹": "›", "‟": "”", "``": "''"}
_CLOSERS = frozenset("”»›")
_MARK = re.compile(r"[“”„‟«»‹›\"＂]|``|''")
_SINGLE = re.compile(r"(?<![\w‘’'])[‘'](?=[\w$£€\[])|(?<=[\w.,!?…%\]])[’'](?!\w)")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch between quotation marks.

    Args:
        span: the stretch with its marks.
        inner: the stretch without them.
        closed: whether its closing mark was found in its block.
    """

    span: Span
    inner: Span
    closed: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    closer: str | None  # marks that close it, if it can open
    closes: str | None  # what it closes, if it can close


def _read_mark(text: str, match: re.Match[str], block: Span) -> _Mark:
    """Say what a mark can do; one that looks the same at both ends is judged by what stands around it."""
    mark, at, after = match.group(), match.start(), match.end()
    if mark in _PAIRS:
        return _Mark(at, after, _PAIRS[mark], mark if mark == "“" else None)
    if mark in _CLOSERS:
        return _Mark(at, after, None, mark)
    before = text[at - 1] if at > block.start else " "
    behind = text[after] if after < block.end else " "
    opens = before.isspace() or before in "([{—–-/"
    closes = behind.isspace() or behind in ")]}—–-/.,;:?!"
    if opens == closes:
        closes = opens = True
    if before in ".,!?…" and not behind.isspace() and not opens:
        closes = True
    return _Mark(at, after, mark if opens else None, mark if closes else None)


def _closes(opened: str, mark: _Mark, *, nested: bool) -> bool:
    if mark.closes is None or mark.closes not in opened:
        return opened == '"' and mark.closes == "”"
    # With levels, a straight mark that could also open does not close a curly one.
    return not (nested and mark.closes == '"' and mark.closer is not None and "”" in opened)


def _pair(marks: list[_Mark], block: Span, *, nested: bool) -> tuple[list[Quoted], int]:
    """Pair marks in order; returns the stretches and how many levels stay open at the block's end."""
    found: list[Quoted] = []
    stack: list[_Mark] = []
    for mark in marks:
        if stack and _closes(stack[-1].closer or "", mark, nested=nested):
            first = stack.pop()
            if not stack:
                found.append(Quoted(Span(first.start, mark.end), Span(first.end, mark.start), True))
        elif mark.closer is not None and (not stack or nested):
            stack.append(mark)
    if stack:
        found.append(Quoted(Span(stack[0].start, block.end), Span(stack[0].end, block.end), False))
    return found, len(stack)


def _single(text: str, block: Span, outer: list[Quoted]) -> list[Quoted]:
    """Stretches between single marks, only outside others and only where they pair without doubt."""
    found: list[Quoted] = []
    opened: int | None = None
    i = 0
    for match in _SINGLE.finditer(text, block.start, block.end):
        at = match.start()
        while i < len(outer) and outer[i].span.end <= at:
            i += 1
        if i < len(outer) and outer[i].span.start <= at:
            opened = None
            continue
        opens = at == block.start or not (text[at - 1].isalnum() or text[at - 1] in ".,!?…%]")
        if opens:
            opened = at
        elif opened is not None:
            if at - opened > 2 and not (i and opened < outer[i - 1].span.start):
                found.append(Quoted(Span(opened, at + 1), Span(opened + 1, at), True))
            opened = None
    return found


def find_quoted(text: str, blocks: Iterable[Span]) -> list[Quoted]:
    """Find the quoted stretches of a text, outermost only, in order.

    Args:
        text: the document's text.
        blocks: the stretches within which marks pair, in order.

    Returns:
        Stretches that do not overlap.
    """
    found: list[Quoted] = []
    for block in blocks:
        marks = [_read_mark(text, m, block) for m in _MARK.finditer(text, block.start, block.end)]
        stretches, left = _pair(marks, block, nested=True)
        if left > 1 or (left == 1 and len(marks) > 1):
            stretches, _ = _pair(marks, block, nested=False)
        single = _single(text, block, stretches)
        found.extend(sorted([*stretches, *single], key=lambda q: q.span.start) if single else stretches)
    return found
