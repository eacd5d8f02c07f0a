"""The finder: patterns, then years shared, then resolving, then roles, then ranges."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from aftertalks.model import Span, TimeMention, TimeRole
from aftertalks.read.times.anchor import is_narrative
from aftertalks.read.times.calendar import Bounds
from aftertalks.read.times.expression import Expression
from aftertalks.read.times.ranges import is_range, share_years
from aftertalks.read.times.resolve import Resolved, Resolver
from aftertalks.read.times.roles import deadline_cue, identifies, role_of
from aftertalks.read.times.scan import scan

_BREAK = re.compile(r"(?<=[.!?])[\"”’')\]]{0,2}\s{1,4}(?=[\"“‘'(\[]{0,2}[A-Z0-9])|\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sen|Rep|Gov|St|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|ca|vs|[ap]\.m)\.)$"
)


def find_times(
    text: str, *, published: date | None, sentences: Sequence[Span] = (), ranges: bool = True
) -> list[TimeMention]:
    """Find the times of a text.

    Args:
        text: the document's text.
        published: its publication date; without it relative dates are found, but their days stay null unless an
            earlier full date of the text anchors them.
        sentences: spans of its sentences in order; split by a simple rule if none are given.
        ranges: whether the two ends of "from 2018 to 2020" are joined in one mention; False gives each end by
            itself, as TIMEX3 corpora mark them.

    Returns:
        Mentions in order, none overlapping.
    """
    found = share_years(text, scan(text))
    resolver = Resolver(
        text,
        published=published,
        narrative=is_narrative(found, published),
        sentence_of=_sentence_finder(text, sentences),
    )
    pairs = []
    for e in found:
        names = e.kind in {"date", "weekday"} and identifies(text, e.start, e.end)
        pairs.append((resolver.resolve(e), names))
    resolved = _dated_clocks(text, [r for r, _ in pairs])
    mentions = [_mention(text, r, names) for r, (_, names) in zip(resolved, pairs, strict=True)]
    return _joined(text, found, mentions) if ranges else mentions


def _sentence_finder(text: str, sentences: Sequence[Span]) -> Callable[[int], Span]:
    spans = list(sentences) or _split(text)
    starts = [s.start for s in spans]

    def find(offset: int) -> Span:
        i = bisect_right(starts, offset) - 1
        if i >= 0 and offset < spans[i].end:
            return spans[i]
        low = spans[i].end if i >= 0 else 0
        high = starts[i + 1] if i + 1 < len(starts) else len(text)
        return Span(low, max(low, high))

    return find


def _split(text: str) -> list[Span]:
    out: list[Span] = []
    start = 0
    for m in _BREAK.finditer(text):
        if m.group() != "\n" and _ABBREVIATION.search(text, max(0, m.start() - 6), m.start()):
            continue
        out.append(Span(start, m.end()))
        start = m.end()
    out.append(Span(start, len(text)))
    return out


def _dated_clocks(text: str, resolved: list[Resolved]) -> list[Resolved]:
    """Give a clock time the day beside it: "00:00 (Damascus time) on February 27", "Sunday (July 9) at noon"."""
    out = list(resolved)
    for i, r in enumerate(out):
        if r.expression.kind != "clock":
            continue
        after = out[i + 1] if i + 1 < len(out) else None
        before = out[i - 1] if i else None
        if after is not None and re.fullmatch(
            r"\s{0,2},?\s{0,2}\(?(?:on|of)?\s{0,2}(?:the )?", text[r.expression.end : after.expression.start]
        ):
            day = after
        elif before is not None and re.fullmatch(
            r"\)?,?\s{0,2}(?:\(|at|from|until|by|before|after|around|about)?\s{0,2}(?:about |around )?",
            text[before.expression.end : r.expression.start],
        ):
            day = before
        else:
            continue
        if day.bounds.first is None or day.bounds.first != day.bounds.last or not day.value:
            continue
        suffix = "Z" if r.expression.zone in {"GMT", "UTC", "Z"} else ""
        zone = f", {r.expression.zone}" if r.expression.zone else ""
        value = f"{day.bounds.first.isoformat()}T{r.expression.clock}{suffix}"
        out[i] = replace(r, value=value, bounds=replace(day.bounds, precision="time"), anchored=day.anchored,
                         rule=f"clock time: on the day beside it{zone}")  # fmt: skip
    return out


def _mention(text: str, r: Resolved, names: bool) -> TimeMention:
    e = r.expression
    role = role_of(text, r)
    place, rule = r.bounds, r.rule
    if role is TimeRole.DEADLINE and place.first is not None and r.type != "DURATION":
        place, rule = _deadline_day(e, place, deadline_cue(text, e.start)), rule
    elif e.mod == "close" and place.last is not None and r.tense.name == "future":
        place = replace(place, first=place.last)
    return TimeMention(
        span=Span(e.start, e.end), text=text[e.start : e.end], type=r.type, value=r.value, first=place.first,
        last=place.last, precision=place.precision, role=role, rule=rule, anchored=r.anchored, identifies=names,
    )  # fmt: skip


def _deadline_day(e: Expression, place: Bounds, cue: str) -> Bounds:
    """Narrow a deadline to its last day; "before 2018" ends with 2017, "by mid-August" in the month's middle."""
    first, last = place.first, place.last
    assert first is not None and last is not None
    if e.mod == "close":
        return replace(place, first=last)
    if cue in {"before", "prior to", "ahead of"} and first != last and first > date.min:
        day = first - timedelta(1)
        return replace(place, first=day, last=day)
    if e.mod == "mid" and place.precision == "month":
        return replace(place, first=first.replace(day=15), last=first.replace(day=15))
    if e.mod == "mid" and place.precision == "year":
        return replace(place, first=date(first.year, 6, 30), last=date(first.year, 6, 30))
    return replace(place, first=last)


def _joined(text: str, found: list[Expression], mentions: list[TimeMention]) -> list[TimeMention]:
    out: list[TimeMention] = []
    i = 0
    while i < len(mentions):
        a = mentions[i]
        if i + 1 < len(mentions) and is_range(text, found[i], found[i + 1]):
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
        a, span=span, text=span.of(text), value=f"{a.value}/{b.value}", last=b.last, precision="range", role=TimeRole.AT,
        rule=f"range: {a.rule} / {b.rule}", anchored=a.anchored or b.anchored, identifies=a.identifies or b.identifies,
    )  # fmt: skip
