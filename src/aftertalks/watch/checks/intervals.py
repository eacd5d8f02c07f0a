"""Ratios of counts with intervals that allow for clustering.

Counts of weeks vary more than a Poisson law allows, because fighting comes in bouts. The method is quasi-Poisson on
weekly counts: the logarithm of (after/before) has the variance φ(1/before + 1/after), where φ is Pearson's dispersion
of the weeks around their own window's mean, never taken below 1; quantiles are Student's with the weeks' degrees of
freedom. Where a count is zero, one half is added to both for the interval's sake only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log, sqrt
from statistics import NormalDist

METHOD = (
    "quasi-Poisson on weekly counts: variance of log(after/before) is φ(1/before + 1/after), φ Pearson's dispersion of "
    "the weeks around their window's mean (at least 1), Student quantiles; ½ added to both counts where one is zero"
)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio with its interval.

    Args:
        value: after divided by before; null where before is zero.
        low, high: ends of the interval; ``high`` may be infinite.
        dispersion: φ; 1 means that weeks vary as a Poisson law would have them.
        freedom: degrees of freedom.
        variance: of the ratio's logarithm.
    """

    value: float | None
    low: float
    high: float
    dispersion: float
    freedom: int
    variance: float

    @property
    def below_one(self) -> bool:
        """Whether the whole interval lies below 1."""
        return self.high < 1

    @property
    def above_one(self) -> bool:
        """Whether the whole interval lies above 1."""
        return self.low > 1

    def to_record(self) -> dict[str, float | int | None]:
        """Return it as plain values; an infinite end is null."""
        return {
            "value": None if self.value is None else round(self.value, 4),
            "low": round(self.low, 4),
            "high": None if self.high == inf else round(self.high, 4),
            "dispersion": round(self.dispersion, 4),
            "freedom": self.freedom,
        }


def student(level: float, freedom: int) -> float:
    """Return the two-sided Student quantile for a level such as 0.95, by Cornish and Fisher's expansion."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    v = max(freedom, 3)
    return (
        z
        + (z**3 + z) / (4 * v)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3)
    )


def ratio(before: Sequence[int], after: Sequence[int], *, level: float) -> Ratio:
    """Compare two runs of weekly counts.

    Args:
        before, after: a count a week; the runs may differ in length, then rates are compared.
        level: of the interval, for example 0.95.
    """
    b, a = float(sum(before)), float(sum(after))
    freedom = max(len(before) + len(after) - 2, 1)
    phi = max((_spread(before) + _spread(after)) / freedom, 1.0)
    weeks = len(before) / len(after)
    value = None if b == 0 else a / b * weeks
    if a == 0 or b == 0:
        a, b = a + 0.5, b + 0.5
    variance = phi * (1 / a + 1 / b)
    middle = log(a / b * weeks)
    return _between(value, middle, variance, phi, freedom, level)


def ratio_of_ratios(area: Ratio, control: Ratio, *, level: float) -> Ratio | None:
    """Return the area's ratio divided by the control's; null where either has no value or the control's is zero."""
    if area.value is None or not control.value:
        return None
    value = area.value / control.value
    variance = area.variance + control.variance
    freedom = min(area.freedom, control.freedom)
    if area.value == 0:
        return Ratio(0.0, 0.0, area.high / control.low if control.low else inf, 1.0, freedom, variance)
    phi = max(area.dispersion, control.dispersion)
    return _between(value, log(value), variance, phi, freedom, level)


def _spread(counts: Sequence[int]) -> float:
    mean = sum(counts) / len(counts) if counts else 0.0
    return sum((x - mean) ** 2 for x in counts) / mean if mean else 0.0


def _between(value: float | None, middle: float, variance: float, phi: float, freedom: int, level: float) -> Ratio:
    reach = student(level, freedom) * sqrt(variance)
    low = 0.0 if value == 0 else exp(max(middle - reach, -700))
    high = inf if value is None else exp(min(middle + reach, 700))
    return Ratio(value, low, high, phi, freedom, variance)
