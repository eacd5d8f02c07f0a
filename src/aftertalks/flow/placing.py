"""Finds the entry that a statement is a voice of, by a rule that gives the same entries in whatever order it is added.

Every statement is merged with at most one earlier one: of those that it may be merged with (``likeness``), the most
alike, of equals the earliest. Earlier is what was published earlier; of one day, what has the smaller document id; of
one document, what stands first. What is linked so, directly or by way of others, is one entry, named after its earliest
statement. When an earlier statement is added later, the links of those that are more alike to it than to what they were
linked with move to it; an entry that so loses all its voices goes on under the other's name, and its own name still
leads there. What reviewers placed by hand stays where it is.

The rule compares a statement with ``CANDIDATES`` others at most. Where more share its blocks, which of them it is
compared with depends on their ids and, for what comes in between, on the order of adding.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from aftertalks.ledger.blocking import block_keys
from aftertalks.ledger.books import due_window, entry_id, narrowest
from aftertalks.ledger.merging import Likeness, likeness, stance_of
from aftertalks.ledger.proposition import Proposition
from aftertalks.ledger.wishes import books_to_search
from aftertalks.model import Book
from aftertalks.model.account import Stance
from aftertalks.store import blocks

if TYPE_CHECKING:
    from aftertalks.flow.memory import Memory
    from aftertalks.store.writing import Writer

CANDIDATES = 48  # statements that one is compared with, those with most telling words in common first
_Age = tuple[date, str, int, str]


def age(proposition: Proposition) -> _Age:
    """Return by what statements are ordered in time: publication, then document and place in it."""
    s = proposition.statement
    return proposition.published or date.max, s.document, s.span.start, s.id


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a statement went.

    Args:
        founded: whether it made the entry.
    """

    entry: str
    founded: bool


class Placing:
    """Places statements in a ledger that is open for writing.

    Args:
        memory: statements that are kept ready for comparison.
    """

    def __init__(self, writer: Writer, memory: Memory) -> None:
        self._writer = writer
        self._connection = writer.connection
        self._memory = memory

    def alike(self, new: Proposition, books: Iterable[Book]) -> dict[str, Proposition]:
        """Return the voices in some books that share telling words with a statement, by id."""
        found = blocks.sharing(self._connection, block_keys(new), books, most=CANDIDATES + 1)
        voices = blocks.entries_of(self._connection, found)
        others = [i for i in found if i in voices and i != new.statement.id][:CANDIDATES]
        known = self._memory.recall(others, self._writer)
        return {i: known[i] for i in others if i in known}

    def place(self, new: Proposition, book: Book) -> Placed:
        """Make a statement a voice of the entry that it belongs to, or found one with it."""
        likes = {i: (other, likeness(new, other)) for i, other in self.alike(new, books_to_search(new)).items()}
        merging = {i: (other, like) for i, (other, like) in likes.items() if like.merges}
        earlier = [(other, like) for other, like in merging.values() if age(other) < age(new)]
        placed = self._link(new, book, min(earlier, key=_best_first, default=None))
        self.file(new)
        for other, like in sorted((m for m in merging.values() if age(m[0]) > age(new)), key=lambda m: age(m[0])):
            self._offer(other, new, like)
        return placed

    def _link(self, new: Proposition, book: Book, best: tuple[Proposition, Likeness] | None) -> Placed:
        if best is None:
            identity = entry_id(book, new.statement)
            self._writer.found_entry(identity, book, new.statement)
            self._keep_due(identity, [due_window(new.statement, new.published)])
            return Placed(identity, founded=True)
        other, like = best
        identity = blocks.place_of(self._connection, other.statement.id).entry
        first = self._known(blocks.founder(self._connection, identity))
        stance = stance_of(new, first)
        self._writer.add_voice(identity, new.statement, stance, like.reason, like.score, other.statement.id)
        due = [blocks.due_of(self._connection, identity), due_window(new.statement, new.published)]
        self._keep_due(identity, due)
        return Placed(identity, founded=False)

    def _offer(self, later: Proposition, new: Proposition, like: Likeness) -> None:
        """Link a later statement with a new earlier one, if it is more alike to it than to what it is linked with."""
        row = blocks.place_of(self._connection, later.statement.id)
        if _by_hand(row):
            return
        if row.nearest is not None:
            known = self._memory.recall([row.nearest], self._writer).get(row.nearest)
            if known is not None and (-row.score, age(known)) < (-like.score, age(new)):
                return
        values = {"nearest": new.statement.id, "score": like.score, "reason": like.reason}
        if row.stance == Stance.FIRST.value:
            values["stance"] = Stance.AGREES.value
        blocks.change(self._connection, later.statement.id, **values)
        into = blocks.place_of(self._connection, new.statement.id).entry
        if row.entry != into:
            whole = row.stance == Stance.FIRST.value  # what reviewers merged with an entry goes with its first voice
            moved = blocks.voices_in if whole else partial(blocks.branch, statement=later.statement.id)
            self._move(moved(self._connection, row.entry), row.entry, into)

    def _move(self, statements: Iterable[str], old: str, into: str) -> None:
        """Take statements from one entry to another."""
        first = self._known(blocks.founder(self._connection, into))
        for identity in statements:
            stance = stance_of(self._known(identity), first)
            blocks.change(self._connection, identity, entry=into, stance=stance.value)
        for entry in (old, into):
            voices = self._memory.recall(blocks.voices_in(self._connection, entry), self._writer).values()
            self._keep_due(entry, [due_window(v.statement, v.published) for v in voices])
        if not blocks.voices_in(self._connection, old):
            stamp = self._writer.now.isoformat(timespec="seconds")
            blocks.absorb(self._connection, old, into, reason="an earlier statement of it was added", stamp=stamp)

    def _known(self, identity: str) -> Proposition:
        return self._memory.recall([identity], self._writer)[identity]

    def _keep_due(self, identity: str, windows: Iterable[tuple[date, date] | None]) -> None:
        due = narrowest(windows)
        self._writer.set_due(identity, *((due[0].isoformat(), due[1].isoformat()) if due else (None, None)))

    def file(self, one: Proposition) -> None:
        """File a statement, so that later ones are compared with it."""
        if one.book is not None:
            blocks.file(self._connection, one.book, one.statement.id, block_keys(one))

    def file_earlier(self) -> None:
        """File the statements that were added before there were blocks."""
        missing = blocks.unfiled(self._connection)
        if missing is None:
            return
        for identity in missing:
            for one in self._memory.recall([identity], self._writer).values():
                self.file(one)
        blocks.all_filed(self._connection)


def _best_first(found: tuple[Proposition, Likeness]) -> tuple[float, _Age]:
    other, like = found
    return -like.score, age(other)


def _by_hand(row: Any) -> bool:
    """Whether reviewers placed a voice: they give it no score."""
    return row.score is None and (row.stance != Stance.FIRST.value or row.nearest is not None)
