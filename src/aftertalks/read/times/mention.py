"""Turns resolved expressions into mentions: role, deadline's day, ranges as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from aftertalks.model import Span, TimeMention, TimeRole
from aftertalks.read.times.calendar import Bounds
from aftertalks.read.times.cues import deadline_cue
from aftertalks.read.times.expression import Expression
from aftertalks.read.times.neighbours import leads
from aftertalks.read.times.ranges import is_range
from aftertalks.read.times.roles import is_due, role_of
from aftertalks.read.times.telling import Resolved, Telling

_AROUND = 300
"""How many letters of its sentence, to each side, are asked whether something is due."""
_STRICT = frozenset({"before", "prior to", "ahead of"})


def build_mention(r: Resolved, telling: Telling, *, names: bool) -> TimeMention:
    """Build the mention of one resolved expression.

    Args:
        r: the resolved expression.
        telling: what is known of the text.
        names: whether the date only names a thing.
    """
    e, text = r.expression, telling.text
    cue = deadline_cue(text, e.start)
    sentence = telling.sentence(e)
    around = text[max(sentence.start, e.start - _AROUND) : min(sentence.end, e.end + _AROUND)]
    due = not cue or is_due(around, telling.tense(e))
    role = role_of(text, r, due=due)
    place, rule = r.bounds, r.rule
    if cue in _STRICT and not due and place.first is not None and place.first > date.min:
        place, rule = (
            Bounds(None, place.first - timedelta(1), "none"),
            f"{rule}; some day before it, no first day stated",
        )
    elif role is TimeRole.DEADLINE and place.first is not None and r.type != "DURATION":
        place = _deadline(e, place, cue)
    elif e.mod == "close" and place.last is not None and r.tense.name == "future":
        place = replace(place, first=place.last)
    return TimeMention(
        span=Span(e.start, e.end), text=text[e.start : e.end], type=r.type, value=r.value, first=place.first,
        last=place.last, precision=place.precision, role=role, rule=rule, anchored=r.anchored, identifies=names,
    )  # fmt: skip


def _deadline(e: Expression, place: Bounds, cue: str) -> Bounds:
    """Narrow a deadline to its last day; "before 2018" ends with 2017, "by mid-August" in the month's middle."""
    first, last = place.first, place.last
    assert first is not None and last is not None
    day = last
    if cue in _STRICT and not e.mod and first != last and first > date.min:
        day = first - timedelta(1)
    elif e.mod == "mid" and place.precision == "month":
        day = first.replace(day=15)
    elif e.mod == "mid" and place.precision == "year":
        day = date(first.year, 6, 30)
    return replace(place, first=day, last=day)


def join_ranges(text: str, resolved: Sequence[Resolved], mentions: Sequence[TimeMention]) -> list[TimeMention]:
    """Join the two ends of a range in one mention; a date takes the role of the clock time right before it."""
    out: list[TimeMention] = []
    i = 0
    while i < len(mentions):
        a = mentions[i]
        if i and leads(text, resolved[i - 1], resolved[i]) and a.role is TimeRole.AT:
            a = replace(a, role=mentions[i - 1].role)
        if i + 1 < len(mentions) and is_range(text, resolved[i].expression, resolved[i + 1].expression):
            whole = _range(text, a, mentions[i + 1])
            if whole is not None:
                out.append(whole)
                i += 2
                continue
        out.append(a)
        i += 1
    return out


def _range(text: str, a: TimeMention, b: TimeMention) -> TimeMention | None:
    if a.type != b.type or a.type not in {"DATE", "TIME"} or a.first is None or b.last is None or a.first > b.last:
        return None
    span = Span(a.span.start, b.span.end)
    return replace(
        a, span=span, text=span.of(text), value=f"{a.value}/{b.value}", last=b.last, precision="range",
        role=TimeRole.AT, rule=f"range: {a.rule} / {b.rule}",
        anchored=a.anchored or b.anchored, identifies=a.identifies or b.identifies,
    )  # fmt: skip
