"""Builds an event table from rows, a column each, without keeping the rows."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aftertalks.model import InputError
from aftertalks.watch.readers import EventFile
from aftertalks.watch.readers.coded import OWN
from aftertalks.watch.readers.families import Values
from aftertalks.watch.rows import DATE_PRECISIONS, PLACE_PRECISIONS, Dataset, EventRow, RowError
from aftertalks.watch.table.table import CODED, NUMBERS, TEXTS, EventTable
from aftertalks.watch.table.text import Coder, TextBuilder

KEPT_ERRORS = 1000  # errors kept a file; more are only counted
_DATE = {name: n for n, name in enumerate(DATE_PRECISIONS)}
_PLACE = {name: n for n, name in enumerate(PLACE_PRECISIONS)}
_NAN = float("nan")
_TELLING = ("first", "last", "deaths", "country", "admin1", "pair", "kind")  # where repeated ids must agree


class TableBuilder:
    """Gathers rows of many files into one table.

    >>> builder = TableBuilder()
    >>> builder.add(EventFile("ged241-csv.zip"))  # doctest: +SKIP
    >>> table = builder.done()  # doctest: +SKIP
    """

    def __init__(self) -> None:
        self._coders = {name: Coder() for name in CODED}
        self._numbers: dict[str, array[Any]] = {name: array(kind) for name, kind in NUMBERS.items()}
        self._texts = {name: TextBuilder() for name in TEXTS}
        self._datasets: list[Dataset] = []
        self.errors: list[RowError] = []

    def __len__(self) -> int:
        return len(self._numbers["first"])

    def add(self, file: EventFile | str | Path, *, tick: Callable[[int], None] | None = None) -> Dataset:
        """Add every readable row of a file.

        Args:
            tick: told the number of rows now and then, for a progress bar.

        Returns:
            The file's header; its counts are final only once the table is done.

        Raises:
            InputError: the file cannot be read, or holds no usable row.
        """
        file = file if isinstance(file, EventFile) else EventFile(file)
        wrong: list[RowError] = []
        count = 0

        def on_error(error: RowError) -> None:
            nonlocal count
            count += 1
            if len(wrong) < KEPT_ERRORS:
                wrong.append(error)

        before = len(self)
        number = len(self._datasets)
        for values in file.values(on_error=on_error):
            self._append(values, number)
            if tick is not None and not len(self) % 10_000:
                tick(len(self) - before)
        self.errors += wrong
        if len(self) == before:
            first = f" ({wrong[0]})" if wrong else ""
            raise InputError(str(file.path), f"no usable row{first}", "mend the file")
        self._datasets.append(replace(file.header(), errors=count))
        return self._datasets[-1]

    def add_rows(self, rows: Iterable[EventRow], header: Dataset | None = None) -> None:
        """Add rows that are already at hand, for example Aftertalks' own coded events.

        Args:
            header: their origin; by default Aftertalks' own.
        """
        number = len(self._datasets)
        own = Dataset(
            OWN.name, "ledger", licence=OWN.licence, citation=OWN.citation, machine_coded=True, violence_coded=False
        )
        self._datasets.append(header or own)
        for row in rows:
            self._append(tuple(getattr(row, name) for name in EventRow.__slots__), number)

    def _append(self, v: Values, file: int) -> None:
        coders, numbers, texts = self._coders, self._numbers, self._texts
        coders["family"].add(v[0])
        texts["id"].add(v[1])
        numbers["first"].append(v[2].toordinal())
        numbers["last"].append(v[3].toordinal())
        numbers["date_precision"].append(_DATE[v[4]])
        numbers["lat"].append(_NAN if v[5] is None else v[5])
        numbers["lon"].append(_NAN if v[6] is None else v[6])
        numbers["place_precision"].append(_PLACE[v[7]])
        coders["country"].add(v[8])
        coders["admin1"].add(v[9])
        coders["admin2"].add(v[10])
        coders["place"].add(v[11])
        coders["dyad"].add(v[12])
        coders["pair"].add(v[13:17])
        coders["kind"].add(v[17])
        coders["mode"].add(v[18])
        numbers["violent"].append(v[19])
        for name, value in zip(("deaths_low", "deaths", "deaths_high", "sources"), v[20:24], strict=True):
            numbers[name].append(-1 if value is None else value)
        for name, value in zip(("source", "headline", "url"), v[24:27], strict=True):
            texts[name].add(value)
        numbers["file"].append(file)

    def done(self) -> EventTable:
        """Return the table: sorted by day, each event once. The builder is empty afterwards."""
        columns: dict[str, NDArray[np.generic]] = {}
        for name in list(self._numbers):
            columns[name] = np.array(self._numbers.pop(name))
        coded: dict[str, Sequence[object]] = {}
        for name in list(self._coders):
            coder = self._coders.pop(name)
            columns[name] = np.array(coder.column, dtype=np.int32)
            coded[name] = coder.values
        texts = {name: self._texts.pop(name).done() for name in list(self._texts)}
        order = np.lexsort((columns["file"], columns["first"]))
        keep, doubles, differing = _distinct(columns, texts["id"].many, order)
        rows = order[keep]
        doubled = np.bincount(columns["file"][order[doubles]].astype(np.int64), minlength=len(self._datasets))
        for name in list(columns):
            columns[name] = columns[name][rows]
        headers = _finished(self._datasets, columns, doubled, differing)
        return EventTable(columns, coded, texts, rows.astype(np.int64), tuple(headers), tuple(self.errors))


def _distinct(
    columns: dict[str, NDArray[np.generic]], ids: Callable[[NDArray[np.int64]], list[str]], order: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], dict[int, int]]:
    """Return the places in ``order`` of the rows to keep and of those whose (family, id) stands before them.

    The last value counts, by file, those among the latter that say something else than the row that is kept.
    """
    hashes = np.empty(len(order), np.int64)
    for start in range(0, len(order), 50_000):
        part = order[start : start + 50_000]
        families = columns["family"][part].tolist()
        hashes[start : start + len(part)] = [hash(pair) for pair in zip(families, ids(part), strict=True)]
    by_hash = np.argsort(hashes, kind="stable")
    same = hashes[by_hash][1:] == hashes[by_hash][:-1]
    if not same.any():
        return np.arange(len(order)), np.zeros(0, np.int64), {}
    doubles = _same_ids(by_hash, same, order, columns, ids)
    keep = np.ones(len(order), bool)
    keep[list(doubles)] = False
    differing: Counter[int] = Counter()
    for double, kept in doubles.items():
        a, b = order[double], order[kept]
        if any(columns[name][a] != columns[name][b] for name in _TELLING):
            differing[int(columns["file"][a])] += 1
    return np.flatnonzero(keep), np.array(sorted(doubles), np.int64), differing


def _same_ids(
    by_hash: NDArray[np.int64],
    same: NDArray[np.bool_],
    order: NDArray[np.int64],
    columns: dict[str, NDArray[np.generic]],
    ids: Callable[[NDArray[np.int64]], list[str]],
) -> dict[int, int]:
    """Compare the ids themselves where hashes agree, so that a chance agreement drops no event.

    Returns:
        For each place in ``order`` that repeats an id, the place that holds it first.
    """
    places = np.flatnonzero(same)
    involved = np.unique(np.concatenate([by_hash[places], by_hash[places + 1]]))  # ascending: earliest day first
    rows = order[involved]
    seen: dict[tuple[int, str], int] = {}
    doubles: dict[int, int] = {}
    for place, family, key in zip(involved.tolist(), columns["family"][rows].tolist(), ids(rows), strict=True):
        if (family, key) in seen:
            doubles[place] = seen[(family, key)]
        else:
            seen[(family, key)] = place
    return doubles


def _finished(
    datasets: list[Dataset],
    columns: dict[str, NDArray[np.generic]],
    doubled: NDArray[np.int64],
    differing: dict[int, int],
) -> list[Dataset]:
    headers = []
    for number, header in enumerate(datasets):
        days = columns["first"][columns["file"] == number]
        first = header.first or (date.fromordinal(int(days[0])) if len(days) else None)
        last = header.last or (date.fromordinal(int(days[-1])) if len(days) else None)
        notes = header.notes
        if differing.get(number):
            notes += (f"{differing[number]} rows repeat an id but say something else; the earliest event was kept",)
        repeats = int(doubled[number])
        headers.append(replace(header, first=first, last=last, notes=notes, rows=len(days), duplicates=repeats))
    return headers
