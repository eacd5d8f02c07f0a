"""A statement as the ledger compares it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

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
from aftertalks.model import Book, Statement

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
    def holders(self) -> frozenset[str]:
        """Everybody who may be meant as who wants it: the speaker, the side spoken for, the first actor."""
        s = self.statement
        sides = [side for voice in s.chain for side in (voice.name, voice.side, *voice.also)]
        named = [*s.actor_ids[:1], *s.actors[:1], *sides, s.speaker if s.speaker != NARRATOR else None]
        return frozenset(fold(who).removeprefix("state:") for who in named if who)  # a side is a state's bare code


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


def places_conflict(x: Statement, y: Statement) -> bool:
    """Say whether two statements name places of which neither can be part of the other's wording."""
    if not (x.where and y.where):
        return False
    if x.place and y.place and x.place.id == y.place.id:
        return False
    a, b = set(fold(x.where).split()), set(fold(y.where).split())
    return not (a <= b or b <= a)
