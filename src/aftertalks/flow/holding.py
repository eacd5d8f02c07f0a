"""Which entries dossiers hold: kept beside them, found among all voices once, afterwards as entries change.

Callable: :func:`keys_in`, :func:`among`, :func:`covering`, :func:`prepared`, :func:`put`, :func:`fill`.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aftertalks.ledger.dossiers import covers, holds
from aftertalks.model.dossier import Dossier
from aftertalks.store import accounts, saved, state
from aftertalks.store.state import key

if TYPE_CHECKING:
    from sqlalchemy import Connection


def keys_in(connection: Connection, chosen: Dossier) -> set[int]:
    """Return the keys of the entries that a dossier holds; of one that is not saved as it is, found anew."""
    kept = saved.held(connection, chosen)
    return covering(connection, [chosen])[chosen.name] if kept is None else kept


def among(connection: Connection, chosen: Dossier | None, only: Container[int] | None) -> Container[int] | None:
    """Return those of some entries that a dossier holds; null stands for all, of dossiers and of entries."""
    if chosen is None:
        return only
    mine = keys_in(connection, chosen)
    return mine if only is None else {e for e in mine if e in only}


def covering(connection: Connection, dossiers: Sequence[Dossier]) -> dict[str, set[int]]:
    """Return by dossier the keys of the entries that it holds, by looking every voice through."""
    found: dict[str, set[int]] = {one.name: set() for one in dossiers}
    since = min((one.since.isoformat() if one.since else "" for one in dossiers), default="")
    for some in accounts.told_since(connection, since):
        for entry, statement, source in some:
            for one in dossiers:
                if covers(one, statement, source):
                    found[one.name].add(key(entry))
    return found


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a dossier held at a moment, so that nobody who writes has to wait while it is found.

    Args:
        change: the number of the last change that was looked at.
    """

    dossier: Dossier
    change: int
    keys: set[int]


def prepared(connection: Connection, chosen: Dossier) -> Prepared:
    """Find what a dossier holds."""
    change = state.next_change(connection) - 1
    return Prepared(chosen, change, covering(connection, [chosen])[chosen.name])


def put(connection: Connection, found: Prepared) -> None:
    """Keep what a saved dossier holds, with what has changed since it was found."""
    fresh = [row[0] for row in state.since(connection, found.change)]
    loaded = accounts.load(connection, [state.name(e) for e in fresh])
    mine = {key(account.entry.id) for account in loaded if holds(found.dossier, account)}
    keys = state.there(connection, (found.keys - set(fresh)) | mine)
    saved.put_held(connection, found.dossier.name, keys)


def fill(connection: Connection) -> None:
    """Keep of every dossier that has none yet what it holds: those that were imported, or of an older ledger."""
    if fresh := saved.unfilled(connection):
        for name, keys in covering(connection, fresh).items():
            saved.put_held(connection, name, keys)
