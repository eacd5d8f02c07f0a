"""What must hold in a ledger, told by queries; and clearing what follows from the rest, so that it is made anew."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select, text

from aftertalks.model import Statement
from aftertalks.model.account import Account
from aftertalks.model.record import from_record
from aftertalks.store import accounts, rows, state
from aftertalks.store.counting import BUCKET, DAYS
from aftertalks.store.dialect import among, insert_new
from aftertalks.store.tables import document, entry_state, entry_then, statement, statement_actor, voice

Kept = tuple[dict[str, Any], list[dict[str, Any]]]
_COUNTED = "SELECT a.actor, coalesce(substr(s.published, 1, 7), ''), s.kind, count(*) FROM statement_actor a"
_COUNTED += " JOIN statement s ON s.n = a.statement WHERE a.actor <> '' GROUP BY 1, 2, 3"
_SPEAKING = "SELECT speaker, kind, count(*) FROM statement WHERE speaker IS NOT NULL GROUP BY 1, 2"
_WAITING = f"SELECT {BUCKET}, known_last / {DAYS}, count(*) FROM entry_state WHERE waits = 1 GROUP BY 1, 2"
_SUMS = (  # table, what makes it anew, its column of counts
    ("actor_month", _COUNTED, "statements"),
    ("speaker_kind", _SPEAKING, "statements"),
    ("waiting_count", _WAITING, "entries"),
)
_EMPTY = (  # what must find nothing: the query, and what a row of it means
    ("SELECT v.entry FROM voice v LEFT JOIN entry e ON e.id = v.entry WHERE e.id IS NULL", "voice of no entry: {}"),
    ("SELECT v.statement FROM voice v LEFT JOIN statement s ON s.id = v.statement WHERE s.id IS NULL",
     "voice that is no statement: {}"),
    ("SELECT e.id FROM entry e WHERE NOT EXISTS (SELECT 1 FROM voice v WHERE v.entry = e.id) AND NOT EXISTS"
     " (SELECT 1 FROM entry_joined j WHERE j.entry = e.id) AND NOT EXISTS (SELECT 1 FROM set_aside a WHERE"
     " a.entry = e.id) AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.topic = 'entry')", "entry {}: has no voices"),
    ("SELECT s.id FROM statement s WHERE s.kind <> 'assessment' AND NOT EXISTS"
     " (SELECT 1 FROM voice v WHERE v.statement = s.id)", "statement {}: is no voice of an entry"),
    ("SELECT j.n FROM judgement j LEFT JOIN entry e ON e.id = j.entry WHERE e.id IS NULL", "judgement {}: on no entry"),
)  # fmt: skip


def broken(connection: Connection, *, most: int) -> Iterator[str]:
    """Yield what does not hold, a line each; of each sort the first few."""
    for sql, meaning in _EMPTY:
        for r in connection.execute(text(f"{sql} LIMIT {most}")):
            yield meaning.format(r[0])
    yield from _words(connection, most)
    for table, sql, of in _SUMS:
        held = f"SELECT * FROM {table} WHERE {of} > 0"
        kept = sum(1 for _ in connection.execute(text(f"{held} EXCEPT {sql}")))
        made = sum(1 for _ in connection.execute(text(f"{sql} EXCEPT {held}")))
        if kept or made:
            yield f"{table}: {max(kept, made):,} counts are not those that the ledger gives"
    if connection.dialect.name == "sqlite":
        yield from _indexed(connection)
    else:
        asked = "SELECT count(*) FROM statement s WHERE NOT EXISTS (SELECT 1 FROM statement_words w WHERE w.n = s.n)"
        if missing := connection.execute(text(asked)).scalar_one():
            yield f"statement_words: the words of {missing:,} statements are missing"


def _words(connection: Connection, most: int) -> Iterator[str]:
    """Statements whose words do not stand at their place in the document."""
    wrong = 0
    chosen = select(document.c.id, document.c.text).order_by(document.c.id)
    for some in connection.execute(chosen).partitions(200):
        texts = {r.id: r.text for r in some}
        s = statement.c
        asked = select(s.id, s.document, s.first, s.last, s.text).where(among(connection, s.document, list(texts)))
        for r in connection.execute(asked):
            if texts[r.document][r.first : r.last] != r.text:
                wrong += 1
                if wrong <= most:
                    yield f"statement {r.id}: its words do not stand at {r.first} to {r.last} of document {r.document}"
    if wrong > most:
        yield f"{wrong - most:,} more statements whose words do not stand at their place"


def _indexed(connection: Connection) -> Iterator[str]:
    check = "INSERT INTO statement_words (statement_words, rank) VALUES ('integrity-check', 1)"
    try:
        connection.exec_driver_sql(check)
    except Exception as error:
        if "malformed" not in str(error):
            raise
        yield "the index of words is not that of the statements"


def states(connection: Connection, *, at_once: int = 2000) -> Iterator[tuple[dict[str, Kept], list[Account]]]:
    """Yield entries with their kept states and what is kept of their earlier days, some at a time."""
    ids = sorted(set(connection.execute(select(voice.c.entry)).scalars()))
    for at in range(0, len(ids), at_once):
        some = ids[at : at + at_once]
        numbers = [state.key(one) for one in some]
        found = connection.execute(select(entry_state).where(among(connection, entry_state.c.e, numbers))).mappings()
        kept: dict[str, Kept] = {state.name(r["e"]): (dict(r), []) for r in found}
        earlier = select(entry_then).where(among(connection, entry_then.c.e, numbers)).order_by(entry_then.c.since)
        for r in connection.execute(earlier).mappings():
            kept.setdefault(state.name(r["e"]), ({}, []))[1].append(dict(r))
        yield kept, list(accounts.load(connection, some))


def voices(connection: Connection, *, at_once: int) -> Iterator[list[tuple[Statement, str | None]]]:
    """Yield the statements that are voices, with their documents' days, some at a time."""
    ids = list(connection.execute(select(voice.c.statement).order_by(voice.c.statement)).scalars())
    for at in range(0, len(ids), at_once):
        chosen = select(statement.c.record, statement.c.published).where(
            among(connection, statement.c.id, ids[at : at + at_once])
        )
        yield [(from_record(json.loads(r.record)), r.published) for r in connection.execute(chosen)]


def clear(connection: Connection) -> None:
    """Take away what follows from documents, statements and decisions; make at once what the database can make."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO statement_words (statement_words) VALUES ('rebuild')")
    else:  # a trigger makes them anew
        connection.exec_driver_sql("UPDATE statement SET text = text")
    for table in (
        "statement_actor",
        "actor_month",
        "speaker_kind",
        "document_band",
        "block",
        "entry_state",
        "entry_then",
        "voice_told",
        "waiting_count",
        "dossier_entry",
    ):
        connection.exec_driver_sql(f"DELETE FROM {table}")
    connection.exec_driver_sql(f"INSERT INTO speaker_kind {_SPEAKING}")
    last = -1
    while found := connection.execute(
        select(statement.c.n, statement.c.record).where(statement.c.n > last).order_by(statement.c.n).limit(2000)
    ).all():
        _put_actors(connection, [(r.n, from_record(json.loads(r.record))) for r in found])
        last = found[-1].n
    connection.exec_driver_sql(
        "INSERT INTO entry_touched SELECT DISTINCT entry FROM voice WHERE true ON CONFLICT (entry) DO NOTHING"
    )


def _put_actors(connection: Connection, found: Sequence[tuple[int, Statement]]) -> None:
    actors = [row for n, one in found for row in rows.actor_rows(one, n)]
    if actors:
        connection.execute(insert_new(connection, statement_actor), actors)
