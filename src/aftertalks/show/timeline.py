"""A timeline as an inline SVG: what is due and what happened, a lane a book, each mark a link."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from aftertalks.model import Book
from aftertalks.model.account import Account
from aftertalks.show.wording import shorten, window

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


@dataclass(frozen=True, slots=True)
class Dated:
    """An entry with the days on which it is drawn."""

    entry: str
    book: Book
    days: tuple[date, date]


def timeline(accounts: Iterable[Account], *, as_of: date) -> Timeline | None:
    """Lay out entries on a calendar; null if none has a date near the day.

    Args:
        as_of: the day of the brief, drawn as a line.
    """
    words: dict[str, str] = {}
    dated: list[Dated] = []
    for account in accounts:
        if (days := _days(account)) is not None:
            words[account.entry.id] = account.entry.summary
            dated.append(Dated(account.entry.id, account.entry.book, days))
    return laid_out(dated, lambda ids: {i: words[i] for i in ids}, as_of=as_of)


def near(as_of: date) -> tuple[date, date]:
    """Return the first and last day of what is drawn for a day."""
    return _shift(as_of, -SPAN.days), _shift(as_of, SPAN.days)


def laid_out(
    dated: Sequence[Dated], words: Callable[[list[str]], Mapping[str, str]], *, as_of: date, besides: int = 0
) -> Timeline | None:
    """Lay out dated entries on a calendar; null if none lies near the day.

    Args:
        words: returns the words of those that have found room, by id.
        besides: entries with a date that are not among these, since they lie too far off.
    """
    low, high = near(as_of)
    close = [one for one in dated if one.days[1] >= low and one.days[0] <= high]
    if not close:
        return None
    first = min(as_of, *(max(one.days[0], low) for one in close))
    last = max(as_of, *(min(one.days[1], high) for one in close))
    scale = _Scale(_shift(first, -2), _shift(last, 2))
    placed: list[tuple[Dated, float, float, float]] = []
    lanes: list[tuple[str, float]] = []
    y, left_out = TOP, len(dated) - len(close) + besides
    for book in Book:
        mine = sorted((one for one in close if one.book is book), key=lambda one: (one.days, one.entry))
        found, rows = _lane(mine, scale, y)
        placed += found
        left_out += len(mine) - len(found)
        lanes.append((book.value, y + rows * ROW / 2))
        y += rows * ROW + 8
    said = words([one.entry for one, *_ in placed])
    marks = [_mark(one, x, x_end, at, said[one.entry]) for one, x, x_end, at in placed]
    return Timeline(WIDTH, y + 4, scale.x(as_of), scale.ticks(), lanes, marks, left_out)


def _mark(one: Dated, x: float, x_end: float, y: float, words: str) -> Mark:
    label = f"{one.book}, {window(one.days)}: {shorten(words, 160)}"
    return Mark(one.entry, one.book.value, SHAPES[one.book], x, x_end, y, label)


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


def _lane(mine: list[Dated], scale: _Scale, top: float) -> tuple[list[tuple[Dated, float, float, float]], int]:
    """Put each into the first row where it has room; what finds none is left out."""
    free: list[float] = []
    placed: list[tuple[Dated, float, float, float]] = []
    for one in mine:
        x, x_end = scale.x(one.days[0]), scale.x(one.days[1])
        row = next((n for n, end in enumerate(free) if x >= end + LEAST_GAP), len(free))
        if row >= MOST_ROWS:
            continue
        free[row : row + 1] = [x_end]
        placed.append((one, x, x_end, top + (row + 0.5) * ROW))
    return placed, max(len(free), 1)
