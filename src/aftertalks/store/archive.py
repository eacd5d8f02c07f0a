"""Everything that a ledger holds by itself, as plain values in one order; and the way back into an empty ledger.

What follows from the rest (blocks, sketches, counts, state) is not told: whoever puts rows back makes it anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from aftertalks.model.record import from_record
from aftertalks.store import rows, tables
from aftertalks.store.dialect import insert_new, new_numbers

Record = dict[str, Any]
FORMAT = 1
_JSON = {"record", "offsets", "notes", "sections", "reading_notes", "evidence", "query"}  # columns that hold JSON
_KEPT: dict[str, tuple[Table, tuple[str, ...], tuple[str, ...]]] = {  # by kind of line: table, columns left out, order
    "document": (tables.document, (), ("id",)),
    "entry": (tables.entry, (), ("id",)),
    "voice": (tables.voice, (), ("entry", "statement")),
    "judgement": (tables.judgement, ("n",), ("n",)),
    "proposal": (tables.proposal, (), ("entry", "statement")),
    "document_repeat": (tables.document_repeat, (), ("document",)),
    "statement_standing": (tables.statement_standing, (), ("statement",)),
    "decision": (tables.decision, (), ("n",)),
    "set_aside": (tables.set_aside, (), ("id",)),
    "entry_joined": (tables.entry_joined, (), ("entry",)),
    "dossier": (tables.dossier, (), ("name",)),
    "looked": (tables.looked, (), ("reader", "dossier")),
}
KINDS = ("document", "statement", *list(_KEPT)[1:])  # in the order in which they refer to each other
REFERENCES = {  # by kind of line and column: the kind of line that must be there
    ("statement", "document"): "document", ("voice", "entry"): "entry", ("voice", "statement"): "statement",
    ("judgement", "entry"): "entry", ("proposal", "entry"): "entry", ("proposal", "statement"): "statement",
    ("document_repeat", "document"): "document", ("document_repeat", "original"): "document",
    ("statement_standing", "statement"): "statement", ("statement_standing", "other"): "document",
    ("set_aside", "document"): "document", ("decision", "document"): "document",
}  # fmt: skip


def columns_of(kind: str) -> tuple[str, ...]:
    """Return the fields of a kind of line, beside its type."""
    if kind == "statement":
        return ("record",)
    table, but, _ = _KEPT[kind]
    return tuple(c.name for c in table.columns if c.name not in but)


def lines(connection: Connection) -> Iterator[Record]:
    """Yield every row, kind by kind: the same ledger gives the same lines, wherever it lies."""
    for kind in KINDS:
        if kind == "statement":
            s = tables.statement.c
            for r in connection.execute(select(s.record).order_by(s.document, s.first, s.last, s.id)):
                yield {"type": kind, "record": json.loads(r.record)}
            continue
        table, _, order = _KEPT[kind]
        names = columns_of(kind)
        for r in connection.execute(select(*(table.c[n] for n in names)).order_by(*(table.c[n] for n in order))):
            yield {"type": kind} | {n: _told(n, value) for n, value in zip(names, r, strict=True)}


def _told(name: str, value: Any) -> Any:
    return json.loads(value) if name in _JSON and value is not None else value


def _held(name: str, value: Any) -> Any:
    return rows.pack(value) if name in _JSON and value is not None else value


_ONCE = {  # by kind of line: the field that no two lines of it share
    "document": "id", "entry": "id", "voice": "statement", "document_repeat": "document",
    "statement_standing": "statement", "decision": "n", "set_aside": "id", "entry_joined": "entry", "dossier": "name",
}  # fmt: skip


def identity(line: Record) -> str | None:
    """Return by what other lines refer to a line, or what only one line of its kind may tell; null where nothing is."""
    if line["type"] == "statement":
        return str(line["record"]["id"])
    return str(line[_ONCE[line["type"]]]) if line["type"] in _ONCE else None


def put(connection: Connection, kind: str, given: Sequence[Record], days: Mapping[str, str | None]) -> None:
    """Write lines of one kind as rows; what is there stays.

    Args:
        days: by document its day of publication, for statements.
    """
    if kind == "statement":
        _put_statements(connection, given, days)
        return
    table, _, _ = _KEPT[kind]
    made = [{name: _held(name, line[name]) for name in columns_of(kind)} for line in given]
    statement = insert(table) if kind == "judgement" else insert_new(connection, table)
    connection.execute(statement, made)


def _put_statements(connection: Connection, given: Sequence[Record], days: Mapping[str, str | None]) -> None:
    numbers = new_numbers(connection, len(given))
    made, actors = [], []
    for n, line in zip(numbers, given, strict=True):
        one = from_record(line["record"])
        made.append(
            rows.statement_row(one, rows.day(days[one.document])) | {"n": n, "record": rows.pack(line["record"])}
        )
        actors += rows.actor_rows(one, n)
    connection.execute(insert(tables.statement), made)
    if actors:
        connection.execute(insert_new(connection, tables.statement_actor), actors)


def is_empty(connection: Connection) -> bool:
    """Say whether a ledger holds nothing yet."""
    kept = (tables.document, tables.dossier, tables.looked, tables.decision)
    return all(connection.execute(select(table).limit(1)).first() is None for table in kept)


_SAME = {  # by what two lines of a kind are one, where ids do not tell
    "judgement": ("entry", "judged_by", "judged_at", "outcome", "reason"),
    "decision": ("topic", "action", "decided_by", "decided_at", "document", "first", "last", "field"),
    "set_aside": ("id",),
    "dossier": ("name",),
    "looked": ("reader", "dossier"),
}


def key(line: Record) -> tuple[Any, ...]:
    """Return by what a line is told from others of its kind."""
    return tuple(line[name] for name in _SAME[line["type"]])


def keys(connection: Connection, kind: str) -> set[tuple[Any, ...]]:
    """Return the keys of all lines of a kind that are there."""
    table = _KEPT[kind][0]
    return {tuple(r) for r in connection.execute(select(*(table.c[name] for name in _SAME[kind])))}


def entries(connection: Connection) -> set[str]:
    """Return the ids of all entries."""
    return set(connection.execute(select(tables.entry.c.id)).scalars())


def renumbered(connection: Connection, given: Sequence[Record]) -> list[Record]:
    """Return decisions with numbers that follow those of the log that is there."""
    d = tables.decision.c
    last = max(connection.execute(select(d.n)).scalars(), default=0)
    numbers = {line["n"]: last + at for at, line in enumerate(given, 1)}
    return [
        line
        | {
            "n": numbers[line["n"]],
            "id": f"{line['id'].rpartition(':')[0]}:{numbers[line['n']]}",
            "undoes": None if line["undoes"] is None else str(numbers.get(int(line["undoes"]), line["undoes"])),
        }
        for line in given
    ]
