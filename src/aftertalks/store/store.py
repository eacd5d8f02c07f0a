"""A ledger file: opened, asked and written."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection, func, select

from aftertalks.model import Book, LedgerError, Reading
from aftertalks.model.account import Account, Source
from aftertalks.store import accounts, migrate, rows
from aftertalks.store.deciding import joined
from aftertalks.store.engine import check_file, guarded, make_engine
from aftertalks.store.searching import Hit, Query, search
from aftertalks.store.tables import document, entry, judgement, statement
from aftertalks.store.writing import Writer

LEAST_PREFIX = 4  # letters of an entry's id that must be given


class Store:
    """A ledger in an SQLite file.

    Args:
        path: the file.
        create: make it if it is missing; else a missing file is an error.

    Raises:
        LedgerError: the file cannot be opened, is no ledger, is damaged or newer than this code.
    """

    def __init__(self, path: Path | str, *, create: bool = True) -> None:
        self.path = Path(path)
        check_file(self.path, create=create)
        self._engine = make_engine(self.path)
        with guarded(self.path):
            migrate.upgrade(self._engine, self.path)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextlib.contextmanager
    def asking(self) -> Iterator[Connection]:
        """Open the ledger for questions of the store's own modules."""
        with self._reading() as connection:
            yield connection

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Connection]:
        with guarded(self.path), self._engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self, *, now: datetime | None = None) -> Iterator[Writer]:
        """Begin a transaction; it is kept if the block ends well, else nothing of it is.

        Raises:
            LedgerError: another process holds the file too long, or the file cannot be written.
        """
        with (
            guarded(self.path),
            self._engine.connect().execution_options(write=True) as connection,
            connection.begin(),
        ):
            yield Writer(connection, now=now)

    def has_document(self, identity: str) -> bool:
        """Say whether a document is there."""
        with self._reading() as connection:
            return Writer(connection).has_document(identity)

    def sources(self) -> list[Source]:
        """Return where every document comes from, oldest first."""
        columns = [document.c[name] for name in rows.SOURCE_COLUMNS]
        order = (document.c.published.is_(None), document.c.published, document.c.id)
        with self._reading() as connection:
            return [rows.to_source(r) for r in connection.execute(select(*columns).order_by(*order)).mappings()]

    def reading(self, identity: str) -> Reading:
        """Return a document with what was read from it.

        Raises:
            LedgerError: no document has that id.
        """
        with self._reading() as connection:
            row = connection.execute(select(document).where(document.c.id == identity)).mappings().one_or_none()
            if row is None:
                raise LedgerError(f"{self.path}: holds no document {identity}")
            chosen = select(statement.c.record).where(statement.c.document == identity).order_by(statement.c.n)
            found = [rows.to_statement(r) for r in connection.execute(chosen).mappings()]
        return rows.to_reading(row, found)

    def accounts(self, *, book: Book | None = None) -> Iterator[Account]:
        """Return the entries of a book, or all, soonest due first."""
        with self._reading() as connection:
            yield from accounts.load(connection, accounts.entry_ids(connection, book=book))

    def account(self, given: str) -> Account:
        """Return one entry.

        Args:
            given: its id, or enough of its beginning to be the only one.

        Raises:
            LedgerError: no entry begins so, or several do.
        """
        wanted = given.strip().lower()
        with self._reading() as connection:
            chosen = select(entry.c.id).where(func.substr(entry.c.id, 1, len(wanted)) == wanted).limit(6)
            ids = list(connection.execute(chosen).scalars()) if len(wanted) >= LEAST_PREFIX else []
            if len(ids) > 1:  # those that were joined to others are named only where nothing else is meant
                ids = list(accounts.with_voices(connection, ids)) or ids
            if len(ids) == 1:
                into = joined(connection).get(ids[0], ids[0])
                found = next(accounts.load(connection, [into]), None)
                if found is not None:
                    return found
                raise LedgerError(f"entry {ids[0]} has no voices left: all its statements were set aside by review")
        if ids:
            raise LedgerError(f"several entries begin with {given!r}: {', '.join(ids[:5])}; give more of the id")
        raise LedgerError(
            f"no entry {given!r} in {self.path}; `aftertalks next` and `aftertalks search WORDS` show the ids"
        )

    def statement_id(self, given: str) -> str:
        """Return the id of the one statement that begins so.

        Raises:
            LedgerError: none does, or several do.
        """
        wanted = given.strip().lower()
        with self._reading() as connection:
            chosen = select(statement.c.id).where(func.substr(statement.c.id, 1, len(wanted)) == wanted).limit(6)
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
        begins = func.substr(document.c.id, 1, len(wanted)) == wanted.lower()
        chosen = select(document.c.id).where(begins | (document.c.source == wanted)).limit(6)
        with self._reading() as connection:
            ids = list(connection.execute(chosen).scalars()) if len(wanted) >= LEAST_PREFIX else []
        if len(ids) != 1:
            raise LedgerError(f"{len(ids) or 'no'} documents are meant by {given!r}; give an id or a source in full")
        return str(ids[0])

    def find(self, query: Query, *, limit: int) -> list[Hit]:
        """Return the statements that a query finds."""
        with self._reading() as connection:
            return search(connection, query, limit=limit)

    def counts(self) -> dict[str, int]:
        """Return how many documents, statements, entries and judgements there are."""
        tables = (document, statement, entry, judgement)
        with self._reading() as connection:
            return {t.name: connection.execute(select(func.count()).select_from(t)).scalar_one() for t in tables}

    def check(self) -> list[str]:
        """Return what is wrong with the file, a line each; nothing if it is sound."""
        with self._reading() as connection:
            found = [str(r[0]) for r in connection.exec_driver_sql("PRAGMA integrity_check")]
            broken = list(connection.exec_driver_sql("PRAGMA foreign_key_check"))
        return [line for line in found if line != "ok"] + [f"a row of {r[0]} refers to nothing" for r in broken]
