"""The same comparison at dates on which nothing was agreed."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from aftertalks.watch.checks.result import Placebo

STEP = 7  # days between placebo dates
METHOD = (
    "placebo: the same windows around every seventh day before and after, none reaching over the true date and all "
    "inside the data; dates with too few events before them are left out; ½ is added to every count"
)


def placebo(
    area: NDArray[np.int64],
    control: NDArray[np.int64],
    *,
    origin: int,
    start: date,
    days: int,
    reach: tuple[date, date],
    least: int,
) -> Placebo:
    """Compare counts around other dates with those around the true one.

    Args:
        area, control: events a day; an empty control is none.
        origin: the ordinal of the first of these days.
        start: the true date.
        days: length of each window.
        reach: first and last day of the data.
        least: events that a window before must hold.
    """
    sums = [_Sums(series, origin, days) for series in (area, control)]
    true = np.array([start.toordinal()])
    lowest, highest = reach[0].toordinal() + days, reach[1].toordinal() - days + 1
    steps = np.arange(-((true[0] - lowest) // STEP), (highest - true[0]) // STEP + 1)
    dates = true[0] + steps * STEP
    dates = dates[(np.abs(dates - true[0]) >= days) & (dates >= lowest) & (dates <= highest)]
    before, after = sums[0].around(dates)
    enough = before >= least
    out_before, out_after = sums[1].around(dates)
    true_out = sums[1].around(true)[0]
    against = int(true_out[0]) >= least
    if against:
        enough &= out_before >= least
    values = _ratios(before, after, out_before, out_after, against)[enough]
    observed = _ratios(*sums[0].around(true), *sums[1].around(true), against)[0]
    if not len(values):
        return Placebo(0, 0, against_control=against)
    low, middle, high = (round(float(q), 4) for q in np.quantile(values, (0.05, 0.5, 0.95)))
    as_deep = int((values <= observed + 1e-12).sum())
    return Placebo(len(values), as_deep, low, middle, high, against)


class _Sums:
    """Running sums of a daily series, so that any window is one subtraction."""

    def __init__(self, series: NDArray[np.int64], origin: int, length: int) -> None:
        self._sums = np.concatenate([[0], np.cumsum(series)])
        self._origin, self._length = origin, length

    def around(self, dates: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return events in the window before each date and in the window from it on."""
        at = dates - self._origin
        low, middle, high = (
            self._sums[np.clip(at + shift, 0, len(self._sums) - 1)] for shift in (-self._length, 0, self._length)
        )
        return middle - low, high - middle


def _ratios(
    before: NDArray[np.int64],
    after: NDArray[np.int64],
    out_before: NDArray[np.int64],
    out_after: NDArray[np.int64],
    against: bool,
) -> NDArray[np.float64]:
    found: NDArray[np.float64] = (after + 0.5) / (before + 0.5)
    return found / ((out_after + 0.5) / (out_before + 0.5)) if against else found
