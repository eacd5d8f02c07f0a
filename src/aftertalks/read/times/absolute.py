"""Patterns of calendar dates: days, months, holidays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from re import Match

from aftertalks.read.times.build import OF_YEAR, one, parts_of
from aftertalks.read.times.expression import Expression, Rule
from aftertalks.read.times.words import COUNTED, DASH, DAY, MONTH, SO, B, S, any_of, word_map

_DAY2 = DAY.replace("day", "day2")
_TO = rf"(?:{SO}{DASH}{SO}|{S}(?:and|to|or|until|through){S}(?:the{S})?)"
_ORDINAL = rf"(?i:(?P<day>{any_of(word_map('ordinals'))}))"
_MONTH2 = MONTH.replace("month", "month2")


def _iso(match: Match[str]) -> Iterator[Expression]:
    yield parts_of(match, "ISO date", month=int(match["m"]), day=int(match["d"]), clock=(match["h"] or ""))


def _numeric(match: Match[str]) -> Iterator[Expression]:
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    if a > 12 >= b or a == b:
        yield parts_of(match, "numeric date", day=a, month=b, year=year)
    elif b > 12 >= a:
        yield parts_of(match, "numeric date", day=b, month=a, year=year)
    else:
        reason = "day and month cannot be told apart" if max(a, b) <= 12 else "no such date"
        yield Expression(match.start(), match.end(), "invalid", "numeric date", reason=reason)


def _days_after_month(match: Match[str]) -> Iterator[Expression]:
    """Read "July 7-8, 2017" and "May 4 and 5": the second day shares month and year."""
    yield parts_of(match, "month and day", end=match.end("day"), day=int(match["day"]))
    yield parts_of(match, "second day", start=match.start("day2"), day=int(match["day2"]))


def _inheriting_day(match: Match[str]) -> Iterator[Expression]:
    """Read the first day of "7-8 July 2017"; month and year come from what follows."""
    yield Expression(match.start(), match.end(), "date", "first day", day=int(match["day"]), inherits=True)


def _holiday(match: Match[str]) -> Iterator[Expression]:
    name = re.sub(r"\s+", " ", match["holiday"].replace("’", "'")).lower()
    fixed = word_map("holidays")[name]
    if fixed is None:
        yield Expression(match.start(), match.end(), "invalid", "holiday", reason="a feast without a fixed date")
        return
    month, day = (int(x) for x in fixed.split("-"))
    part = "NI" if match["night"] else ""
    yield parts_of(match, "holiday", month=month, day=day, part=part)


_HOLIDAYS = any_of({h.title().replace("'S", "'s") for h in word_map("holidays")}).replace("'", "['’]")


def _note(match: Match[str]) -> Iterator[Expression]:
    day = date.fromisoformat(word_map("days_of_note")[re.sub(r"\s+", " ", match["note"].lower())])
    yield parts_of(match, "day of note", year=day.year, month=day.month, day=day.day)


_NOTES = any_of(word_map("days_of_note"))
RULES: tuple[Rule, ...] = (
    Rule(
        "iso",
        re.compile(
            r"(?<![\w-])(?P<year>1\d{3}|20\d\d|2100)-(?P<m>\d\d)-(?P<d>\d\d)"
            r"(?:T(?P<h>\d\d:\d\d)(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])"
        ),
        _iso,
    ),
    Rule(
        "numeric",
        re.compile(
            r"(?<![\w./-])(?P<a>\d{1,2})(?P<sep>[./])(?P<b>\d{1,2})(?P=sep)(?P<year>1[6-9]\d\d|20\d\d)(?![\w/]|[.]\d)"
        ),
        _numeric,
    ),
    Rule("note", re.compile(rf"{B}(?P<note>(?i:{_NOTES}))(?![\w/])"), _note, rank=3),
    Rule("mdy", re.compile(rf"{B}{MONTH}{S}(?:the{S})?{DAY}{COUNTED}{OF_YEAR}?"), one("month and day")),
    Rule(
        "mdd",
        re.compile(rf"{B}{MONTH}{S}{DAY}{_TO}{_DAY2}{COUNTED}{OF_YEAR}?(?!{S}{_MONTH2})"),
        _days_after_month,
        rank=1,
    ),
    Rule("dmy", re.compile(rf"{B}{DAY}{S}(?:day{S})?(?:of{S})?{MONTH}{OF_YEAR}?"), one("day and month")),
    Rule("ordinal-dmy", re.compile(rf"{B}{_ORDINAL}{S}of{S}{MONTH}{OF_YEAR}?"), one("day and month")),
    Rule("d-dmy", re.compile(rf"{B}{DAY}(?={_TO}{_DAY2}{S}(?:of{S})?{MONTH})"), _inheriting_day),
    Rule("d,d-dmy", re.compile(rf"{B}{DAY}(?=,{S}{_DAY2}{_TO}\d{{1,2}}{S}(?:of{S})?{MONTH})"), _inheriting_day),
    Rule("my", re.compile(rf"{B}{MONTH}{OF_YEAR}"), one("month and year")),
    Rule("m", re.compile(rf"{B}{MONTH}"), one("month")),
    Rule(
        "holiday",
        re.compile(rf"{B}(?P<holiday>{_HOLIDAYS})(?![\w])(?P<night>{S}night)?{OF_YEAR}?"),
        _holiday,
    ),
)
