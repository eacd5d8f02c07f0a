"""Patterns of calendar dates: days, months, years, seasons, parts of years, decades, centuries, holidays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from re import Match

from aftertalks.read.times.expression import Builder, Expression, Rule
from aftertalks.read.times.words import (
    COUNTED,
    DASH,
    DAY,
    ERA,
    MONTH,
    SEASON,
    SO,
    YEAR,
    B,
    S,
    any_of,
    month_of,
    word_map,
)

_REL_YEAR = (
    rf"(?:of{S}|in{S})?(?i:(?P<rel>that|this|the{S}same|last|next|the{S}following|the{S}previous|the{S}preceding"
    rf"|the{S}next){S}year)(?![\w])"
)
_OF_YEAR = rf"(?:{SO},?{SO}(?:of{S})?(?:{YEAR}(?:{S}{ERA})?|{_REL_YEAR}))"
_DAY2 = DAY.replace("day", "day2")
_YEAR2 = r"(?P<year2>\d{4}|\d\d)(?![\w%]|[,.]\d)"
_TO = rf"(?:{SO}{DASH}{SO}|{S}(?:and|to|or|until|through){S}(?:the{S})?)"
_ORDINAL = rf"(?i:(?P<day>{any_of(word_map('ordinals'))}))"
_MONTH2 = MONTH.replace("month", "month2")


def relative_of(words: str | None) -> str:
    """Reduce "the following", "that same", "past" … to the one word that resolving knows."""
    key = re.sub(r"\s+", " ", (words or "").lower()).strip()
    key = key.removeprefix("the ")
    return {
        "preceding": "previous", "same": "that", "that same": "that", "this same": "that", "past": "last",
        "coming": "next", "current": "this", "subsequent": "following", "ensuing": "following", "prior": "previous",
        "upcoming": "next", "very same": "that",
    }.get(key, key)  # fmt: skip


def _date(
    match: Match[str], rule: str, *, start: int | None = None, end: int | None = None, **parts: object
) -> Expression:
    got = match.groupdict()
    day, month, year = got.get("day"), got.get("month"), got.get("year")
    number = (int(day) if day.isdigit() else int(word_map("ordinals")[day.lower()])) if day else None
    fields: dict[str, object] = {
        "year": int(year) if year else None,
        "month": month_of(month) if month else None,
        "day": number,
        "era": bool(got.get("era")),
        "relative": relative_of(got.get("rel")),
    }
    fields.update(parts)
    return Expression(
        match.start() if start is None else start,
        match.end() if end is None else end,
        "date",
        rule,
        **fields,  # type: ignore[arg-type]
    )


def _one(rule: str) -> Builder:
    def build(match: Match[str]) -> Iterator[Expression]:
        yield _date(match, rule)

    return build


def _iso(match: Match[str]) -> Iterator[Expression]:
    yield _date(match, "ISO date", month=int(match["m"]), day=int(match["d"]), clock=(match["h"] or ""))


def _numeric(match: Match[str]) -> Iterator[Expression]:
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    if a > 12 >= b or a == b:
        yield _date(match, "numeric date", day=a, month=b, year=year)
    elif b > 12 >= a:
        yield _date(match, "numeric date", day=b, month=a, year=year)
    else:
        reason = "day and month cannot be told apart" if max(a, b) <= 12 else "no such date"
        yield Expression(match.start(), match.end(), "invalid", "numeric date", reason=reason)


def _days_after_month(match: Match[str]) -> Iterator[Expression]:
    """Read "July 7-8, 2017" and "May 4 and 5": the second day shares month and year."""
    yield _date(match, "month and day", end=match.end("day"), day=int(match["day"]))
    yield _date(match, "second day", start=match.start("day2"), day=int(match["day2"]))


def _inheriting_day(match: Match[str]) -> Iterator[Expression]:
    """Read the first day of "7-8 July 2017"; month and year come from what follows."""
    yield Expression(match.start(), match.end(), "date", "first day", day=int(match["day"]), inherits=True)


def _years(match: Match[str]) -> Iterator[Expression]:
    """Read "1990-94" and "1861–1865": two years; a shortened second year takes the first one's century."""
    first, tail = int(match["year"]), match["year2"]
    second = int(tail) if len(tail) == 4 else first // 100 * 100 + int(tail)
    if second <= first or second > 2100:
        if len(tail) == 4:
            return
        yield _date(match, "year", end=match.end("year"))
        return
    yield _date(match, "year", end=match.end("year"))
    yield _date(match, "year", start=match.start("year2"), year=second)


