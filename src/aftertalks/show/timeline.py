"""A timeline as an inline SVG: what is due and what happened, a lane a book, each mark a link."""

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
SPAN = timedelta(days=400)  # to either side of the day; what lies farther is only counted
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
class Tick:
    """A line on the calendar."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything that the drawing needs, in SVG units.

    Args:
        today: where the day of the brief stands.
        left_out: entries with a date that have no room.
    """

    width: float
    height: float
    today: float
    ticks: list[Tick]
    lanes: list[tuple[str, float]]
    marks: list[Mark]
    left_out: int


def timeline(accounts: Iterable[Account], *, as_of: date) -> Timeline | None:
    """Lay out entries on a calendar; null if none has a date near the day.

    Args:
        as_of: the day of the brief, drawn as a line.
    """
    low, high = _shift(as_of, -SPAN.days), _shift(as_of, SPAN.days)
    dated = [(account, days) for account in accounts if (days := _days(account)) is not None]
    near = [(a, d) for a, d in dated if d[1] >= low and d[0] <= high]
    if not near:
        return None
    first = min(as_of, *(max(d[0], low) for _, d in near))
    last = max(as_of, *(min(d[1], high) for _, d in near))
    scale = _Scale(_shift(first, -2), _shift(last, 2))
    marks: list[Mark] = []
    lanes: list[tuple[str, float]] = []
    y, left_out = TOP, len(dated) - len(near)
    for book in Book:
        mine = sorted((pair for pair in near if pair[0].entry.book is book), key=lambda p: (p[1], p[0].entry.id))
        placed, rows = _lane(mine, scale, y)
        marks += placed
        left_out += len(mine) - len(placed)
        lanes.append((book.value, y + rows * ROW / 2))
        y += rows * ROW + 8
    return Timeline(WIDTH, y + 4, scale.x(as_of), scale.ticks(), lanes, marks, left_out)


def _shift(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def _days(account: Account) -> tuple[date, date] | None:
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
        """Days for a short span, months for a longer one; about ten at most, so that labels never touch."""
        days = (self.last - self.first).days
        if days <= 60:
            step = max(1, -(-days // 10))
            shown = [_shift(self.first, n) for n in range(0, days + 1, step)]
            return [Tick(self.x(d), f"{d.day} {d:%b}") for d in shown]
        months = [
            date(y, m, 1) for y in range(self.first.year, self.last.year + 1) for m in range(1, 13)
            if self.first <= date(y, m, 1) <= self.last
        ]  # fmt: skip
        step = max(1, -(-len(months) // 10))
        return [Tick(self.x(d), f"{d:%b} {d.year}") for d in months[::step]]


def _lane(pairs: list[tuple[Account, tuple[date, date]]], scale: _Scale, top: float) -> tuple[list[Mark], int]:
    """Put each mark into the first row where it has room; what finds none is left out."""
    free: list[float] = []
    marks: list[Mark] = []
    for account, (first, last) in pairs:
        x, x_end = scale.x(first), scale.x(last)
        row = next((n for n, end in enumerate(free) if x >= end + LEAST_GAP), len(free))
        if row >= MOST_ROWS:
            continue
        free[row : row + 1] = [x_end]
        e = account.entry
        label = f"{e.book}, {due_words(account) if e.due else span_words(first, last)}: {shorten(e.summary, 160)}"
        marks.append(Mark(e.id, e.book.value, SHAPES[e.book], x, x_end, top + (row + 0.5) * ROW, label))
    return marks, max(len(free), 1)
