"""Search by words and filters. A user's words are only ever words: none of them is read as query syntax."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select, true

from aftertalks.model import Kind, Statement, UsageError
from aftertalks.model.account import Source
from aftertalks.store import rows
from aftertalks.store.dialect import Piece, among, by_words, contains, words_only
from aftertalks.store.tables import document, speaker_kind, statement, statement_actor, voice

_WORD = re.compile(r"[^\W_]+")
_PIECE = re.compile(r'"([^"]*)"|(\S+)')
MOST_WORDS = 40  # of one query
UNDATED = "undated"  # the month of what has no date
AT_ONCE = 10_000  # statements a query
MANY = 5_000  # statements that name an actor from which it is not looked up in the index of actors


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement that a search found.

    Args:
        entry: id of the ledger's entry that it is a voice of; null for an assessment.
    """

    statement: Statement
    source: Source
    entry: str | None


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


def pieces_of(words: str) -> list[Piece]:
    """Return the words and phrases that a query asks for, each with whether it is only the beginning of a word.

    Raises:
        UsageError: there is no word in it.
    """
    parts: list[Piece] = []
    for phrase, piece in _PIECE.findall(words):
        tokens = _WORD.findall(phrase or piece)
        if phrase and tokens:
            parts.append((" ".join(tokens), False))
        else:
            parts.extend((token, False) for token in tokens)
            if tokens and piece.endswith("*"):
                parts[-1] = (parts[-1][0], True)
    if not parts:
        raise UsageError(f"{words!r} holds no word to look for; give letters or digits")
    return parts[:MOST_WORDS]


def search(connection: Connection, query: Query, *, limit: int) -> list[Hit]:
    """Return what is found: best match first if words are given, else youngest document first."""
    return hits(connection, numbers(connection, query, limit=limit))


def numbers(connection: Connection, query: Query, *, limit: int) -> list[int]:
    """Return the numbers of the statements that are found, in the order of :func:`search`.

    The order is made from what an index holds; the statements themselves are not read.
    """
    chosen = select(statement.c.n).select_from(statement).where(_filters(connection, query))
    if query.publisher is not None:
        chosen = chosen.join(document, document.c.id == statement.c.document)
        chosen = chosen.where(document.c.publisher == query.publisher)
    if query.words is None:
        order = (statement.c.published.desc().nulls_last(), statement.c.document, statement.c.first)
        return list(connection.execute(chosen.order_by(*order).limit(limit)).scalars())
    pieces = pieces_of(query.words)
    if query == Query(words=query.words):
        return words_only(connection, pieces, limit=limit)
    return list(connection.execute(by_words(connection, chosen, pieces).limit(limit)).scalars())


def hits(connection: Connection, chosen: Sequence[int]) -> list[Hit]:
    """Return statements by their numbers, in that order."""
    origin = [document.c[name].label(f"d_{name}") for name in rows.SOURCE_COLUMNS]
    found: dict[int, Hit] = {}
    for at in range(0, len(chosen), AT_ONCE):
        asked = (
            select(statement.c.n, statement.c.record, *origin, voice.c.entry)
            .join(document, document.c.id == statement.c.document)
            .join(voice, voice.c.statement == statement.c.id, isouter=True)
            .where(among(connection, statement.c.n, chosen[at : at + AT_ONCE]))
        )
        for r in connection.execute(asked).mappings():
            found[r["n"]] = Hit(rows.to_statement(r), rows.to_source(r, "d_"), r["entry"])
    return [found[n] for n in chosen if n in found]


def ids_of(connection: Connection, chosen: Sequence[int]) -> dict[int, str]:
    """Return the ids of statements by their numbers."""
    found: dict[int, str] = {}
    for at in range(0, len(chosen), AT_ONCE):
        asked = select(statement.c.n, statement.c.id).where(among(connection, statement.c.n, chosen[at : at + AT_ONCE]))
        found.update((n, identity) for n, identity in connection.execute(asked))
    return found


def facets(connection: Connection, chosen: Sequence[int]) -> dict[str, Counter[str]]:
    """Return how often each kind, speaker, publisher, month, instrument, actor is among some statements, by number."""
    mine = among(connection, statement.c.n, chosen)
    of_source = document.c.id == statement.c.document
    name = statement_actor.c.name
    month = func.coalesce(func.substr(statement.c.published, 1, 7), UNDATED)
    asked = {
        "kind": select(statement.c.kind, func.count()).where(mine).group_by(statement.c.kind),
        "speaker": select(statement.c.speaker, func.count()).where(mine).group_by(statement.c.speaker),
        "publisher": select(document.c.publisher, func.count()).join(statement, of_source).where(mine)
        .group_by(document.c.publisher),
        "month": select(month, func.count()).where(mine).group_by(month),
        "instrument": select(statement.c.instrument, func.count()).where(mine).group_by(statement.c.instrument),
        "actor": select(name, func.count(statement_actor.c.statement.distinct()))
        .where(among(connection, statement_actor.c.statement, chosen)).group_by(name),
    }  # fmt: skip
    return {what: Counter({value: n for value, n in connection.execute(one) if value}) for what, one in asked.items()}


def _filters(connection: Connection, query: Query) -> ColumnElement[bool]:
    """Everything that a query asks for but its words and the publisher."""
    terms: list[ColumnElement[bool]] = [true()]
    if query.kind is not None:
        terms.append(statement.c.kind == query.kind.value)
    if query.speaker is not None:
        speakers = [query.speaker] if query.exact else speakers_like(connection, query.speaker)
        terms.append(among(connection, statement.c.speaker, speakers))
    if query.actor is not None:
        terms.append(_names(connection, query.actor))
    if query.issue is not None:
        terms.append(statement.c.issue == query.issue)
    if query.instrument is not None:
        terms.append(statement.c.instrument == query.instrument)
    if query.month == UNDATED:
        terms.append(statement.c.published.is_(None))
    elif query.month is not None:
        terms.append(statement.c.published.between(f"{query.month}-00", f"{query.month}-99"))
    if query.since is not None:
        terms.append(statement.c.published >= query.since.isoformat())
    if query.until is not None:
        terms.append(statement.c.published <= query.until.isoformat())
    return and_(*terms)


def speakers_like(connection: Connection, part: str) -> list[str]:
    """Return the speakers of whose name something is a part."""
    chosen = select(speaker_kind.c.speaker).where(contains(connection, speaker_kind.c.speaker, part)).distinct()
    return list(connection.execute(chosen).scalars())


def _names(connection: Connection, actor: str) -> ColumnElement[bool]:
    """Say that a statement names an actor, by id or by part of the name.

    An actor whom many name is looked for statement by statement as they come, any other in the index of actors.
    """
    a = statement_actor.c
    wanted = a.actor == actor if ":" in actor else among(connection, a.name, actors_like(connection, actor))
    many = connection.execute(
        select(func.count()).select_from(select(a.statement).where(wanted).limit(MANY).subquery())
    ).scalar_one()
    if many < MANY:
        return statement.c.n.in_(select(a.statement).where(wanted))
    return exists().where(a.statement == statement.c.n, wanted)


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


def naming(connection: Connection, name: str) -> list[int]:
    """Return the numbers of the statements that name somebody by exactly this name."""
    a = statement_actor.c
    held = func.lower(a.name) == name.lower() if connection.dialect.name == "postgresql" else a.name == name
    chosen = select(a.statement, a.name).where(held)
    return [n for n, found in connection.execute(chosen) if found == name]
