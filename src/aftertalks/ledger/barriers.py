"""What forbids that two statements are voices of one entry, however alike their words are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from aftertalks.ledger.answers import told_outcome
from aftertalks.ledger.proposition import (
    NARRATOR,
    Proposition,
    compared_words,
    contained_words,
    places_conflict,
    runs_on,
    shared_words,
)
from aftertalks.ledger.restating import restated
from aftertalks.ledger.wishes import books_to_search, commits, is_will, same_holder, stands
from aftertalks.ledger.words import name_keys, total_weight
from aftertalks.model import Book

# Days between two documents beyond which a like sentence without a date speaks of another occasion: leaders telephone
# again, parties agree again to stay in touch. A wish stands until it is given up, so it has no such bound; but what
# answers an event (thanks, welcome, condemnation) is of that event.
OCCASION_DAYS = {Book.HAPPENED: 7, Book.AGREED: 31, Book.EXPECTED: 31}
REACTION_DAYS = 31
SAME_DOCUMENT_WORDS = 0.60  # weighted share of content words; two like things in one text mostly are two things
SAME_DOCUMENT_SHARED = 3.5  # weight of the words in common, with less of which the share must be
TOLD_BESIDES_NAMES = 1.9  # and of those among them that are no names
FEW_WORDS = 0.75  # this
NORM_WORDS = 0.9  # the same for clauses of a treaty, of which each rules on its own
CONTAINED = 0.9  # weighted share of the shorter one's words in the longer from which it is said once more, with more
OPPOSED_WORDS = 0.70  # weighted share of the words from which a negated sentence contradicts another
MAIN_SHARE = 0.5  # share of the common words that must stand outside the background of each
CONTRAST_WORDS = 0.75  # the same, from which one name more or less is what tells two sentences of one text apart
LONG_SHARED = 6.0  # weight of the words in common, and
LONG_WORDS = 0.60  # their share, from which a name more is detail
_NEGATION = re.compile(r"\b(?:not|no|never|neither|nor|without|cannot)\b|n['’]t\b", re.IGNORECASE)
_NORMS = frozenset({"modal-shall", "modal-may"})
_POINTS = re.compile(
    r"\b(?:this|that|it|these|those|so)[.!…”\"\s]*$", re.IGNORECASE
)  # "attention must be paid to this"
_IN_FAVOUR = frozenset({"support", "cue-support", "glad"})
_PERSON = ("person:",)
_TWO = 2  # sides of a meeting


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
    if a.book is None or b.book is None or b.book not in books_to_search(a) or a.book not in books_to_search(b):
        return "different books"
    willed = is_will(a) and is_will(b) and (a.book is Book.WANTED or b.book is Book.WANTED or a.book is not b.book)
    if not willed or (a.statement.document == b.statement.document and a.book is b.book) or same_holder(a, b):
        return None
    return "different holders of the wish" if a.holders and b.holders else "nothing tells who wants it"


def _parties(a: Proposition, b: Proposition) -> str | None:
    one_text = a.statement.document == b.statement.document
    ours, theirs = _concerned(a, b), _concerned(b, a)
    if ours and theirs and not ours & theirs and not a.sides & b.sides and not one_text:
        return "no party in common"
    if a.book is b.book is Book.AGREED and not (a.parties and b.parties) and not one_text:
        return "nothing tells whether the same parties agreed"
    fewest, most = sorted(len(p.parties) for p in (a, b))
    if not one_text and _met(a) and _met(b) and fewest < _TWO <= most:
        return "nothing tells whom one of them met"
    mine, others = a.sides & (ours | a.sides - a.parties), b.sides & (theirs | b.sides - b.parties)
    if mine - b.sides and others - a.sides:
        return f"each has parties of its own ({_ids(mine - b.sides)}; {_ids(others - a.sides)})"
    persons, people = ({p for p in parties if p.startswith(_PERSON)} for parties in (ours, theirs))
    if persons - people and people - persons:
        return f"each has persons of its own ({_ids(persons - people)}; {_ids(people - persons)})"
    return _states(a, b) or _strangers(a, b)


def _met(p: Proposition) -> bool:
    return p.book is Book.HAPPENED and p.statement.event is not None and p.statement.event.type == "CONSULT"


def _concerned(p: Proposition, other: Proposition) -> frozenset[str]:
    """The parties of a proposition; of two wishes of one holder without the holder, whom one of them may leave out."""
    if not (is_will(p) and is_will(other) and same_holder(p, other)):
        return p.parties
    holders = p.voiced_by | other.voiced_by
    return frozenset(i for i in p.parties if i.removeprefix("state:").casefold() not in holders)


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
    """Different instruments; long statements that name several have the same one in their words."""
    x, y = a.statement.instrument, b.statement.instrument
    differ = x and y and x != y
    return f"different instruments ({x}, {y})" if differ and not _long_and_alike(a, b) else None


def _long_and_alike(a: Proposition, b: Proposition) -> bool:
    """Whether so many words are common that a name or instrument more is detail rather than contrast."""
    ours, theirs = compared_words(a, b)
    return total_weight(ours & theirs) >= LONG_SHARED and shared_words(a, b) >= LONG_WORDS


def _time(a: Proposition, b: Proposition) -> str | None:
    """Times that do not meet; or, where one tells none, documents so far apart that it is another occasion."""
    if a.window and b.window:
        meet = a.window[0] <= b.window[1] and b.window[0] <= a.window[1]
        return None if meet else "different times"
    if a.book is None or a.statement.document == b.statement.document or (stands(a) and stands(b)):
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
    if not places_conflict(x, y) or name_keys(x.where or "") <= b.words or name_keys(y.where or "") <= a.words:
        return None  # a place that both name is no contrast, though only one happens there
    return f"different places ({x.where}, {y.where})"


def _marks(a: Proposition, b: Proposition) -> str | None:
    named = a.content.named | b.content.named
    mine, theirs = a.content.marked - b.words - named, b.content.marked - a.words - named
    detail = _long_and_alike(a, b)
    one_text = a.statement.document == b.statement.document
    wish = is_will(a) and is_will(b) and not (a.book is Book.AGREED and b.book is Book.AGREED)
    if mine and theirs and not (detail and wish and not one_text):
        return f"each has names or numbers of its own ({a.content.as_written(mine)}; {b.content.as_written(theirs)})"
    places = name_keys(a.statement.where or "") | name_keys(b.statement.where or "")
    if (mine - places or theirs - places) and one_text and shared_words(a, b) >= CONTRAST_WORDS:
        return f"one of two in a text has a name or number ({(a if mine else b).content.as_written(mine or theirs)})"
    return None


def _background(a: Proposition, b: Proposition) -> str | None:
    """What one tells and the other only mentions in passing: "the move follows the killing of …"."""
    ours, theirs = compared_words(a, b)
    shared = ours & theirs
    told = [total_weight(shared & p.main_words) >= MAIN_SHARE * total_weight(shared) for p in (a, b)]
    return "what one tells is only the background of the other" if told[0] != told[1] else None


def opposed(a: Proposition, b: Proposition) -> bool:
    """Say whether one says what the other denies, or wants what the other rejects.

    The reader calls a wish negative for its word alone ("raised concerns about unfair practices"); beside another wish
    ("the need to protect workers from unfair practices") that is no contradiction unless the other one supports.
    """
    if a.statement.polarity is b.statement.polarity:
        return False
    if not (is_will(a) and is_will(b)):
        return True
    denied = ["negated-predicate" in {t.rule for t in p.statement.traces if t.field == "polarity"} for p in (a, b)]
    if any(denied):
        return not all(_NEGATION.search(p.statement.text) for p in (a, b))
    return any(p.kind_rule in _IN_FAVOUR for p in (a, b))


def _opposed(a: Proposition, b: Proposition) -> str | None:
    """What one says and the other denies is one proposition only if it is nearly the same words."""
    apart = opposed(a, b) and shared_words(a, b) < OPPOSED_WORDS
    return "one is negated, and too little else is the same" if apart else None


def _outcomes(a: Proposition, b: Proposition) -> str | None:
    """What took effect and what collapsed are two occurrences, though both are about a truce."""
    if a.book is not Book.HAPPENED:
        return None
    ours, theirs = (told_outcome(p.statement.text) for p in (a, b))
    if ours is None or theirs is None or ours[0] is theirs[0]:
        return None
    return f"one tells “{ours[1]}”, the other “{theirs[1]}”"


def _one_text(a: Proposition, b: Proposition) -> str | None:
    x, y = a.statement, b.statement
    if x.document != y.document or x.span.overlaps(y.span) or restated(a, b):
        return None
    words = shared_words(a, b)
    if any(_POINTS.search(text) for text in (x.text, y.text)):
        return "what one of two in a text points to stands elsewhere"
    if {a.kind_rule, b.kind_rule} & _NORMS and words < NORM_WORDS:
        return "two clauses of one text"
    if a.book is b.book is Book.EXPECTED and commits(a) is not commits(b):
        return "one undertakes, the other foretells"
    shared = compared_words(a, b)[0] & b.words
    told = total_weight(shared - a.content.marked - b.content.marked)  # names alone are a topic
    many = total_weight(shared) >= SAME_DOCUMENT_SHARED and told >= TOLD_BESIDES_NAMES
    quoted = NARRATOR not in {x.speaker, y.speaker}
    within = contained_words(a, b) >= CONTAINED and runs_on(a, b) and (many or quoted)
    alike = words >= (SAME_DOCUMENT_WORDS if many else FEW_WORDS) or within
    return None if alike else "two sentences of one text, not alike enough"


_CHECKS: tuple[Callable[[Proposition, Proposition], str | None], ...] = (
    _book, _parties, _instrument, _time, _place, _outcomes, _marks, _background, _opposed, _one_text,
)  # fmt: skip
_OF_WORDING = 6  # the checks from the seventh on compare words
