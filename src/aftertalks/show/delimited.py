"""CSV for spreadsheets.

A cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return is written with an apostrophe before it:
spreadsheets would take it for a formula and run it. JSON Lines holds the words unchanged.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from aftertalks.model.record import Record

COLUMNS = (
    "document", "source", "title", "publisher", "published", "id", "start", "end", "kind", "form", "speaker",
    "polarity", "certainty", "actors", "about", "issue", "instrument", "event", "when", "when_text", "deadline",
    "where", "place", "text",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> str:
    """Return a value as a cell that no spreadsheet takes for a formula; null is empty."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def flat(record: Record) -> Record:
    """Return a record with one plain value a column: lists joined with ``; ``, event and place by type and id."""
    event, place = record.get("event"), record.get("place")
    return record | {
        "actors": "; ".join(record["actors"]),
        "event": event["type"] if event else None,
        "place": place["id"] if place else None,
    }


def write_rows(rows: Iterable[Record], out: TextIO, columns: tuple[str, ...] = COLUMNS) -> None:
    """Write rows under a line of column names; offsets are numbers and need no guard."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([row[c] if isinstance(row.get(c), int) else safe_cell(row.get(c)) for c in columns])