def _eras(match: Match[str]) -> Iterator[Expression]:
    """Read "499-493 BC": both years lie before the era."""
    for name in ("y1", "y2"):
        if match[name] and int(match[name]) > 0:
            end = match.end(name) if name == "y1" and match["y2"] else match.end()
            yield Expression(match.start(name), end, "date", "year of an era", year=int(match[name]), era=True)


def _era_month(match: Match[str]) -> Iterator[Expression]:
    month = match["month"]
    season = match["season"]
    yield Expression(
        match.start(), match.end(), "date", "month of an era", year=int(match["y"]), era=True,
        month=month_of(month) if month else None, season=word_map("seasons")[season.lower()] if season else "",
        day=int(match["day"]) if match["day"] else None,
    )  # fmt: skip


def _anno_domini(match: Match[str]) -> Iterator[Expression]:
    yield Expression(match.start(), match.end(), "date", "year of an era", year=int(match["a"] or match["b"]))


def _decade(match: Match[str]) -> Iterator[Expression]:
    full, short = match["full"], match["short"]
    era = bool(match["era"])
    value = ("BC0" if era and len(full or "") == 3 else "BC" if era else "") + (full[:-1] if full else f"19{short[0]}")
    yield Expression(match.start(), match.end(), "date", "decade", value=value, era=era)


def _century(match: Match[str]) -> Iterator[Expression]:
    words = match["n"].lower()
    number = int(words) if words.isdigit() else int(word_map("ordinals").get(words, 0))
    if 1 <= number <= 22:
        era = bool(match["era"])
        value = f"BC{number - 1:02d}" if era else f"{number - 1:02d}"
        yield Expression(match.start(), match.end(), "date", "century", value=value, era=era)


def _season(match: Match[str]) -> Iterator[Expression]:
    year = match["year"]
    yield Expression(
        match.start(), match.end(), "date", "season", year=int(year) if year else None,
        season=word_map("seasons")[match["season"].lower()], relative=relative_of(match["rel"]),
    )  # fmt: skip


_PART_NUMBER = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "latter": 2, "other": 2, "last": 0, "final": 0, "next": -1,
    "this": -1, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
}  # fmt: skip


def _year_part(match: Match[str]) -> Iterator[Expression]:
    """Read "the second half of 2018", "Q3 2018"; the part stands in ``season`` as ``H2`` or ``Q3``."""
    if match["short"]:
        part = match["short"].upper()
    else:
        letter = "H" if match["what"].lower() == "half" else "Q"
        number = _PART_NUMBER[match["n"].lower()] or (2 if letter == "H" else 4)
        if number > (2 if letter == "H" else 4):
            return
        part = f"{letter}{number}"
    got = match.groupdict()
    year = got["year"] or got["year3"]
    yield Expression(
        match.start(), match.end(), "date", "part of a year", year=int(year) if year else None, season=part,
        relative=relative_of(got["rel"] or ("that" if got["plain"] else None)),
    )  # fmt: skip


def _holiday(match: Match[str]) -> Iterator[Expression]:
    name = re.sub(r"\s+", " ", match["holiday"].replace("’", "'")).lower()
    fixed = word_map("holidays")[name]
    if fixed is None:
        yield Expression(match.start(), match.end(), "invalid", "holiday", reason="a feast without a fixed date")
        return
    month, day = (int(x) for x in fixed.split("-"))
    part = "NI" if match["night"] else ""
    yield _date(match, "holiday", month=month, day=day, part=part)


_HOLIDAYS = any_of({h.title().replace("'S", "'s") for h in word_map("holidays")}).replace("'", "['’]")
_YEAR3 = YEAR.replace("year", "year3")


