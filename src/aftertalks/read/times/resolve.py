"""Resolves expressions, one after the other, to TIMEX3 values and days."""

from __future__ import annotations

import re
from collections.abc import Callable

from aftertalks.read.times.dates import resolve_date
from aftertalks.read.times.expression import Expression
from aftertalks.read.times.shifts import resolve_ahead, resolve_shift, resolve_weekday, resolve_window
from aftertalks.read.times.telling import Resolved, Telling, give, null

_TIMELIKE = re.compile(r"-XXT[A-Z\d]")


def _invalid(e: Expression, _: Telling) -> Resolved:
    return null(e, e.reason)


def _vague(e: Expression, _: Telling) -> Resolved:
    return null(e, e.reason, value=e.value, type_="TIME" if _TIMELIKE.search(e.value or "") else "DATE")


def _duration(e: Expression, _: Telling) -> Resolved:
    return null(e, e.reason or "a length, no place on the calendar", value=e.value, type_="DURATION")


def _set(e: Expression, _: Telling) -> Resolved:
    return null(e, "recurs, no single place on the calendar", value=e.value, type_="SET")


def _clock(e: Expression, telling: Telling) -> Resolved:
    """Resolve a clock time without a day beside it: in a story it belongs to the day told before."""
    zone = f", {e.zone}" if e.zone else ""
    clock = e.clock + ("Z" if e.zone in {"GMT", "UTC", "Z"} else "")
    previous = telling.previous
    if telling.narrative and previous is not None and previous.day is not None:
        return give(e, f"{previous.day.isoformat()}T{clock}", f"on the day told before{zone}", anchored=True)
    return null(e, f"the day is not stated{zone}", value=f"XXXX-XX-XXT{clock}", type_="TIME")


_HANDLERS: dict[str, Callable[[Expression, Telling], Resolved]] = {
    "date": resolve_date,
    "shift": resolve_shift,
    "weekday": resolve_weekday,
    "ahead": resolve_ahead,
    "window": resolve_window,
    "duration": _duration,
    "set": _set,
    "vague": _vague,
    "invalid": _invalid,
    "clock": _clock,
}


def resolve(e: Expression, telling: Telling, *, remember: bool = True) -> Resolved:
    """Resolve one expression.

    Args:
        e: the expression.
        telling: what is known so far.
        remember: whether later times may be counted from this one; not so for dates that only name a thing.
    """
    try:
        resolved = _HANDLERS[e.kind](e, telling)
    except (OverflowError, ValueError):
        resolved = null(e, "lies outside the calendar")
    if remember:
        telling.remember(resolved)
    return resolved
