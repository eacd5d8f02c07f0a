"""Changes to what the ledger holds: a statement gives way to another, is rejected, or comes back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from aftertalks.flow.memory import Memory
from aftertalks.flow.sorting import Sorting
from aftertalks.ledger.books import book_of
from aftertalks.ledger.decisions import covering
from aftertalks.ledger.status import complete
from aftertalks.model import Document, Reading, Statement
from aftertalks.model.review import Anchor
from aftertalks.store import accounts, deciding

if TYPE_CHECKING:
    from aftertalks.store.writing import Writer


class Amending:
    """Changes statements of one document, in a transaction.

    Args:
        memory: of the ledger's comparisons.
        document: the document's id.
    """

    def __init__(self, writer: Writer, memory: Memory, document: str) -> None:
        self._writer = writer
        self._connection = writer.connection
        self._stamp = writer.now.isoformat(timespec="seconds")
        self.document = document
        self.text, self.published = deciding.text_of(self._connection, document)
        bare = Document(self.text, published=self.published)
        self._sorting = Sorting(writer, Reading(bare, (), ()), memory=memory)
        self._memory = memory

    def statements(self) -> list[Statement]:
        """Return the document's statements that stand."""
        return deciding.statements_of(self._connection, self.document)

    def at(self, anchor: Anchor) -> Statement | None:
        """Return the statement that covers a decision's words now."""
        return covering(anchor.span, self.statements())

    def replace(self, old: Statement, new: Statement, *, why: str) -> None:
        """Let a statement give way to another; it takes the same place if it belongs to the same book."""
        place = deciding.voice_of(self._connection, old.id)
        if new.id == old.id:
            deciding.put(self._connection, new, self.published)
        else:
            deciding.lay_aside(self._connection, old, why=why, stamp=self._stamp, successor=new.id)
            deciding.put(self._connection, new, self.published)
        if place and book_of(new.kind) is book_of(old.kind):
            deciding.put_voice(self._connection, new.id, place)
            self._sorting.answer(place["entry"], new)
        else:
            self._sorting.sort([new])
        if place:
            self.refresh([place["entry"]])

    def add(self, new: Statement) -> None:
        """Store and sort a statement that was not there."""
        deciding.put(self._connection, new, self.published)
        self._sorting.sort([new])

    def reject(self, one: Statement, *, why: str) -> None:
        """Set a statement aside."""
        place = deciding.voice_of(self._connection, one.id)
        deciding.lay_aside(self._connection, one, why=why, stamp=self._stamp)
        if place:
            self.refresh([place["entry"]])

    def restore(self, identity: str, *, instead_of: Statement | None = None, why: str = "undone") -> Statement:
        """Bring a statement back; what stands in its place now is set aside."""
        if instead_of is not None and instead_of.id != identity:
            deciding.lay_aside(self._connection, instead_of, why=why, stamp=self._stamp, successor=identity)
        one = deciding.bring_back(self._connection, identity)
        place = deciding.voice_of(self._connection, one.id)
        if place:
            self._sorting.answer(place["entry"], one)
            self.refresh([place["entry"]])
        return one

    def refresh(self, entries: Iterable[str]) -> None:
        """Keep anew when entries are due."""
        refresh(self._writer, entries)


def refresh(writer: Writer, entries: Iterable[str]) -> None:
    """See to it that entries whose voices changed have a first voice, and are listed by when they are due now."""
    for account in accounts.load(writer.connection, list(entries)):
        deciding.lead(writer.connection, account.entry.id, account.voices[0].statement.id)
        due = complete(account).entry.due
        first, last = (due[0].isoformat(), due[1].isoformat()) if due else (None, None)
        writer.set_due(account.entry.id, first, last)
