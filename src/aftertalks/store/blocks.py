"""Blocks of statements that may be alike: a statement is filed under keys, and found under them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, TextClause, delete, exists, insert, select, text, update

from aftertalks.model import Book, Kind
from aftertalks.model.account import Stance
from aftertalks.store.tables import block, entry, entry_joined, proposal, statement, voice

AT_ONCE = 400  # voices a query

A_BLOCK = 48  # statements of a block that are looked at: those with the smallest ids, whenever they were added
_FILED = (0, "", "every earlier statement is filed")


def file(connection: Connection, book: Book, statement: str, keys: Iterable[int]) -> None:
    """File a statement under its keys; where it is filed already it stays."""
    wanted = list(keys)
    mine = (block.c.statement == statement) & (block.c.book == book.value)
    there = set(connection.execute(select(block.c.key).where(block.c.key.in_(wanted), mine)).scalars())
    rows = [{"key": key, "book": book.value, "statement": statement} for key in wanted if key not in there]
    if rows:
        connection.execute(insert(block), rows)


def sharing(connection: Connection, keys: Sequence[int], books: Iterable[Book], *, most: int) -> list[str]:
    """Return the statements of some books that are filed under the same keys.

    Those that share most keys come first, of equals the one with the smallest id: which these are does not depend on
    the order in which they were filed.

    Args:
        most: how many at most.
    """
    asked = [(key, book.value) for key in keys for book in books]
    if not asked:
        return []
    values = {f"k{n}": key for n, (key, _) in enumerate(asked)} | {f"b{n}": book for n, (_, book) in enumerate(asked)}
    return list(connection.execute(_first_of_each(len(asked)), values | {"most": most}).scalars())


@lru_cache(maxsize=256)
def _first_of_each(blocks: int) -> TextClause:
    """The first statements of several blocks, by how many they stand in; built once, since building takes longest."""
    one = "SELECT statement FROM (SELECT statement FROM block WHERE key = :k{n} AND book = :b{n} " + (
        f"ORDER BY statement LIMIT {A_BLOCK}) AS p{{n}}"
    )
    every = " UNION ALL ".join(one.format(n=n) for n in range(blocks))
    order = "GROUP BY statement ORDER BY count(*) DESC, statement LIMIT :most"
    return text(f"SELECT statement FROM ({every}) AS found {order}")


def entries_of(connection: Connection, statements: Sequence[str]) -> dict[str, str]:
    """Return by statement the entry that it is a voice of."""
    chosen = select(voice.c.statement, voice.c.entry).where(voice.c.statement.in_(statements))
    return {r.statement: r.entry for r in connection.execute(chosen)}


def on_instrument(
    connection: Connection, instrument: str, kinds: Iterable[Kind], days: tuple[date, date], *, latest: bool, most: int
) -> list[str]:
    """Return the voices on one instrument from documents of some days, those nearest to one end first.

    Args:
        days: first and last day of publication.
        latest: whether those of the last days come first.
        most: how many at most.
    """
    first, last = (day.isoformat() for day in days)
    order = statement.c.published.desc() if latest else statement.c.published
    chosen = (
        select(statement.c.id)
        .join(voice, voice.c.statement == statement.c.id)
        .where(statement.c.instrument == instrument, statement.c.published.between(first, last))
        .where(statement.c.kind.in_([kind.value for kind in kinds]))
    )
    return list(connection.execute(chosen.order_by(order, statement.c.id).limit(most)).scalars())


def place_of(connection: Connection, statement: str) -> Row[Any]:
    """Return a voice's row: entry, stance, score, and the voice that it was merged with."""
    return connection.execute(select(voice).where(voice.c.statement == statement)).one()


def branch(connection: Connection, entry: str, statement: str) -> list[str]:
    """Return a voice of an entry and every other there that was merged with it, directly or by way of others."""
    found, at = [statement], 0
    while some := found[at : at + AT_ONCE]:
        at += len(some)
        chosen = select(voice.c.statement).where(voice.c.entry == entry, voice.c.nearest.in_(some))
        found += connection.execute(chosen.order_by(voice.c.statement)).scalars()
    return found


def founder(connection: Connection, entry: str) -> str:
    """Return the statement that an entry is named after, or its first voice if reviewers moved that one."""
    order = (voice.c.stance != Stance.FIRST.value, voice.c.statement)
    chosen = select(voice.c.statement).where(voice.c.entry == entry).order_by(*order)
    return str(connection.execute(chosen.limit(1)).scalar_one())


def change(connection: Connection, statement: str, **values: Any) -> None:
    """Change a voice's row."""
    connection.execute(update(voice).where(voice.c.statement == statement).values(**values))


def voices_in(connection: Connection, entry: str) -> list[str]:
    """Return the statements that are voices of an entry."""
    return list(connection.execute(select(voice.c.statement).where(voice.c.entry == entry)).scalars())


def has_contradiction(connection: Connection, entry: str) -> bool:
    """Say whether a voice of an entry contradicts its first."""
    against = exists().where(voice.c.entry == entry, voice.c.stance == Stance.CONTRADICTS.value)
    return bool(connection.execute(select(against)).scalar())


def absorb(connection: Connection, old: str, into: str, *, reason: str, stamp: str) -> None:
    """Keep that an entry without voices goes on as another: its proposals go there, its name leads there."""
    there = select(proposal.c.statement).where(proposal.c.entry == into)
    connection.execute(delete(proposal).where(proposal.c.entry == old, proposal.c.statement.in_(there)))
    connection.execute(update(proposal).where(proposal.c.entry == old).values(entry=into))
    connection.execute(delete(entry_joined).where(entry_joined.c.entry.in_([old, into])))
    connection.execute(insert(entry_joined).values(entry=old, into=into, reason=reason, joined_at=stamp))


def due_of(connection: Connection, identity: str) -> tuple[date, date] | None:
    """Return an entry's due window as it is kept."""
    r = connection.execute(select(entry.c.due_first, entry.c.due_last).where(entry.c.id == identity)).one()
    return (date.fromisoformat(r[0]), date.fromisoformat(r[1])) if r[0] and r[1] else None


def unfiled(connection: Connection) -> list[str] | None:
    """Return the voices that were added before statements were filed; null once :func:`all_filed` was called."""
    key, book, mark = _FILED
    known = exists().where(block.c.key == key, block.c.book == book, block.c.statement == mark)
    if connection.execute(select(known)).scalar():
        return None
    return list(connection.execute(select(voice.c.statement).order_by(voice.c.statement)).scalars())


def all_filed(connection: Connection) -> None:
    """Keep that every statement is filed."""
    key, book, mark = _FILED
    connection.execute(insert(block).values(key=key, book=book, statement=mark))
