"""What a check found: frozen values, each number with the events behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from aftertalks.model import Outcome
from aftertalks.watch.checks.intervals import Ratio
from aftertalks.watch.checks.probe import Probe
from aftertalks.watch.rows import Dataset

ALL, PARTIES, EXCEPTED, OTHERS = "all violence", "between the parties", "with excepted groups", "other"


@dataclass(frozen=True, slots=True)
class Cell:
    """One count.

    Args:
        events: how many.
        deaths, deaths_low, deaths_high: best, lowest and highest estimate, summed.
        ids: the events, ``family:id``, sorted.
    """

    events: int
    deaths: int
    deaths_low: int
    deaths_high: int
    ids: Sequence[str] = field(default=(), repr=False)

    def to_record(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "events": self.events,
            "deaths": self.deaths,
            "deaths_low": self.deaths_low,
            "deaths_high": self.deaths_high,
            "ids": list(self.ids),
        }


@dataclass(frozen=True, slots=True)
class Pairing:
    """A count before and after.

    Args:
        name: ``all violence``, ``between the parties``, ``with excepted groups`` or ``other``.
        events_ratio, deaths_ratio: after divided by before.
    """

    name: str
    before: Cell
    after: Cell
    events_ratio: Ratio
    deaths_ratio: Ratio

    def to_record(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "name": self.name,
            "before": self.before.to_record(),
            "after": self.after.to_record(),
            "events_ratio": self.events_ratio.to_record(),
            "deaths_ratio": self.deaths_ratio.to_record(),
        }


@dataclass(frozen=True, slots=True)
class Week:
    """One week's counts.

    Args:
        first: its first day.
        area, parties: events in the area, all and between the parties.
        deaths: deaths in the area, best estimate.
        control: events in the rest of the country.
    """

    first: date
    area: int
    parties: int
    deaths: int
    control: int


@dataclass(frozen=True, slots=True)
class Placebo:
    """The same comparison at other dates, at which nothing was agreed that the check knows of.

    Args:
        dates: how many; every seventh day whose windows lie in the data and do not reach over the true date.
        as_deep: at how many of them the ratio is as low as the true one, or lower.
        low, middle, high: 5th, 50th and 95th percentile of their ratios; null without dates.
        against_control: whether ratios of ratios were compared, or the area's ratios alone.
    """

    dates: int
    as_deep: int
    low: float | None = None
    middle: float | None = None
    high: float | None = None
    against_control: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Violence before and after.

    Args:
        before, after: first and last day of each window.
        area: counts inside the area, by stratum.
        control: counts in the rest of the country, all and between the parties.
        contrast: area's ratio divided by control's, all violence; null without a usable control.
        parties_contrast: the same, of violence between the parties.
        placed_contrast: ``contrast`` without events of the control that the dataset puts in no unit.
        weeks: week by week, from one window's length before ``before``, where the data reach.
        sensitivity: other lengths of window in weeks, with the ratio of violence between the parties.
    """

    before: tuple[date, date]
    after: tuple[date, date]
    area: tuple[Pairing, ...]
    control: tuple[Pairing, ...]
    contrast: Ratio | None
    parties_contrast: Ratio | None
    placed_contrast: Ratio | None
    weeks: tuple[Week, ...]
    placebo: Placebo
    sensitivity: tuple[tuple[int, Ratio], ...]

    def pairing(self, name: str) -> Pairing:
        """Return the area's counts of one stratum."""
        return next(p for p in self.area if p.name == name)

    def to_record(self) -> dict[str, Any]:
        """Return it as plain values."""

        def days(window: tuple[date, date]) -> list[str]:
            return [d.isoformat() for d in window]

        def plain(ratio: Ratio | None) -> Any:
            return None if ratio is None else ratio.to_record()

        p = self.placebo
        return {
            "before": days(self.before),
            "after": days(self.after),
            "area": [pairing.to_record() for pairing in self.area],
            "control": [pairing.to_record() for pairing in self.control],
            "contrast": plain(self.contrast),
            "parties_contrast": plain(self.parties_contrast),
            "placed_contrast": plain(self.placed_contrast),
            "weeks": [[w.first.isoformat(), w.area, w.parties, w.deaths, w.control] for w in self.weeks],
            "placebo": {
                "dates": p.dates,
                "as_deep": p.as_deep,
                "low": p.low,
                "middle": p.middle,
                "high": p.high,
                "against_control": p.against_control,
            },
            "sensitivity": [[weeks, ratio.to_record()] for weeks, ratio in self.sensitivity],
        }


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that a reader of the verdict must know.

    Args:
        flag: its name, for example ``low-week``.
        text: in words, with its numbers.
        ids: the events that it is about, if it is about certain ones.
    """

    flag: str
    text: str
    ids: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found, with all that is needed to repeat it.

    Args:
        reason: the verdict in one or two sentences, numbers included.
        comparison: for ``compare``; null where no comparison was possible.
        found_for, found_against: for ``presence``: events that count for and against.
        method: how intervals and placebos were made.
        datasets: the headers, for citation.
        data_digest: of all files in the table.
        code_version: of Aftertalks.
    """

    outcome: Outcome
    reason: str
    probe: Probe
    warnings: tuple[Warned, ...] = ()
    comparison: Comparison | None = None
    found_for: tuple[str, ...] = ()
    found_against: tuple[str, ...] = ()
    method: str = ""
    datasets: tuple[Dataset, ...] = ()
    data_digest: str = ""
    code_version: str = ""

    @property
    def flags(self) -> Mapping[str, str]:
        """Texts of the warnings by flag."""
        return MappingProxyType({w.flag: w.text for w in self.warnings})

    def to_record(self) -> dict[str, Any]:
        """Return the verdict as plain values that JSON can hold."""
        return {
            "outcome": self.outcome.value,
            "reason": self.reason,
            "probe": self.probe.to_record(),
            "warnings": [{"flag": w.flag, "text": w.text, "ids": list(w.ids)} for w in self.warnings],
            "comparison": None if self.comparison is None else self.comparison.to_record(),
            "found_for": list(self.found_for),
            "found_against": list(self.found_against),
            "method": self.method,
            "datasets": [d.to_record() for d in self.datasets],
            "data_digest": self.data_digest,
            "code_version": self.code_version,
        }
