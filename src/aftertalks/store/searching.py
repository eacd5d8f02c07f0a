"""Search by words and filters. A user's words are only ever words: none of them is read as query syntax."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, select, true

from aftertalks.model import Statement, UsageError
from aftertalks.model.account import Source
from aftertalks.store import rows
from aftertalks.store.dialect import Piece, among, by_words
from aftertalks.store.filtering import UNDATED, Query, beside_words, conditions
from aftertalks.store.tables import document, statement, statement_actor, voice

_WORD = re.compile(r"[^\W_]+")
_PIECE = re.compile(r'"([^"]*)"|(\S+)')
MOST_WORDS = 40  # of one query
RANKED = 5_000  # statements that hold a query's words, the last that were added, among which the best are found
_TOLD = ("kind", "speaker", "publisher", "month", "instrument")  # facets that a statement has one of
AT_ONCE = 10_000  # statements a query


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement that a search found.

    Args:
        entry: id of the ledger's entry that it is a voice of; null for an assessment.
    """

    statement: Statement
    source: Source
    entry: str | None


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
    """Return what is found: best match first if words are given, else youngest document first.

    Of more than ``RANKED`` that hold the words, or ``limit`` if that is more, those are ranked that were added last.
    """
    return hits(connection, numbers(connection, query, limit=limit))


def numbers(connection: Connection, query: Query, *, limit: int) -> list[int]:
    """Return the numbers of the statements that are found, in the order of :func:`search`.

    The order is made from what an index holds; the statements themselves are not read.
    """
    if query.words is not None:
        beside = beside_words(connection, query)
        chosen = by_words(connection, pieces_of(query.words), beside, ranked=max(limit, RANKED))
        return list(connection.execute(chosen.limit(limit)).scalars())
    meant = conditions(connection, query)
    if query.speaker is not None:
        meant = and_(meant, _young_enough(connection, meant, limit))
    order = (statement.c.published.desc().nulls_last(), statement.c.document, statement.c.first)
    return list(connection.execute(select(statement.c.n).where(meant).order_by(*order).limit(limit)).scalars())


def _young_enough(connection: Connection, meant: ColumnElement[bool], limit: int) -> ColumnElement[bool]:
    """Say that a statement is no older than the last of the first so many: an index that has their days tells that."""
    days = select(statement.c.published).where(meant).order_by(statement.c.published.desc().nulls_last())
    last = connection.execute(days.offset(limit - 1).limit(1)).scalar_one_or_none()
    return true() if last is None else statement.c.published >= last


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
    s = statement.c
    month = func.coalesce(func.substr(s.published, 1, 7), UNDATED)
    asked = (
        select(s.kind, s.speaker, document.c.publisher, month, s.instrument)
        .join(document, document.c.id == s.document).where(among(connection, s.n, chosen))
    )  # fmt: skip
    told = list(zip(*connection.execute(asked), strict=True)) or [()] * len(_TOLD)
    a = statement_actor.c
    naming_ = select(a.name, func.count(a.statement.distinct())).where(among(connection, a.statement, chosen))
    actors = connection.execute(naming_.group_by(a.name))
    counted = {what: Counter(word for word in words if word) for what, words in zip(_TOLD, told, strict=True)}
    return counted | {"actor": Counter({name: n for name, n in actors if name})}


def naming(connection: Connection, name: str) -> list[int]:
    """Return the numbers of the statements that name somebody by exactly this name."""
    a = statement_actor.c
    held = func.lower(a.name) == name.lower() if connection.dialect.name == "postgresql" else a.name == name
    chosen = select(a.statement, a.name).where(held)
    return [n for n, found in connection.execute(chosen) if found == name]
