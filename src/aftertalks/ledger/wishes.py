"""Wishes and undertakings of one's own: whose they are, and how long they stand.

"We will go on supporting", "we reaffirm our commitment to support" and "the parties commit to support" are read as a
forecast, a wish and an agreement; what they say of the speaker's own will is the same. Such statements are compared
across these three books. A wish, an undertaking of one's own and a hope stand until they are given up.
"""

from __future__ import annotations

from aftertalks.ledger.proposition import Proposition
from aftertalks.model import Book

OWN_WILL = (Book.AGREED, Book.WANTED, Book.EXPECTED)  # books among which one's own undertakings are compared
_HOPES = frozenset({"hope-or-forecast", "cue-hope"})


def commits(p: Proposition) -> bool:
    """Say whether somebody states what they will do themselves."""
    return p.commits


def books_to_search(p: Proposition) -> tuple[Book, ...]:
    """Return the books in which statements of the same proposition may stand."""
    if p.book is None:
        return ()
    return OWN_WILL if commits(p) else (p.book,)


def is_will(p: Proposition) -> bool:
    """Say whether it states somebody's will: a wish, or an undertaking of one's own."""
    return p.book is Book.WANTED or commits(p)


def stands(p: Proposition) -> bool:
    """Say whether it holds until it is given up: a will or a hope, unless it only answers an event."""
    return not p.reacts and (is_will(p) or (p.book is Book.EXPECTED and p.kind_rule in _HOPES))


def same_holder(a: Proposition, b: Proposition) -> bool:
    """Say whether two wishes are the same side's: one holder in common, and both voiced alone or together by the same.

    Who says it is the holder; only where a text does not tell that, its first actor may be.
    """
    if a.jointly is not b.jointly:
        return False
    if a.voiced_by and b.voiced_by:
        same = a.voiced_by <= b.voiced_by or b.voiced_by <= a.voiced_by
        alone = not (a.voiced_by.isdisjoint(b.holders) and b.voiced_by.isdisjoint(a.holders))
        return same if a.jointly else alone
    return not a.holders.isdisjoint(b.holders)
