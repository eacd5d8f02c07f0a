"""The event table: columns of numbers and codes, sorted by day, indexed by country."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from math import isnan
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from aftertalks.watch.rows import DATE_PRECISIONS, PLACE_PRECISIONS, Dataset, EventRow, RowError
from aftertalks.watch.table.text import TextColumn

Rows = NDArray[np.int64]
CODED = ("family", "country", "admin1", "admin2", "place", "dyad", "pair", "kind", "mode")
NUMBERS = {
    "first": "i", "last": "i", "date_precision": "b", "lat": "d", "lon": "d", "place_precision": "b", "violent": "b",
    "deaths_low": "i", "deaths": "i", "deaths_high": "i", "sources": "i", "file": "h",
}  # fmt: skip
TEXTS = ("id", "source", "headline", "url")


class Evidence(Sequence[str]):
    """Keys of the events behind a number, sorted; read from the table when first asked for.

    Ten thousand checks count millions of events, of which a reader opens few.
    """

    __slots__ = ("_keys", "_rows", "_table")

    def __init__(self, table: EventTable, rows: Rows) -> None:
        self._table, self._rows = table, rows
        self._keys: tuple[str, ...] | None = None

    @property
    def rows(self) -> Rows:
        """The row numbers in the table."""
        return self._rows

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys, ``family:id``."""
        if self._keys is None:
            self._keys = tuple(sorted(self._table.ids(self._rows)))
        return self._keys

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...
    def __getitem__(self, place: int | slice) -> str | tuple[str, ...]:
        return self.keys[place]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self.keys == tuple(other)

    def __hash__(self) -> int:
        return hash(self.keys)

    def __repr__(self) -> str:
        return f"Evidence({len(self)} events)"


class EventTable:
    """Events of any number of datasets.

    Args:
        columns: an array a column, all of one length, sorted by the first day; days are proleptic ordinals, deaths
            and sources -1 where the dataset gives none, coded columns numbers into ``coded``.
        coded: the values of each coded column; the first is null.
        texts: words that seldom repeat, in the order of reading.
        text_rows: for each row its place in ``texts``.
        datasets: a header for each file.
        errors: rows that could not be read (at most a thousand a file).
    """

    def __init__(
        self,
        columns: Mapping[str, NDArray[Any]],
        coded: Mapping[str, Sequence[Any]],
        texts: Mapping[str, TextColumn],
        text_rows: Rows,
        datasets: tuple[Dataset, ...],
        errors: tuple[RowError, ...] = (),
    ) -> None:
        self.columns, self.coded, self.texts = columns, coded, texts
        self.text_rows, self.datasets, self.errors = text_rows, datasets, errors
        self.cache: dict[Any, Any] = {}  # selections that many checks share

    def __len__(self) -> int:
        return len(self.text_rows)

    def __getitem__(self, row: int) -> EventRow:
        c, at = self.columns, int(self.text_rows[row])
        a, b, code_a, code_b = self.coded["pair"][c["pair"][row]]
        lat, lon = float(c["lat"][row]), float(c["lon"][row])

        def coded(name: str) -> Any:
            return self.coded[name][c[name][row]]

        def known(name: str) -> int | None:
            value = int(c[name][row])
            return None if value < 0 else value

        return EventRow(
            coded("family"), self.texts["id"][at] or "",
            date.fromordinal(int(c["first"][row])), date.fromordinal(int(c["last"][row])),
            DATE_PRECISIONS[int(c["date_precision"][row])],
            None if isnan(lat) else lat, None if isnan(lon) else lon,
            PLACE_PRECISIONS[int(c["place_precision"][row])],
            coded("country"), coded("admin1"), coded("admin2"), coded("place"), coded("dyad"), a, b, code_a, code_b,
            coded("kind"), coded("mode"), bool(c["violent"][row]),
            known("deaths_low"), known("deaths"), known("deaths_high"), known("sources"),
            self.texts["source"][at], self.texts["headline"][at], self.texts["url"][at],
        )  # fmt: skip

    def __iter__(self) -> Iterator[EventRow]:
        return (self[n] for n in range(len(self)))

    def ids(self, rows: Rows) -> tuple[str, ...]:
        """Return the keys (``family:id``) of rows, as every number of a verdict names them."""
        names = self.coded["family"]
        families = self.columns["family"][rows].tolist()
        found = self.texts["id"].many(self.text_rows[rows])
        return tuple(f"{names[f]}:{key}" for f, key in zip(families, found, strict=True))

    def find(self, keys: Sequence[str]) -> list[EventRow]:
        """Return the events of the given keys, in the order of the keys; unknown keys are left out."""
        places = {key: n for n, key in enumerate(keys)}
        every = np.arange(len(self))
        found: list[tuple[int, int]] = []
        for start in range(0, len(self), 50_000):
            part = every[start : start + 50_000]
            found += [
                (places[key], int(row)) for key, row in zip(self.ids(part), part, strict=True) if key in places
            ]  # fmt: skip
        return [self[row] for _, row in sorted(found)]

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the digests of all files, hexadecimal; the same in whatever order they were added."""
        lines = sorted(f"{d.family}|{d.version}|{d.digest}|{d.rows}" for d in self.datasets)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    @cached_property
    def realm(self) -> NDArray[np.int32]:
        """For each row its country's code, or, for files that name no country, the negative of the file's number."""
        country, file = self.columns["country"], self.columns["file"]
        return np.where(country > 0, country, -1 - file.astype(np.int32)).astype(np.int32)

    @cached_property
    def _by_realm(self) -> tuple[Rows, dict[int, tuple[int, int]]]:
        return _groups(self.realm)

    def in_realms(self, realms: Sequence[int]) -> Rows:
        """Return the rows of realms, by day."""
        return self._joined(self._by_realm, realms)

    @staticmethod
    def _joined(index: tuple[Rows, dict[int, tuple[int, int]]], keys: Sequence[int]) -> Rows:
        order, places = index
        parts = [order[a:b] for a, b in (places[key] for key in keys if key in places)]
        if len(parts) == 1:
            return parts[0]
        return np.sort(np.concatenate(parts)) if parts else np.zeros(0, np.int64)


def _groups(keys: NDArray[Any]) -> tuple[Rows, dict[int, tuple[int, int]]]:
    """Sort rows by key, rows of one key staying in order, and say where each key's rows begin and end."""
    order = np.argsort(keys, kind="stable").astype(np.int64)
    values, starts = np.unique(keys[order], return_index=True)
    ends = [*starts[1:].tolist(), len(keys)]
    return order, {int(v): (a, b) for v, a, b in zip(values.tolist(), starts.tolist(), ends, strict=True)}
