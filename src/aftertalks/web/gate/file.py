"""The access file: an SQLite file of its own beside the ledger (``talks.db`` → ``talks.db.access``).

Only its owner can read it, and a ledger can be handed on, exported or kept in another database without anybody's
password.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aftertalks.model import LedgerError
from aftertalks.store.homes import beside

_APPLICATION = 0x41465541  # "AFUA"
_TABLES = (
    "CREATE TABLE user (name TEXT PRIMARY KEY COLLATE NOCASE, role TEXT NOT NULL, password TEXT,"
    " since INTEGER NOT NULL)",
    "CREATE TABLE token (digest TEXT PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE REFERENCES user ON DELETE CASCADE,"
    " since INTEGER NOT NULL, until INTEGER NOT NULL)",
    "CREATE TABLE session (digest TEXT PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE"
    " REFERENCES user ON DELETE CASCADE, since INTEGER NOT NULL, seen INTEGER NOT NULL)",
    "CREATE TABLE line (n INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, who TEXT NOT NULL, how TEXT NOT NULL,"
    " address TEXT NOT NULL, what TEXT NOT NULL, about TEXT NOT NULL, outcome TEXT NOT NULL)",
    "CREATE TRIGGER line_stays BEFORE UPDATE ON line BEGIN SELECT raise(ABORT, 'the log only grows'); END",
    "CREATE TRIGGER line_remains BEFORE DELETE ON line BEGIN SELECT raise(ABORT, 'the log only grows'); END",
)


def book_path(ledger: Path | str) -> Path:
    """Return where a ledger's access file is: beside it, or where the files of a ledger on a server are."""
    return beside(ledger, ".access")


class AccessFile:
    """An access file; it comes into being with the first thing written.

    Args:
        path: the file.

    Raises:
        LedgerError: something else is there, or it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._file: sqlite3.Connection | None = None
        with self._reading():
            pass

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None

    def _row(self, words: str, *values: object) -> tuple[Any, ...] | None:
        return next(iter(self._rows(words, *values)), None)

    def _rows(self, words: str, *values: object) -> list[tuple[Any, ...]]:
        with self._reading() as file:
            return file.execute(words, values).fetchall() if file is not None else []

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        with self._lock, self._told():
            if self._file is None and self.path.exists():
                self._file = self._open()
            yield self._file

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._told():
            if self._file is None:
                os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
                self._file = self._open()
            if self._file.in_transaction:
                yield self._file
                return
            self._file.execute("BEGIN IMMEDIATE")
            try:
                yield self._file
            except BaseException:
                self._file.execute("ROLLBACK")
                raise
            self._file.execute("COMMIT")

    def _open(self) -> sqlite3.Connection:
        file = sqlite3.connect(self.path, timeout=30, isolation_level=None, check_same_thread=False)
        try:
            file.execute("PRAGMA foreign_keys = ON")
            file.execute("PRAGMA synchronous = NORMAL")
            marked = file.execute("PRAGMA application_id").fetchone()[0]
            if not file.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
                self._begin(file)
            elif marked != _APPLICATION:
                raise LedgerError(f"{self.path}: is no access file; name another with --users")
        except BaseException:
            file.close()
            raise
        return file

    def _begin(self, file: sqlite3.Connection) -> None:
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("BEGIN IMMEDIATE")
        if not file.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():  # nobody was quicker
            file.execute(f"PRAGMA application_id = {_APPLICATION}")
            for table in _TABLES:
                file.execute(table)
        file.execute("COMMIT")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise LedgerError(f"{self.path}: cannot be used ({error}); check the disk and its permissions") from error
