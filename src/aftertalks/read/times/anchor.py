"""What a bare or relative date is counted from: the publication date, or the date told before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from aftertalks.read.times.calendar import bounds
from aftertalks.read.times.expression import Expression

_DEICTIC = frozenset({"day of writing", "weekday"})


@dataclass(frozen=True, slots=True)
class Anchor:
    """A date already resolved that later ones may be counted from.

    Args:
        value: its TIMEX3 value.
        start, end: where it stands in the text.
        explicit: whether the text gave its year.
        late: whether only the end of it is meant ("late 1941").
    """

    value: str
    start: int
    end: int
    explicit: bool
    late: bool = False

    @property
    def era(self) -> bool:
        """Whether it lies before the era, where the calendar has no days."""
        return self.value.startswith("BC")

    @property
    def year(self) -> int | None:
        """The year, negative before the era; null for decades and centuries."""
        digits = self.value.removeprefix("BC")[:4]
        if len(digits) < 4 or not digits.isdigit():
            return None
        return -int(digits) if self.era else int(digits)

    @property
    def month(self) -> int | None:
        """The month, or a season's middle month."""
        tail = self.value.removeprefix("BC")[5:7]
        if tail.isdigit():
            return int(tail)
        span = bounds(self.value)
        if tail in {"SP", "SU", "FA", "WI"} and span.first is not None:
            return span.first.month % 12 + 1
        return 11 if self.late and len(self.value) == 4 else None

    @property
    def day(self) -> date | None:
        """The day, if it is a day."""
        span = bounds(self.value)
        return span.first if span.precision in {"day", "time"} and span.first == span.last else None


def is_narrative(expressions: Sequence[Expression], published: date | None) -> bool:
    """Say whether the text tells a story of its own time, so that its bare dates follow each other.

    Coverage dates itself by its day of writing; a history names years long before it, over and over, and hardly ever
    says "on Sunday" or "yesterday". Years to come are what plans and undertakings name, however far off they are. Where
    the day of writing is not known, a text that counts from it ("this year", "two days ago") is no history.
    """
    deictic = sum(e.rule in _DEICTIC for e in expressions)
    counted_from_now = sum(e.kind == "shift" and e.base == "published" for e in expressions)
    if published is None:
        return not counted_from_now and not deictic
    years = [e.year for e in expressions if e.year is not None and e.kind == "date" and not e.era]
    eras = sum(e.era for e in expressions)
    far = sum(published.year - y >= 2 for y in years) + eras
    near = len(years) + eras - far
    if far >= 4 and not near and not deictic and not counted_from_now:
        return True
    return far >= 6 and far > 1.2 * near and far > 3 * deictic


def nearest_year(anchor: Anchor, month: int, *, back: float = 1.6) -> int:
    """Choose the year in which ``month`` lies nearest to the anchor; looking back weighs ``back`` times as much."""
    year = anchor.year
    assert year is not None
    if anchor.month is None:
        return year

    def cost(candidate: int) -> float:
        months = (candidate - year) * 12 + month - (anchor.month or 1)
        return months if months >= 0 else -back * months

    return min((year, year + 1, year - 1), key=cost)
