"""Blocks of statements that may be alike: a statement is filed under keys, and found under them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, TextClause, delete, exists, insert, select, text, update

from aftertalks.model import Book, Kind
from aftertalks.model.account import Stance
from aftertalks.store.dialect import among
from aftertalks.store.tables import block, entry, entry_joined, proposal, voice

Block = tuple[int, str]  # a key and a book
AT_ONCE = 400  # voices a query

A_BLOCK = 48  # statements of a block that are looked at: those with the smallest ids, whenever they were added
_FILED = (0, 0, 0)  # a row that says: every earlier statement is filed
BOOKS = {book.value: n for n, book in enumerate((Book.AGREED, Book.WANTED, Book.EXPECTED, Book.HAPPENED), 1)}
_NAMES = {n: book for book, n in BOOKS.items()}


def file(connection: Connection, filed: Iterable[tuple[int, str, str]]) -> None:
    """File statements, each under a key and a book; where one is filed already it stays."""
    made = [(key, BOOKS[book], int(statement, 16)) for key, book, statement in filed]
    if made:
        mark = "%s" if connection.dialect.name == "postgresql" else "?"
        values = ", ".join([mark] * 3)
        connection.exec_driver_sql(
            f"INSERT INTO block (key, book, statement) VALUES ({values}) ON CONFLICT DO NOTHING", made
        )


def first_of_each(connection: Connection, asked: Sequence[Block]) -> dict[Block, list[str]]:
    """Return of some blocks the first statements, by id, at most ``A_BLOCK`` each; empty blocks are left out.

    Args:
        asked: keys and books.
    """
    found: dict[Block, list[str]] = {}
    if not asked:
        return found
    for key, book, said in _blocks(connection, [(key, BOOKS[book]) for key, book in asked]):
        found.setdefault((key, _NAMES[book]), []).append(f"{said:012x}")
    for held in found.values():
        held.sort()
    return found


_BLOCKS_FILE = f"""
WITH asked (key, book) AS (SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?))
SELECT b.key, b.book, b.statement FROM asked a JOIN block b ON b.key = a.key AND b.book = a.book AND b.statement <=
coalesce((SELECT c.statement FROM block c WHERE c.key = a.key AND c.book = a.book ORDER BY c.statement
LIMIT 1 OFFSET {A_BLOCK - 1}), 1 << 62)"""
_BLOCKS_SERVER = f"""
SELECT a.key, a.book, b.statement FROM unnest(%s::bigint[], %s::smallint[]) AS a (key, book) CROSS JOIN LATERAL (
SELECT c.statement FROM block c WHERE c.key = a.key AND c.book = a.book ORDER BY c.statement
LIMIT {A_BLOCK}) b"""


def _blocks(connection: Connection, asked: Sequence[tuple[int, int]]) -> Iterable[Any]:
    if connection.dialect.name == "postgresql":
        values = ([key for key, _ in asked], [book for _, book in asked])
        return connection.exec_driver_sql(_BLOCKS_SERVER, values).all()
    return connection.exec_driver_sql(_BLOCKS_FILE, (json.dumps(asked),)).all()


def places(connection: Connection, statements: Sequence[str]) -> dict[str, Row[Any]]:
    """Return by statement its voice's row; those that are no voices are left out."""
    if not statements:
        return {}
    chosen = select(voice).where(among(connection, voice.c.statement, statements))
    return {r.statement: r for r in connection.execute(chosen)}


_OF_A_KIND = """SELECT s.id, s.published FROM statement s WHERE s.instrument = :instrument AND s.kind = :{kind}
AND s.published BETWEEN :first AND :last AND EXISTS (SELECT 1 FROM voice v WHERE v.statement = s.id)
ORDER BY s.published {way}, s.id {way} LIMIT :most"""


def _nearest(way: str) -> TextClause:
    """Return the query of the nearest on an instrument: each kind's from the index, so that no more are looked at."""
    parts = (f"SELECT * FROM ({_OF_A_KIND.format(kind=kind, way=way)}) AS {kind}_kind" for kind in ("one", "other"))
    return text(f"SELECT id FROM ({' UNION '.join(parts)}) AS found ORDER BY published {way}, id {way} LIMIT :most")


_NEAREST = {True: _nearest("DESC"), False: _nearest("ASC")}


def on_instrument(
    connection: Connection, instrument: str, kinds: tuple[Kind, Kind], days: tuple[date, date], *, latest: bool,
    most: int,
) -> list[str]:  # fmt: skip
    """Return the voices on one instrument from documents of some days, those nearest to one end first.

    Of one day those come first whose ids do, or last where the last days come first.

    Args:
        kinds: two kinds, or one twice.
        days: first and last day of publication.
        latest: whether those of the last days come first.
        most: how many at most.
    """
    first, last = (day.isoformat() for day in days)
    values = {"instrument": instrument, "first": first, "last": last, "one": kinds[0].value, "other": kinds[1].value}
    return list(connection.execute(_NEAREST[latest], values | {"most": most}).scalars())


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


def there(connection: Connection, filed: Sequence[tuple[int, str, str]]) -> set[tuple[int, str, str]]:
    """Return those of some filings that are there."""
    keys = list({key for key, _, _ in filed})
    chosen = select(block.c.key, block.c.book, block.c.statement).where(
        among(connection, block.c.key, keys),
        among(connection, block.c.statement, list({int(statement, 16) for _, _, statement in filed})),
    )
    return {(r.key, _NAMES[r.book], f"{r.statement:012x}") for r in connection.execute(chosen)} if filed else set()
