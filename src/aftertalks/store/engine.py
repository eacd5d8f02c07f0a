"""Opening a ledger file, and turning the database's complaints into ones that a person can act on."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from aftertalks.model import LedgerError

APPLICATION_ID = 0x41465431  # "AFT1" in the file's header marks it as a ledger
BUSY_SECONDS = 30.0
_MAGIC = b"SQLite format 3\x00"

_CURES = (
    ("locked", "is in use by another process", "wait until that one ends, then try again"),
    ("readonly", "cannot be written", "check its permissions and its folder's, or use another file with --db"),
    ("read-only", "cannot be written", "check its permissions and its folder's, or use another file with --db"),
    ("not a database", "is not a ledger", "name another file with --db"),
    ("malformed", "is damaged", "restore a copy, or move it away and add the documents again"),
    ("disk i/o", "cannot be read or written by the disk", "check the disk, then try again"),
    ("full", "cannot grow: the disk is full", "make room, then try again; nothing was half written"),
    ("unable to open", "cannot be opened", "check that its folder exists and can be written"),
    ("no such table", "lacks a table of a ledger", "restore a copy, or move it away and add the documents again"),
)


def explain(path: Path, error: BaseException) -> LedgerError:
    """Return what a database error means for the user, naming the file and the cure."""
    detail = str(getattr(error, "orig", None) or error)
    for sign, problem, cure in _CURES:
        if sign in detail.lower():
            return LedgerError(f"{path}: {problem}; {cure}")
    return LedgerError(f"{path}: the database refused ({detail}); `aftertalks doctor --db {path}` examines it")


def check_file(path: Path, *, create: bool) -> None:
    """See that a ledger can be there.

    Args:
        create: whether a missing file may be made.

    Raises:
        LedgerError: it cannot, and why.
    """
    if path.is_dir():
        raise LedgerError(f"{path}: is a folder; name a file in it, for example --db {path / 'aftertalks.db'}")
    if not path.exists():
        if not create:
            raise LedgerError(f"{path}: no ledger there; make one with `aftertalks add FILE --db {path}`")
        if not path.parent.is_dir():
            raise LedgerError(f"{path}: its folder does not exist; make it with `mkdir -p {path.parent}`")
        return
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except OSError as error:
        raise LedgerError(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
    if head and head != _MAGIC:
        raise LedgerError(f"{path}: is not a ledger; name another file with --db")


def make_engine(path: Path) -> Engine:
    """Return an engine on a ledger file; transactions begin as the connection's option ``write`` asks."""
    engine = create_engine("sqlite://", creator=lambda: _connect(path), poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes its lock at once: one taken later would fail instead of waiting for its turn.
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _connect(path: Path) -> sqlite3.Connection:
    """Open the file; one that lies where nothing may be written is opened as it is, for reading."""
    folder_writable = os.access(path.parent, os.W_OK)
    wal = path.with_name(path.name + "-wal")
    if path.exists() and not folder_writable and not wal.exists():
        uri = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
        return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    raw = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.Error:
        raw.close()
        raise
    return raw


@contextlib.contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Turn database errors into :class:`LedgerError`."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise explain(path, error) from error
