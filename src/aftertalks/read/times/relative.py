"""Patterns of dates that stand to another date: yesterday, last month, on Sunday."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import Match

from aftertalks.read.times.build import relative_of
from aftertalks.read.times.expression import Expression, Rule
from aftertalks.read.times.words import MONTH, PART, SEASON, UNIT, WEEKDAY, B, S, month_of, unit_of, word_map

PARTS: dict[str, str] = word_map("dayparts")
WHICH = (
    rf"(?i:(?P<which>last|past|previous|preceding|next|coming|following|upcoming|this{S}same|that{S}same|very{S}same|"
    rf"this|that|same|current|subsequent|ensuing|intervening))"
)
_OF_WEEK = rf"(?:{S}(?:of{S})?(?P<week>(?i:last|next|this)){S}(?i:week)(?![\w]))"
_DEICTIC = {
    "today": (0, ""), "tonight": (0, "NI"), "yesterday": (-1, ""), "tomorrow": (1, ""),
    "the day before yesterday": (-2, ""), "the day after tomorrow": (2, ""), "last night": (-1, "NI"),
    "this morning": (0, "MO"), "this afternoon": (0, "AF"), "this evening": (0, "EV"), "overnight": (0, "NI"),
    "tomorrow night": (1, "NI"), "later today": (0, ""), "earlier today": (0, ""),
}  # fmt: skip


def shift(match: Match[str], rule: str, base: str, number: float | None, unit: str, **more: object) -> Expression:
    """Build so many units from a base (``published``, ``previous``, ``writing``)."""
    return Expression(
        match.start(),
        match.end(),
        "shift",
        rule,
        base=base,
        number=number,
        unit=unit,
        **more,  # type: ignore[arg-type]
    )


def _deictic(match: Match[str]) -> Iterator[Expression]:
    number, part = _DEICTIC[re.sub(r"\s+", " ", match["day"].lower())]
    named = match["part"]
    yield shift(match, "day of writing", "published", number, "D", part=PARTS[named.lower()] if named else part)


def _which(match: Match[str]) -> Iterator[Expression]:
    """Read "last month", "the following day", "later that year"."""
    which = relative_of(match["which"])
    unit = unit_of(match["unit"])
    base = "previous" if which in {"that", "following", "previous"} else "published"
    step = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(which, 0)
    if unit == "D" and which == "this":
        base = "previous"
    part = "NI" if match["unit"].lower() == "night" else ""
    yield shift(match, f"{which} {match['unit'].lower()}", base, step, unit, relative=which, part=part)


def _which_part(match: Match[str]) -> Iterator[Expression]:
    """Read "the next morning", "that afternoon"."""
    which = relative_of(match["which"])
    step = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(which, 0)
    part = PARTS[match["part"].lower()]
    base = "published" if which == "this" else "previous"
    yield shift(match, f"{which} part of day", base, step, "D", relative=which, part=part)


def _which_season(match: Match[str]) -> Iterator[Expression]:
    which = relative_of(match["which"])
    season = word_map("seasons")[match["season"].lower()]
    yield Expression(match.start(), match.end(), "date", "season", season=season, unit="season", base=which)


def _which_month(match: Match[str]) -> Iterator[Expression]:
    which = relative_of(match["which"])
    yield Expression(match.start(), match.end(), "date", "month", month=month_of(match["month"]), base=which)


def _which_weekday(match: Match[str]) -> Iterator[Expression]:
    """Read "Sunday", "next Tuesday", "Friday evening", "Thursday last week"."""
    part = match["part"]
    yield Expression(
        match.start(),
        match.end(),
        "weekday",
        "weekday",
        weekday=word_map("weekdays")[match["weekday"].lower()],
        base=relative_of(match["week"]),
        relative=relative_of(match["which"]),
        part=PARTS[part.lower()] if part else "",
    )


def _weekend(match: Match[str]) -> Iterator[Expression]:
    which = relative_of(match["which"])
    base = "previous" if which in {"that", "following", "previous"} else "published"
    yield shift(
        match, f"{which} weekend", base, {"last": -1, "next": 1, "following": 1}.get(which, 0), "WE", relative=which
    )


def _the_unit(match: Match[str]) -> Iterator[Expression]:
    """Read "the year" of "the end of the year"; the scanner drops it where no such words stand before."""
    yield shift(match, "part of the current unit", "writing", 0, unit_of(match["unit"]), relative="this")


def _units_end(match: Match[str]) -> Iterator[Expression]:
    """Read "year's end", "year-end"."""
    yield shift(match, "end of the current unit", "writing", 0, unit_of(match["what"]), relative="this", mod="close")


RULES: tuple[Rule, ...] = (
    Rule(
        "deictic",
        re.compile(
            rf"{B}(?P<day>(?i:the{S}day{S}before{S}yesterday|the{S}day{S}after{S}tomorrow|tomorrow{S}night|last{S}night|"
            rf"this{S}morning|this{S}afternoon|this{S}evening|(?:later|earlier){S}today|today|tonight|yesterday|tomorrow))"
            rf"(?![\w])(?:{S}{PART})?"
        ),
        _deictic,
        rank=2,
    ),
    Rule("which", re.compile(rf"{B}{WHICH}{S}{UNIT}"), _which),
    Rule("which-part", re.compile(rf"{B}{WHICH}{S}{PART}"), _which_part),
    Rule("which-season", re.compile(rf"{B}{WHICH}{S}{SEASON}"), _which_season),
    Rule("which-month", re.compile(rf"{B}{WHICH}{S}{MONTH}"), _which_month),
    Rule("weekday", re.compile(rf"{B}(?:{WHICH}{S})?{WEEKDAY}(?:{S}{PART})?{_OF_WEEK}?"), _which_weekday),
    Rule(
        "weekend",
        re.compile(
            rf"{B}(?:(?:over|at){S})?(?P<which>(?i:last|next|this|the|that|the{S}following|coming|past)){S}(?i:weekend)(?![\w])"
        ),
        _weekend,
    ),
    Rule("the-unit", re.compile(rf"{B}(?i:the){S}{UNIT}"), _the_unit, rank=-1),
    Rule("units-end", re.compile(rf"{B}(?P<what>(?i:year|month|week))(?:['’]s{S}|-)(?i:end)(?![\w])"), _units_end),
)
