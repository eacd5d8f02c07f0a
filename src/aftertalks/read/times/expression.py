"""What the patterns give: an expression's parts as read, before anything is resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from re import Match, Pattern


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression's parts as the words give them.

    Args:
        start, end: offsets in the text.
        kind: ``date`` (calendar parts), ``shift`` (so many units from a base), ``weekday``, ``clock``, ``duration``,
            ``set``, ``vague``, ``window`` (the next or last N units) or ``invalid``.
        rule: name of the pattern.
        mod: ``start``, ``mid``, ``end``, ``close`` (the end of), ``rest`` or empty.
        part: TIMEX3 part of day (``MO``, ``NI`` …).
        relative: how the missing year (for ``shift`` and ``weekday``: the unit) stands to its base: ``this``,
            ``next``, ``last``, ``that``, ``following``, ``previous``; empty if the words do not say.
        value: the TIMEX3 value where the pattern already knows it.
        reason: why there is no place on the calendar, where the pattern already knows it.
        base: ``published`` or ``previous``: what a shift is counted from.
        inherits: takes its missing month and year from the expression that follows at once ("7-8 July 2017").
        clock: ``HH:MM`` of a clock time; ``zone`` its time zone as written.
    """

    start: int
    end: int
    kind: str
    rule: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: str = ""
    era: bool = False
    mod: str = ""
    part: str = ""
    relative: str = ""
    value: str | None = None
    reason: str = ""
    base: str = ""
    number: float | None = None
    unit: str = ""
    inherits: bool = False
    clock: str = ""
    zone: str = ""


Builder = Callable[[Match[str]], Iterator[Expression]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what it builds from a match; of expressions alike in length the higher rank counts."""

    name: str
    pattern: Pattern[str]
    build: Builder
    rank: int = 0
