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

from bisect import insort
from collections import Counter
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
from aftertalks.store.writing import Founded

if TYPE_CHECKING:
    from aftertalks.flow.memory import Memory
    from aftertalks.store.writing import Writer

_FIRST = Stance.FIRST.value
CANDIDATES = 48  # statements that one is compared with, those with most telling words in common first
_Age = tuple[date, str, int, str]


def age(proposition: Proposition) -> _Age:
    """Return by what statements are ordered in time: publication, then document and place in it."""
    s = proposition.statement
    return proposition.published or date.max, s.document, s.span.start, proposition.id


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
        self._keys: dict[str, tuple[int, ...]] = {}
        self._blocks: dict[blocks.Block, list[str]] = {}
        self._places: dict[str, Any] = {}
        self._filed: list[tuple[int, str, str]] = []
        self._founded: list[Founded] = []
        self._founders: dict[str, str] = {}  # by entry; an entry may have thousands of voices

    def prepare(self, statements: Iterable[tuple[Proposition, Iterable[Book]]]) -> None:
        """Load at once what statements may be compared with.

        Args:
            statements: each with the books in which it is compared.
        """
        asked: dict[blocks.Block, None] = {}
        for one, books in statements:
            keys = self._keys_of(one)
            for book in books:
                named = book.value
                asked.update(((key, named), None) for key in keys)
        self._blocks = blocks.first_of_each(self._connection, list(asked))
        others = list({i for found in self._blocks.values() for i in found})
        self._places = blocks.places(self._connection, others)

    def alike(self, new: Proposition, books: Iterable[Book]) -> dict[str, Proposition]:
        """Return the voices in some books that share telling words with a statement, by id.

        Those that share most keys come first, of equals the one with the smallest id: which these are does not depend
        on the order in which they were filed.
        """
        shared: Counter[str] = Counter()
        keys = self._keys_of(new)
        for book in books:
            named = book.value
            for key in keys:
                if (key, named) in self._blocks:
                    shared.update(self._blocks[key, named])
        if not shared:
            return {}
        found = sorted(shared, key=lambda i: (-shared[i], i))[: CANDIDATES + 1]
        me = new.id
        others = [i for i in found if i in self._places and i != me][:CANDIDATES]
        known = self._memory.recall(others, self._writer)
        return {i: known[i] for i in others if i in known}

    def entries_of(self, statements: Iterable[str]) -> dict[str, str]:
        """Return by statement the entry that it is a voice of; those that are of none are left out."""
        asked = list(statements)
        self._places |= blocks.places(self._connection, [i for i in asked if i not in self._places])
        return {i: str(self._places[i].entry) for i in asked if i in self._places}

    def _keys_of(self, one: Proposition) -> tuple[int, ...]:
        identity = one.id
        if identity not in self._keys:
            self._keys[identity] = block_keys(one)
        return self._keys[identity]

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
        statement = new.statement
        if best is None:
            identity = entry_id(book, statement)
            due = due_window(statement, new.published)
            self._founded.append(Founded(identity, book, statement, new.published, due))
            self._places[new.id] = _Place(identity, _FIRST, None, None)
            return Placed(identity, founded=True)
        other, like = best
        identity = self._place(other.id).entry
        if any(one.entry == identity for one in self._founded):
            self.flush()
        first = self._known(self._founder(identity))
        stance = stance_of(new, first)
        self._writer.add_voice(identity, statement, stance, like.reason, like.score, other.id)
        self._places[new.id] = _Place(identity, stance.value, like.score, other.id)
        windows = [blocks.due_of(self._connection, identity), due_window(statement, new.published)]
        self._keep_due(identity, windows)
        return Placed(identity, founded=False)

    def flush(self) -> None:
        """Write what has been placed and filed so far."""
        if self._founded:
            self._writer.found_entries(self._founded)
            self._founded = []
        if self._filed:
            blocks.file(self._connection, self._filed)
            self._filed = []

    def _place(self, statement: str) -> Any:
        """Return a voice's row; null if the statement is no voice."""
        if statement not in self._places:
            self._places |= blocks.places(self._connection, [statement])
        return self._places.get(statement)

    def _founder(self, entry: str) -> str:
        if entry not in self._founders:
            self._founders[entry] = blocks.founder(self._connection, entry)
        return self._founders[entry]

    def _change(self, statement: str, **values: Any) -> None:
        self._founders.clear()
        blocks.change(self._connection, statement, **values)
        self._places |= blocks.places(self._connection, [statement])

    def _offer(self, later: Proposition, new: Proposition, like: Likeness) -> None:
        """Link a later statement with a new earlier one, if it is more alike to it than to what it is linked with."""
        row = self._place(later.id)
        if _by_hand(row):
            return
        if row.nearest is not None:
            known = self._memory.recall([row.nearest], self._writer).get(row.nearest)
            if known is not None and (-row.score, age(known)) < (-like.score, age(new)):
                return
        values = {"nearest": new.id, "score": like.score, "reason": like.reason}
        if row.stance == _FIRST:
            values["stance"] = Stance.AGREES.value
        self.flush()
        self._change(later.id, **values)
        into = self._place(new.id).entry
        if row.entry != into:
            whole = row.stance == _FIRST  # what reviewers merged with an entry goes with its first voice
            moved = blocks.voices_in if whole else partial(blocks.branch, statement=later.id)
            self._move(moved(self._connection, row.entry), row.entry, into)

    def _move(self, statements: Iterable[str], old: str, into: str) -> None:
        """Take statements from one entry to another."""
        first = self._known(self._founder(into))
        for identity in statements:
            stance = stance_of(self._known(identity), first)
            self._change(identity, entry=into, stance=stance.value)
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
        if one.book is None:
            return
        identity, book = one.id, one.book.value
        for key in self._keys_of(one):
            self._filed.append((key, book, identity))
            held = self._blocks.setdefault((key, book), [])
            if identity not in held:
                insort(held, identity)
                del held[blocks.A_BLOCK :]

    def file_earlier(self) -> None:
        """File the statements that were added before there were blocks."""
        missing = blocks.unfiled(self._connection)
        if missing is None:
            return
        for at in range(0, len(missing), blocks.AT_ONCE):
            found = self._memory.recall(missing[at : at + blocks.AT_ONCE], self._writer).items()
            filed = [(key, one.book.value, i) for i, one in found if one.book is not None for key in block_keys(one)]
            blocks.file(self._connection, filed)
        blocks.all_filed(self._connection)


@dataclass(frozen=True, slots=True)
class _Place:
    """A voice's row, before it is written."""

    entry: str
    stance: str
    score: float | None
    nearest: str | None


def _best_first(found: tuple[Proposition, Likeness]) -> tuple[float, _Age]:
    other, like = found
    return -like.score, age(other)


def _by_hand(row: Any) -> bool:
    """Whether reviewers placed a voice: they give it no score."""
    return row.score is None and (row.stance != _FIRST or row.nearest is not None)
