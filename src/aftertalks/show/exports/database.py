"""One SQLite file for Datasette, sqlite-utils and anybody's SQL: tables joined by keys, with full-text search.

Made to be put on the web: it names no folder of the machine that made it, and holds what was read, not the documents'
texts. Lists are JSON arrays, which Datasette offers as facets.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from aftertalks.lexicon.actor_names import actor_name
from aftertalks.model import Reading, Statement
from aftertalks.model.account import Account
from aftertalks.model.events import CodedEvent
from aftertalks.show.exports.tables import (
    ENTRIES,
    EVENTS,
    STATEMENTS,
    Column,
    Row,
    Table,
    Type,
    entry_row,
    event_rows,
    statement_row,
)

_SQL = {
    Type.TEXT: "TEXT", Type.TEXTS: "TEXT", Type.WHOLE: "INTEGER", Type.NUMBER: "REAL", Type.FLAG: "INTEGER",
    Type.DAY: "TEXT", Type.MOMENT: "TEXT",
}  # fmt: skip
_ORIGIN = {"source", "title", "publisher", "published", "url"}  # of statements: they stand in the table of documents
_BATCH = 1000
_T = Type.TEXT

DOCUMENTS = Table("documents", "Where every statement comes from; the texts themselves are not in this file.", (
    Column("id", _T, "hash of text and date"), Column("source", _T, "file's name or address"),
    Column("title", _T, "title"), Column("publisher", _T, "publisher"), Column("author", _T, "author"),
    Column("published", Type.DAY, "publication date"), Column("url", _T, "its own address"),
))  # fmt: skip
VOICES = Table("voices", "Which statements speak of which entry, and why they stand together.", (
    Column("entry", _T, "the entry"), Column("statement", _T, "the statement"),
    Column("stance", _T, "first, agrees, contradicts"), Column("reason", _T, "why it stands in this entry"),
    Column("score", Type.NUMBER, "how alike it is to the voice it was merged with, 0 to 1"),
    Column("standing", _T, "copied, earlier edition or withdrawn; such a voice corroborates nothing"),
))  # fmt: skip
JUDGEMENTS = Table("judgements", "Who or what judged an entry, when, on what grounds; the last one holds.", (
    Column("entry", _T, "the entry"), Column("by", _T, "rule, check or person"), Column("at", Type.MOMENT, "when, UTC"),
    Column("outcome", _T, "the verdict"), Column("reason", _T, "why"),
    Column("evidence", Type.TEXTS, "ids of the statements it rests on"),
    Column("until", Type.DAY, "new day, if delayed"),
))  # fmt: skip
ACTORS = Table("actors", "Who acts or is concerned, where the lexicon knows the name.", (
    Column("id", _T, "state:RUS, org:un, person:…"), Column("name", _T, "name"),
))  # fmt: skip
STATEMENT_ACTORS = Table("statement_actors", "Which statements name which actors.", (
    Column("statement", _T, "the statement"), Column("actor", _T, "the actor"),
))  # fmt: skip
SAID = Table(STATEMENTS.name, STATEMENTS.means, tuple(c for c in STATEMENTS.columns if c.name not in _ORIGIN))
ALL = (DOCUMENTS, SAID, ENTRIES, VOICES, JUDGEMENTS, ACTORS, STATEMENT_ACTORS, EVENTS)
_KEYS = {
    "statements": {"document": "documents"}, "entries": {"statement": "statements", "document": "documents"},
    "voices": {"entry": "entries", "statement": "statements"}, "judgements": {"entry": "entries"},
    "statement_actors": {"statement": "statements", "actor": "actors"}, "events": {"statement": "statements"},
}  # fmt: skip
_INDEXES = (
    ("statements", "document"), ("statements", "kind"), ("statements", "speaker"), ("voices", "statement"),
    ("entries", "due_last"), ("entries", "book"), ("judgements", "entry"), ("statement_actors", "actor"),
    ("events", "statement"), ("events", "date"),
)  # fmt: skip
_DEADLINES = """CREATE VIEW deadlines AS
SELECT due_first, due_last, due_precision, book, outcome, summary, speaker, citation, url, id AS entry
FROM entries WHERE due_last IS NOT NULL ORDER BY due_last, due_first, id"""
_SEARCHED = {"statements": ("text", "about", "speaker"), "entries": ("summary",)}


def write_database(
    out: Path, readings: Iterable[Reading], events: Iterable[CodedEvent], accounts: Iterable[Account], *, name: str
) -> int:
    """Write the file; return how many statements it holds.

    Args:
        name: title in the metadata, which call the database as Datasette calls the file: its name without ending.
    """
    stem = Path(out.name.removesuffix(".part")).stem
    with closing(sqlite3.connect(out)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")  # the file appears only when it is whole
        with connection:
            for table in ALL:
                connection.execute(_create(table))
            known: set[str] = set()
            for reading in readings:
                _put_reading(connection, reading, known)
            _put(connection, EVENTS, event_rows(events))
            for account in accounts:
                _put_account(connection, account, known)
            _finish(connection, metadata(stem, name))
        connection.execute("PRAGMA optimize")
        return int(connection.execute("SELECT count(*) FROM statements").fetchone()[0])


def _create(table: Table) -> str:
    keys = _KEYS.get(table.name, {})
    lines = [
        f'"{c.name}" {_SQL[c.type]}' + (" PRIMARY KEY" if c.name == "id" else "")
        + (f' REFERENCES "{keys[c.name]}" ("id")' if c.name in keys else "")
        for c in table.columns
    ]  # fmt: skip
    if table.name in {"voices", "statement_actors"}:
        first, second = table.names[:2]
        lines.append(f'PRIMARY KEY ("{first}", "{second}")')
    return f'CREATE TABLE "{table.name}" ({", ".join(lines)})'


def _put(connection: sqlite3.Connection, table: Table, rows: Iterable[Row]) -> None:
    marks = ", ".join("?" * len(table.columns))
    made = ([_cell(row[name]) for name in table.names] for row in rows)
    while some := list(islice(made, _BATCH)):
        connection.executemany(f'INSERT OR IGNORE INTO "{table.name}" VALUES ({marks})', some)


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return json.dumps(list(value), ensure_ascii=False)
    return value.isoformat() if isinstance(value, date) else value


def _put_reading(connection: sqlite3.Connection, reading: Reading, known: set[str]) -> None:
    _put(connection, DOCUMENTS, [{n: getattr(reading.document, n) for n in DOCUMENTS.names}])
    _put_statements(connection, reading.statements, known)


def _put_statements(connection: sqlite3.Connection, statements: Sequence[Statement], known: set[str]) -> None:
    _put(connection, SAID, (statement_row(s) | {"document": s.document} for s in statements))
    named = [(s.id, i, actor_name(i, s.actors)) for s in statements for i in s.actor_ids]
    fresh = [{"id": i, "name": name or i} for _, i, name in named if i not in known]
    known.update(row["id"] for row in fresh)
    _put(connection, ACTORS, fresh)
    _put(connection, STATEMENT_ACTORS, [{"statement": s, "actor": i} for s, i, _ in named])


def _put_account(connection: sqlite3.Connection, account: Account, known: set[str]) -> None:
    e = account.entry
    voices: Iterator[Row] = (
        {
            "entry": e.id, "statement": v.statement.id, "stance": v.stance.value, "reason": v.reason, "score": v.score,
            "standing": v.standing.value if v.standing else None,
        }
        for v in account.voices
    )  # fmt: skip
    # A dossier's entries bring voices that the dossier itself does not ask for.
    _put(connection, DOCUMENTS, ({n: getattr(v.source, n) for n in DOCUMENTS.names} for v in account.voices))
    _put_statements(connection, [v.statement for v in account.voices], known)
    _put(connection, ENTRIES, [entry_row(account)])
    _put(connection, VOICES, voices)
    _put(connection, JUDGEMENTS, [{n: getattr(j, n) for n in JUDGEMENTS.names} for j in e.judgements])


def _finish(connection: sqlite3.Connection, about: dict[str, Any]) -> None:
    for table, column in _INDEXES:
        connection.execute(f'CREATE INDEX "idx_{table}_{column}" ON "{table}" ("{column}")')
    for table, columns in _SEARCHED.items():
        listed = ", ".join(columns)
        options = f"""content="{table}", tokenize='unicode61 remove_diacritics 2'"""
        connection.execute(f"CREATE VIRTUAL TABLE {table}_fts USING fts5({listed}, {options})")
        connection.execute(f"INSERT INTO {table}_fts (rowid, {listed}) SELECT rowid, {listed} FROM {table}")
    connection.execute(_DEADLINES)
    connection.execute("CREATE TABLE metadata (name TEXT PRIMARY KEY, value TEXT)")
    connection.execute("INSERT INTO metadata VALUES ('datasette', ?)", [json.dumps(about)])


def metadata(database: str, name: str) -> dict[str, Any]:
    """Return what Datasette shows of the file: title, what every table and column means, facets, sort orders.

    Args:
        database: as Datasette calls the file: its name without ending.
    """
    facets = {"statements": ["kind", "certainty", "speaker", "actors"], "entries": ["book", "outcome", "instrument"],
              "events": ["type", "quad", "auxiliary"]}  # fmt: skip
    sorts = {"events": {"sort": "date"}, "documents": {"sort_desc": "published"}}
    labels = {"documents": "title", "actors": "name", "statements": "text", "entries": "summary"}
    tables = {
        t.name: {"description": t.means, "columns": {c.name: c.means for c in t.columns}}
        | ({"facets": facets[t.name]} if t.name in facets else {})
        | sorts.get(t.name, {})
        | ({"label_column": labels[t.name]} if t.name in labels else {})
        for t in ALL
    }
    about = "Read by machine with Aftertalks: statements are quoted word for word, with offsets into their documents."
    return {"title": name, "description": about, "databases": {database: {"tables": tables}}}
