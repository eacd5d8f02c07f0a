"""A ledger in a database of a PostgreSQL server."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from aftertalks.model import LedgerError
from aftertalks.store.homes import postgresql_tables

OLDEST_SERVER = 13  # normalize() and trusted defaults; earlier ones are no longer maintained
BUSY_SECONDS = 30
CONNECT_SECONDS = 10
_TURN = 0x41465431  # the advisory lock that writers take in turn
_MARK = "Aftertalks ledger"
# Compiling a question takes longer than answering it; what holds a common word must not be looked through twice; and
# where no disk's head has to move, what few pages hold is sooner fetched from there than sought in all of them.
_READING = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; "
    "SET LOCAL jit = off; SET LOCAL work_mem = '64MB'; SET LOCAL random_page_cost = 1.1"
)

_CURES = (  # SQLSTATE classes or codes first, then words of errors that come before any code
    ("55P03", "is in use by another writer", "wait until that one ends, then try again"),
    ("25006", "can only be read", "connect to the primary server, or as a role that may write"),
    ("42501", "refuses this role", "have the database's owner grant it, or name another role in the address"),
    ("53100", "cannot grow: the server's disk is full", "make room, then try again; nothing was half written"),
    ("53300", "has no connection left", "raise max_connections or end idle ones, then try again"),
    ("57P", "was shut down by its server", "wait until it is back, then try again; nothing was half written"),
    ("42P01", "lacks a table of a ledger", "restore a backup, or name another database with --db"),
    ("3D000", "does not exist", "make it with `createdb`, then try again"),
    ("28", "refuses this login", "check user and password in the address or in PGUSER, PGPASSWORD, ~/.pgpass"),
    ("XX00", "is damaged", "restore a backup into another database and name that with --db"),
)
_WORDS = (
    ('" does not exist', "does not exist", "make it with `createdb`, then try again"),
    ("password", "refuses this login", "check user and password in the address or in PGUSER, PGPASSWORD, ~/.pgpass"),
    ("closed the connection", "was lost: the server closed the connection", "try again; nothing was half written"),
    ("connection is lost", "was lost: the server closed the connection", "try again; nothing was half written"),
    ("shutting down", "is being shut down", "wait until it is back, then try again"),
    ("starting up", "is starting up", "wait a moment, then try again"),
    ("refused", "cannot be reached", "check that the server runs, and host and port of the address"),
    ("timeout", "does not answer", "check that the server runs, and host and port of the address"),
    ("could not translate host", "cannot be reached", "check the host's name in the address"),
    ("failed to resolve host", "cannot be reached", "check the host's name in the address"),
    ("connection", "cannot be reached", "check that the server runs, and host and port of the address"),
)


class Server:
    """A database on a server; see :class:`~aftertalks.store.homes.home.Home` for what it does.

    Args:
        address: ``postgresql://user:password@host:port/database?option=value``; what it leaves out comes from the
            ``PG…`` variables and ``~/.pgpass`` as with every client of PostgreSQL.

    Raises:
        LedgerError: the address cannot be understood, or the driver is not installed.
    """

    def __init__(self, address: str) -> None:
        if importlib.util.find_spec("psycopg") is None:
            raise LedgerError('PostgreSQL needs its driver; install it with `pip install "aftertalks[postgresql]"`')
        self._url = _understood(address)
        shown = self._url.set(drivername="postgresql")
        self._name = shown.render_as_string(hide_password=True)

    @property
    def name(self) -> str:
        """The address without its password."""
        return self._name

    @property
    def beside(self) -> Path:
        """A path in the working folder, named after the database."""
        return Path(self._url.database or "aftertalks")

    def check(self, *, create: bool) -> None:
        """See that the server answers and holds a ledger, or an empty database where one may be made."""
        engine = self.engine()
        try:
            with engine.connect() as connection:
                _check_server(connection, self._name)
                if not create and self.version(connection) == 0:
                    raise LedgerError(
                        f"{self._name}: no ledger there; make one with `aftertalks add FILE --db {self._name}`"
                    )
        finally:
            engine.dispose()

    def engine(self) -> Engine:
        """Return an engine; writers wait for their turn, readers see the ledger as it was when they began."""
        options = {"connect_timeout": CONNECT_SECONDS, "client_encoding": "utf8"}
        engine = create_engine(self._url, pool_pre_ping=True, connect_args=options)

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            if connection.get_execution_options().get("write", False):
                # One writer at a time, as in a file: entries are sought and made in the same transaction.
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")
            else:
                connection.exec_driver_sql(_READING)

        return engine

    def version(self, connection: Connection) -> int:
        """Return the schema's version; 0 for an empty database, -1 where ours would meet somebody else's tables."""
        asked = "SELECT obj_description(to_regclass('schema_version'), 'pg_class')"
        if connection.exec_driver_sql(asked).scalar_one() == _MARK:
            return int(connection.exec_driver_sql("SELECT max(version) FROM schema_version").scalar_one() or 0)
        names = ", ".join(f"to_regclass('{name}')" for name in postgresql_tables.NAMES)
        taken = connection.exec_driver_sql(f"SELECT coalesce({names}) IS NOT NULL").scalar_one()
        return -1 if taken else 0

    def before_upgrade(self, engine: Engine) -> None:
        """Nothing: a server does all of it in the transaction."""

    def mark(self, connection: Connection) -> int:
        """Make the tables as they were when ledgers first came to servers; later migrations go on from there."""
        connection.exec_driver_sql(f"COMMENT ON TABLE schema_version IS '{_MARK}'")
        for step in postgresql_tables.STEPS:
            connection.exec_driver_sql(step)
        return postgresql_tables.VERSION

    def written(self, connection: Connection) -> None:
        """Count the transaction."""
        connection.exec_driver_sql("UPDATE ledger_change SET n = n + 1")

    def stamp(self, engine: Engine) -> tuple[object, ...]:
        """Return how many transactions have written."""
        with engine.connect() as connection:
            return (connection.exec_driver_sql("SELECT n FROM ledger_change").scalar_one(),)

    def explain(self, error: BaseException) -> LedgerError:
        """Return what a database error means for the user, naming the database and the cure."""
        origin: Any = getattr(error, "orig", None) or error
        code = getattr(origin, "sqlstate", None) or ""
        detail = " ".join(str(origin).split())
        for sign, problem, cure in _CURES:
            if code and code.startswith(sign):
                return LedgerError(f"{self._name}: {problem}; {cure}")
        for sign, problem, cure in _WORDS if not code else ():
            if sign in detail.lower():
                return LedgerError(f"{self._name}: {problem}; {cure}")
        return LedgerError(
            f"{self._name}: the database refused ({detail}); `aftertalks doctor --db {self._name}` examines it"
        )

    def compact(self, engine: Engine) -> None:
        """Write the ledger's tables anew; the server's own log and its backups are the administrator's."""
        with engine.connect() as pooled:
            raw = pooled.connection.driver_connection
            assert raw is not None
            raw.rollback()
            raw.autocommit = True
            try:
                for name in postgresql_tables.NAMES:
                    raw.execute(f"VACUUM (FULL) {name}")
            finally:
                raw.autocommit = False

    def unsound(self, connection: Connection) -> list[str]:
        """Return nothing: a server checks references as rows come, and its pages with tools of its own."""
        return []


def _understood(address: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError) as error:
        raise LedgerError(
            "the database's address cannot be understood; write it as postgresql://user@host:5432/database"
        ) from error
    if not url.database:
        raise LedgerError("the address names no database; write it as postgresql://user@host:5432/database")
    return url.set(drivername="postgresql+psycopg")


def _check_server(connection: Connection, name: str) -> None:
    found = connection.exec_driver_sql("SHOW server_version_num").scalar_one()
    if int(found) // 10000 < OLDEST_SERVER:
        raise LedgerError(f"{name}: PostgreSQL {int(found) // 10000} is too old; use {OLDEST_SERVER} or newer")
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise LedgerError(f"{name}: is in {encoding}; make it with `createdb --encoding=UTF8 --template=template0`")
    collations = connection.exec_driver_sql("SELECT count(*) FROM pg_collation WHERE collname = 'und-x-icu'")
    if not collations.scalar_one():
        raise LedgerError(f"{name}: this server was built without ICU; use PostgreSQL's own packages or Debian's")
