"""Where ledgers lie: a file of SQLite, or a database on a PostgreSQL server; told from the address that is given."""

from __future__ import annotations

from pathlib import Path

from aftertalks.store.homes.home import Home
from aftertalks.store.homes.sqlite import File

SERVERS = ("postgresql://", "postgres://")

__all__ = ["Home", "SERVERS", "beside", "home_of", "on_server"]


def on_server(given: str | Path) -> bool:
    """Say whether an address names a server's database, not a file."""
    return isinstance(given, str) and given.strip().lower().startswith(SERVERS)


def beside(given: str | Path, ending: str) -> Path:
    """Return the path of a file or folder that belongs to a ledger: next to its file, or in the working folder.

    Args:
        given: the ledger's path or address.
        ending: what the name ends in.
    """
    base = home_of(given).beside
    return base.with_name(base.name + ending)


def home_of(given: str | Path) -> Home:
    """Return where a ledger lies.

    Args:
        given: a file's path, or ``postgresql://user@host:port/database``.

    Raises:
        LedgerError: the address cannot be understood, or the driver for it is not installed.
    """
    if not on_server(given):
        return File(Path(given))
    from aftertalks.store.homes.postgresql import Server

    return Server(str(given).strip())
