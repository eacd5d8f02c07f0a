"""Entries by when they are due and since when they are as they are: keys from indexes, never whole entries.

An entry is steady on a day if everything that makes it what it is was known by then (``known_last``); what was known
only in part on that day (``known_first`` by then, ``known_last`` later) its reader must take back to it. Days are
ordinals.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from aftertalks.store.state import name
from aftertalks.store.tables import entry_state, voice_told

c, v = entry_state.c, voice_told.c
FAR = 10**8  # later than any day


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

    def holds(self, due: tuple[int, int] | None) -> bool:
        """Say whether an entry that is due so lies in it."""
        if due is None:
            return not self.dated
        return self.dated and self.last_from <= due[1] <= self.last_to and self.first_from <= due[0] <= self.first_to

    def condition(self) -> ColumnElement[bool]:
        """Say the same of an entry's row."""
        if not self.dated:
            return c.due_last.is_(None)
        first = c.due_first.between(self.first_from, self.first_to)
        return and_(c.due_last.between(self.last_from, self.last_to), first)


def waiting(
    connection: Connection, window: Window, day: int, *, limit: int | None, only: Container[int] | None = None
) -> tuple[list[str], int]:
    """Return the entries that wait in a window and are steady on a day, in its order; and how many there are.

    Args:
        only: keys of the entries that are meant; all if left out.
    """
    meant = and_(c.waits == 1, c.known_last <= day, window.condition())
    chosen = select(c.e).where(meant)
    order = (c.due_last, c.due_first, c.e)
    chosen = chosen.order_by(*(x.desc() for x in order)) if window.newest else chosen.order_by(*order)
    if only is not None:
        keys = [e for e in connection.execute(chosen).scalars() if e in only]
        return [name(e) for e in keys[:limit]], len(keys)
    ids = [name(e) for e in connection.execute(chosen.limit(limit)).scalars()]
    if limit is None or len(ids) < limit:
        return ids, len(ids)
    return ids, int(connection.execute(select(func.count()).where(meant)).scalar_one())


def unsteady(connection: Connection, days: Sequence[int]) -> list[str]:
    """Return the entries that were known on one of some days, but not yet as they are now."""
    meant = or_(*(and_(c.known_first <= day, c.known_last > day) for day in days))
    return [name(e) for e in connection.execute(select(c.e).where(c.known_first < c.known_last, meant)).scalars()]


def came(connection: Connection, after: int, day: int) -> list[Row[Any]]:
    """Return the rows of entries that became known after one day and by another, and are steady on that."""
    chosen = select(c.e, c.book, c.due_first, c.due_last, c.waits)
    return list(connection.execute(chosen.where(c.known_first > after, c.known_first <= day, c.known_last <= day)))


def stirred(connection: Connection, since: str) -> list[str]:
    """Return the entries about which something came into the ledger from a moment on."""
    return [name(e) for e in connection.execute(select(c.e).where(c.stirred >= since)).scalars()]


def turning(connection: Connection, window: Window, day: int, *, quiet: str | None = None) -> list[Row[Any]]:
    """Return the rows of waiting entries in a window that were steady on a day already.

    Args:
        quiet: also that nothing came into the ledger about them from this moment on.
    """
    still = c.known_last <= day if quiet is None else and_(c.known_last <= day, c.stirred < quiet)
    chosen = select(c.e, c.book, c.due_first, c.due_last, c.waits).where(c.waits == 1, window.condition(), still)
    return list(connection.execute(chosen))


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
    """Return firmness, outcome and number of the expectations of one speaker."""
    chosen = (
        select(v.firm, c.outcome, func.count()).join(entry_state, c.e == v.e)
        .where(v.forecaster == speaker).group_by(v.firm, c.outcome)
    )  # fmt: skip
    return [(int(firm), str(outcome), int(n)) for firm, outcome, n in connection.execute(chosen)]


def forecasts_of(connection: Connection, speaker: str, *, most: int) -> list[str]:
    """Return entries in which one speaker says what is to come, oldest first."""
    chosen = select(v.e).where(v.forecaster == speaker).order_by(v.day, v.e).limit(most)
    return [name(e) for e in connection.execute(chosen).scalars()]
