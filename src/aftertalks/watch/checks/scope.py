"""Which rows of a table a check looks at, and how far its data reach."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aftertalks.watch.checks.areas import Area, country_named, fold_country, fold_unit, known_units, spellings
from aftertalks.watch.checks.parties import Pair
from aftertalks.watch.rows import Dataset
from aftertalks.watch.table import EventTable
from aftertalks.watch.table.table import Rows

PREFERRED = ("UCDP GED", "ACLED", "POLECAT", "GDELT 2", "Aftertalks")
_GAP = 7  # days without data between two files of one family that still count as joined
_KEPT = 64  # countries kept ready
_KEPT_REALMS = 5000  # areas whose countries are remembered


@dataclass(frozen=True, eq=False)
class Country:
    """The rows of one country, one family and certain kinds, ready for counting.

    Args:
        rows: row numbers by day.
        days: first day of each, as ordinal.
        unit: number of each row's unit; ``units`` gives realm and folded admin-1 name of each number.
        pair: number of each row's two sides; ``pairs`` gives the sides of each number.
        datasets: headers of the files that the rows come from.
        nameless: names of files that give no country, whose rows are all taken as this country's.
    """

    rows: Rows
    days: NDArray[np.int64]
    unit: NDArray[np.int64]
    units: tuple[str, ...]
    pair: NDArray[np.int64]
    pairs: tuple[Pair | None, ...]
    datasets: tuple[Dataset, ...]
    nameless: tuple[str, ...]
    kept: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def reach(self) -> list[tuple[date, date]]:
        """Return the stretches over which the files reach, joined where they touch."""
        joined: list[tuple[date, date]] = []
        for first, last in sorted((d.first, d.last) for d in self.datasets if d.first and d.last):
            if joined and (first - joined[-1][1]).days <= _GAP:
                joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
            else:
                joined.append((first, last))
        return joined

    def covers(self, first: date, last: date) -> bool:
        """Say whether the data reach over all days from ``first`` to ``last``."""
        return any(a <= first and last <= b for a, b in self.reach())

    def units_of(self, area: Area) -> NDArray[np.bool_]:
        """Say for each unit whether it is one of the area's; all are, where the area is the whole country."""
        if not area.admin1:
            return np.ones(len(self.units), bool)
        wanted = frozenset(s for name in area.admin1 for s in spellings(area.country, name))
        return np.array([name in wanted for name in self.units], bool)

    @cached_property
    def placed(self) -> NDArray[np.bool_]:
        """Say for each unit whether it is one; events that the dataset puts nowhere share a nameless unit."""
        return np.array([bool(name) for name in self.units], bool)

    @cached_property
    def unit_sizes(self) -> NDArray[np.int64]:
        """Events of each unit."""
        return np.bincount(self.unit, minlength=len(self.units))

    @cached_property
    def _cells(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Days sorted by unit and pair of sides, so that those of any choice are a few slices."""
        cell = self.unit * len(self.pairs) + self.pair
        order = np.argsort(cell, kind="stable")
        cells, starts = np.unique(cell[order], return_index=True)
        return self.days[order], cells, np.append(starts, len(order))

    def days_of(self, units: NDArray[np.bool_], of_pair: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the days of the events of certain units between certain sides, in no order."""
        days, cells, edges = self._cells
        chosen = np.flatnonzero(units[cells // len(self.pairs)] & of_pair[cells % len(self.pairs)])
        parts = [days[edges[n] : edges[n + 1]] for n in chosen.tolist()]
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)

    def daily(self, days: NDArray[np.int64]) -> NDArray[np.int64]:
        """Count events a day from the country's first event to its last."""
        return np.bincount(days - self.days[0], minlength=int(self.days[-1] - self.days[0]) + 1)

    def daily_of(self, key: Hashable, of_pair: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Count events a day between certain sides; kept by ``key``, since many checks share their parties."""
        if key not in self.kept:
            if len(self.kept) >= _KEPT:
                self.kept.clear()
            self.kept[key] = self.daily(self.days[of_pair[self.pair]])
        found: NDArray[np.int64] = self.kept[key]
        return found


def families_in(table: EventTable, area: Area) -> dict[str, int]:
    """Return how many violent events of each family lie in the area's country, best-suited family first."""
    found = {}
    for family in PREFERRED:
        if family in table.coded["family"]:
            rows = len(country(table, area, family).rows)
            if rows:
                found[family] = rows
    return found


def country(table: EventTable, area: Area, family: str, kinds: Sequence[str] = ()) -> Country:
    """Return the rows of an area's country; kept, so that many checks of one country share the work.

    Args:
        kinds: kinds of event that count; empty means whatever the family calls violence.
    """
    realms, nameless = _realms(table, area)
    kept = table.cache.setdefault("countries", {})
    key = (tuple(realms), family, tuple(kinds))
    if key not in kept:
        while len(kept) >= _KEPT:
            kept.pop(next(iter(kept)))
        kept[key] = _select(table, realms, nameless, family, kinds)
    found: Country = kept[key]
    return found


def _select(
    table: EventTable, realms: Sequence[int], nameless: tuple[str, ...], family: str, kinds: Sequence[str]
) -> Country:
    c = table.columns
    rows = table.in_realms(realms)
    keep = c["family"][rows] == table.coded["family"].index(family)
    files = np.unique(c["file"][rows[keep]])
    if kinds:
        wanted = {k.casefold() for k in kinds}
        known = np.array([str(k).casefold() in wanted for k in table.coded["kind"]], bool)
        keep &= known[c["kind"][rows]]
    else:
        keep &= c["violent"][rows] > 0
    rows = rows[keep]
    names = [fold_unit(n) if n else "" for n in table.coded["admin1"]]
    codes, unit = np.unique(c["admin1"][rows], return_inverse=True)
    sides, pair = np.unique(c["pair"][rows], return_inverse=True)
    pairs = tuple(table.coded["pair"][int(p)] for p in sides)
    datasets = tuple(table.datasets[int(f)] for f in files)
    return Country(
        rows, c["first"][rows].astype(np.int64), unit.astype(np.int64), tuple(names[int(u)] for u in codes),
        pair.astype(np.int64), pairs, datasets, nameless,
    )  # fmt: skip


def _realms(table: EventTable, area: Area) -> tuple[list[int], tuple[str, ...]]:
    """Return the realms that are the area's country, and the files without a country column among them."""
    kept = table.cache.setdefault("realms", {})
    key = (area.country, area.admin1)
    if key not in kept:
        if len(kept) >= _KEPT_REALMS:
            kept.clear()
        kept[key] = _find_realms(table, area)
    found: tuple[list[int], tuple[str, ...]] = kept[key]
    return found


def _find_realms(table: EventTable, area: Area) -> tuple[list[int], tuple[str, ...]]:
    wanted = fold_country(area.country)
    realms = [
        code for code, name in enumerate(table.coded["country"])
        if name and (fold_country(name) == wanted or country_named(name) == area.country)
    ]  # fmt: skip
    units = known_units(area.country) | {s for n in area.admin1 for s in spellings(area.country, n)}
    nameless = []
    for number, names in _nameless_units(table).items():
        if names & units:
            realms.append(-1 - number)
            nameless.append(table.datasets[number].file)
    return realms, tuple(nameless)


def _nameless_units(table: EventTable) -> dict[int, frozenset[str]]:
    """Return the folded units of each file that names no country."""
    key = ("nameless",)
    if key not in table.cache:
        c: dict[str, Any] = dict(table.columns)
        found: dict[int, frozenset[str]] = {}
        for number in np.unique(c["file"][c["country"] == 0]).tolist():
            mine = c["file"] == number
            if (c["country"][mine] > 0).any():
                continue  # the file has the column; these rows merely leave it empty
            codes = np.unique(c["admin1"][mine]).tolist()
            found[number] = frozenset(fold_unit(table.coded["admin1"][u]) for u in codes if u)
        table.cache[key] = found
    units: dict[int, frozenset[str]] = table.cache[key]
    return units
