"""Entries by when they are due and since when they are as they are: keys from indexes, never whole entries.

An entry is steady on a day if everything that makes it what it is was known by then (``known_last``); what one
was that was known only in part on that day (``known_first`` by then, ``known_last`` later) stands in ``entry_then``.
Days are ordinals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select, text

from aftertalks.store.counting import Counts, Window, counts, in_buckets
from aftertalks.store.state import name
from aftertalks.store.tables import entry_state, entry_then, voice_told

c, t, v = entry_state.c, entry_then.c, voice_told.c
UNCHECKED = "unchecked"  # the outcome of what nobody has judged
FEW = 5000  # entries that are sorted rather than looked for in the order of an index
Place = tuple[int, int, int]  # by which lists are sorted: last day, first day, key


@dataclass(frozen=True, slots=True)
class Waiting:
    """The entries that wait in a window on a day.

    Args:
        ids: the first of them, in its order.
        total: how many there are.
    """

    ids: list[str]
    total: int


class Waits:
    """What waits on a day, window by window.

    Args:
        day: an ordinal.
        only: keys of the entries that are meant; all if left out.
    """

    def __init__(self, connection: Connection, day: int, *, only: Container[int] | None = None) -> None:
        self._connection = connection
        self._counts = counts(connection, day)
        self._only = only
        self._partly = [r for r in then(connection, day, waiting=True) if only is None or r.e in only]

    def inside(self, window: Window, *, limit: int | None) -> Waiting:
        """Return the entries that wait in a window."""
        partly = [r for r in self._partly if window.holds(_due(r))]
        steady, total = self._steady(window, limit)
        both = sorted((*steady, *map(_place, partly)), reverse=window.newest)
        return Waiting([name(e) for _, _, e in both[:limit]], total + len(partly))

    def _steady(self, window: Window, limit: int | None) -> tuple[list[Place], int]:
        if self._only is not None:
            found = steady_of(self._connection, window, self._counts, self._only)
            return found, len(found)
        total = self._counts.count(self._connection, window)
        most = total if limit is None else min(limit, total)
        rows = steady(self._connection, window, self._counts, most=most, total=total) if most else []
        return [_place(r) for r in rows], total


def _due(r: Row[Any]) -> tuple[int, int] | None:
    return None if r.due_last is None else (r.due_first, r.due_last)


def _place(r: Row[Any]) -> Place:
    return r.due_last or 0, r.due_first or 0, r.e


def steady(
    connection: Connection, window: Window, known: Counts, *, most: int | None = None, total: int | None = None
) -> list[Row[Any]]:
    """Return the rows of entries that wait in a window and were steady on a day, in its order.

    Args:
        most: how many; all if left out.
        total: how many there are, if that is known: few are found by their buckets and sorted.
    """
    order: tuple[ColumnElement[Any], ...] = (c.due_last, c.due_first, c.e)
    meant = in_buckets(connection, known.buckets(window), known.day)
    if total is not None and total > FEW:
        meant = and_(c.waits == 1, c.known_last <= known.day)
    else:
        order = tuple(column + 0 for column in order)  # else SQLite takes the index that has them in this order
    chosen = select(c.e, c.book, c.due_first, c.due_last).where(meant, window.condition())
    chosen = chosen.order_by(*(x.desc() for x in order)) if window.newest else chosen.order_by(*order)
    return list(connection.execute(chosen.limit(most)))


def steady_of(connection: Connection, window: Window, known: Counts, only: Container[int]) -> list[Place]:
    """Return where those of some entries stand that wait in a window and were steady on a day, in no order.

    All that wait there are read, past SQLAlchemy's rows, which take longer to make than these take to read.
    """
    meant = in_buckets(connection, known.buckets(window), known.day)
    chosen = select(c.e, c.due_first, c.due_last).where(meant, window.condition())
    cursor = connection.execute(chosen).cursor
    assert cursor is not None, "a question has an answer"
    return [(last or 0, first or 0, e) for e, first, last in cursor.fetchall() if e in only]


def then(connection: Connection, day: int, *, since: int | None = None, waiting: bool = False) -> list[Row[Any]]:
    """Return what the entries were on a day that were known by then, but not yet as they are now.

    Args:
        since: only those that were the same from this day on.
        waiting: only those that waited.
    """
    chosen = _partly(day).where(t.since <= (day if since is None else since), t.until >= day)
    return list(connection.execute(chosen.where(t.waits == 1) if waiting else chosen))


def _partly(day: int) -> Select[Any]:
    """What is kept of earlier days, of entries that were known on a day, but not yet as they are now."""
    chosen = select(c.e, c.book, c.known_first, t.due_first, t.due_last, t.waits)
    chosen = chosen.join_from(entry_state, entry_then, t.e == c.e)
    return chosen.where(c.known_first < c.known_last, c.known_first <= day, c.known_last > day)


def unsteady(connection: Connection, days: Sequence[int]) -> list[str]:
    """Return the entries that were known on one of some days, but not yet as they are now."""
    meant = or_(*(and_(c.known_first <= day, c.known_last > day) for day in days))
    return [name(e) for e in connection.execute(select(c.e).where(c.known_first < c.known_last, meant)).scalars()]


def came(connection: Connection, after: int, day: int) -> list[Row[Any]]:
    """Return what the entries were on a day that became known after an earlier one and by it."""
    chosen = select(c.e, c.book, c.due_first, c.due_last, c.waits)
    now = connection.execute(chosen.where(c.known_first > after, c.known_first <= day, c.known_last <= day)).all()
    return [*now, *(r for r in then(connection, day) if r.known_first > after)]


def stirred_between(connection: Connection, after: int, day: int) -> list[str]:
    """Return the entries that were known on a day and of which something more became known after it, by another day."""
    now = select(c.e).where(
        c.known_first < c.known_last, c.known_first <= after, c.known_last > after, c.known_last <= day
    )
    before = _partly(day).where(c.known_first <= after, t.since > after, t.since <= day)
    before = before.with_only_columns(c.e).distinct()
    return [name(e) for chosen in (now, before) for e in connection.execute(chosen).scalars()]


def stirred(connection: Connection, since: str) -> list[str]:
    """Return the entries about which something came into the ledger from a moment on."""
    return [name(e) for e in connection.execute(select(c.e).where(c.stirred >= since)).scalars()]


def turning(connection: Connection, window: Window, day: int, *, quiet: str) -> list[Row[Any]]:
    """Return the rows of waiting entries in a window that were steady on a day, and of which nothing came since.

    Args:
        quiet: the moment from which on nothing came into the ledger about them.
    """
    chosen = select(c.e, c.book, c.due_first, c.due_last).where(
        c.waits == 1, window.condition(), c.known_last <= day, c.stirred < quiet
    )
    return list(connection.execute(chosen))


def unchanged(connection: Connection, windows: Sequence[Window], then_day: int, day: int) -> list[list[Row[Any]]]:
    """Return window by window the rows of waiting entries of which nothing became known between two days."""
    known = counts(connection, then_day)
    same = then(connection, day, since=then_day, waiting=True)
    return [[*steady(connection, w, known), *(r for r in same if w.holds(_due(r)))] for w in windows]


def doubtful(connection: Connection, day: int, soon: int, *, most: int) -> tuple[list[str], int]:
    """Return the entries about which the weightiest questions wait, and how many questions wait on all.

    Questions on what is due within ``soon`` days of the day weigh more: the weightiest of those are returned too.
    Only entries that are steady on the day are looked at.
    """
    meant = and_(c.asks > 0, c.known_last <= day)
    pressing = and_(c.due_first <= day + soon, c.due_last >= day - soon)
    found: dict[str, None] = {}
    for which in (meant, and_(meant, pressing)):
        chosen = select(c.e).where(which).order_by(c.doubt.desc(), c.e).limit(most)
        found.update((name(e), None) for e in connection.execute(chosen).scalars())
    total = connection.execute(select(func.coalesce(func.sum(c.asks), 0)).where(meant)).scalar_one()
    return list(found), int(total)


def forecast_by(connection: Connection, speaker: str) -> list[tuple[int, str, int]]:
    """Return firmness, outcome and number of the expectations of one speaker.

    All are counted in an index, and only those whose entry has an outcome are looked up.
    """
    said = select(v.firm, func.count()).where(v.forecaster == speaker).group_by(v.firm)
    judged = text("SELECT e FROM entry_state WHERE outcome <> 'unchecked'").columns(c.e)
    told = (
        select(v.firm, c.outcome, func.count()).join(entry_state, c.e == v.e)
        .where(v.forecaster == speaker, (v.e + 0).in_(judged)).group_by(v.firm, c.outcome)
    )  # fmt: skip
    found = [(int(firm), str(outcome), int(n)) for firm, outcome, n in connection.execute(told)]
    left = Counter({int(firm): int(n) for firm, n in connection.execute(said)})
    for firm, _, n in found:
        left[firm] -= n
    return [*found, *((firm, UNCHECKED, n) for firm, n in left.items() if n)]


def forecasts_of(connection: Connection, speaker: str, *, most: int) -> list[str]:
    """Return entries in which one speaker says what is to come, oldest first."""
    chosen = select(v.e).where(v.forecaster == speaker).order_by(v.day, v.e).limit(most)
    return [name(e) for e in connection.execute(chosen).scalars()]
