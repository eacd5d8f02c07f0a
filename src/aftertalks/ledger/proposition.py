"""A statement as the ledger compares it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from aftertalks.ledger.books import Window, book_of, due_window, time_window
from aftertalks.ledger.words import (
    Content,
    background_cut,
    content_words,
    fold,
    keys,
    reacts,
    states_named,
    total_weight,
)
from aftertalks.lexicon.actor_names import state_of
from aftertalks.model import Book, Place, Statement

_SIDES = ("state:", "org:", "group:")
_SEVERAL = re.compile(r"\b(?:both|two|three|troika|leaders|presidents|ministers|sides|parties|countries|heads)\b", re.I)
_WE = re.compile(r"\b(?:[Ww]e|[Oo]ur|I|[Mm]y)\b(?!\))")
_OWN = frozenset({"own-undertaking", "own-intention", "be-ready"})  # the reader's rules for what one will do oneself
_WILL = frozenset({"modal-will", "modal-shall", "modal-going to"})
_COMMITMENT = frozenset(
    "commitment determination readiness willingness resolve intention adherence endorsement".split()
)
_CLAUSE = re.compile(r"[,;:]|\bthat\b")
_PHRASE = 1.9  # weight of the words without names that a repeated phrase must have
NARRATOR = "narrator"  # the speaker of what a document says in its own voice


@dataclass(frozen=True)
class Proposition:
    """A statement as the ledger compares it.

    Args:
        published: its document's date.
    """

    statement: Statement
    published: date | None

    @cached_property
    def id(self) -> str:
        """Its statement's id, which takes a hash to make."""
        return self.statement.id

    @cached_property
    def book(self) -> Book | None:
        """The book it stands in; null for an assessment."""
        return book_of(self.statement.kind)

    @cached_property
    def content(self) -> Content:
        """Its content words."""
        return content_words(self.statement)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its content words, folded."""
        return self.content.words

    @cached_property
    def parties(self) -> frozenset[str]:
        """Ids of its actors; their folded names where they have no id."""
        ids = self.statement.actor_ids
        return frozenset(ids or (fold(name) for name in self.statement.actors))

    @cached_property
    def sides(self) -> frozenset[str]:
        """Ids of the states, bodies and groups among its parties; who holds a state's office stands for the state."""
        found = (party if party.startswith(_SIDES) else state_of(party) for party in self.parties)
        return frozenset(side for side in found if side)

    @cached_property
    def states(self) -> frozenset[str]:
        """Ids of the states that its words name, parties or not."""
        return states_named(self.statement.text)

    @cached_property
    def main_words(self) -> frozenset[str]:
        """Its folded content words that are not only background of what it says."""
        return self.words & keys(background_cut(self.statement.text))

    @cached_property
    def reacts(self) -> bool:
        """Whether it answers an event: thanks, welcome, condemnation."""
        return reacts(self.statement.text)

    @cached_property
    def window(self) -> Window | None:
        """When it is due, or else its time."""
        return due_window(self.statement, self.published) or time_window(self.statement)

    @cached_property
    def voiced_by(self) -> frozenset[str]:
        """Everybody who says it: the speaker and the side spoken for; of a document's own words, its issuer."""
        s = self.statement
        said = [side for voice in s.chain for side in (voice.name, voice.side, *voice.also)]
        own = (s.document_voice if s.speaker == NARRATOR else s.speaker) or ""
        names = [who.strip() for who in (*said, *own.split(";")) if who and who.strip()]
        states = (state.removeprefix("state:") for who in names for state in states_named(who))
        return frozenset(fold(who) for who in (*names, *states))

    @cached_property
    def holders(self) -> frozenset[str]:
        """Everybody who may be meant as who wants it: who says it, and the first actor."""
        s = self.statement
        named = (fold(who).removeprefix("state:") for who in (*s.actor_ids[:1], *s.actors[:1]))
        return self.voiced_by | frozenset(named)  # a side is a state's bare code

    @cached_property
    def jointly(self) -> bool:
        """Whether several voice it together: what two sides both want is another wish than what one of them wants."""
        s = self.statement
        own = (s.document_voice if s.speaker == NARRATOR else s.speaker) or ""
        return ";" in own or bool(_SEVERAL.search(own))

    @cached_property
    def neighbours(self) -> frozenset[frozenset[str]]:
        """Its pairs of content words that stand next to each other, in either order."""
        sequence = self.content.sequence
        return frozenset(frozenset(pair) for pair in pairwise(sequence) if pair[0] != pair[1])

    @cached_property
    def kind_rule(self) -> str:
        """The rule by which the reader told its kind; empty if it gave none."""
        trace = self.statement.trace("kind")
        return trace.rule if trace is not None else ""

    @cached_property
    def kind_words(self) -> tuple[str, str]:
        """What stands before the word that decided its kind, and that word; empty where no word did."""
        trace, s = self.statement.trace("kind"), self.statement
        if trace is None or trace.span is None or not s.span.contains(trace.span):
            return "", ""
        first, last = trace.span.start - s.span.start, trace.span.end - s.span.start
        return s.text[:first], s.text[first:last]

    @cached_property
    def commits(self) -> bool:
        """Whether somebody states what they will do themselves."""
        before, word = self.kind_words
        if self.book is Book.AGREED:
            return bool(_WE.search(self.statement.text))
        if self.book is Book.WANTED:
            return self.kind_rule in _OWN or (self.kind_rule == "stance" and word.casefold() in _COMMITMENT)
        if self.book is not Book.EXPECTED or self.kind_rule not in _WILL:
            return False
        subject = _CLAUSE.split(before)[-1]
        named = {state.removeprefix("state:").casefold() for state in states_named(subject)}
        return bool(_WE.search(subject)) or not named.isdisjoint(self.voiced_by)


