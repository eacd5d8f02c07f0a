"""Counts violence before and after a day, in an area and in the rest of its country."""

from __future__ import annotations

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
from aftertalks.watch.checks.result import ALL, EXCEPTED, OTHERS, PARTIES, Cell, Comparison, Pairing, Placebo, Week
from aftertalks.watch.checks.scope import Country
from aftertalks.watch.table import EventTable, Evidence

Mask = NDArray[np.bool_]
_OTHER_LENGTHS = (4, 6, 12, 16)
NO_CONTROL = 0.8  # share of the events outside the area in no unit above which they are no control
_NAMES = {Stratum.PARTIES: PARTIES, Stratum.EXCEPTED: EXCEPTED, Stratum.OTHERS: OTHERS}


@dataclass(frozen=True, eq=False)
class Counting:
    """Everything that is counted for one check.

    Masks are over the events near the date: those of every window that is looked at.

    Args:
        units: for each unit of the country whether it is the area's.
        start: first day of the undertaking; the windows meet there.
        weeks: length of each window.
        zone: for each row of the country whether it lies in the zones that narrow the area; null without zones.
    """

    table: EventTable
    country: Country
    probe: Probe
    units: Mask
    start: date
    weeks: int
    zone: Mask | None = None

    @property
    def before(self) -> tuple[date, date]:
        """First and last day of the window before."""
        return self.start - timedelta(weeks=self.weeks), self.start - timedelta(days=1)

    @property
    def after(self) -> tuple[date, date]:
        """First and last day of the window after; the first is the day of the undertaking itself."""
        return self.start, self.start + timedelta(weeks=self.weeks, days=-1)

    @cached_property
    def near(self) -> slice:
        """Where the events near the date stand among the country's."""
        reach = 7 * max(2 * self.weeks, *_OTHER_LENGTHS)
        day = self.start.toordinal()
        return slice(*np.searchsorted(self.country.days, (day - reach, day + reach)).tolist())

    @cached_property
    def days(self) -> NDArray[np.int64]:
        """Days of the events near the date."""
        return self.country.days[self.near]

    @cached_property
    def rows(self) -> NDArray[np.int64]:
        """Row numbers of the events near the date."""
        return self.country.rows[self.near]

    @cached_property
    def inside(self) -> Mask:
        """Which of them lie in the area."""
        found: Mask = self.units[self.country.unit[self.near]]
        return found if self.zone is None else found & self.zone[self.near]

    @cached_property
    def placed(self) -> Mask:
        """Which of them the dataset puts in a unit."""
        found: Mask = self.country.placed[self.country.unit[self.near]]
        return found

    @cached_property
    def by_pair(self) -> NDArray[np.int8]:
        """What each pair of sides is to the parties."""
        return np.array(strata(self.country.pairs, self.probe.parties, self.probe.exceptions), np.int8)

    @cached_property
    def stratum(self) -> NDArray[np.int8]:
        """What each event near the date is to the parties."""
        return self.by_pair[self.country.pair[self.near]]

    @cached_property
    def parties(self) -> Mask:
        """Which of them are violence between the parties."""
        found: Mask = self.stratum == int(Stratum.PARTIES)
        return found

    @cached_property
    def _sizes(self) -> NDArray[np.int64]:
        """Events in the area, whenever, by unit."""
        sizes = self.country.unit_sizes
        if self.zone is None:
            return sizes * self.units
        inside = self.zone & self.units[self.country.unit]
        return np.bincount(self.country.unit[inside], minlength=len(sizes))

    @property
    def area_events(self) -> int:
        """Events in the area, whenever."""
        return int(self._sizes.sum())

    def area_days(self, of_pair: Mask) -> NDArray[np.int64]:
        """Return the days of all the area's events between certain sides, in no order."""
        k = self.country
        if self.zone is None:
            return k.days_of(self.units, of_pair)
        return k.days[self.zone & self.units[k.unit] & of_pair[k.pair]]

    @cached_property
    def outside_events(self) -> tuple[int, int]:
        """Events outside the area, and how many of them the dataset puts in no unit."""
        outside = self.country.unit_sizes - self._sizes
        return int(outside.sum()), int(outside[~self.country.placed].sum())

    @property
    def usable_control(self) -> bool:
        """Whether the rest of the country is a control: events that are put in no unit may lie in the area."""
        outside, unplaced = self.outside_events
        return outside > 0 and unplaced <= NO_CONTROL * outside

    @cached_property
    def _window(self) -> slice:
        first, last = self.before[0].toordinal(), self.after[1].toordinal()
        return slice(*np.searchsorted(self.days, (first, last + 1)).tolist())

    def rows_of(self, mask: Mask) -> NDArray[np.int64]:
        """Row numbers of the events in ``mask`` that fall into the two windows."""
        return self.rows[self._window][mask[self._window]]

    def weekly(self, mask: Mask, *, weeks: int | None = None) -> tuple[list[int], list[int]]:
        """Return events a week before and after, of the events in ``mask``."""
        n = weeks or self.weeks
        first = self.start.toordinal() - 7 * n
        part = slice(*np.searchsorted(self.days, (first, first + 14 * n)).tolist())
        days = self.days[part][mask[part]]
        counts = np.bincount((days - first) // 7, minlength=2 * n).tolist()
        return counts[:n], counts[n:]

    def _weekly_deaths(self, mask: Mask) -> tuple[list[int], list[int]]:
        first = self.before[0].toordinal()
        part = self._window
        inside = mask[part]
        weeks = (self.days[part][inside] - first) // 7
        deaths = np.maximum(self.table.columns["deaths"][self.rows[part][inside]], 0)
        sums = np.bincount(weeks, weights=deaths, minlength=2 * self.weeks).astype(int).tolist()
        return sums[: self.weeks], sums[self.weeks :]

    def cells(self, mask: Mask) -> tuple[Cell, Cell]:
        """Return the counts before and after, of the events in ``mask``."""
        part = self._window
        inside = mask[part]
        rows = self.rows[part][inside]
        split = int(np.searchsorted(self.days[part][inside], self.start.toordinal()))
        return self._cell(rows[:split]), self._cell(rows[split:])

    def _cell(self, rows: NDArray[np.int64]) -> Cell:
        c = self.table.columns
        best, low, high = c["deaths"][rows], c["deaths_low"][rows], c["deaths_high"][rows]
        low, high = np.where(low < 0, best, low), np.where(high < 0, best, high)
        deaths, least, most = (int(np.maximum(x, 0).sum()) for x in (best, low, high))
        return Cell(len(rows), deaths, least, most, Evidence(self.table, rows))

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
    control = (k.pairing(ALL, outside), k.pairing(PARTIES, outside & parties)) if k.outside_events[0] else ()
    level = k.probe.level

    def contrast(n: int) -> Ratio | None:
        if not k.usable_control or control[n].before.events < k.probe.least_events:
            return None
        return ratio_of_ratios(area[n].events_ratio, control[n].events_ratio, level=level)

    return Comparison(
        k.before, k.after, area, control, contrast(0), contrast(1), _placed(k, area[0].events_ratio),
        _weeks(k), _placebo(k), _sensitivity(k, inside & parties),
    )  # fmt: skip


def _placed(k: Counting, area: Ratio) -> Ratio | None:
    mask = ~k.inside & k.placed
    before, after = k.weekly(mask)
    if not k.usable_control or sum(before) < k.probe.least_events:
        return None
    return ratio_of_ratios(area, ratio(before, after, level=k.probe.level), level=k.probe.level)


def _weeks(k: Counting) -> tuple[Week, ...]:
    n = 2 * k.weeks if k.country.covers(k.start - timedelta(weeks=2 * k.weeks), k.after[1]) else k.weeks
    first = k.start.toordinal() - 7 * n
    span = n + k.weeks
    part = slice(*np.searchsorted(k.days, (first, first + 7 * span)).tolist())
    week = (k.days[part] - first) // 7
    inside, parties = k.inside[part], k.parties[part]
    deaths = np.maximum(k.table.columns["deaths"][k.rows[part]], 0)

    def count(mask: Mask, weights: Any = None) -> list[int]:
        chosen = None if weights is None else weights[mask]
        found: list[int] = np.bincount(week[mask], weights=chosen, minlength=span).astype(int).tolist()
        return found

    columns = (count(inside), count(inside & parties), count(inside, deaths), count(~inside))
    return tuple(Week(date.fromordinal(first + 7 * i), *values) for i, values in enumerate(zip(*columns, strict=True)))


def _placebo(k: Counting) -> Placebo:
    reach = next(r for r in k.country.reach() if r[0] <= k.before[0] and k.after[1] <= r[1])
    of_pair = k.by_pair == int(Stratum.PARTIES)
    area = k.country.daily(k.area_days(of_pair))
    every = k.country.daily_of(of_pair.tobytes(), of_pair)
    return placebo(
        area, every - area if k.usable_control else np.zeros(1, np.int64), origin=int(k.country.days[0]),
        start=k.start, days=7 * k.weeks, reach=reach, least=k.probe.least_events,
    )  # fmt: skip


def _sensitivity(k: Counting, mask: Mask) -> tuple[tuple[int, Ratio], ...]:
    found = []
    for weeks in _OTHER_LENGTHS:
        last = k.start + timedelta(weeks=weeks, days=-1)
        over = k.probe.until is not None and last > k.probe.until
        if weeks != k.weeks and not over and k.country.covers(k.start - timedelta(weeks=weeks), last):
            found.append((weeks, ratio(*k.weekly(mask, weeks=weeks), level=k.probe.level)))
    return tuple(found)