def _note(match: Match[str]) -> Iterator[Expression]:
    day = date.fromisoformat(word_map("days_of_note")[re.sub(r"\s+", " ", match["note"].lower())])
    yield _date(match, "day of note", year=day.year, month=day.month, day=day.day)


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
    Rule("mdy", re.compile(rf"{B}{MONTH}{S}(?:the{S})?{DAY}{COUNTED}{_OF_YEAR}?"), _one("month and day")),
    Rule(
        "mdd",
        re.compile(rf"{B}{MONTH}{S}{DAY}{_TO}{_DAY2}{COUNTED}{_OF_YEAR}?(?!{S}{_MONTH2})"),
        _days_after_month,
        rank=1,
    ),
    Rule("dmy", re.compile(rf"{B}{DAY}{S}(?:day{S})?(?:of{S})?{MONTH}{_OF_YEAR}?"), _one("day and month")),
    Rule("ordinal-dmy", re.compile(rf"{B}{_ORDINAL}{S}of{S}{MONTH}{_OF_YEAR}?"), _one("day and month")),
    Rule("d-dmy", re.compile(rf"{B}{DAY}(?={_TO}{_DAY2}{S}(?:of{S})?{MONTH})"), _inheriting_day),
    Rule("d,d-dmy", re.compile(rf"{B}{DAY}(?=,{S}{_DAY2}{_TO}\d{{1,2}}{S}(?:of{S})?{MONTH})"), _inheriting_day),
    Rule("my", re.compile(rf"{B}{MONTH}{_OF_YEAR}"), _one("month and year")),
    Rule("m", re.compile(rf"{B}{MONTH}"), _one("month")),
    Rule(
        "years", re.compile(rf"(?<![\w.,$€£#/-]){YEAR.split('(?!')[0]}{SO}[-–/]{SO}{_YEAR2}(?![-–/])"), _years, rank=1
    ),
    Rule("y", re.compile(rf"(?<![\w.,$€£#/]){YEAR}"), _one("year")),
    Rule(
        "era",
        re.compile(
            rf"{B}(?<![.,])(?P<y1>\d{{1,4}})(?:(?:{SO}{DASH}{SO}|{S}(?:to|and|or|until){S})(?P<y2>\d{{1,4}}))?{SO}{ERA}"
        ),
        _eras,
    ),
    Rule(
        "era-month",
        re.compile(rf"{B}(?:(?P<day>\d{{1,2}}){S})?(?:{MONTH}|{SEASON}),?{S}(?:of{S})?(?P<y>\d{{1,4}}){SO}{ERA}"),
        _era_month,
    ),
    Rule(
        "ad",
        re.compile(rf"{B}(?:(?:AD|A\.D\.){S}(?P<a>\d{{1,4}})|(?P<b>\d{{1,4}}){S}(?:AD|CE|A\.D\.))(?![\w])"),
        _anno_domini,
    ),
    Rule(
        "decade",
        re.compile(
            rf"{B}(?:(?P<full>1\d\d0|20\d0|\d\d0(?=['’]?s{S}B))|['’‘](?P<short>[1-9]0))['’]?s(?![\w])(?:{S}{ERA})?"
        ),
        _decade,
    ),
    Rule(
        "century",
        re.compile(
            rf"{B}(?:(?P<n>(?i:{any_of(word_map('ordinals'))})|\d\d?)(?:st|nd|rd|th)?)(?:{S}|-)(?i:century)(?![\w])(?:{S}{ERA})?"
        ),
        _century,
    ),
    Rule(
        "season",
        re.compile(rf"{B}{SEASON}(?:{SO},?{SO}(?:of{S})?(?:{YEAR}(?:[-–/]\d\d(?!\d))?|{_REL_YEAR}))?"),
        _season,
    ),
    Rule(
        "year-part",
        re.compile(
            rf"{B}(?:(?P<short>[HhQq][1-4])(?:{S}(?:of{S})?|{DASH}){YEAR}"
            rf"|(?i:(?P<n>first|second|third|fourth|latter|last|final|1st|2nd|3rd|4th){S}(?P<what>half|quarter){S}(?:of|in){S})"
            rf"(?:(?i:the{S}year{S})?{_YEAR3}|(?P<plain>(?i:the{S}year))(?![\w])|{_REL_YEAR}))"
        ),
        _year_part,
        rank=1,
    ),
    Rule(
        "holiday",
        re.compile(rf"{B}(?P<holiday>{_HOLIDAYS})(?![\w])(?P<night>{S}night)?{_OF_YEAR}?"),
        _holiday,
    ),
)
