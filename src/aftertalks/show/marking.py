"""Cuts a text into stretches over which the same statements lie, however they nest or overlap."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from aftertalks.model import Span, Statement


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of text with what lies over it.

    Args:
        over: places in the list of statements, the innermost (shortest) first; empty for plain text.
        starts: those of them that begin here, the outermost first.
    """

    text: str
    start: int
    over: tuple[int, ...] = ()
    starts: tuple[int, ...] = ()


class Marker:
    """Cuts the blocks of one text at the edges of its statements.

    Args:
        text: the whole document's text.
        statements: those of the document, by start.
    """

    def __init__(self, text: str, statements: Sequence[Statement]) -> None:
        self._text = text
        self._statements = statements
        self._starts = [s.span.start for s in statements]
        # The farthest end so far tells where to stop looking back, so that a long text costs no square of its length.
        self._reach = list(accumulate((s.span.end for s in statements), max))

    def _inside(self, block: Span) -> list[int]:
        found: list[int] = []
        for i in range(bisect_left(self._starts, block.end) - 1, -1, -1):
            if self._reach[i] <= block.start:
                break
            if self._statements[i].span.overlaps(block):
                found.append(i)
        return found[::-1]

    def stretches(self, block: Span) -> list[Stretch]:
        """Cut one block; statements are clipped to it.

        Returns:
            Stretches that together are exactly the block's words.
        """
        edges = {block.start, block.end}
        begins: dict[int, list[int]] = {}
        ends: dict[int, list[int]] = {}
        for i in self._inside(block):
            span = self._statements[i].span
            a, b = max(span.start, block.start), min(span.end, block.end)
            edges |= {a, b}
            begins.setdefault(a, []).append(i)
            ends.setdefault(b, []).append(i)
        open_now: set[int] = set()
        found: list[Stretch] = []
        for a, b in pairwise(sorted(edges)):
            open_now.difference_update(ends.get(a, ()))
            open_now.update(begins.get(a, ()))
            inner = sorted(open_now, key=lambda i: (len(self._statements[i].span), i))
            # A statement that goes on from the block before is not begun a second time.
            new = [i for i in reversed(inner) if self._starts[i] == a]
            found.append(Stretch(self._text[a:b], a, tuple(inner), tuple(new)))
        return found
