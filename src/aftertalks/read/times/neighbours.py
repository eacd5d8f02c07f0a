"""Times that take their day from a neighbour: a clock time beside its date, the first week of a month."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from aftertalks.read.times.calendar import Bounds, exact_step
from aftertalks.read.times.telling import Resolved

_BEFORE_DATE = re.compile(r"\s{0,2},?\s{0,2}\(?(?:on|of)?\s{0,2}(?:the )?")
_AFTER_DATE = re.compile(r"\)?,?\s{0,2}(?:\(|at|from|until|by|before|after|around|about)?\s{0,2}(?:about |around )?")


def _gap(text: str, a: Resolved, b: Resolved) -> str:
    """Return the words between two neighbours; a long stretch is cut, as no pattern fits it anyway."""
    return text[a.expression.end : min(b.expression.start, a.expression.end + 40)]


def leads(text: str, clock: Resolved, day: Resolved) -> bool:
    """Say whether a clock time stands right before its date ("00:00 (Damascus time) on February 27")."""
    return clock.expression.kind == "clock" and bool(_BEFORE_DATE.fullmatch(_gap(text, clock, day)))


def dated_clocks(text: str, resolved: Sequence[Resolved]) -> list[Resolved]:
    """Give each clock time the day beside it; the zone stays as written."""
    out = list(resolved)
    for i, r in enumerate(out):
        if r.expression.kind != "clock":
            continue
        after = out[i + 1] if i + 1 < len(out) else None
        before = out[i - 1] if i else None
        beyond = out[i + 2] if i + 2 < len(out) else None
        if after is not None and leads(text, r, after) and after.expression.kind != "clock":
            out[i] = _on_day(r, after)
        elif after is not None and beyond is not None and _same_time_elsewhere(text, r, after, beyond):
            out[i] = _on_day(r, beyond)
        elif before is not None and _AFTER_DATE.fullmatch(_gap(text, before, r)):
            out[i] = _on_day(r, before)
    return out


def _same_time_elsewhere(text: str, r: Resolved, after: Resolved, day: Resolved) -> bool:
    """Say whether a bracket with another zone's time stands between: "6 p.m. (1500 GMT) on Friday"."""
    bracket = _gap(text, r, after).strip() == "(" and after.expression.kind == "clock"
    return bracket and bool(re.fullmatch(r"\)\s{0,2}(?:on\s)?\s{0,2}(?:the )?", _gap(text, after, day)))


def _on_day(r: Resolved, day: Resolved) -> Resolved:
    if day.expression.kind == "clock" and abs(int(day.expression.clock[:2]) - int(r.expression.clock[:2])) > 11:
        return r  # two zones so far apart in hours need not share the day
    if day.bounds.first is None or day.bounds.first != day.bounds.last or day.type == "DURATION":
        return r
    zone = f", {r.expression.zone}" if r.expression.zone else ""
    suffix = "Z" if r.expression.zone in {"GMT", "UTC", "Z"} else ""
    return replace(
        r,
        value=f"{day.bounds.first.isoformat()}T{r.expression.clock}{suffix}",
        bounds=replace(day.bounds, precision="time"),
        rule=f"clock time: on the day beside it{zone}",
        anchored=day.anchored,
    )


def parts_of_wholes(text: str, resolved: Sequence[Resolved]) -> list[Resolved]:
    """Place "the first week of" in the month or year that follows it."""
    out = list(resolved)
    for i, r in enumerate(out[:-1]):
        whole = out[i + 1]
        if r.expression.rule != "part of a whole" or not re.fullmatch(
            r"\s{0,3}of\s{0,3}(?:the\s)?", _gap(text, r, whole)
        ):
            continue
        first, last = whole.bounds.first, whole.bounds.last
        if first is None or last is None or first == last or r.expression.number is None:
            continue
        try:
            place = _part(r, first, last)
        except (OverflowError, ValueError):
            continue
        if place is not None:
            words = text[whole.expression.start : whole.expression.end]
            out[i] = replace(r, bounds=place, anchored=whole.anchored, rule=f"part of a whole: of '{words}'")
    return out


def _part(r: Resolved, first: date, last: date) -> Bounds | None:
    e = r.expression
    assert e.number is not None
    if e.relative == "first":
        end = exact_step(first, e.number, e.unit) - timedelta(1)
        return Bounds(first, end, "range") if first <= end < last else None
    start = exact_step(last + timedelta(1), -e.number, e.unit)
    return Bounds(start, last, "range") if first < start <= last else None
