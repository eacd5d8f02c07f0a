"""A timeline as an inline SVG: what is due and what happened, a lane a book, each mark a link.

What finds no room in its lane is gathered into counts below it, so that nothing of the stretch is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from aftertalks.model import Book, Statement
from aftertalks.model.account import Account, span_of
from aftertalks.show.dates import dated_words
from aftertalks.show.wording import shorten

WIDTH = 900.0
LEFT, RIGHT = 88.0, 16.0
ROW, TOP = 18.0, 30.0
LEAST_GAP = 15.0  # between two marks in one row
BIN = 44.0  # SVG units of a row of counts that one count stands for
SPAN = timedelta(days=400)  # to either side of the day, unless a stretch is given; what lies farther is only counted
MOST_ROWS = 8  # of one lane
SHAPES = {Book.AGREED: "square", Book.WANTED: "triangle", Book.EXPECTED: "diamond", Book.HAPPENED: "circle"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry on the timeline.

    Args:
        x, x_end: from its first to its last day, SVG units.
        y: the middle of its row.
        label: what a reader is told of it.
    """

    entry: str
    book: str
    shape: str
    x: float
    x_end: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Heap:
    """Entries that have no mark of their own, at their place.

    Args:
        first, last: the days that they span, within what is drawn.
    """

    book: str
    n: int
    x: float
    y: float
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Tick:
    """A line on the calendar."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything that the drawing needs, in SVG units.

    Args:
        today: where the day of the brief stands; null outside the stretch.
        heaps: counts of those that have no room for a mark.
        left_out: entries with a date outside the stretch.
    """

    width: float
    height: float
    today: float | None
    ticks: list[Tick]
    lanes: list[tuple[str, float]]
    marks: list[Mark]
    heaps: list[Heap]
    left_out: int


@dataclass(frozen=True, slots=True)
class Dated:
    """An entry with the days on which it is drawn."""

    entry: str
    book: Book
    days: tuple[date, date]


@dataclass(frozen=True, slots=True)
class Crowd:
    """Entries for which there is no room, with the days that they span together; they begin on the first."""

    book: Book
    days: tuple[date, date]
    n: int = 1


def timeline(accounts: Iterable[Account], *, as_of: date, stretch: tuple[date, date] | None = None) -> Timeline | None:
    """Lay out entries on a calendar; null if none has a date in the stretch.

    Args:
        as_of: the day of the brief, drawn as a line where it lies in the stretch.
        stretch: the first and last day that are drawn; about a year to either side of ``as_of`` if left out.
    """
    said: dict[str, list[Statement]] = {}
    dated: list[Dated] = []
    for account in accounts:
        if (days := span_of(account)) is not None:
            said[account.entry.id] = [v.statement for v in account.voices]
            dated.append(Dated(account.entry.id, account.entry.book, days))
    return laid_out(dated, lambda ids: said, as_of=as_of, stretch=stretch)


def laid_out(
    dated: Sequence[Dated], said: Callable[[list[str]], Mapping[str, Sequence[Statement]]], *, as_of: date,
    stretch: tuple[date, date] | None = None, crowd: Sequence[Crowd] = (),
) -> Timeline | None:  # fmt: skip
    """Lay out dated entries on a calendar; null if none lies in the stretch.

    Args:
        said: returns what the voices of those that have found room say, by id, the first voice first.
        stretch: as in :func:`timeline`.
        crowd: entries of the stretch that are known to find no room.
    """
    low, high = stretch or (_shift(as_of, -SPAN.days), _shift(as_of, SPAN.days))
    near = [one for one in dated if one.days[1] >= low and one.days[0] <= high]
    if not near:
        return None
    spans = [*(one.days for one in near), *(some.days for some in crowd)]
    ends = [day for first, last in spans for day in (max(first, low), min(last, high))]
    ends += [] if stretch else [as_of]
    scale = _Scale(_shift(min(ends), -2), _shift(max(ends), 2))
    placed: list[Placed] = []
    heaps: list[Heap] = []
    lanes: list[tuple[str, float]] = []
    y = TOP
    for book in Book:
        mine = sorted((one for one in near if one.book is book), key=lambda one: (one.days, one.entry))
        found, crowded, rows = _lane(mine, scale, y)
        placed += found
        crowded += (some for some in crowd if some.book is book)
        if crowded:
            heaps += _heaps(crowded, scale, book.value, y + (rows + 0.5) * ROW)
            rows += 1
        lanes.append((book.value, y + rows * ROW / 2))
        y += rows * ROW + 8
    told = said([one.entry for one, *_ in placed])
    marks = [_mark(one, x, x_end, at, told[one.entry]) for one, x, x_end, at in placed]
    today = scale.x(as_of) if scale.first <= as_of <= scale.last else None
    return Timeline(WIDTH, y + 4, today, scale.ticks(), lanes, marks, heaps, len(dated) - len(near))


