"""What is asked of a ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence

from sqlalchemy import func, select

from aftertalks.model import Book, LedgerError, Reading, Statement
from aftertalks.model.account import Account, Source
from aftertalks.store import accounts, blocks, rows, searching, speaking, state
from aftertalks.store import sources as documents_
from aftertalks.store.deciding import joined
from aftertalks.store.dialect import begins
from aftertalks.store.erasing import erased_before
from aftertalks.store.filtering import Query
from aftertalks.store.opened import Opened
from aftertalks.store.searching import Hit, search
from aftertalks.store.tables import document, entry, judgement, statement
from aftertalks.store.writing import Writer

LEAST_PREFIX = 4  # letters of an entry's id that must be given


class Store(Opened):
    """A ledger in a file of SQLite or in a database of PostgreSQL: every question that is asked of it.

    Args:
        place: the file's path, or ``postgresql://user@host/database``.
        create: make it if it is missing; else a missing one is an error.

    Raises:
        LedgerError: it cannot be opened, is no ledger, is damaged or newer than this code.
    """

    def has_document(self, identity: str) -> bool:
        """Say whether a document is there."""
        with self.asking() as connection:
            return Writer(connection).has_document(identity)

    def sources(self) -> list[Source]:
        """Return where every document comes from, oldest first."""
        columns = [document.c[name] for name in rows.SOURCE_COLUMNS]
        order = (document.c.published.is_(None), document.c.published, document.c.id)
        with self.asking() as connection:
            return [rows.to_source(r) for r in connection.execute(select(*columns).order_by(*order)).mappings()]

    def reading(self, identity: str) -> Reading:
        """Return a document with what was read from it.

        Raises:
            LedgerError: no document has that id.
        """
        with self.asking() as connection:
            row = connection.execute(select(document).where(document.c.id == identity)).mappings().one_or_none()
            if row is None:
                raise LedgerError(f"{self.name}: holds no document {identity}")
            chosen = select(statement.c.record).where(statement.c.document == identity).order_by(statement.c.n)
            found = [rows.to_statement(r) for r in connection.execute(chosen).mappings()]
        return rows.to_reading(row, found)

    def accounts(self, *, book: Book | None = None, only: Container[int] | None = None) -> Iterator[Account]:
        """Return the entries of a book, or all, soonest due first.

        Args:
            only: keys of the entries that are meant; all if left out.
        """
        with self.asking() as connection:
            ids = accounts.entry_ids(connection, book=book)
            yield from accounts.load(connection, [i for i in ids if only is None or state.key(i) in only])

    def account(self, given: str) -> Account:
        """Return one entry.

        Args:
            given: its id, or enough of its beginning to be the only one.

        Raises:
            LedgerError: no entry begins so, or several do.
        """
        wanted = given.strip().lower()
        with self.asking() as connection:
            chosen = select(entry.c.id).where(begins(entry.c.id, wanted)).order_by(entry.c.id).limit(6)
            ids = list(connection.execute(chosen).scalars()) if len(wanted) >= LEAST_PREFIX else []
            if len(ids) > 1:  # those that were joined to others are named only where nothing else is meant
                ids = list(accounts.with_voices(connection, ids)) or ids
            if len(ids) == 1:
                into = joined(connection).get(ids[0], ids[0])
                found = next(accounts.load(connection, [into]), None)
                if found is not None:
                    return found
                why = "its statements were set aside by review, or erased"
                raise LedgerError(f"entry {ids[0]} has no voices left: {why}")
        if ids:
            raise LedgerError(f"several entries begin with {given!r}: {', '.join(ids[:5])}; give more of the id")
        raise LedgerError(
            f"no entry {given!r} in {self.name}; `aftertalks next` and `aftertalks search WORDS` show the ids"
        )

    def statement_id(self, given: str) -> str:
        """Return the id of the one statement that begins so.

        Raises:
            LedgerError: none does, or several do.
        """
        wanted = given.strip().lower()
        with self.asking() as connection:
            chosen = select(statement.c.id).where(begins(statement.c.id, wanted)).order_by(statement.c.id).limit(6)
            ids = list(connection.execute(chosen).scalars()) if len(wanted) >= LEAST_PREFIX else []
        if len(ids) != 1:
            which = f"{', '.join(ids[:5])} begin so" if ids else "there is none"
            raise LedgerError(f"statement {given!r}: {which}; `aftertalks search WORDS --format jsonl` shows the ids")
        return str(ids[0])

    def document_id(self, given: str) -> str:
        """Return the id of the one document that begins so, or that was added from a source of that name.

        Raises:
            LedgerError: none does, or several do.
        """
        wanted = given.strip()
        meant = begins(document.c.id, wanted.lower()) | (document.c.source == wanted)
        chosen = select(document.c.id).where(meant).order_by(document.c.id).limit(6)
        with self.asking() as connection:
            ids = list(connection.execute(chosen).scalars()) if len(wanted) >= LEAST_PREFIX else []
        if len(ids) != 1:
            raise LedgerError(f"{len(ids) or 'no'} documents are meant by {given!r}; give an id or a source in full")
        return str(ids[0])

    def find(self, query: Query, *, limit: int) -> list[Hit]:
        """Return the statements that a query finds."""
        with self.asking() as connection:
            return search(connection, query, limit=limit)

    def erased(self, identity: str) -> tuple[str, str] | None:
        """Return the day on which a document was erased and who did it; null if it was not."""
        with self.asking() as connection:
            return erased_before(connection, identity)

    def found(self, query: Query, *, limit: int) -> list[int]:
        """Return the numbers of the statements that a query finds, in the order of :meth:`find`."""
        with self.asking() as connection:
            return searching.numbers(connection, query, limit=limit)

    def hits(self, numbers: Sequence[int]) -> list[Hit]:
        """Return statements by their numbers, in that order."""
        with self.asking() as connection:
            return searching.hits(connection, numbers)

    def ids_of(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return the ids of statements by their numbers."""
        with self.asking() as connection:
            return searching.ids_of(connection, numbers)

    def facets(self, numbers: Sequence[int]) -> dict[str, Counter[str]]:
        """Return how often each kind, speaker, publisher and actor is among some statements, by number."""
        with self.asking() as connection:
            return searching.facets(connection, numbers)

    def naming(self, actor: str) -> list[int]:
        """Return the numbers of the statements that name somebody by exactly this name."""
        with self.asking() as connection:
            return searching.naming(connection, actor)

    def speakers(self, at: int, most: int, part: str = "") -> tuple[list[tuple[str, Counter[str]]], int]:
        """Return speakers of whose name something is a part, with their statements by kind, who says most first."""
        with self.asking() as connection:
            return speaking.speakers(connection, at, most, part)

    def kinds_of(self, speaker: str) -> Counter[str]:
        """Return how many statements of each kind a speaker, by the whole name, makes."""
        with self.asking() as connection:
            return speaking.kinds_of(connection, speaker)

    def months(self, actor: str) -> dict[str, int]:
        """Return how many statements name an actor, by month."""
        with self.asking() as connection:
            return speaking.months(connection, actor)

    def actor_names(self, ids: Iterable[str]) -> dict[str, str]:
        """Return actors' names by id: as the lexicon has it, else as most statements have it."""
        with self.asking() as connection:
            return speaking.actor_names(connection, ids)

    def entries_of(self, statements: Sequence[str]) -> dict[str, str]:
        """Return by statement the entry that it is a voice of; those that are of none are left out."""
        with self.asking() as connection:
            return {i: place.entry for i, place in blocks.places(connection, statements).items()}

    def said(self, ids: Sequence[str]) -> dict[str, list[Statement]]:
        """Return by entry what its voices say, the first voice first."""
        with self.asking() as connection:
            return accounts.said(connection, ids)

    def cited(self, part: str, at: int, most: int) -> tuple[list[Source], int]:
        """Return where documents come from, oldest first, from a place on; and how many there are.

        Args:
            part: what must be part of title, publisher, date or source, whatever its case.
        """
        with self.asking() as connection:
            return documents_.cited(connection, part, at, most)

    def said_in(self, documents: Sequence[str]) -> dict[str, int]:
        """Return by document how many statements were read from it."""
        with self.asking() as connection:
            return documents_.said_in(connection, documents)

    def statements_in(self, documents: Sequence[str], *, instrument: str) -> list[Statement]:
        """Return the statements of some documents on one instrument."""
        with self.asking() as connection:
            return documents_.on_instrument(connection, documents, instrument)

    def load(self, ids: Sequence[str]) -> list[Account]:
        """Return entries by their whole ids, in that order."""
        with self.asking() as connection:
            return list(accounts.load(connection, ids))

    def counts(self) -> dict[str, int]:
        """Return how many documents, statements, entries and judgements there are."""
        tables = (document, statement, entry, judgement)
        with self.asking() as connection:
            return {t.name: connection.execute(select(func.count()).select_from(t)).scalar_one() for t in tables}
