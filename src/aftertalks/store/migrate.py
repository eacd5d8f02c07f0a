"""Brings a ledger file to the schema of this version, step by step, each in a transaction."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from aftertalks.model import LedgerError
from aftertalks.store import migrations
from aftertalks.store.engine import APPLICATION_ID

_NUMBERED = re.compile(r"(\d{4})_\w+")


def steps() -> Iterator[tuple[int, str]]:
    """Return number and module name of every migration, in order."""
    names = sorted(module.name for module in pkgutil.iter_modules(migrations.__path__))
    for name in names:
        match = _NUMBERED.fullmatch(name)
        if match:
            yield int(match[1]), f"{migrations.__name__}.{name}"


def newest() -> int:
    """Return the schema version that this code writes."""
    return max(number for number, _ in steps())


def version_of(connection: Connection) -> int:
    """Return a file's schema version; 0 for an empty file, -1 for somebody else's database."""
    tables = {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return 0
    marked = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    if marked != APPLICATION_ID or "schema_version" not in tables:
        return -1
    found = connection.exec_driver_sql("SELECT max(version) FROM schema_version").scalar_one()
    return int(found or 0)


def check_version(path: Path, version: int) -> None:
    """See that this code can work with a file of that schema version.

    Raises:
        LedgerError: the file is somebody else's, or newer than this code.
    """
    if version < 0:
        raise LedgerError(f"{path}: is a database, but not an Aftertalks ledger; name another file with --db")
    if version > newest():
        raise LedgerError(
            f"{path}: was written by a newer Aftertalks (schema {version}, this one knows {newest()}); "
            "upgrade with `pip install --upgrade aftertalks`"
        )


def upgrade(engine: Engine, path: Path) -> None:
    """Apply every step that a file lacks.

    Raises:
        LedgerError: see :func:`check_version`.
    """
    with engine.connect() as connection:
        version = version_of(connection)
        check_version(path, version)
    if version == newest():
        return
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA journal_mode = WAL")  # stays with the file; cannot be set inside a transaction
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        # Another process may have been quicker while this one waited for the lock.
        for number, name in steps():
            if number > version_of(connection):
                _apply(connection, number, name)


def _apply(connection: Connection, number: int, name: str) -> None:
    if number == 1:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(
            "CREATE TABLE schema_version (version INTEGER PRIMARY KEY, step TEXT NOT NULL, applied_at TEXT NOT NULL)"
        )
    importlib.import_module(name).upgrade(connection)
    connection.exec_driver_sql(
        "INSERT INTO schema_version VALUES (?, ?, ?)",
        (number, name.rpartition(".")[2], datetime.now(UTC).isoformat(timespec="seconds")),
    )
