"""A statement as the ledger compares it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from aftertalks.ledger.books import Window, book_of, due_window, time_window
from aftertalks.ledger.words import Content, content_words, fold
from aftertalks.model import Book, Statement


@dataclass(frozen=True)
class Proposition:
    """A statement as the ledger compares it.

    Args:
        published: its document's date.
    """

    statement: Statement
    published: date | None

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
    def window(self) -> Window | None:
        """When it is due, or else its time."""
        return due_window(self.statement, self.published) or time_window(self.statement)

    @cached_property
    def holder(self) -> str | None:
        """Who wants it: the first actor, else the speaker; folded."""
        ids = self.statement.actor_ids or self.statement.actors
        who = ids[0] if ids else self.statement.speaker
        return fold(who) if who else None


def compared_words(a: Proposition, b: Proposition) -> tuple[frozenset[str], frozenset[str]]:
    """Return the content words of two propositions, without those that are a party's name in either."""
    named = a.content.named | b.content.named
    return a.words - named, b.words - named


def places_conflict(x: Statement, y: Statement) -> bool:
    """Say whether two statements name places of which neither can be part of the other's wording."""
    if not (x.where and y.where):
        return False
    if x.place and y.place and x.place.id == y.place.id:
        return False
    a, b = set(fold(x.where).split()), set(fold(y.where).split())
    return not (a <= b or b <= a)
