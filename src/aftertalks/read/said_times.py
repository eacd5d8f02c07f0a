"""Times that a speaker counted from the day he spoke: "“We meet tomorrow,” she said on Thursday" tells of Friday."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from aftertalks.model import Attribution, Form, TimeMention
from aftertalks.read.parsed import Parsed
from aftertalks.read.times import find_times

_PUBLISHED = "the publication date"
SAID_DAY = "the day of saying"
"""What the rule of a time counted anew names instead of the publication date."""
_LENGTHS = ("in:", "within:", "weekday:")
"""Rules of lengths and weekdays: these are counted from the saying in indirect speech too, while "tomorrow" and "today"
there are the writer's."""


def _day_of_saying(attribution: Attribution, times: Sequence[TimeMention]) -> date | None:
    """The one day that an attribution's own phrase gives for the saying."""
    clause = attribution.clause
    days = {
        t.first
        for t in times
        if clause.start <= t.span.start < clause.end
        and not any(c.start <= t.span.start < c.end for c in attribution.contents)
        and t.first is not None
        and t.first == t.last
        and not t.identifies
    }
    return days.pop() if len(days) == 1 else None


def _counted(attribution: Attribution, time: TimeMention) -> bool:
    """Whether a time is in an attribution's content and was counted from the publication, not from the saying."""
    inside = any(c.start <= time.span.start < c.end for c in attribution.contents)
    if not inside or time.first is None or _PUBLISHED not in time.rule:
        return False
    return attribution.form is Form.DIRECT or time.rule.startswith(_LENGTHS)


def count_from_saying(
    parsed: Parsed, times: Sequence[TimeMention], attributions: Sequence[Attribution]
) -> list[TimeMention]:
    """Count times in what somebody said from the day he said it, where the text gives another than the publication's.

    Args:
        parsed: the parse.
        times: the document's times, sorted.
        attributions: who says what.

    Returns:
        The times in the same order; of those counted anew the rule names the day of saying.
    """
    document = parsed.document
    anew: dict[int, date] = {}
    for attribution in attributions:
        if attribution.cue is None:
            continue
        inside = [n for n, t in enumerate(times) if _counted(attribution, t)]
        day = _day_of_saying(attribution, times) if inside else None
        if day is not None and day != document.published:
            anew.update(dict.fromkeys(inside, day))
    out = list(times)
    for day in set(anew.values()):
        again = {t.span: t for t in find_times(document.text, published=day, sentences=parsed.sentences)}
        for n in (n for n, d in anew.items() if d == day):
            found = again.get(times[n].span)
            if found is not None:
                out[n] = replace(found, rule=found.rule.replace(_PUBLISHED, SAID_DAY))
    return out
