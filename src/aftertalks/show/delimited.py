"""CSV for spreadsheets.

A cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return is written with an apostrophe before it:
spreadsheets would take it for a formula and run it. JSON Lines holds the words unchanged.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from typing import TextIO

from aftertalks.show.exports.tables import Row, Table

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> str:
    """Return a value as a cell that no spreadsheet takes for a formula; null is empty."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cell(value: object) -> object:
    """Numbers and days need no guard; lists are joined with ``; ``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, date):  # moments too
        return value.isoformat()
    return safe_cell("; ".join(value) if isinstance(value, list) else value)


def write_rows(rows: Iterable[Row], out: TextIO, columns: tuple[str, ...]) -> int:
    """Write rows under a line of column names; return how many."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007
        writer.writerow([_cell(row.get(c)) for c in columns])
    return count


def write_csv(table: Table, rows: Iterable[Row], out: TextIO) -> int:
    """Write a table's rows; return how many."""
    return write_rows(rows, out, table.names)
