"""Cuts a text into stretches over which the same statements lie, however they nest or overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

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


def stretches(text: str, block: Span, statements: Sequence[Statement]) -> list[Stretch]:
    """Cut one block of a text at every edge of a statement.

    Args:
        text: the whole document's text.
        block: the block; statements are clipped to it.
        statements: those of the document, in any order.

    Returns:
        Stretches that together are exactly the block's words.
    """
    inside = [i for i, s in enumerate(statements) if s.span.overlaps(block)]
    edges = {block.start, block.end}
    begins: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for i in inside:
        a, b = max(statements[i].span.start, block.start), min(statements[i].span.end, block.end)
        edges |= {a, b}
        begins.setdefault(a, []).append(i)
        ends.setdefault(b, []).append(i)
    open_now: set[int] = set()
    found: list[Stretch] = []
    cuts = sorted(edges)
    for a, b in pairwise(cuts):
        open_now.difference_update(ends.get(a, ()))
        open_now.update(begins.get(a, ()))
        inner = sorted(open_now, key=lambda i: (len(statements[i].span), i))
        # A statement that goes on from the block before is not begun a second time.
        new = [i for i in reversed(inner) if statements[i].span.start == a]
        found.append(Stretch(text[a:b], a, tuple(inner), tuple(new)))
    return found
