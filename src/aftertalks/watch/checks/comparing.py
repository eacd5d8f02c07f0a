"""Counts violence before and after a day, in an area and in the rest of its country."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aftertalks.watch.checks.intervals import Ratio, ratio, ratio_of_ratios
from aftertalks.watch.checks.parties import Stratum, strata
from aftertalks.watch.checks.placebo import placebo
from aftertalks.watch.checks.probe import Probe
from aftertalks.watch.checks.result import ALL, EXCEPTED, OTHERS, PARTIES, Cell, Comparison, Pairing, Week
from aftertalks.watch.checks.scope import Country
from aftertalks.watch.table import EventTable

Mask = NDArray[np.bool_]
Inside = Callable[[Country], Mask]
_OTHER_LENGTHS = (4, 6, 12, 16)
NO_CONTROL = 0.8  # share of the events outside the area in no unit above which they are no control
_NAMES = {Stratum.PARTIES: PARTIES, Stratum.EXCEPTED: EXCEPTED, Stratum.OTHERS: OTHERS}


@dataclass(frozen=True)
class Counting:
    """Everything that is counted for one check.

    Args:
        inside: for each row of the country whether it lies in the area.
        start: first day of the undertaking; the windows meet there.
        weeks: length of each window.
    """

    table: EventTable
    country: Country
    probe: Probe
    inside: Mask
    start: date
    weeks: int

    @property
    def before(self) -> tuple[date, date]:
        """First and last day of the window before."""
        return self.start - timedelta(weeks=self.weeks), self.start - timedelta(days=1)

    @property
    def after(self) -> tuple[date, date]:
        """First and last day of the window after; the first is the day of the undertaking itself."""
        return self.start, self.start + timedelta(weeks=self.weeks, days=-1)

    @cached_property
    def stratum(self) -> NDArray[np.int8]:
        """For each row of the country what it is to the parties."""
        key = ("strata", self.probe.parties, self.probe.exceptions)
        cache = self.table.cache
        if key not in cache:
            found = strata(self.table.coded["pair"], self.probe.parties, self.probe.exceptions)
            cache[key] = np.array(found, np.int8)
        by_pair: NDArray[np.int8] = cache[key]
        return by_pair[self.country.pair]

    @cached_property
    def parties(self) -> Mask:
        """For each row whether it is violence between the parties."""
        found: Mask = self.stratum == int(Stratum.PARTIES)
        return found

    @cached_property
    def usable_control(self) -> bool:
        """Whether the rest of the country is a control: events that are put in no unit may lie in the area."""
        outside = int((~self.inside).sum())
        unplaced = int((~self.inside & ~self.country.placed).sum())
        return outside > 0 and unplaced <= NO_CONTROL * outside

    @cached_property
    def _window(self) -> slice:
        days = self.country.days
        first, last = self.before[0].toordinal(), self.after[1].toordinal()
        return slice(int(np.searchsorted(days, first)), int(np.searchsorted(days, last, side="right")))

    def weekly(self, mask: Mask, *, weeks: int | None = None) -> tuple[list[int], list[int]]:
        """Return events a week before and after, of the rows in ``mask``."""
        n = weeks or self.weeks
        first = self.start.toordinal() - 7 * n
        days = self.country.days[mask]
        days = days[np.searchsorted(days, first):np.searchsorted(days, first + 14 * n)]
        counts = np.bincount((days - first) // 7, minlength=2 * n).tolist()
        return counts[:n], counts[n:]

    def _weekly_deaths(self, mask: Mask) -> tuple[list[int], list[int]]:
        first = self.before[0].toordinal()
        part = self._window
        inside = mask[part]
        weeks = (self.country.days[part][inside] - first) // 7
        deaths = np.maximum(self.table.columns["deaths"][self.country.rows[part][inside]], 0)
        sums = np.bincount(weeks, weights=deaths, minlength=2 * self.weeks).astype(int).tolist()
        return sums[: self.weeks], sums[self.weeks :]

    def cells(self, mask: Mask) -> tuple[Cell, Cell]:
        """Return the counts before and after, of the rows in ``mask``."""
        part = self._window
        rows = self.country.rows[part][mask[part]]
        split = int(np.searchsorted(self.table.columns["first"][rows], self.start.toordinal()))
        return self._cell(rows[:split]), self._cell(rows[split:])

    def _cell(self, rows: NDArray[np.int64]) -> Cell:
        c = self.table.columns
        best, low, high = c["deaths"][rows], c["deaths_low"][rows], c["deaths_high"][rows]
        low, high = np.where(low < 0, best, low), np.where(high < 0, best, high)
        deaths, least, most = (int(np.maximum(x, 0).sum()) for x in (best, low, high))
        return Cell(len(rows), deaths, least, most, tuple(sorted(self.table.ids(rows))))

    def pairing(self, name: str, mask: Mask) -> Pairing:
        """Return one stratum's counts with their ratios."""
        level = self.probe.level
        before, after = self.cells(mask)
        return Pairing(
            name, before, after,
            ratio(*self.weekly(mask), level=level), ratio(*self._weekly_deaths(mask), level=level),
        )  # fmt: skip


