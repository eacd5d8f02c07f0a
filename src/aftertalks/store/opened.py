"""A ledger, opened: its transactions, its copies, its checks."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection

from aftertalks.store import migrate
from aftertalks.store.homes import home_of
from aftertalks.store.homes.home import guarded
from aftertalks.store.writing import Writer


def _leave(writer: Writer) -> None:
    """Leave what was touched to whoever opens the ledger next."""


class Opened:
    """A ledger in a file of SQLite or in a database of PostgreSQL.

    Args:
        place: the file's path, or ``postgresql://user@host/database``.
        create: make it if it is missing; else a missing one is an error.

    Attributes:
        settle: what is done at the end of every transaction that writes.

    Raises:
        LedgerError: it cannot be opened, is no ledger, is damaged or newer than this code.
    """

    def __init__(self, place: Path | str, *, create: bool = True) -> None:
        self.home = home_of(place)
        self.settle: Callable[[Writer], None] = _leave
        with guarded(self.home):
            self.home.check(create=create)
            self._engine = self.home.engine()
            try:
                migrate.upgrade(self._engine, self.home)
            except BaseException:
                self._engine.dispose()
                raise

    @property
    def name(self) -> str:
        """How messages name the ledger: its path, or its address without a password."""
        return self.home.name

    def stamp(self) -> tuple[object, ...]:
        """Return what changes whenever the ledger does."""
        with guarded(self.home):
            return self.home.stamp(self._engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of it."""
        self._engine.dispose()

    @contextlib.contextmanager
    def asking(self) -> Iterator[Connection]:
        """Open the ledger for questions of the store's own modules."""
        with guarded(self.home), self._engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self, *, now: datetime | None = None) -> Iterator[Writer]:
        """Begin a transaction; it is kept if the block ends well, else nothing of it is.

        Raises:
            LedgerError: another process writes too long, or the ledger cannot be written.
        """
        with (
            guarded(self.home),
            self._engine.connect().execution_options(write=True) as connection,
            connection.begin(),
        ):
            writer = Writer(connection, now=now)
            yield writer
            self.settle(writer)
            self.home.written(connection)

    def compact(self) -> None:
        """Write the database anew, so that nothing of what was deleted stays in its files."""
        with guarded(self.home):
            self.home.compact(self._engine)

    def copy_to(self, path: Path) -> None:
        """Copy a ledger's file as it is at one moment, while others read and write."""
        with self.asking() as connection:
            raw: Any = connection.connection.driver_connection
            with contextlib.closing(sqlite3.connect(path)) as copy:
                raw.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")

    def check(self) -> list[str]:
        """Return what the database finds wrong with itself, a line each; nothing if it is sound."""
        with self.asking() as connection:
            return self.home.unsound(connection)
