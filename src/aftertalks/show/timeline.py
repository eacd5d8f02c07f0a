"""A timeline as an inline SVG: what is due and what happened, a lane a book, each mark a link.

What finds no room in its lane is gathered into counts below it, so that nothing of the stretch is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from aftertalks.model import Book
from aftertalks.model.account import Account
from aftertalks.show.dates import due_words, span_words
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


def timeline(
    accounts: Iterable[Account], *, as_of: date, stretch: tuple[date, date] | None = None
) -> Timeline | None:  # fmt: skip
    """Lay out entries on a calendar; null if none has a date in the stretch.

    Args:
        as_of: the day of the brief, drawn as a line where it lies in the stretch.
        stretch: the first and last day that are drawn; about a year to either side of ``as_of`` if left out.
    """
    low, high = stretch or (_shift(as_of, -SPAN.days), _shift(as_of, SPAN.days))
    dated = [(account, days) for account in accounts if (days := span_of(account)) is not None]
    near = [(a, d) for a, d in dated if d[1] >= low and d[0] <= high]
    if not near:
        return None
    drawn = [day for _, d in near for day in (max(d[0], low), min(d[1], high))] + ([] if stretch else [as_of])
    scale = _Scale(_shift(min(drawn), -2), _shift(max(drawn), 2))
    marks: list[Mark] = []
    heaps: list[Heap] = []
    lanes: list[tuple[str, float]] = []
    y, left_out = TOP, len(dated) - len(near)
    for book in Book:
        mine = sorted((pair for pair in near if pair[0].entry.book is book), key=lambda p: (p[1], p[0].entry.id))
        placed, crowded, rows = _lane(mine, scale, y)
        marks += placed
        if crowded:
            heaps += _heaps(crowded, scale, book.value, y + (rows + 0.5) * ROW)
            rows += 1
        lanes.append((book.value, y + rows * ROW / 2))
        y += rows * ROW + 8
    today = scale.x(as_of) if scale.first <= as_of <= scale.last else None
    return Timeline(WIDTH, y + 4, today, scale.ticks(), lanes, marks, heaps, left_out)


def _shift(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def span_of(account: Account) -> tuple[date, date] | None:
    """Return the days on which an entry is due or happened; null if none are told."""
    if account.entry.due is not None:
        return account.entry.due
    s = account.voices[0].statement
    if account.entry.book is Book.HAPPENED and s.when is not None:
        return s.when, s.when_end or s.when
    return None


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


Dated = tuple[Account, tuple[date, date]]


def _lane(pairs: list[Dated], scale: _Scale, top: float) -> tuple[list[Mark], list[Dated], int]:
    """Put each mark into the first row where it has room; return also what finds none, and how many rows there are."""
    free: list[float] = []
    marks: list[Mark] = []
    crowded: list[Dated] = []
    for account, (first, last) in pairs:
        x, x_end = scale.x(first), scale.x(last)
        row = next((n for n, end in enumerate(free) if x >= end + LEAST_GAP), len(free))
        if row >= MOST_ROWS:
            crowded.append((account, (first, last)))
            continue
        free[row : row + 1] = [x_end]
        e = account.entry
        told = due_words(account) if e.due else span_words(first, last)
        label = f"{e.book}, {told}: {shorten(e.summary, 160)}"
        marks.append(Mark(e.id, e.book.value, SHAPES[e.book], x, x_end, top + (row + 0.5) * ROW, label))
    return marks, crowded, max(len(free), 1)


def _heaps(crowded: list[Dated], scale: _Scale, book: str, y: float) -> list[Heap]:
    bins: dict[int, list[tuple[date, date]]] = {}
    for _, (first, last) in crowded:
        held = bins.setdefault(int((scale.x(first) - LEFT) // BIN), [])
        held.append((max(first, scale.first), min(last, scale.last)))
    made = []
    for at, days in sorted(bins.items()):
        x = min(LEFT + (at + 0.5) * BIN, WIDTH - RIGHT)
        made.append(Heap(book, len(days), x, y, min(d[0] for d in days), max(d[1] for d in days)))
    return made
