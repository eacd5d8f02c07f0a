"""Resolves calendar dates; one without a year takes it from the story, or from the publication date by its clause."""

from __future__ import annotations

from datetime import date

from aftertalks.read.times.anchor import Anchor, nearest_year
from aftertalks.read.times.calendar import bounds
from aftertalks.read.times.clause import Tense
from aftertalks.read.times.cues import deadline_cue
from aftertalks.read.times.expression import Expression
from aftertalks.read.times.telling import NO_DATE, Resolved, Telling, calendar_value, give, null

_SEASON_MONTH = {"SP": 4, "SU": 7, "FA": 10, "WI": 12, "H1": 3, "H2": 9, "Q1": 2, "Q2": 5, "Q3": 8, "Q4": 11}
_STEPS = {"next": 1, "following": 1, "last": -1, "previous": -1}
_TOLD = {"that", "following", "previous"}


def resolve_date(e: Expression, telling: Telling) -> Resolved:
    """Resolve calendar parts: whole dates, years, decades; "August of that year"; "last March"; bare "9 July"."""
    if e.value is not None:
        return give(e, e.value, "", anchored=False)
    if e.year is not None:
        return _whole(e, e.year)
    if e.relative in {*_STEPS, "this", "that"}:
        return _in_relative_year(e, telling)
    if e.base:
        return _chosen(e, telling)
    return _bare(e, telling)


def _whole(e: Expression, year: int) -> Resolved:
    value = calendar_value(e, year)
    if e.era:
        return give(e, value, "", anchored=False)
    first = bounds(value).first
    if first is None:
        return null(e, "no such date")
    why = "date in full" if e.day else "as given"
    if e.weekday and e.day and first.isoweekday() != e.weekday:
        why += "; its weekday does not agree"
    return give(e, value + (f"T{e.clock}" if e.clock else ""), why, anchored=False)


def _in_relative_year(e: Expression, telling: Telling) -> Resolved:
    p, published = telling.previous, telling.published
    if (e.relative in _TOLD or telling.narrative) and p is not None and p.year is not None:
        year, told = p.year, telling.words(p)
    elif published is not None:
        year, told = published.year, f"the publication date {published}"
    else:
        return null(e, f"{NO_DATE}'{e.relative} year' has nothing to count from")
    return give(e, calendar_value(e, year + _STEPS.get(e.relative, 0)), f"counted from {told}", anchored=True)


def _chosen(e: Expression, telling: Telling) -> Resolved:
    """Resolve "last March", "next summer", "the previous April"."""
    p, published = telling.previous, telling.published
    month = e.month or _SEASON_MONTH[e.season]
    if (e.base in _TOLD or telling.narrative) and p is not None and p.year is not None:
        year, at, told = p.year, p.month or 6, telling.words(p)
    elif published is not None:
        year, at, told = published.year, published.month, f"the publication date {published}"
    else:
        return null(e, f"{NO_DATE}'{e.base}' has nothing to count from")
    if e.base in {"next", "following"}:
        year += month <= at
    elif e.base in {"last", "previous"}:
        year -= month >= at
    return give(e, calendar_value(e, year), f"counted from {told}", anchored=True)


def _bare(e: Expression, telling: Telling) -> Resolved:
    month = e.month or _SEASON_MONTH.get(e.season, 0)
    if not month:
        return null(e, "its month is not stated")
    if telling.narrative:
        return _told(e, telling, month)
    tense = telling.tense(e)
    local = telling.local(e)
    if local is not None and tense.name != "future":
        year = nearest_year(local, month)
        return give(e, calendar_value(e, year), f"the year nearest to {telling.words(local)}", anchored=True)
    if telling.published is None:
        return _yearless(e)
    return _by_tense(e, tense, telling.published, due=bool(deadline_cue(telling.text, e.start)))


def _yearless(e: Expression, why: str = NO_DATE) -> Resolved:
    value = f"XXXX-{e.season}" if e.season in {"SP", "SU", "FA", "WI"} else None
    return null(e, f"{why}the year is not stated", value=value)


def _told(e: Expression, telling: Telling, month: int) -> Resolved:
    """Give the year of the story; a month that follows closely on the last one told goes on from it."""
    p = telling.previous
    if p is None or p.year is None:
        return _yearless(e, NO_DATE if telling.published is None else "")
    anchor = _going_on(p, telling.fine, month)
    year = nearest_year(anchor, month)
    if e.season == "WI" and anchor.year is not None:
        year = anchor.year + (anchor.month is not None and anchor.month >= 9)
    if e.day == 29 and e.month == 2 and not anchor.era:
        year = min((y for y in range(year - 4, year + 5) if y % 4 == 0), key=lambda y: abs(y - year))
    why = f"the year nearest to {telling.words(anchor)}"
    return give(e, calendar_value(e, year), why, anchored=True)


def _going_on(previous: Anchor, fine: Anchor | None, month: int) -> Anchor:
    """Choose between the last date told and the last one told with its month."""
    if fine is None or fine is previous or previous.month is not None or fine.year is None or previous.year is None:
        return previous
    ahead = (nearest_year(fine, month) - fine.year) * 12 + month - (fine.month or 1)
    return fine if 0 <= ahead <= 2 and abs(previous.year - fine.year) <= 40 else previous


def _by_tense(e: Expression, tense: Tense, published: date, *, due: bool = False) -> Resolved:
    spans = {y: bounds(calendar_value(e, y)) for y in range(published.year - 1, published.year + 2)}
    days = {y: (b.first, b.last) for y, b in spans.items() if b.first is not None and b.last is not None}
    if not days:
        return null(e, "no such date")
    if e.weekday and tense.name == "unknown":
        days = {y: d for y, d in days.items() if d[0].isoweekday() == e.weekday} or days

    def gap(year: int) -> int:
        first, last = days[year]
        return 0 if first <= published <= last else min(abs((first - published).days), abs((last - published).days))

    ahead = [y for y, (_, last) in days.items() if last >= published]
    behind = [y for y, (first, _) in days.items() if first <= published]
    near = min(days, key=gap)
    year, why = near, "the nearest one"
    if tense.name == "future" and ahead:
        year, why = min(ahead), "the next one, as its clause looks ahead"
        if e.day and not tense.close and gap(near) <= 60 and gap(year) > 240:
            year, why = near, "the nearest one"
    elif tense.name == "past" and behind:
        year, why = max(behind), "the last one, as its clause looks back"
        if e.day and not tense.close and gap(near) <= 31 and gap(year) > 240:
            year, why = near, "the nearest one"
        elif due and gap(near) <= 150 and gap(year) > 180:
            # "demanded … by September 1": the demand is past, its deadline is not.
            year, why = near, "the nearest one, as a deadline"
    if e.weekday and e.day and days[year][0].isoweekday() != e.weekday:
        return null(e, "its weekday does not agree")
    why = f"{why}, from the publication date {published}"
    return give(e, calendar_value(e, year), why, anchored=True, tense=tense)
