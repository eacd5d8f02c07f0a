"""What SQLite and PostgreSQL say differently, said once for the rest of the store."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Dialect,
    Insert,
    Integer,
    Select,
    Table,
    Text,
    TextClause,
    and_,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeDecorator

_CONFIGURATION: ColumnElement[Any] = literal_column("'aftertalks'::regconfig")
_UNSTORABLE = re.compile("[\x00\x01]")


class _ServerText(TypeDecorator[str]):
    """Text with any character in it. PostgreSQL stores no NUL: there it is written as 0x01 0, and 0x01 as 0x01 1."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return a text as the database stores it."""
        if value is None or not _UNSTORABLE.search(value):
            return value
        return value.replace("\x01", "\x011").replace("\x00", "\x010")

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Return a text as it was given."""
        if value is None or "\x01" not in value:
            return value
        return value.replace("\x010", "\x00").replace("\x011", "\x01")


AnyText = Text().with_variant(_ServerText(), "postgresql")
_NAMES = table("statement_actor", column("name", AnyText), column("actor", AnyText))


def insert_new(connection: Connection, into: Table) -> Insert:
    """Return an insertion that leaves rows alone which are there."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(into).on_conflict_do_nothing()
    return sqlite.insert(into).on_conflict_do_nothing()


def among(connection: Connection, of: ColumnElement[Any], values: Sequence[str] | Sequence[int]) -> ColumnElement[bool]:
    """Say that a column has one of many values, in one and the same SQL however many they are."""
    if connection.dialect.name == "postgresql":
        kind = BigInteger if isinstance(of.type, Integer) else Text
        return of == func.any(bindparam(None, list(values), type_=postgresql.ARRAY(kind), unique=True))
    listed = bindparam(None, json.dumps(list(values)), type_=Text, unique=True)
    return of.in_(select(column("value")).select_from(func.json_each(listed)))


def names_told(connection: Connection, ids: Sequence[str], *, most: int) -> dict[str, list[str]]:
    """Return the names that some statements have for each of many actors, in one query however many there are."""
    plain = [identity for identity in ids if not _UNSTORABLE.search(identity)]
    if connection.dialect.name == "postgresql":
        sql = "SELECT i, ARRAY(SELECT name FROM statement_actor WHERE actor = i LIMIT %s) FROM unnest(%s::text[]) i"
        read = _ServerText().process_result_value
        told = connection.exec_driver_sql(sql, (most, plain))
        found = {r[0]: [read(n, connection.dialect) or "" if "\x01" in n else n for n in r[1]] for r in told}
    else:
        some = "SELECT name FROM statement_actor WHERE actor = value LIMIT ?"
        sql = f"SELECT value, (SELECT json_group_array(name) FROM ({some})) FROM json_each(?)"
        found = {r[0]: json.loads(r[1]) for r in connection.exec_driver_sql(sql, (most, json.dumps(plain)))}
    for identity in set(ids) - set(plain):  # a list of texts holds no NUL, on neither database
        asked = select(_NAMES.c.name).where(_NAMES.c.actor == identity).limit(most)
        found[identity] = list(connection.execute(asked).scalars())
    return found


def new_numbers(connection: Connection, many: int) -> list[int]:
    """Return numbers for new statements."""
    if connection.dialect.name == "postgresql":
        asked = "SELECT nextval(pg_get_serial_sequence('statement', 'n')) FROM generate_series(1, %s)"
        return sorted(r[0] for r in connection.exec_driver_sql(asked, (many,)))
    last = connection.exec_driver_sql("SELECT coalesce(max(n), 0) FROM statement").scalar_one()
    return list(range(last + 1, last + 1 + many))


def begins(of: ColumnElement[Any], start: str) -> ColumnElement[bool]:
    """Say that a text begins so, in a way for which an index serves."""
    return and_(of >= start, of <= start + "\U0010ffff")


def contains(connection: Connection, of: ColumnElement[Any], part: str) -> ColumnElement[bool]:
    """Say that a text has a part, whatever the case of its ASCII letters."""
    pattern = "%" + part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    if connection.dialect.name == "postgresql":
        return of.ilike(pattern, escape="\\")
    return of.like(pattern, escape="\\")  # SQLite's own disregards the case


Piece = tuple[str, bool]
NUMBER: dict[str, ColumnElement[int]] = {  # the statement's number in its row of ``statement_words``
    "sqlite": table("statement_words", column("rowid", Integer)).c.rowid,
    "postgresql": table("statement_words", column("n", Integer)).c.n,
}


def by_words(
    connection: Connection, pieces: Sequence[Piece], beside: ColumnElement[bool], *, ranked: int
) -> Select[Any]:
    """Return what finds the numbers of the statements that hold every piece: the best first, of equals the last added.

    Args:
        pieces: a word, or several that must follow each other; and whether it is only the beginning of a word.
        beside: what must hold besides.
        ranked: how many are compared, those that came last: to rank all that hold a common word takes as long as there
            are many, and an index gives the last ones without looking at the rest.
    """
    number = NUMBER[connection.dialect.name]
    if connection.dialect.name == "postgresql":
        words: ColumnElement[Any] = literal_column("statement_words.words")
        found: ColumnElement[Any] | TextClause = words.op("@@")(_tsquery(pieces))
        told, fits = words.label("told"), func.ts_rank_cd(literal_column("last.told"), _tsquery(pieces)).desc()
    else:
        found = text("statement_words MATCH :words").bindparams(words=_fts5(pieces))
        told, fits = literal_column("statement_words.rank").label("told"), literal_column("last.told").asc()
    last = select(number.label("n"), told).where(found, beside).order_by(number.desc()).limit(ranked).subquery("last")
    return select(last.c.n).order_by(fits, last.c.n.desc())


def _fts5(pieces: Sequence[Piece]) -> str:
    return " ".join('"' + piece.replace('"', '""') + '"' + "*" * start for piece, start in pieces)


def _tsquery(pieces: Sequence[Piece]) -> ColumnElement[Any]:
    """Every piece as the server's own functions read plain words: none of them knows a syntax that a word could be."""
    every: ColumnElement[Any] | None = None
    for piece, start in pieces:
        bare = "".join(c for c in unicodedata.normalize("NFKD", piece.lower()) if not unicodedata.combining(c))
        one = func.phraseto_tsquery(_CONFIGURATION, bare)
        if start:
            one = func.to_tsquery(_CONFIGURATION, "'" + bare.replace("\\", " ").replace("'", " ") + "':*")
        every = one if every is None else every.op("&&")(one)
    assert every is not None, "a query has a word"
    return every
