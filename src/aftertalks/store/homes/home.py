"""What every home of a ledger can do; the rest of the store is written once, over SQLAlchemy Core."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from aftertalks.model import LedgerError


class Home(Protocol):
    """Where one ledger lies.

    A transaction begun on a connection with the option ``write`` keeps other writers waiting until it ends; every other
    one sees the ledger as it was when it began.
    """

    @property
    def name(self) -> str:
        """How messages name it: the file's path, or the address without its password."""
        ...

    @property
    def beside(self) -> Path:
        """The path that files which belong to the ledger are named after."""
        ...

    def check(self, *, create: bool) -> None:
        """See that a ledger can be there; raises LedgerError if not. A missing one is an error unless ``create``."""
        ...

    def engine(self) -> Engine:
        """Return an engine on it."""
        ...

    def version(self, connection: Connection) -> int:
        """Return the schema's version: 0 where nothing is, -1 where something else is."""
        ...

    def before_upgrade(self, engine: Engine) -> None:
        """Do what a new ledger needs outside a transaction."""
        ...

    def mark(self, connection: Connection) -> int:
        """Mark an empty database as a ledger; return the version of the schema that this made."""
        ...

    def written(self, connection: Connection) -> None:
        """Note at the end of a transaction that something was written."""
        ...

    def stamp(self, engine: Engine) -> tuple[object, ...]:
        """Return what changes whenever the ledger does."""
        ...

    def explain(self, error: BaseException) -> LedgerError:
        """Return what a database error means for the user: where, what, and the cure."""
        ...

    def compact(self, engine: Engine) -> None:
        """Write the database anew, so that nothing of what was deleted stays in its files."""
        ...

    def unsound(self, connection: Connection) -> list[str]:
        """Return what the database itself finds wrong, a line each."""
        ...


@contextlib.contextmanager
def guarded(home: Home) -> Iterator[None]:
    """Turn database errors into :class:`LedgerError`."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise home.explain(error) from error
    except UnicodeEncodeError as error:
        raise LedgerError(f"{home.name}: what was given holds letters that are none; write it as UTF-8") from error