def _mark(one: Dated, x: float, x_end: float, y: float, said: Sequence[Statement]) -> Mark:
    label = f"{one.book}, {dated_words(one.days, said)}: {shorten(said[0].text, 160)}"
    return Mark(one.entry, one.book.value, SHAPES[one.book], x, x_end, y, label)


def _shift(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


class _Scale:
    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self._unit = (WIDTH - LEFT - RIGHT) / max((last - first).days, 1)

    def x(self, day: date) -> float:
        inside = min(max(day, self.first), self.last)
        return round(LEFT + (inside - self.first).days * self._unit, 1)

    def ticks(self) -> list[Tick]:
        """Days for a short span, months or years for a longer one; about ten, so that labels never touch."""
        days = (self.last - self.first).days
        if days <= 60:
            step = max(1, -(-days // 10))
            shown = [_shift(self.first, n) for n in range(0, days + 1, step)]
            return [Tick(self.x(d), f"{d.day} {d:%b}") for d in shown]
        months = [
            date(y, m, 1) for y in range(self.first.year, self.last.year + 1) for m in range(1, 13)
            if self.first <= date(y, m, 1) <= self.last
        ]  # fmt: skip
        if len(months) > 60:
            years = [m for m in months if m.month == 1]
            return [Tick(self.x(d), str(d.year)) for d in years[:: max(1, -(-len(years) // 12))]]
        step = max(1, -(-len(months) // 10))
        return [Tick(self.x(d), f"{d:%b} {d.year}") for d in months[::step]]


Placed = tuple[Dated, float, float, float]


def _lane(mine: list[Dated], scale: _Scale, top: float) -> tuple[list[Placed], list[Crowd], int]:
    """Put each into the first row where it has room; return also what finds none, and how many rows there are."""
    free: list[float] = []
    placed: list[Placed] = []
    crowded: list[Crowd] = []
    for one in mine:
        x, x_end = scale.x(one.days[0]), scale.x(one.days[1])
        row = next((n for n, end in enumerate(free) if x >= end + LEAST_GAP), len(free))
        if row >= MOST_ROWS:
            crowded.append(Crowd(one.book, one.days))
            continue
        free[row : row + 1] = [x_end]
        placed.append((one, x, x_end, top + (row + 0.5) * ROW))
    return placed, crowded, max(len(free), 1)


def _heaps(crowded: list[Crowd], scale: _Scale, book: str, y: float) -> list[Heap]:
    bins: dict[int, list[Crowd]] = {}
    for some in crowded:
        bins.setdefault(int((scale.x(some.days[0]) - LEFT) // BIN), []).append(some)
    made = []
    for at, held in sorted(bins.items()):
        x = min(LEFT + (at + 0.5) * BIN, WIDTH - RIGHT)
        first, last = max(min(c.days[0] for c in held), scale.first), min(max(c.days[1] for c in held), scale.last)
        made.append(Heap(book, sum(c.n for c in held), x, y, first, last))
    return made
