"""Patterns of years and longer: years, eras, decades, centuries, seasons, halves and quarters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import Match

from aftertalks.read.times.build import REL_YEAR, one, parts_of, relative_of
from aftertalks.read.times.expression import Expression, Rule
from aftertalks.read.times.words import DASH, ERA, MONTH, SEASON, SO, YEAR, B, S, any_of, month_of, word_map

_YEAR2 = r"(?P<year2>\d{4}|\d\d)(?![\w%]|[,.]\d)"
_YEAR3 = YEAR.replace("year", "year3")


def _years(match: Match[str]) -> Iterator[Expression]:
    """Read "1990-94" and "1861–1865": two years; a shortened second year takes the first one's century."""
    first, tail = int(match["year"]), match["year2"]
    second = int(tail) if len(tail) == 4 else first // 100 * 100 + int(tail)
    if second <= first or second > 2100:
        if len(tail) == 4:
            return
        yield parts_of(match, "year", end=match.end("year"))
        return
    yield parts_of(match, "year", end=match.end("year"))
    yield parts_of(match, "year", start=match.start("year2"), year=second)


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


RULES: tuple[Rule, ...] = (
    Rule(
        "years", re.compile(rf"(?<![\w.,$€£#/-]){YEAR.split('(?!')[0]}{SO}[-–/]{SO}{_YEAR2}(?![-–/])"), _years, rank=1
    ),
    Rule("y", re.compile(rf"(?<![\w.,$€£#/]){YEAR}"), one("year")),
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
        re.compile(rf"{B}{SEASON}(?:{SO},?{SO}(?:of{S})?(?:{YEAR}(?:[-–/]\d\d(?!\d))?|{REL_YEAR}))?"),
        _season,
    ),
    Rule(
        "year-part",
        re.compile(
            rf"{B}(?:(?P<short>[HhQq][1-4])(?:{S}(?:of{S})?|{DASH}){YEAR}"
            rf"|(?i:(?P<n>first|second|third|fourth|latter|last|final|1st|2nd|3rd|4th){S}(?P<what>half|quarter){S}(?:of|in){S})"
            rf"(?:(?i:the{S}year{S})?{_YEAR3}|(?P<plain>(?i:the{S}year))(?![\w])|{REL_YEAR}))"
        ),
        _year_part,
        rank=1,
    ),
)
