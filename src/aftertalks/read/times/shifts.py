"""Resolves times that are counted from another date: yesterday, three days later, on Sunday, within 90 days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from aftertalks.read.times.anchor import Anchor
from aftertalks.read.times.calendar import Bounds, bounds, duration_value, exact_step, step
from aftertalks.read.times.expression import Expression
from aftertalks.read.times.telling import NO_DATE, Resolved, Telling, give, null, with_tense

_FINE = {
    "D": {"day", "time"},
    "W": {"day", "time", "week"},
    "WE": {"day", "time", "week"},
    "F": {"day", "time", "week"},
}
_TODAY = re.compile(r"\s+(?:today|to the day)\b")
_EVENT_BEFORE = re.compile(r"\b(?:in the event (?:of|that)|in case of|once|as soon as|upon)\b", re.IGNORECASE)
_REACH = 1200
"""How many letters "the following day" may look back in coverage for the day that it follows."""


@dataclass(frozen=True, slots=True)
class _Base:
    told: str
    day: date | None
    year_before_era: int | None = None


def resolve_shift(e: Expression, telling: Telling) -> Resolved:
    """Resolve so many units from the publication date or from the date told before."""
    number, unit = e.number, e.unit
    if number is None:
        return null(e, "the distance is not stated")
    if abs(number) == 0.5 and unit in {"Y", "DE"}:
        number, unit = (12 * number, "M") if unit == "Y" else (10 * number, "Y")
    if number != int(number):
        return null(e, "a fraction of a unit")
    if unit in {"TH", "TM", "TS"}:
        return null(e, "a distance finer than a day", type_="TIME")
    base = _base(e, telling)
    if isinstance(base, str):
        value = "PRESENT_REF" if e.rule == "day of writing" and telling.narrative and telling.published else None
        return null(e, base, value=value)
    if base.year_before_era is not None:
        return _before_era(e, base, int(number))
    assert base.day is not None
    if number == int(number) and _TODAY.match(telling.text, e.end):
        day = exact_step(base.day, number, unit)
        return give(e, day.isoformat(), f"to the day, counted from {base.told}", anchored=True)
    tense = telling.tense(e) if e.mod else None
    given = give(e, step(base.day, int(number), unit), f"counted from {base.told}", anchored=True)
    return with_tense(given, tense) if tense else given


def _before_era(e: Expression, base: _Base, number: int) -> Resolved:
    years = {"Y": 1, "DE": 10, "CE": 100}.get(e.unit)
    year = -((base.year_before_era or 0) + number * (years or 0))
    if years is None or year <= 0:
        return null(e, "years before 1 have no days here")
    value = {"Y": f"BC{year:04d}", "DE": f"BC{year // 10:03d}", "CE": f"BC{year // 100:02d}"}[e.unit]
    return give(e, value, f"counted from {base.told}", anchored=True)


def _base(e: Expression, telling: Telling) -> _Base | str:
    """Choose what a shift is counted from; a string is the reason why there is nothing."""
    published = telling.published
    writing = _Base(f"the publication date {published}", published)
    if e.rule == "day of writing":
        if published is None:
            return f"{NO_DATE}the day of writing is not known"
        return "the day of writing, in a story of another time" if telling.narrative else writing
    from_told = e.base == "previous" or telling.narrative
    if e.base == "writing" and not telling.narrative and telling.local(e) is not None:
        from_told = telling.tense(e).name == "past"
    if from_told:
        found = _told(e, telling)
        must = telling.narrative or e.relative in {"following", "previous", "that"} or e.rule == "distance in time"
        if isinstance(found, _Base) or must:
            return found
    return f"{NO_DATE}nothing to count from" if published is None else writing


def _told(e: Expression, telling: Telling) -> _Base | str:
    p: Anchor | None = telling.previous
    if e.unit == "D" and p is not None and p.day is None and not telling.narrative:
        p = telling.day or p
    if p is None or (not telling.narrative and e.start - p.end > _REACH):
        return f"{NO_DATE if telling.published is None else ''}no earlier date to count from"
    if p.era:
        return _Base(telling.words(p), None, p.year)
    place = bounds(p.value)
    coarse = e.unit == "M" and place.precision in {"year", "decade", "century"}
    if place.first is None or coarse or place.precision not in _FINE.get(e.unit, {place.precision}):
        return f"{telling.words(p)} is too coarse to count from"
    if telling.published is not None and place.first > telling.published and telling.tense(e).name == "past":
        return f"{telling.words(p)} is still to come, and this looks back"
    return _Base(telling.words(p), place.first)


def resolve_weekday(e: Expression, telling: Telling) -> Resolved:
    """Resolve a weekday: the next one if its clause looks ahead, else the last one."""
    wanted, published = e.weekday or 1, telling.published
    if telling.narrative or published is None:
        return _weekday_told(e, telling, wanted)
    ahead = (wanted - published.isoweekday()) % 7
    back = ahead - 7 if ahead else 0
    tense = telling.tense(e)
    if e.base:
        monday = published - timedelta(published.isoweekday() - 1)
        back = (monday - published).days + 7 * {"next": 1, "last": -1}.get(e.base, 0) + wanted - 1
        days, why = back, f"of {e.base} week"
    elif e.relative in {"next", "following"}:
        days, why = (ahead if ahead > 1 else ahead + 7), "the next one"
    elif e.relative in {"last", "previous"}:
        back = back or -7
        days, why = (back if back < -1 else -8), "the last one"
    elif e.relative == "this":
        days, why = (back if tense.name == "past" else ahead), "this one"
    elif tense.name == "future":
        days, why = ahead, "the next one, as its clause looks ahead"
    else:
        days, why = back, "the last one, as its clause does not look ahead"
    day = published + timedelta(days)
    return give(e, day.isoformat(), f"{why}, from the publication date {published}", anchored=True, tense=tense)


def _weekday_told(e: Expression, telling: Telling, wanted: int) -> Resolved:
    p = telling.previous
    if p is None or p.day is None or not (telling.narrative or telling.near(p, e)):
        return null(e, f"{NO_DATE if telling.published is None else ''}the week is not stated")
    steps = (wanted - p.day.isoweekday() + 3) % 7 - 3
    if e.relative in {"next", "following"}:
        steps = (wanted - p.day.isoweekday()) % 7 or 7
    elif e.relative in {"last", "previous"}:
        steps = -((p.day.isoweekday() - wanted) % 7 or 7)
    return give(e, (p.day + timedelta(steps)).isoformat(), f"the one nearest to {telling.words(p)}", anchored=True)


def resolve_ahead(e: Expression, telling: Telling) -> Resolved:
    """Resolve "in six months" and "within 90 days" where the clause looks ahead; else they are lengths."""
    value = duration_value(e.number, e.unit)
    within = e.base == "within"
    if e.number is None:
        return null(e, "the length is not stated", value=value, type_="DURATION")
    tense = telling.tense(e)
    looks_ahead = tense.name == "future" or (within and tense.name == "unknown")
    if (telling.narrative and telling.published is not None) or not looks_ahead:
        return null(e, "a length, no place on the calendar", value=value, type_="DURATION")
    reason = _uncounted(e, telling)
    if reason:
        found = null(e, reason, value=value, type_="DURATION")
        return Resolved(e, "DURATION", value, found.bounds, found.rule, False, tense, within)
    assert telling.published is not None
    why = f"counted from the publication date {telling.published}"
    if within:
        day = exact_step(telling.published, e.number, e.unit)
        return Resolved(e, "DURATION", value, Bounds(day, day, "day"), f"within: {why}", True, tense, True)
    if e.unit in {"TH", "TM", "TS"} or e.number != int(e.number):
        return null(e, "a distance finer than its unit", value=value, type_="DURATION")
    return give(e, step(telling.published, int(e.number), e.unit), why, anchored=True, tense=tense)


def _uncounted(e: Expression, telling: Telling) -> str:
    after = telling.text[e.end : e.end + 24].lower().split()
    if after and after[0] in {"of", "after", "from", "following"} and after[1:2] not in (["now"], ["today"]):
        return "counted from an event, not from a date"
    if e.base == "within" and _EVENT_BEFORE.search(telling.text, telling.sentence(e).start, e.start):
        return "counted from an event that may come, not from a date"
    return f"{NO_DATE}nothing to count from" if telling.published is None else ""


def resolve_window(e: Expression, telling: Telling) -> Resolved:
    """Resolve "the next six months", "the past three years": a length that ends or begins on the day of writing."""
    value = duration_value(e.number, e.unit)
    if e.number is None:
        return null(e, "the length is not stated", value=value, type_="DURATION")
    if telling.narrative or telling.published is None or e.relative not in {"next", "last"}:
        reason = f"{NO_DATE}nothing to count from" if telling.published is None else "its bounds are not stated"
        return null(e, reason, value=value, type_="DURATION")
    forward = e.relative == "next"
    other = exact_step(telling.published, e.number if forward else -e.number, e.unit)
    first, last = (telling.published, other) if forward else (other, telling.published)
    rule = f"window: counted from the publication date {telling.published}"
    return Resolved(e, "DURATION", value, Bounds(first, last, "range"), rule, True)
