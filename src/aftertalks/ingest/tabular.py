"""CSV and TSV: one document a row, its columns named like the fields of JSON Lines; read as a stream."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TextIO

from aftertalks.ingest.jsonl import TEXT, from_object
from aftertalks.model import Document, InputError, Settings

_CURE = 'name a column "text", "body" or "content" in the first row'


class _Lines:
    """The lines of a table, of which no row may take more than ``limit`` letters."""

    def __init__(self, stream: TextIO, limit: int) -> None:
        self._stream, self._limit = stream, limit
        self.taken = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(self._limit + 1)
        if not line:
            raise StopIteration
        self.taken += len(line)
        if self.taken > self._limit:
            while line and not line.endswith("\n"):
                line = self._stream.readline(self._limit)
            raise csv.Error(f"longer than {self._limit:,} letters; is a quotation mark missing?")
        return line


def read_csv(stream: TextIO, *, source: str, settings: Settings) -> Iterator[Document | InputError]:
    """Yield the documents of a table, named ``file#n`` by the row below the heading; a bad row gives one error.

    Args:
        stream: the table, opened with ``newline=""``.
        settings: ``max_bytes`` holds for a row, not for the whole.
    """
    csv.field_size_limit(max(csv.field_size_limit(), settings.max_bytes))
    lines = _Lines(stream, settings.max_bytes)
    try:
        heading = next(lines, "")
    except csv.Error as error:
        yield InputError(source, f"the first row is {error}", "give a table with a heading")
        return
    sign = max(",;\t", key=heading.count)
    names = [name.strip().lower() for name in next(csv.reader([heading.removeprefix("\ufeff")], delimiter=sign), [])]
    if not set(names) & set(TEXT):
        yield InputError(source, "is a table without a column of texts", _CURE)
        return
    for number, row in enumerate(_rows(csv.reader(lines, delimiter=sign), lines), 1):
        place, where = f"{source}#{number}", f"row {number}"
        if isinstance(row, csv.Error):
            yield InputError(place, f"{where} cannot be read ({row})", "mend the row")
        elif len(row) > len(names):
            yield InputError(place, f"{where} has {len(row)} cells, the heading {len(names)}", "quote its texts")
        elif row:
            cells = {name: cell for name, cell in zip(names, row, strict=False) if cell.strip()}
            yield from_object(cells, place, where, settings, cure="leave the row out")


def _rows(reader: Iterator[list[str]], lines: _Lines) -> Iterator[list[str] | csv.Error]:
    while True:
        lines.taken = 0
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield error
            continue
        if row is None:
            return
        yield row


def table_text(data: bytes, encoding: str) -> TextIO:
    """Open the bytes of a table as text with its line ends untouched."""
    return io.TextIOWrapper(io.BytesIO(data), encoding=encoding, errors="replace", newline="")
