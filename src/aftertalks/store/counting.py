"""Counts entries that wait from sums of 32 days each; only what the edges cut is looked at one by one.

A bucket is 32 days: those in which an entry's last day lies, or -1 for entries without a date; and those in which it
became what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Integer, and_, case, func, literal_column, select

from aftertalks.store.dialect import among
from aftertalks.store.tables import entry_state, waiting_count

DAYS = 32
BUCKET = "coalesce(due_last / 32, -1)"  # as the index entry_state_bucket has it
FAR = 10**8  # later than any day

c = entry_state.c
bucket: ColumnElement[int] = literal_column(BUCKET, Integer)


@dataclass(frozen=True, slots=True)
class Window:
    """Where last and first day must lie, both ends included.

    Args:
        dated: false asks for entries without a date.
        newest: whether what is due last comes first.
    """

    last_from: int = 0
    last_to: int = FAR
    first_from: int = 0
    first_to: int = FAR
    dated: bool = True
    newest: bool = False

    @property
    def earliest(self) -> int:
        """The earliest last day that can lie in it: no first day is later than its last."""
        return max(self.last_from, self.first_from)

    @property
    def by_last(self) -> bool:
        """Whether the last day alone decides."""
        return self.first_from <= 0 and self.first_to >= self.last_to

    def holds(self, due: tuple[int, int] | None) -> bool:
        """Say whether an entry that is due so lies in it."""
        if due is None:
            return not self.dated
        return self.dated and self.last_from <= due[1] <= self.last_to and self.first_from <= due[0] <= self.first_to

    def condition(self) -> ColumnElement[bool]:
        """Say the same of an entry's row."""
        if not self.dated:
            return c.due_last.is_(None)
        last = c.due_last.between(self.earliest, self.last_to)
        return last if self.by_last else and_(last, c.due_first.between(self.first_from, self.first_to))


@dataclass(frozen=True, slots=True)
class Counts:
    """The sums of what was steady by a day.

    Args:
        day: an ordinal.
        before: by bucket of the last day, how many entries became what they are before the day's own bucket began.
    """

    day: int
    before: dict[int, int]

    def count(self, connection: Connection, window: Window) -> int:
        """Return how many entries wait in a window and were steady on the day."""
        whole, edges = self._parts(window)
        found = sum(self.before[b] for b in whole)
        known = c.known_last.between(self.day // DAYS * DAYS, self.day)
        for buckets, condition in ((whole, known), (edges, and_(c.known_last <= self.day, window.condition()))):
            if buckets:
                asked = select(func.count()).where(c.waits == 1, among(connection, bucket, buckets), condition)
                found += int(connection.execute(asked).scalar_one())
        return found

    def buckets(self, window: Window) -> list[int]:
        """Return the buckets in which entries of a window can be."""
        whole, edges = self._parts(window)
        return whole + edges

    def _parts(self, window: Window) -> tuple[list[int], list[int]]:
        """The buckets that lie in a window wholly, and those that it cuts."""
        if not window.dated:
            return [b for b in self.before if b < 0], []
        first, last = window.earliest, window.last_to
        mine = [b for b in self.before if b >= 0 and first // DAYS <= b <= last // DAYS]
        whole = [b for b in mine if window.by_last and first <= b * DAYS and b * DAYS + DAYS - 1 <= last]
        return whole, [b for b in mine if b not in set(whole)]


def counts(connection: Connection, day: int) -> Counts:
    """Return the sums of what was steady by a day."""
    w = waiting_count.c
    now = day // DAYS
    earlier = func.sum(case((w.known < now, w.entries), else_=0))
    asked = select(w.due, earlier).where(w.known <= now, w.entries > 0).group_by(w.due)
    return Counts(day, {due: int(n) for due, n in connection.execute(asked)})


def in_buckets(connection: Connection, buckets: Sequence[int], day: int) -> ColumnElement[bool]:
    """Say that an entry waits, is due in one of some buckets and was steady on a day, for which an index serves."""
    return and_(c.waits == 1, among(connection, bucket, buckets), c.known_last <= day)