def compare(counting: Counting) -> Comparison:
    """Compare violence before and after."""
    k = counting
    inside, outside, parties = k.inside, ~k.inside, k.parties
    area = (
        k.pairing(ALL, inside),
        *(k.pairing(name, inside & (k.stratum == stratum)) for stratum, name in _NAMES.items()),
    )
    control = (k.pairing(ALL, outside), k.pairing(PARTIES, outside & parties)) if outside.any() else ()
    level = k.probe.level

    def contrast(n: int) -> Ratio | None:
        if not k.usable_control or control[n].before.events < k.probe.least_events:
            return None
        return ratio_of_ratios(area[n].events_ratio, control[n].events_ratio, level=level)

    return Comparison(
        k.before, k.after, area, control, contrast(0), contrast(1), _placed(k, area[0].events_ratio),
        _weeks(k), _placebo(k, inside & parties, outside & parties), _sensitivity(k, inside & parties),
    )  # fmt: skip


def _placed(k: Counting, area: Ratio) -> Ratio | None:
    mask = ~k.inside & k.country.placed
    before, after = k.weekly(mask)
    if not k.usable_control or sum(before) < k.probe.least_events:
        return None
    return ratio_of_ratios(area, ratio(before, after, level=k.probe.level), level=k.probe.level)


def _weeks(k: Counting) -> tuple[Week, ...]:
    n = 2 * k.weeks if k.country.covers(k.start - timedelta(weeks=2 * k.weeks), k.after[1]) else k.weeks
    first = k.start.toordinal() - 7 * n
    span = n + k.weeks
    part = slice(
        int(np.searchsorted(k.country.days, first)), int(np.searchsorted(k.country.days, first + 7 * span))
    )
    week = (k.country.days[part] - first) // 7
    inside, parties = k.inside[part], k.parties[part]
    deaths = np.maximum(k.table.columns["deaths"][k.country.rows[part]], 0)

    def count(mask: Mask, weights: Any = None) -> list[int]:
        chosen = None if weights is None else weights[mask]
        found: list[int] = np.bincount(week[mask], weights=chosen, minlength=span).astype(int).tolist()
        return found

    columns = (count(inside), count(inside & parties), count(inside, deaths), count(~inside))
    return tuple(
        Week(date.fromordinal(first + 7 * i), *values) for i, values in enumerate(zip(*columns, strict=True))
    )


def _placebo(k: Counting, area: Mask, control: Mask) -> Any:
    reach = [r for r in k.country.reach() if r[0] <= k.before[0] and k.after[1] <= r[1]]
    days = k.country.days
    other = days[control] if k.usable_control else days[:0]
    return placebo(
        days[area], other, start=k.start, days=7 * k.weeks, reach=reach[0], least=k.probe.least_events
    )


def _sensitivity(k: Counting, mask: Mask) -> tuple[tuple[int, Ratio], ...]:
    found = []
    for weeks in _OTHER_LENGTHS:
        last = k.start + timedelta(weeks=weeks, days=-1)
        over = k.probe.until is not None and last > k.probe.until
        if weeks != k.weeks and not over and k.country.covers(k.start - timedelta(weeks=weeks), last):
            found.append((weeks, ratio(*k.weekly(mask, weeks=weeks), level=k.probe.level)))
    return tuple(found)
