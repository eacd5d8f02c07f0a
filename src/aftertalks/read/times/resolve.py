"""Resolves expressions in text order to TIMEX3 values and days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from aftertalks.model import Span
from aftertalks.read.times.anchor import Anchor, nearest_year
from aftertalks.read.times.calendar import NOWHERE, Bounds, bounds, duration_value, exact_step, step
from aftertalks.read.times.clause import Tense, tense_of
from aftertalks.read.times.expression import Expression

NO_DATE = "no publication date: "


@dataclass(frozen=True, slots=True)
class Resolved:
    """An expression with its value; where ``bounds.first`` is null, ``rule`` ends with the reason."""

    expression: Expression
    type: str
    value: str | None
    bounds: Bounds
    rule: str
    anchored: bool = False
    tense: Tense = Tense("unknown")
    deadline: bool = False


class Resolver:
    """Resolves one text's expressions, one after the other.

    Args:
        text: the document.
        published: its publication date, if known.
        narrative: whether bare dates follow the date told before rather than the publication date.
        sentence_of: gives the sentence of an offset.
    """

    def __init__(self, text: str, *, published: date | None, narrative: bool, sentence_of) -> None:  # type: ignore[no-untyped-def]
        self._text = text
        self._published = published
        self._narrative = narrative
        self._sentence_of = sentence_of
        self._previous: Anchor | None = None

    def resolve(self, e: Expression, *, remember: bool = True) -> Resolved:
        """Resolve one expression; with ``remember`` it becomes the date that later ones follow."""
        handler = {
            "date": self._date, "shift": self._shift, "weekday": self._weekday, "ahead": self._ahead,
            "window": self._window, "duration": self._duration, "set": self._set, "vague": self._vague,
            "invalid": self._invalid, "clock": self._clock,
        }[e.kind]  # fmt: skip
        try:
            resolved = handler(e)
        except (OverflowError, ValueError):
            resolved = self._null(e, "lies outside the calendar")
        value = resolved.value
        dated = value is not None and resolved.type in {"DATE", "TIME"} and (value[:1].isdigit() or value[:2] == "BC")
        if dated and remember and value is not None and len(value.removeprefix("BC")) >= 4 and "X" not in value[:4]:
            self._previous = Anchor(value, e.start, e.end, e.year is not None)
        return resolved

    # -- helpers -----------------------------------------------------------------------------------------------

    def _null(self, e: Expression, reason: str, *, value: str | None = None, type_: str = "DATE") -> Resolved:
        return Resolved(e, type_, value, NOWHERE, f"{e.rule}: {reason}")

    def _give(self, e: Expression, value: str, why: str, *, anchored: bool) -> Resolved:
        if e.part and len(value) == 10:
            value = f"{value}T{e.part}"
        place = bounds(value)
        rule = f"{e.rule}: {why}" if why else e.rule
        if place.first is None:
            rule += "; years before 1 have no days here" if value.startswith("BC") else "; no such date"
            return Resolved(
                e, "DATE", value if value.startswith("BC") else None, replace(place, precision="none"), rule, anchored
            )
        type_ = "TIME" if "T" in value else "DATE"
        if e.mod and e.mod != "rest":
            rule += (
                f"; {'end' if e.mod == 'close' else {'start': 'early', 'mid': 'middle', 'end': 'late'}[e.mod]} of it"
            )
        return Resolved(e, type_, value, place, rule, anchored)

    def _tense(self, e: Expression) -> Tense:
        span = Span(e.start, e.end)
        return tense_of(self._text, span, self._sentence_of(e.start))

    def _local(self, e: Expression) -> Anchor | None:
        """The date told shortly before in the same paragraph, if it lies in a year far from the publication."""
        p = self._previous
        if p is None or p.year is None or self._published is None or not p.explicit:
            return None
        between = self._text[p.end : e.start]
        if len(between) > 300 or "\n\n" in between:
            return None
        return p if p.year < self._published.year else None

    # -- kinds -------------------------------------------------------------------------------------------------

    def _invalid(self, e: Expression) -> Resolved:
        return self._null(e, e.reason)

    def _vague(self, e: Expression) -> Resolved:
        return self._null(
            e,
            e.reason,
            value=e.value,
            type_="TIME"
            if "T"
            in (e.value or "")
            .removeprefix("P")
            .replace("_REF", "")
            .replace("PAST", "")
            .replace("PRESENT", "")
            .replace("FUTURE", "")
            else "DATE",
        )

    def _duration(self, e: Expression) -> Resolved:
        return self._null(e, e.reason or "a length, no place on the calendar", value=e.value, type_="DURATION")

    def _set(self, e: Expression) -> Resolved:
        return self._null(e, "recurs, no single place on the calendar", value=e.value, type_="SET")

    def _clock(self, e: Expression) -> Resolved:
        zone = f", {e.zone}" if e.zone else ""
        suffix = "Z" if e.zone in {"GMT", "UTC", "Z"} else ""
        if self._previous is not None and self._previous.day is not None and self._narrative:
            value = f"{self._previous.day.isoformat()}T{e.clock}{suffix}"
            return replace(self._give(e, value, f"on the day told before{zone}", anchored=True), type="TIME")
        return self._null(e, f"the day is not stated{zone}", value=f"XXXX-XX-XXT{e.clock}{suffix}", type_="TIME")

    def _date(self, e: Expression) -> Resolved:
        if e.value is not None:
            return self._give(e, e.value, "", anchored=False)
        if e.era and e.year is not None:
            return self._give(e, _value(e, e.year), "", anchored=False)
        if e.year is not None:
            return self._dated(e, e.year)
        if e.relative in {"this", "next", "last", "that", "following", "previous"}:
            return self._in_relative_year(e)
        if e.base:
            return self._chosen(e)
        return self._bare(e)

    def _dated(self, e: Expression, year: int) -> Resolved:
        value = _value(e, year)
        if bounds(value).first is None:
            return self._null(e, "no such date")
        why = "date in full" if e.day else "as given"
        day = bounds(value).first
        if e.weekday and e.day and day is not None and day.isoweekday() != e.weekday:
            why += "; its weekday does not agree"
        if e.clock:
            value += f"T{e.clock}"
        return self._give(e, value, why, anchored=False)

    def _base_year(self, e: Expression) -> tuple[int, str] | None:
        p = self._previous
        if e.relative in {"that", "following", "previous"} or self._narrative:
            if p is not None and p.year is not None:
                return p.year, "the date told before"
            if self._published is None:
                return None
        if self._published is None:
            return None
        return self._published.year, f"the publication date {self._published}"

    def _in_relative_year(self, e: Expression) -> Resolved:
        base = self._base_year(e)
        if base is None:
            return self._null(e, f"{NO_DATE}'{e.relative} year' has nothing to count from")
        shift = {"next": 1, "following": 1, "last": -1, "previous": -1}.get(e.relative, 0)
        year = base[0] + shift
        return self._give(e, _value(e, year), f"counted from {base[1]}", anchored=True)

    def _chosen(self, e: Expression) -> Resolved:
        """Resolve "last March", "next summer", "the previous April"."""
        month = e.month or {"SP": 4, "SU": 7, "FA": 10, "WI": 12}[e.season]
        use_previous = e.base in {"that", "following", "previous"} or self._narrative
        p = self._previous
        if use_previous and p is not None and p.year is not None:
            year, at, told = p.year, p.month or 6, "the date told before"
        elif self._published is not None:
            year, at, told = self._published.year, self._published.month, f"the publication date {self._published}"
        else:
            return self._null(e, f"{NO_DATE}'{e.base}' has nothing to count from")
        if e.base in {"next", "following"}:
            year += month <= at
        elif e.base in {"last", "previous"}:
            year -= month >= at
        return self._give(e, _value(e, year), f"counted from {told}", anchored=True)

    def _bare(self, e: Expression) -> Resolved:
        month = e.month or {"SP": 4, "SU": 7, "FA": 10, "WI": 13}.get(e.season, 0)
        if not month and e.season[:1] not in {"H", "Q"}:
            return self._null(e, "its month is not stated")
        tense = self._tense(e)
        p = self._previous
        if self._narrative:
            if p is None or p.year is None:
                if self._published is None or p is not None:
                    value = f"XXXX-{e.season}" if e.season else None
                    return self._null(e, f"{NO_DATE}the year is not stated", value=value)
            else:
                why = f"the year nearest to '{self._text[p.start : p.end]}'"
                return self._give(e, _value(e, self._narrated_year(p, month, e)), why, anchored=True)
        local = self._local(e)
        if local is not None and tense.name != "future":
            why = f"the year nearest to '{self._text[local.start : local.end]}'"
            return self._give(e, _value(e, nearest_year(local, min(month, 12))), why, anchored=True)
        return replace(self._by_tense(e, tense), tense=tense)

    def _narrated_year(self, p: Anchor, month: int, e: Expression) -> int:
        year = nearest_year(p, min(month, 12))
        if e.season == "WI":
            assert p.year is not None
            year = p.year + (1 if p.month is not None and p.month >= 9 else 0)
        return year

    def _by_tense(self, e: Expression, tense: Tense) -> Resolved:
        published = self._published
        assert published is not None
        years = [y for y in (published.year - 1, published.year, published.year + 1) if bounds(_value(e, y)).first]
        if e.weekday and e.day:
            years = [y for y in years if (d := bounds(_value(e, y)).first) and d.isoweekday() == e.weekday] or years
            agreed = [y for y in years if (d := bounds(_value(e, y)).first) and d.isoweekday() == e.weekday]
            if years and not agreed:
                return self._null(e, "weekday and date do not agree in any near year")
        if not years:
            years = [y for y in range(published.year - 4, published.year + 5) if bounds(_value(e, y)).first]
            if not years:
                return self._null(e, "no such date")
            return self._null(e, "no such date in the years around the publication")
        spans = {y: bounds(_value(e, y)) for y in years}
        ahead = [y for y in years if spans[y].last and spans[y].last >= published]  # type: ignore[operator]
        behind = [y for y in years if spans[y].first and spans[y].first <= published]  # type: ignore[operator]

        def gap(y: int) -> int:
            first, last = spans[y].first, spans[y].last
            assert first is not None and last is not None
            return 0 if first <= published <= last else min(abs((first - published).days), abs((last - published).days))

        if tense.name == "future" and ahead:
            year, why = min(ahead), "the next one, as its clause looks ahead"
        elif tense.name == "past" and behind:
            year, why = max(behind), "the last one, as its clause looks back"
            near = min(years, key=gap)
            if e.day and not tense.close and gap(near) <= 31 and gap(year) > 240:
                year, why = near, "the nearest one"
        else:
            year, why = min(years, key=gap), "the nearest one"
        return self._give(e, _value(e, year), f"{why}, from the publication date {published}", anchored=True)

    def _shift(self, e: Expression) -> Resolved:
        if e.number is None:
            return self._null(e, "the distance is not stated")
        number, unit = e.number, e.unit
        if number == 0.5 or number == -0.5:
            number, unit = {"Y": (12 * number, "M"), "DE": (10 * number, "Y")}.get(unit, (number, unit))
        if number != int(number):
            return self._null(e, "a fraction of a unit")
        if unit in {"TH", "TM", "TS"}:
            return self._null(e, "a distance of hours", type_="TIME")
        base = self._shift_base(e)
        if isinstance(base, str):
            if base.startswith("PRESENT"):
                return self._null(e, "the day of writing, in a story of another time", value="PRESENT_REF")
            return self._null(e, base)
        told, day, era_year = base
        if era_year is not None:
            moved = era_year + int(number) * {"Y": 1, "DE": 10, "CE": 100}.get(unit, 0)
            if unit not in {"Y", "DE", "CE"} or moved >= 0:
                return self._null(e, "years before 1 have no days here")
            return self._give(e, f"BC{-moved:04d}", f"counted from {told}", anchored=True)
        assert day is not None
        return self._give(e, step(day, int(number), unit), f"counted from {told}", anchored=True)

    def _shift_base(self, e: Expression) -> tuple[str, date | None, int | None] | str:
        """Choose what a shift is counted from; a string is the reason why there is nothing."""
        p, published = self._previous, self._published
        if e.rule == "day of writing":
            if published is None:
                return f"{NO_DATE}the day of writing is not known"
            return "PRESENT" if self._narrative else (f"the publication date {published}", published, None)
        wants_previous = e.base == "previous" or self._narrative
        if e.base == "writing" and not self._narrative and self._local(e) is not None:
            wants_previous = self._tense(e).name == "past"
        if e.base == "previous" and not self._narrative and p is not None and self._too_far(e, p):
            p = None
        if wants_previous:
            if p is not None:
                if p.era:
                    return "the date told before", None, p.year
                first = bounds(p.value).first
                fine = {"D": {"day", "time"}, "W": {"day", "time", "week"}, "WE": {"day", "time", "week"}}
                if bounds(p.value).precision not in fine.get(e.unit, {bounds(p.value).precision}):
                    return "the date told before is too coarse to count from"
                if e.unit == "M" and bounds(p.value).precision in {"year", "decade", "century"}:
                    return "the date told before is too coarse to count from"
                if first is not None:
                    return f"'{self._text[p.start : p.end]}'", first, None
            if self._narrative or e.relative in {"following", "previous"} or e.rule == "distance in time":
                return f"{NO_DATE if published is None else ''}no earlier date to count from"
        if published is None:
            return f"{NO_DATE}nothing to count from"
        return f"the publication date {published}", published, None

    def _too_far(self, e: Expression, p: Anchor) -> bool:
        return e.start - p.end > 700

    def _weekday(self, e: Expression) -> Resolved:
        p = self._previous
        wanted = e.weekday or 1
        if self._narrative:
            if p is not None and p.day is not None:
                offset = (wanted - p.day.isoweekday() + 3) % 7 - 3
                why = f"the {'' if not e.relative else e.relative + ' '}nearest to '{self._text[p.start : p.end]}'"
                return self._give(e, (p.day + timedelta(offset)).isoformat(), why, anchored=True)
            return self._null(e, f"{NO_DATE}the week is not stated", value=None)
        published = self._published
        assert published is not None
        ahead = (wanted - published.isoweekday()) % 7
        tense = self._tense(e)
        if e.relative in {"next", "following"}:
            ahead = ahead if ahead > 1 else ahead + 7
            day, why = published + timedelta(ahead), "the next one"
        elif e.relative in {"last", "previous"}:
            day, why = published - timedelta((-ahead) % 7 or 7), "the last one"
        elif e.relative == "this":
            day, why = published + timedelta(ahead if tense.name != "past" else ahead - 7 if ahead else 0), "this one"
        elif tense.name == "future":
            day, why = published + timedelta(ahead), "the next one, as its clause looks ahead"
        else:
            day, why = published - timedelta((-ahead) % 7), "the last one, as its clause does not look ahead"
        given = self._give(e, day.isoformat(), f"{why}, from the publication date {published}", anchored=True)
        return replace(given, tense=tense)

    def _ahead(self, e: Expression) -> Resolved:
        """Resolve "in six months" and "within 90 days" where the clause looks ahead; else they are lengths."""
        value = duration_value(e.number, e.unit)
        if e.number is None:
            return self._null(e, "the length is not stated", value=value, type_="DURATION")
        tense = self._tense(e)
        looks_ahead = tense.name == "future" or (e.base == "within" and tense.name == "unknown")
        if (self._narrative and self._published is not None) or not looks_ahead:
            return self._null(e, "a length, no place on the calendar", value=value, type_="DURATION")
        deadline = e.base == "within"
        after = self._text[e.end : e.end + 16].lower().split()
        if after and after[0] in {"of", "after", "from", "following"} and after[1:2] not in (["now"], ["today"]):
            null = self._null(e, "counted from an event, not from a date", value=value, type_="DURATION")
            return replace(null, deadline=deadline)
        if self._published is None:
            return replace(
                self._null(e, f"{NO_DATE}nothing to count from", value=value, type_="DURATION"), deadline=deadline
            )
        why = f"counted from the publication date {self._published}"
        if deadline:
            day = exact_step(self._published, e.number, e.unit)
            place = Bounds(day, day, "day")
            return Resolved(e, "DURATION", value, place, f"within: {why}", True, tense, True)
        if e.unit in {"TH", "TM", "TS"} or e.number != int(e.number):
            return self._null(e, "a distance finer than a day", value=value, type_="DURATION")
        return self._give(e, step(self._published, int(e.number), e.unit), why, anchored=True)

    def _window(self, e: Expression) -> Resolved:
        value = duration_value(e.number, e.unit)
        forward = e.relative in {"next", "following"}
        if e.number is None:
            return self._null(e, "the length is not stated", value=value, type_="DURATION")
        if self._narrative or e.relative not in {"next", "last"}:
            return self._null(e, "a length, its bounds are not stated", value=value, type_="DURATION")
        published = self._published
        assert published is not None
        other = exact_step(published, e.number if forward else -e.number, e.unit)
        first, last = (published, other) if forward else (other, published)
        rule = f"window: counted from the publication date {published}"
        return Resolved(e, "DURATION", value, Bounds(first, last, "range"), rule, True)


def _value(e: Expression, year: int) -> str:
    """Write the TIMEX3 value of calendar parts in a year."""
    head = f"BC{year if year > 0 else -year:04d}" if e.era or year < 0 else f"{year:04d}"
    if e.season:
        return f"{head}-{e.season}"
    if e.month is None:
        return head
    return f"{head}-{e.month:02d}" + (f"-{e.day:02d}" if e.day is not None else "")
