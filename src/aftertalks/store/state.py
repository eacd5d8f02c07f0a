"""What entries are as lists and counts need it, kept beside them: one row an entry, one a voice, in whole numbers.

Days are proleptic ordinals (:meth:`datetime.date.toordinal`); an entry's key is its id read as a hexadecimal number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from aftertalks.store.dialect import among
from aftertalks.store.tables import (
    dossier_entry,
    entry_joined,
    entry_state,
    entry_then,
    entry_touched,
    judgement,
    proposal,
    statement_standing,
    voice,
    voice_told,
)

AT_ONCE = 400


def key(entry: str) -> int:
    """Return the number that an entry's id is."""
    return int(entry, 16)


def name(number: int) -> str:
    """Return the id that an entry's number is."""
    return f"{number:012x}"


def touched(connection: Connection) -> list[str]:
    """Return the entries of which something has changed since they were settled last."""
    return list(connection.execute(select(entry_touched.c.entry)).scalars())


def any_touched(connection: Connection) -> bool:
    """Say whether something has changed of an entry since it was settled."""
    return connection.execute(select(entry_touched.c.entry).limit(1)).first() is not None


def bare(connection: Connection, entries: Sequence[str]) -> set[str]:
    """Return those of some new entries that have one voice, of which nothing else is told, and nothing besides."""
    if not entries:
        return set()
    of_one = select(voice.c.entry).where(among(connection, voice.c.entry, entries)).group_by(voice.c.entry)
    found = set(connection.execute(of_one.having(func.count() == 1)).scalars())
    standing = (
        select(voice.c.entry).join(statement_standing, statement_standing.c.statement == voice.c.statement)
        .where(among(connection, voice.c.entry, entries))
    )  # fmt: skip
    for more in (
        select(proposal.c.entry).where(among(connection, proposal.c.entry, entries)),
        select(judgement.c.entry).where(among(connection, judgement.c.entry, entries)),
        select(entry_joined.c.into).where(among(connection, entry_joined.c.into, entries)),
        standing,
    ):
        found -= set(connection.execute(more).scalars())
    return found


def next_change(connection: Connection) -> int:
    """Return the number of the change that this transaction makes; every change has a greater one than those before."""
    return int(connection.execute(select(func.coalesce(func.max(entry_state.c.changed), 0))).scalar_one()) + 1


def there(connection: Connection, keys: Iterable[int]) -> set[int]:
    """Return those of some keys under which there is an entry."""
    c = entry_state.c
    return set(connection.execute(select(c.e).where(among(connection, c.e, sorted(keys)))).scalars())


def settle(
    connection: Connection, entries: Sequence[str], states: Iterable[dict[str, Any]], then: Iterable[dict[str, Any]],
    told: Iterable[dict[str, Any]], held: Iterable[dict[str, Any]],
) -> None:  # fmt: skip
    """Keep anew what touched entries are.

    Args:
        entries: all that were touched; those without a state have no voices.
        states, then, told, held: rows of ``entry_state``, ``entry_then``, ``voice_told`` and ``dossier_entry``.
    """
    tables = (entry_state, entry_then, voice_told, dossier_entry)
    numbers = [key(one) for one in entries]
    for at in range(0, len(numbers), AT_ONCE):
        some = numbers[at : at + AT_ONCE]
        for table in tables:
            connection.execute(delete(table).where(table.c.e.in_(some)))
    for table, rows in zip(tables, (states, then, told, held), strict=True):
        if made := list(rows):
            connection.execute(insert(table), made)


def forget_touched(connection: Connection) -> None:
    """Keep that every entry is settled."""
    connection.execute(delete(entry_touched))


def since(connection: Connection, change: int) -> Iterator[tuple[Any, ...]]:
    """Yield the states of entries that changed after a change: key, book, outcome, polarity, instrument, due days."""
    c = entry_state.c
    chosen = select(c.e, c.book, c.outcome, c.polarity, c.instrument, c.due_first, c.due_last, c.changed)
    yield from connection.execute(chosen.where(c.changed > change))
