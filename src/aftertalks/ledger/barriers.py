"""What forbids that two statements are voices of one entry, however alike their words are."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from aftertalks.ledger.proposition import (
    Proposition,
    compared_words,
    contained_words,
    places_conflict,
    shared_words,
)
from aftertalks.ledger.words import total_weight
from aftertalks.model import Book

# Days between two documents beyond which a like sentence without a date speaks of another occasion: leaders telephone
# again, parties agree again to stay in touch. A wish stands until it is given up, so it has no such bound; but what
# answers an event (thanks, welcome, condemnation) is of that event.
OCCASION_DAYS = {Book.HAPPENED: 7, Book.AGREED: 31, Book.EXPECTED: 31}
REACTION_DAYS = 31
SAME_DOCUMENT_WORDS = 0.60  # weighted share of content words; two like things in one text mostly are two things
CONTAINED = 0.9  # weighted share of the shorter one's words in the longer from which it is said once more, with more
OPPOSED_WORDS = 0.70  # weighted share of the words from which a negated sentence contradicts another
MAIN_SHARE = 0.5  # share of the common words that must stand outside the background of each
CONTRAST_WORDS = 0.75  # the same, from which one name more or less is what tells two sentences of one text apart
_SIDES = ("state:", "org:", "group:")
_PERSON = ("person:",)


def barrier(a: Proposition, b: Proposition, *, wording: bool = True) -> str | None:
    """Say what forbids that two propositions are one; null if nothing does.

    Args:
        wording: whether names and numbers of their own and a background tell them apart; not so for two reports of one
            dated act, which choose their own words.
    """
    for check in _CHECKS if wording else _CHECKS[:_OF_WORDING]:
        found = check(a, b)
        if found:
            return found
    return None


def _book(a: Proposition, b: Proposition) -> str | None:
    if a.book is None or a.book is not b.book:
        return "different books"
    if a.book is Book.WANTED and a.statement.document != b.statement.document and not a.holders & b.holders:
        return "different holders of the wish" if a.holders and b.holders else "nothing tells who wants it"
    return None


def _parties(a: Proposition, b: Proposition) -> str | None:
    one_text = a.statement.document == b.statement.document
    if a.parties and b.parties and not a.parties & b.parties and not one_text:
        return "no party in common"
    if a.book is Book.AGREED and not (a.parties and b.parties) and not one_text:
        return "nothing tells whether the same parties agreed"
    for prefixes, what in ((_SIDES, "parties"), (_PERSON, "persons")):
        ours = {p for p in a.parties if p.startswith(prefixes)}
        theirs = {p for p in b.parties if p.startswith(prefixes)}
        if ours - theirs and theirs - ours:
            return f"each has {what} of its own ({_ids(ours - theirs)}; {_ids(theirs - ours)})"
    return _states(a, b) or _strangers(a, b)


def _states(a: Proposition, b: Proposition) -> str | None:
    """States that only one of two twin wordings mentions: the counterpart is what tells them apart."""
    mine, theirs = a.states - b.states, b.states - a.states
    twins = mine and theirs and shared_words(a, b) >= CONTRAST_WORDS
    return f"each mentions a state of its own ({_ids(mine)}; {_ids(theirs)})" if twins else None


def _strangers(a: Proposition, b: Proposition) -> str | None:
    """People and bodies that no list knows: names without a word in common are different ones."""
    mine, theirs = ({p for p in x.parties if ":" not in p and " " in p} for x in (a, b))
    words = {word for name in mine for word in name.split()} & {word for name in theirs for word in name.split()}
    return f"each names somebody of its own ({_ids(mine)}; {_ids(theirs)})" if mine and theirs and not words else None


def _ids(parties: Iterable[str]) -> str:
    return ", ".join(sorted(party.partition(":")[2] or party for party in parties))


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
    bound = OCCASION_DAYS.get(a.book, REACTION_DAYS if a.reacts or b.reacts else None)
    if bound is None:
        return None
    if a.published is None or b.published is None:
        return "nothing tells whether it is the same occasion"
    apart = abs((a.published - b.published).days)
    return f"{apart} days apart and undated" if apart > bound else None


def _place(a: Proposition, b: Proposition) -> str | None:
    x, y = a.statement, b.statement
    return f"different places ({x.where}, {y.where})" if places_conflict(x, y) else None


def _marks(a: Proposition, b: Proposition) -> str | None:
    named = a.content.named | b.content.named
    mine, theirs = a.content.marked - b.words - named, b.content.marked - a.words - named
    if mine and theirs:
        return f"each has names or numbers of its own ({a.content.as_written(mine)}; {b.content.as_written(theirs)})"
    one_text = a.statement.document == b.statement.document
    if (mine or theirs) and one_text and shared_words(a, b) >= CONTRAST_WORDS:
        return f"one of two in a text has a name or number ({(a if mine else b).content.as_written(mine or theirs)})"
    return None


def _background(a: Proposition, b: Proposition) -> str | None:
    """What one tells and the other only mentions in passing: "the move follows the killing of …"."""
    ours, theirs = compared_words(a, b)
    shared = ours & theirs
    told = [total_weight(shared & p.main_words) >= MAIN_SHARE * total_weight(shared) for p in (a, b)]
    return "what one tells is only the background of the other" if told[0] != told[1] else None


def _opposed(a: Proposition, b: Proposition) -> str | None:
    """What one says and the other denies is one proposition only if it is nearly the same words."""
    opposed = a.statement.polarity is not b.statement.polarity
    return "one is negated, and too little else is the same" if opposed and shared_words(a, b) < OPPOSED_WORDS else None


def _one_text(a: Proposition, b: Proposition) -> str | None:
    x, y = a.statement, b.statement
    if x.document != y.document or x.span.overlaps(y.span):
        return None
    alike = shared_words(a, b) >= SAME_DOCUMENT_WORDS or contained_words(a, b) >= CONTAINED
    return None if alike else "two sentences of one text, not alike enough"


_CHECKS: tuple[Callable[[Proposition, Proposition], str | None], ...] = (
    _book, _parties, _instrument, _time, _place, _marks, _background, _opposed, _one_text,
)  # fmt: skip
_OF_WORDING = 5  # the checks from the sixth on compare words
