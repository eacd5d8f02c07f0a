"""Search by words and filters. A user's words are only ever words: none of them is read as query syntax."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, column, literal_column, select, table, text, true

from aftertalks.model import Kind, Statement, UsageError
from aftertalks.model.account import Source
from aftertalks.store import rows
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


def match_expression(words: str) -> str:
    """Return a full-text expression in which every word is quoted.

    Raises:
        UsageError: there is no word in it.
    """
    parts: list[str] = []
    for phrase, piece in _PIECE.findall(words):
        tokens = _WORD.findall(phrase or piece)
        if phrase and tokens:
            parts.append(quoted(" ".join(tokens)))
        else:
            parts.extend(quoted(token) for token in tokens)
            if tokens and piece.endswith("*"):
                parts[-1] += "*"
    if not parts:
        raise UsageError(f"{words!r} holds no word to look for; give letters or digits")
    return " ".join(parts[:MOST_WORDS])


def quoted(token: str) -> str:
    """Return a word or phrase as full-text search takes it literally."""
    return '"' + token.replace('"', '""') + '"'


def _like(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def search(connection: Connection, query: Query, *, limit: int) -> list[Hit]:
    """Return what is found: best match first if words are given, else youngest document first."""
    found = connection.execute(_select(query).limit(limit)).mappings()
    return [Hit(rows.to_statement(r), rows.to_source(r, "d_"), r["entry"]) for r in found]


def _select(query: Query) -> Select[Any]:
    origin = [document.c[name].label(f"d_{name}") for name in rows.SOURCE_COLUMNS]
    chosen = (
        select(statement.c.record, *origin, voice.c.entry)
        .join(document, document.c.id == statement.c.document)
        .join(voice, voice.c.statement == statement.c.id, isouter=True)
        .where(_filters(query))
    )
    if query.words is None:
        return chosen.order_by(statement.c.published.desc().nulls_last(), statement.c.document, statement.c.first)
    words = table("statement_words", column("rowid"))
    return (
        chosen.join(words, words.c.rowid == statement.c.n)
        .where(text("statement_words MATCH :words").bindparams(words=match_expression(query.words)))
        .order_by(literal_column("statement_words.rank"), statement.c.n)
    )


def _filters(query: Query) -> ColumnElement[bool]:
    terms: list[ColumnElement[bool]] = [true()]
    if query.kind is not None:
        terms.append(statement.c.kind == query.kind.value)
    if query.speaker is not None:
        terms.append(statement.c.speaker.like(_like(query.speaker), escape="\\"))
    if query.actor is not None:
        by_id = statement_actor.c.actor == query.actor
        wanted = by_id if ":" in query.actor else statement_actor.c.name.like(_like(query.actor), escape="\\")
        terms.append(statement.c.n.in_(select(statement_actor.c.statement).where(wanted)))
    if query.issue is not None:
        terms.append(statement.c.issue == query.issue)
    if query.since is not None:
        terms.append(statement.c.published >= query.since.isoformat())
    if query.until is not None:
        terms.append(statement.c.published <= query.until.isoformat())
    return and_(*terms)
