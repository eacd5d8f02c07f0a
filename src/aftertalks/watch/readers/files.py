"""Event files: sniffed, streamed row by row, with their header.

>>> from aftertalks.watch.readers import EventFile
>>> for row in EventFile("GEDEvent_v24_1.csv").rows():  # doctest: +SKIP
...     print(row.first, row.admin1, row.dyad, row.deaths)
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from aftertalks.model import InputError
from aftertalks.watch.readers import opening
from aftertalks.watch.readers.cells import BadCellError
from aftertalks.watch.readers.families import Family, Parse, Values
from aftertalks.watch.readers.opening import Lines
from aftertalks.watch.readers.parquet import is_parquet, parquet_rows
from aftertalks.watch.readers.sniffing import Shape, shape_of, sniff
from aftertalks.watch.rows import Dataset, EventRow, RowError

OnError = Callable[[RowError], None]
MAX_CELL = 1 << 17  # letters; a quotation mark left open swallows no more than this
_GED_VERSION = re.compile(r"v(\d{2})[_.](\d)(?!\d)|ged(\d{2})(\d)(?!\d)", re.IGNORECASE)
_COUNTRY = 8  # of an EventRow's fields


def _ignore(error: RowError) -> None:
    pass


class EventFile:
    """A file of event data.

    Args:
        path: a table of UCDP GED, ACLED, GDELT 2 or POLECAT: CSV or TSV, plain, zipped, gzipped; or Parquet.
        version: the dataset's version, if its name does not tell.
        accessed: the day on which the file was got.
        country: the country of all rows, for files without such a column.
        covers: first and last day that the file reaches over, if it reaches beyond its first and last event.

    Raises:
        InputError: the file is missing.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        version: str | None = None,
        accessed: date | None = None,
        country: str | None = None,
        covers: tuple[date, date] | None = None,
    ) -> None:
        self.path = Path(path)
        if not self.path.is_file():
            raise InputError(str(path), "there is no such file", "check the path")
        self.version, self.accessed, self.country, self.covers = version, accessed, country, covers
        self.family: Family | None = None
        self.notes: list[str] = []

    def rows(self, *, on_error: OnError = _ignore) -> Iterator[EventRow]:
        """Yield the rows one by one; what cannot be read is told to ``on_error`` and left out.

        Raises:
            InputError: the file as a whole cannot be read.
        """
        return (EventRow(*values) for values in self.values(on_error=on_error))

    def values(self, *, on_error: OnError = _ignore) -> Iterator[Values]:
        """Yield each row as the plain tuple of an ``EventRow``'s fields, which is faster."""
        if is_parquet(self.path):
            yield from self._parquet(on_error)
            return
        for lines in opening.tables(self.path):
            yield from self._table(lines, on_error)
            if lines.mending.bytes:
                self.notes.append(
                    f"{lines.name}: {lines.mending.bytes} bytes that are not UTF-8 were read as Windows-1252"
                )

    def header(self, *, family: Family | None = None) -> Dataset:
        """Return the file's header: terms, citation, version, digest.

        Raises:
            InputError: nothing was read of it yet, so that its family is unknown.
        """
        found = family or self.family
        if found is None:
            raise InputError(str(self.path), "its family is not known yet", "read its rows first")
        header = Dataset(
            found.name,
            self.path.name,
            version=self.version or _version(self.path.name, found.name),
            licence=found.licence,
            citation=found.citation,
            accessed=self.accessed,
            digest=opening.digest(self.path),
            fatal_only=found.fatal_only,
            machine_coded=found.machine_coded,
            violence_coded=found.violence_coded,
            country=self.country,
            notes=tuple(self.notes),
        )
        return replace(header, first=self.covers[0], last=self.covers[1]) if self.covers else header

    def _take(self, shape: Shape, name: str) -> Parse:
        if self.family not in {None, shape.family}:
            raise InputError(name, "the zip mixes datasets", "give each dataset as a file of its own")
        self.family = shape.family
        return shape.family.parser(shape.columns)

    def _table(self, lines: Lines, on_error: OnError) -> Iterator[Values]:
        def tell(line: int, problem: str, cure: str) -> None:
            on_error(RowError(lines.name, line, problem, cure))

        lines.overlong = lambda n: tell(n, "the line is longer than a million letters", "mend it")
        try:
            stream = iter(lines)
            first = next(stream, "")
            shape = sniff(lines.name, first)
            parse = self._take(shape, lines.name)
            csv.field_size_limit(MAX_CELL)
            before = 1 if shape.columns else 0
            source = stream if shape.columns else _again(first, stream)
            style: Any = {} if shape.quoted else {"quoting": csv.QUOTE_NONE}
            reader = csv.reader(source, delimiter=shape.delimiter, **style)
            yield from self._parsed(reader, shape.width, parse, before, tell)
        except opening.BROKEN as error:
            raise InputError(lines.name, f"damaged ({error})", "fetch the file again") from error

    def _parsed(
        self, reader: Any, width: int, parse: Parse, before: int, tell: Callable[[int, str, str], None]
    ) -> Iterator[Values]:
        country = self.country
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                tell(reader.line_num + before, f"not a row ({error})", "look for a quotation mark left open")
                continue
            if not cells:
                continue
            if len(cells) != width:
                problem = f"{len(cells)} cells where the header has {width}"
                tell(reader.line_num + before, problem, "look for a stray delimiter or quotation mark")
                continue
            try:
                values = parse(cells)
            except BadCellError as error:
                tell(reader.line_num + before, error.problem, error.cure)
                continue
            yield values if country is None or values[_COUNTRY] else _with_country(values, country)

    def _parquet(self, on_error: OnError) -> Iterator[Values]:
        names, rows = parquet_rows(self.path)
        parse = self._take(shape_of(self.path.name, names), self.path.name)
        for number, cells in enumerate(rows, 1):
            try:
                values = parse(cells)
            except BadCellError as error:
                on_error(RowError(self.path.name, number, error.problem, error.cure))
                continue
            known = self.country is None or values[_COUNTRY]
            yield values if known else _with_country(values, str(self.country))


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _with_country(values: Values, country: str) -> Values:
    return (*values[:_COUNTRY], country, *values[_COUNTRY + 1 :])


def _version(name: str, family: str) -> str | None:
    """Read UCDP's version from a file's name ("GEDEvent_v24_1.csv" → 24.1); null where it does not tell."""
    found = _GED_VERSION.search(name) if family == "UCDP GED" else None
    return f"{found[1] or found[3]}.{found[2] or found[4]}" if found else None
