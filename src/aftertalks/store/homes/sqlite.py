"""A ledger in a file of SQLite: opening it, and turning its complaints into ones that a person can act on."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, QueuePool

from aftertalks.model import LedgerError

APPLICATION_ID = 0x41465431  # "AFT1" in the file's header marks it as a ledger
BUSY_SECONDS = 30.0
CACHE_KIB = 131_072  # of pages that a connection keeps in memory, where the ledger has so many
LOG_PAGES = 8_000  # in the write-ahead log before they go into the file: an added document touches hundreds of pages
_MAGIC = b"SQLite format 3\x00"

_CURES = (
    ("locked", "is in use by another process", "wait until that one ends, then try again"),
    ("readonly", "cannot be written", "check its permissions and its folder's, or use another file with --db"),
    ("read-only", "cannot be written", "check its permissions and its folder's, or use another file with --db"),
    ("not a database", "is not a ledger", "name another file with --db"),
    ("malformed", "is damaged", "`aftertalks doctor --db {path}` tells the way back"),
    ("disk i/o", "cannot be read or written by the disk", "check the disk, then try again"),
    ("full", "cannot grow: the disk is full", "make room, then try again; nothing was half written"),
    ("unable to open", "cannot be opened", "check that its folder exists and can be written"),
    ("no such table", "lacks a table of a ledger", "`aftertalks doctor --db {path}` tells the way back"),
)


class File:
    """A ledger's file; see :class:`~aftertalks.store.homes.home.Home` for what it does."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def name(self) -> str:
        """The file's path."""
        return str(self.path)

    @property
    def beside(self) -> Path:
        """The file's path: what belongs to it lies in the same folder."""
        return self.path

    def check(self, *, create: bool) -> None:
        """See that the file can be a ledger, without changing it."""
        path = self.path
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

    def engine(self) -> Engine:
        """Return an engine; its transactions begin as the connection's option ``write`` asks."""
        # A connection that is kept leaves the write-ahead log where it is, instead of emptying it after every document.
        pool = QueuePool if os.access(self.path.parent, os.W_OK) else NullPool
        engine = create_engine("sqlite://", creator=lambda: _connect(self.path), poolclass=pool)

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            # A writer takes its lock at once: one taken later would fail instead of waiting for its turn.
            write = connection.get_execution_options().get("write", False)
            connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

        return engine

    def version(self, connection: Connection) -> int:
        """Return the file's schema version; 0 for an empty file, -1 for somebody else's database."""
        tables = {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            return 0
        marked = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
        if marked != APPLICATION_ID or "schema_version" not in tables:
            return -1
        return int(connection.exec_driver_sql("SELECT max(version) FROM schema_version").scalar_one() or 0)

    def before_upgrade(self, engine: Engine) -> None:
        """Set write-ahead logging, which stays with the file and cannot be set inside a transaction."""
        with engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA journal_mode = WAL")

    def mark(self, connection: Connection) -> int:
        """Mark an empty file; the migrations make every table."""
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        return 0

    def written(self, connection: Connection) -> None:
        """Nothing: the file's time tells."""

    def stamp(self, engine: Engine) -> tuple[object, ...]:
        """Return time and size of the file and of its write-ahead log."""
        found: list[object] = []
        for file in (self.path, self.path.with_name(self.path.name + "-wal")):
            try:
                state = file.stat()
                found += [state.st_mtime_ns, state.st_size]
            except OSError:
                found.append(None)
        return tuple(found)

    def explain(self, error: BaseException) -> LedgerError:
        """Return what a database error means for the user, naming the file and the cure."""
        detail = str(getattr(error, "orig", None) or error)
        for sign, problem, cure in _CURES:
            if sign in detail.lower():
                return LedgerError(f"{self.path}: {problem}; {cure.format(path=self.path)}")
        return LedgerError(
            f"{self.path}: the database refused ({detail}); `aftertalks doctor --db {self.path}` examines it"
        )

    def compact(self, engine: Engine) -> None:
        """Write the file anew without its free pages, and empty its log."""
        with engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("VACUUM")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def unsound(self, connection: Connection) -> list[str]:
        """Return what SQLite finds wrong with pages, indexes, references and the index of words."""
        found = [str(r[0]) for r in connection.exec_driver_sql("PRAGMA integrity_check")]
        broken = list(connection.exec_driver_sql("PRAGMA foreign_key_check"))
        return [line for line in found if line != "ok"] + [f"a row of {r[0]} refers to nothing" for r in broken]


def is_file_of_sqlite(path: Path) -> bool:
    """Say whether a file is one of SQLite, whoever's.

    Raises:
        LedgerError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError as error:
        raise LedgerError(f"{path}: cannot be read ({error.strerror}); check its name and permissions") from error


def _connect(path: Path) -> sqlite3.Connection:
    """Open the file; one that lies where nothing may be written is opened as it is, for reading."""
    folder_writable = os.access(path.parent, os.W_OK)
    wal = path.with_name(path.name + "-wal")
    if path.exists() and not folder_writable and not wal.exists():
        uri = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
        return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    raw = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA synchronous = NORMAL")
        raw.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        raw.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
    except sqlite3.Error:
        raw.close()
        raise
    return raw
