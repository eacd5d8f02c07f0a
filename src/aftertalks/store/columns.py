"""Whole columns of the kept state, for counting over everything at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

AT_ONCE = 1_000  # rows: so few are turned into columns while the processor still has them at hand
Columns = list[tuple[Any, ...]]

_ENTRIES = "SELECT e, changed, book, outcome, polarity, instrument, due_first, due_last, begins, ends FROM entry_state"
_VOICES = (
    "SELECT n, e, day, quad, instrument, place, place_name, place_kind, lat, lon, country, place_words FROM voice_told"
)
_ACTORS = "SELECT statement, actor FROM statement_actor WHERE actor <> ''"
_LISTED = {"sqlite": "group_concat(statement)", "postgresql": "string_agg(statement::text, ',')"}


def entries(connection: Connection, *, after: int) -> Iterator[Columns]:
    """Yield columns of what changed after a change: key, change, book, outcome, polarity, instrument, four days."""
    yield from _fetched(connection, f"{_ENTRIES} WHERE changed > {int(after)}")


def voices(connection: Connection, of: Sequence[int] | None = None) -> Iterator[Columns]:
    """Yield columns of voices, all or those of some entries: number, entry, day, quad, instrument, place in seven."""
    yield from _some(connection, _VOICES, "WHERE e IN", of)


def actors(connection: Connection, of: Sequence[int]) -> Iterator[Columns]:
    """Yield columns of who is named in some statements: the statement's number, the actor's id."""
    yield from _some(connection, _ACTORS, "AND statement IN", of)


def namings(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield every actor's id with the numbers of the statements that name it, between commas."""
    listed = _LISTED[connection.dialect.name]
    sql = f"SELECT actor, {listed} FROM statement_actor WHERE actor <> '' GROUP BY actor"
    for some in _fetched(connection, sql):
        yield from zip(*some, strict=True)


def count(connection: Connection) -> int:
    """Return how many entries have a state."""
    return int(connection.exec_driver_sql("SELECT count(*) FROM entry_state").scalar_one())


def _some(connection: Connection, sql: str, where: str, of: Sequence[int] | None) -> Iterator[Columns]:
    if of is None:
        yield from _fetched(connection, sql)
        return
    for at in range(0, len(of), 1000):
        listed = ", ".join(str(int(n)) for n in of[at : at + 1000])
        yield from _fetched(connection, f"{sql} {where} ({listed})")


def _fetched(connection: Connection, sql: str) -> Iterator[Columns]:
    """Read past SQLAlchemy's rows, which take longer to make than these take to read."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(sql)
        while found := cursor.fetchmany(AT_ONCE):
            yield list(zip(*found, strict=True))
    finally:
        cursor.close()