def compared_words(a: Proposition, b: Proposition) -> tuple[frozenset[str], frozenset[str]]:
    """Return the content words of two propositions, without those that are a party's name in either."""
    named = a.content.named | b.content.named
    return a.words - named, b.words - named


def shared_words(a: Proposition, b: Proposition) -> float:
    """Return the share of the content words that two propositions have in common, weighted (Dice, 0..1)."""
    ours, theirs = compared_words(a, b)
    common = total_weight(ours & theirs)
    return 2 * common / (total_weight(ours) + total_weight(theirs)) if common else 0.0


def contained_words(a: Proposition, b: Proposition) -> float:
    """Return the share of the shorter one's content words that stand in the longer, weighted (overlap, 0..1)."""
    ours, theirs = compared_words(a, b)
    common = total_weight(ours & theirs)
    return common / min(total_weight(ours), total_weight(theirs)) if common else 0.0


def runs_on(a: Proposition, b: Proposition) -> bool:
    """Say whether the words that two propositions share stand next to each other in both, as in a repeated phrase.

    Names alone are a topic and no phrase.
    """
    shared = compared_words(a, b)[0] & b.words
    if total_weight(shared - a.content.marked - b.content.marked) < _PHRASE:
        return False
    phrases = [pair for pair in a.neighbours & b.neighbours if pair <= shared]
    return len(phrases) >= len(shared) - 1


def places_conflict(x: Statement, y: Statement) -> bool:
    """Say whether two statements name places of which neither can be part of the other's wording."""
    if not (x.where and y.where):
        return False
    if x.place and y.place and x.place.id == y.place.id:
        return False
    if x.place and y.place and x.document != y.document and (_within(x.place, y.place) or _within(y.place, x.place)):
        return False
    a, b = keys(x.where), keys(y.where)
    return not (a <= b or b <= a)


def _within(whole: Place, part: Place) -> bool:
    """Say whether one of two places is the country or division of the other."""
    if whole.kind == "country":
        return whole.country is not None and whole.country == part.country
    return whole.kind == "admin1" and whole.country == part.country and whole.name == part.admin1
