"""What forbids that two statements are voices of one entry, however alike their words are."""

from __future__ import annotations

from collections.abc import Callable

from aftertalks.ledger.proposition import Proposition, compared_words, places_conflict
from aftertalks.model import Book

# Days between two documents beyond which a like sentence without a date speaks of another occasion: leaders telephone
# again, parties agree again to stay in touch. What somebody wants stands longer.
OCCASION_DAYS = {Book.HAPPENED: 7, Book.AGREED: 31, Book.EXPECTED: 31, Book.WANTED: 366}
SAME_DOCUMENT_WORDS = 0.80  # share of content words; who says two like things in one text mostly means two things
_SIDES = ("state:", "org:", "group:")
_PERSON = ("person:",)


def barrier(a: Proposition, b: Proposition) -> str | None:
    """Say what forbids that two propositions are one; null if nothing does."""
    for check in _CHECKS:
        found = check(a, b)
        if found:
            return found
    return None


def _book(a: Proposition, b: Proposition) -> str | None:
    if a.book is None or a.book is not b.book:
        return "different books"
    if a.book is Book.WANTED and (a.holder is None or a.holder != b.holder):
        return "different holders of the wish"
    return None


def _parties(a: Proposition, b: Proposition) -> str | None:
    if a.parties and b.parties and not a.parties & b.parties:
        return "no party in common"
    if a.book is Book.AGREED and not (a.parties and b.parties) and a.statement.document != b.statement.document:
        return "nothing tells whether the same parties agreed"
    for prefixes, what in ((_SIDES, "parties"), (_PERSON, "persons")):
        ours = {p for p in a.parties if p.startswith(prefixes)}
        theirs = {p for p in b.parties if p.startswith(prefixes)}
        if ours - theirs and theirs - ours:
            return f"each has {what} of its own ({_ids(ours - theirs)}; {_ids(theirs - ours)})"
    return None


def _ids(parties: set[str]) -> str:
    return ", ".join(sorted(party.partition(":")[2] for party in parties))


def _instrument(a: Proposition, b: Proposition) -> str | None:
    x, y = a.statement.instrument, b.statement.instrument
    return f"different instruments ({x}, {y})" if x and y and x != y else None


def _time(a: Proposition, b: Proposition) -> str | None:
    """Times that do not meet; or, where one tells none, documents so far apart that it is another occasion."""
    if a.window and b.window:
        meet = a.window[0] <= b.window[1] and b.window[0] <= a.window[1]
        return None if meet else "different times"
    if a.book is None or a.statement.document == b.statement.document:
        return None
    if a.published is None or b.published is None:
        return None if a.book is Book.WANTED else "nothing tells whether it is the same occasion"
    apart = abs((a.published - b.published).days)
    return f"{apart} days apart and undated" if apart > OCCASION_DAYS[a.book] else None


def _place(a: Proposition, b: Proposition) -> str | None:
    x, y = a.statement, b.statement
    return f"different places ({x.where}, {y.where})" if places_conflict(x, y) else None


def _marks(a: Proposition, b: Proposition) -> str | None:
    named = a.content.named | b.content.named
    mine, theirs = a.content.marked - b.words - named, b.content.marked - a.words - named
    if mine and theirs:
        return f"each has names or numbers of its own ({a.content.as_written(mine)}; {b.content.as_written(theirs)})"
    if (mine or theirs) and a.statement.document == b.statement.document:
        return f"one of two in a text has a name or number ({(a if mine else b).content.as_written(mine or theirs)})"
    return None


def _one_text(a: Proposition, b: Proposition) -> str | None:
    x, y = a.statement, b.statement
    if x.document != y.document or x.span.overlaps(y.span):
        return None
    ours, theirs = compared_words(a, b)
    dice = 2 * len(ours & theirs) / max(len(ours) + len(theirs), 1)
    return "two sentences of one text, not alike enough" if dice < SAME_DOCUMENT_WORDS else None


_CHECKS: tuple[Callable[[Proposition, Proposition], str | None], ...] = (
    _book, _parties, _instrument, _time, _place, _marks, _one_text,
)  # fmt: skip
