"""Search by words and filters. A user's words are only ever words: none of them is read as query syntax."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, select, true

from aftertalks.model import Kind, Statement, UsageError
from aftertalks.model.account import Source
from aftertalks.store import rows
from aftertalks.store.dialect import Piece, by_words, contains
from aftertalks.store.tables import document, statement, statement_actor, voice

_WORD = re.compile(r"[^\W_]+")
_PIECE = re.compile(r'"([^"]*)"|(\S+)')
MOST_WORDS = 40  # of one query


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
    """

    words: str | None = None
    kind: Kind | None = None
    speaker: str | None = None
    actor: str | None = None
    issue: str | None = None
    since: date | None = None
    until: date | None = None


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
    found = connection.execute(_select(connection, query).limit(limit)).mappings()
    return [Hit(rows.to_statement(r), rows.to_source(r, "d_"), r["entry"]) for r in found]


def _select(connection: Connection, query: Query) -> Select[Any]:
    origin = [document.c[name].label(f"d_{name}") for name in rows.SOURCE_COLUMNS]
    chosen = (
        select(statement.c.record, *origin, voice.c.entry)
        .join(document, document.c.id == statement.c.document)
        .join(voice, voice.c.statement == statement.c.id, isouter=True)
        .where(_filters(connection, query))
    )
    if query.words is None:
        return chosen.order_by(statement.c.published.desc().nulls_last(), statement.c.document, statement.c.first)
    return by_words(connection, chosen, pieces_of(query.words))


def _filters(connection: Connection, query: Query) -> ColumnElement[bool]:
    """Everything that a query asks for but its words."""
    terms: list[ColumnElement[bool]] = [true()]
    if query.kind is not None:
        terms.append(statement.c.kind == query.kind.value)
    if query.speaker is not None:
        terms.append(contains(connection, statement.c.speaker, query.speaker))
    if query.actor is not None:
        by_id = statement_actor.c.actor == query.actor
        wanted = by_id if ":" in query.actor else contains(connection, statement_actor.c.name, query.actor)
        terms.append(statement.c.n.in_(select(statement_actor.c.statement).where(wanted)))
    if query.issue is not None:
        terms.append(statement.c.issue == query.issue)
    if query.since is not None:
        terms.append(statement.c.published >= query.since.isoformat())
    if query.until is not None:
        terms.append(statement.c.published <= query.until.isoformat())
    return and_(*terms)
