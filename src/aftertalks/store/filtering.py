"""What a query asks for besides words, as conditions on statements."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, TableClause, and_, column, exists, func, select, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from aftertalks.model import Kind
from aftertalks.store.dialect import NUMBER, among, contains
from aftertalks.store.tables import document, speaker_kind, statement, statement_actor

UNDATED = "undated"  # the month of what has no date
MANY = 5_000  # statements that name an actor from which it is not looked up in the index of actors


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for; everything given must hold.

    Args:
        words: all must be there, in any form of the word; ``"a phrase"`` as it stands; ``word*`` as a beginning.
        speaker, actor: part of the name, any case; an actor's id too.
        issue: the issue's whole name.
        since, until: publication date of the document, both ends included.
        publisher: the publisher's whole name.
        instrument: the kind of arrangement that it is about.
        month: the month in which its document was published, as ``2017-07``; ``undated`` for those without a date.
        exact: whether ``speaker`` is the whole name.
    """

    words: str | None = None
    kind: Kind | None = None
    speaker: str | None = None
    actor: str | None = None
    issue: str | None = None
    since: date | None = None
    until: date | None = None
    publisher: str | None = None
    instrument: str | None = None
    month: str | None = None
    exact: bool = False


class _Brief(TableClause):
    """The statements as their small index has them: what queries filter by, without the statements themselves."""

    inherit_cache = True


@compiles(_Brief, "sqlite")
def _indexed(element: _Brief, compiler: SQLCompiler, *, asfrom: bool = False, **options: Any) -> str:
    named = str(compiler.visit_table(element, asfrom=asfrom, **options))  # type: ignore[no-untyped-call]
    return f"{named} INDEXED BY statement_brief" if asfrom else named


_brief = _Brief("statement", *(column(c.name, c.type) for c in statement.columns))


def conditions(connection: Connection, query: Query) -> ColumnElement[bool]:
    """Return everything that a query asks for but its words, of a row of ``statement``."""
    terms = [_filters(connection, query, statement)]
    if query.actor is not None:
        terms.append(_names(connection, query.actor, statement.c.n))
    return and_(*terms)


def beside_words(connection: Connection, query: Query) -> ColumnElement[bool]:
    """Return the same of the numbers that words are found under."""
    n = NUMBER[connection.dialect.name]
    terms: list[ColumnElement[bool]] = [true()]
    if query.actor is not None:
        # A file's index of words must not be asked for one number after another, as it would be of a plain column.
        terms.append(_names(connection, query.actor, n if connection.dialect.name == "postgresql" else n + 0))
    if replace(query, words=None, actor=None, exact=False) != Query():
        terms.append(exists().where(_brief.c.n == n, _filters(connection, query, _brief)))
    return and_(*terms)


def _filters(connection: Connection, query: Query, of: TableClause) -> ColumnElement[bool]:
    """Everything that a query asks for but its words and the actor."""
    c = of.c
    terms: list[ColumnElement[bool]] = [true()]
    if query.kind is not None:
        terms.append(c.kind == query.kind.value)
    if query.speaker is not None:
        speakers = [query.speaker] if query.exact else speakers_like(connection, query.speaker)
        terms.append(c.speaker == speakers[0] if len(speakers) == 1 else among(connection, c.speaker, speakers))
    if query.publisher is not None:
        terms.append(c.document.in_(select(document.c.id).where(document.c.publisher == query.publisher)))
    if query.issue is not None:
        terms.append(c.issue == query.issue)
    if query.instrument is not None:
        terms.append(c.instrument == query.instrument)
    if query.month == UNDATED:
        terms.append(c.published.is_(None))
    elif query.month is not None:
        terms.append(c.published.between(f"{query.month}-00", f"{query.month}-99"))
    if query.since is not None:
        terms.append(c.published >= query.since.isoformat())
    if query.until is not None:
        terms.append(c.published <= query.until.isoformat())
    return and_(*terms)


def speakers_like(connection: Connection, part: str) -> list[str]:
    """Return the speakers of whose name something is a part."""
    chosen = select(speaker_kind.c.speaker).where(contains(connection, speaker_kind.c.speaker, part)).distinct()
    return list(connection.execute(chosen).scalars())


def _names(connection: Connection, actor: str, n: ColumnElement[int]) -> ColumnElement[bool]:
    """Say that the statement of a number names an actor, by id or by part of the name.

    An actor whom many name is looked for statement by statement as they come, any other in the index of actors.
    """
    a = statement_actor.c
    wanted = a.actor == actor if ":" in actor else among(connection, a.name, actors_like(connection, actor))
    many = connection.execute(
        select(func.count()).select_from(select(a.statement).where(wanted).limit(MANY).subquery())
    ).scalar_one()
    if many < MANY:
        return n.in_(select(a.statement).where(wanted))
    return exists().where(a.statement == n, wanted)


def actors_like(connection: Connection, part: str) -> list[str]:
    """Return the names of actors of which something is a part; each name is looked at once."""
    step = "SELECT min(name) AS name FROM statement_actor"
    after = "(SELECT min(name) FROM statement_actor WHERE name > names.name)"
    if connection.dialect.name == "postgresql":  # its index holds names in small letters
        sql = "SELECT DISTINCT name FROM statement_actor"
    else:
        sql = f"WITH RECURSIVE names (name) AS ({step} UNION ALL SELECT {after} FROM names WHERE name IS NOT NULL)"
        sql += " SELECT name FROM names WHERE name IS NOT NULL"
    sought = part.lower()
    return [str(n) for n in connection.exec_driver_sql(sql).scalars() if sought in str(n).lower()]
