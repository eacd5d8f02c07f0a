"""Brings a ledger to the schema of this version, step by step, each in a transaction."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, text

from aftertalks.model import LedgerError
from aftertalks.store import migrations
from aftertalks.store.homes import Home

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


def check_version(name: str, version: int) -> None:
    """See that this code can work with a ledger of that schema version.

    Args:
        name: how messages name it.

    Raises:
        LedgerError: the database is somebody else's, or newer than this code.
    """
    if version < 0:
        raise LedgerError(f"{name}: is a database, but not an Aftertalks ledger; name another one with --db")
    if version > newest():
        raise LedgerError(
            f"{name}: was written by a newer Aftertalks (schema {version}, this one knows {newest()}); "
            "upgrade with `pip install --upgrade aftertalks`"
        )


def upgrade(engine: Engine, home: Home) -> None:
    """Apply every step that a ledger lacks.

    Raises:
        LedgerError: see :func:`check_version`.
    """
    with engine.connect() as connection:
        version = home.version(connection)
        check_version(home.name, version)
    if version == newest():
        return
    home.before_upgrade(engine)
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        # Another process may have been quicker while this one waited for its turn.
        have = home.version(connection) or _begin(connection, home)
        for number, name in steps():
            if number > have:
                importlib.import_module(name).upgrade(connection)
                _note(connection, number, name.rpartition(".")[2])


def _begin(connection: Connection, home: Home) -> int:
    connection.exec_driver_sql(
        "CREATE TABLE schema_version (version INTEGER PRIMARY KEY, step TEXT NOT NULL, applied_at TEXT NOT NULL)"
    )
    made = home.mark(connection)
    if made:
        _note(connection, made, "first on this kind of database")
    return made


def _note(connection: Connection, number: int, step: str) -> None:
    row = text("INSERT INTO schema_version VALUES (:number, :step, :at)")
    stamp = datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute(row, {"number": number, "step": step, "at": stamp})
