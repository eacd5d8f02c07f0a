"""Patterns of durations, recurrences, clock times and vague periods."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import Match

from aftertalks.read.times.calendar import duration_value
from aftertalks.read.times.counted import AMOUNT
from aftertalks.read.times.expression import Builder, Expression, Rule
from aftertalks.read.times.relative import PARTS
from aftertalks.read.times.words import NUMBER, WEEKDAY, B, S, any_of, number_of, unit_of, word_map, word_set

_PLURALS = r"(?P<unit>(?i:days|weeks|months|years|decades|centuries|hours|minutes))(?![\w])"
_SETS = {
    "daily": "XXXX-XX-XX", "everyday": "XXXX-XX-XX", "weekly": "XXXX-WXX", "monthly": "XXXX-XX", "yearly": "XXXX",
    "annually": "XXXX", "annual": "XXXX", "nightly": "XXXX-XX-XXTNI", "quarterly": "XXXX-QX", "biweekly": "P2W",
    "hourly": "PT1H",
}  # fmt: skip
_EVERY = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Y": "XXXX", "Q": "XXXX-QX"}
_PRESENT = (
    "right now", "now", "currently", "at present", "nowadays", "these days", "at the moment", "at this time",
    "for the time being", "present-day", "present day", "modern-day", "modern day", "to date", "current",
)  # fmt: skip
_PAST = (
    "recently", "lately", "in the past", "formerly", "former", "recent", "the past", "long ago", "the recent past",
    "in recent times",
)  # fmt: skip
_FUTURE = (
    "soon", "shortly", "in the near future", "the near future", "in the future", "the future", "in future", "future",
    "the foreseeable future", "the coming period", "sooner or later", "before long", "in due course",
)  # fmt: skip


def _duration(match: Match[str]) -> Iterator[Expression]:
    words = match["number"]
    number = number_of(words) if words else None
    if words and number is None:
        return
    unit = unit_of(match["unit"])
    singular = not match["unit"].lower().endswith("ies") and match.group().lower().rstrip()[-1:] != "s"
    if unit == "TS" and (singular or (words and words.lower() in {"a", "an"})):
        return
    yield Expression(
        match.start(), match.end(), "duration", "duration", value=duration_value(number, unit), number=number, unit=unit
    )


def _bare(match: Match[str]) -> Iterator[Expression]:
    value = duration_value(None, unit_of(match["unit"]))
    yield Expression(
        match.start(), match.end(), "duration", "bare duration", value=value, reason="the length is not stated"
    )


def _long(match: Match[str]) -> Iterator[Expression]:
    value = duration_value(None if match["many"] else 1, unit_of(match["unit"]))
    yield Expression(match.start(), match.end(), "duration", "duration", value=value)


def _set(match: Match[str]) -> Iterator[Expression]:
    yield Expression(match.start(), match.end(), "set", "recurrence", value=_SETS[match.group().lower()])


def _every(match: Match[str]) -> Iterator[Expression]:
    number = number_of(match["number"]) if match["number"] else None
    unit = unit_of(match["unit"])
    part = match["unit"].lower() == "night"
    value = duration_value(number, unit) if number else _EVERY.get(unit, duration_value(1, unit))
    yield Expression(match.start(), match.end(), "set", "recurrence", value=value + ("TNI" if part else ""))


def _every_weekday(match: Match[str]) -> Iterator[Expression]:
    number = word_map("weekdays")[match["weekday"].lower()]
    yield Expression(match.start(), match.end(), "set", "recurrence", value=f"XXXX-WXX-{number}")


def _rate(match: Match[str]) -> Iterator[Expression]:
    yield Expression(match.start(), match.end(), "set", "rate", value=duration_value(1, unit_of(match["unit"])))


def _vague(value: str) -> Builder:
    def build(match: Match[str]) -> Iterator[Expression]:
        yield Expression(
            match.start(), match.end(), "vague", "vague period", value=value, reason="the period has no stated bounds"
        )

    return build


def _clock(match: Match[str]) -> Iterator[Expression]:
    got = match.groupdict()
    hour, minute = int(got["h"]), int(got.get("m") or 0)
    half = (got.get("half") or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    if hour > 24 or minute > 59 or (half and int(got["h"]) > 12):
        return
    zone = re.sub(r"^[\s(]+|\)$", "", got.get("zone") or "")
    yield Expression(match.start(), match.end(), "clock", "clock time", clock=f"{hour:02d}:{minute:02d}", zone=zone)


def _noon(match: Match[str]) -> Iterator[Expression]:
    clock = "00:00" if match["word"].lower() == "midnight" else "12:00"
    zone = re.sub(r"^[\s(]+|\)$", "", match["zone"] or "")
    yield Expression(match.start(), match.end(), "clock", "clock time", clock=clock, zone=zone)


def _night(match: Match[str]) -> Iterator[Expression]:
    value = f"XXXX-XX-XXT{PARTS[match['part'].lower()]}"
    yield Expression(
        match.start("part"), match.end("part"), "vague", "part of day", value=value, reason="the day is not stated"
    )


_HALF = r"(?P<half>[ap]\.?[ \u00a0]?m\b\.?|[AP]\.?M\b\.?)"
_ZONE = (
    rf"(?P<zone>{S}(?:{any_of(word_set('zones'))})(?![\w])|{S}?\((?:[A-Z][\w-]{{1,20}}[ ]){{1,3}}time\)"
    rf"|{S}?\((?:{any_of(word_set('zones'))})\)"
    rf"|{S}(?:[A-Z][a-z]{{2,20}}{S}){{1,2}}(?:[Ss]tandard{S})?time(?![\w])|{S}?\(?local{S}time\)?)"
)
_NOT_VAGUE = r"(?![\w]|-(?!day))"

RULES: tuple[Rule, ...] = (
    Rule(
        "clock",
        re.compile(rf"(?<![\w:.,$])(?P<h>\d{{1,2}}):(?P<m>\d\d)(?::\d\d)?(?![\w:]|[.,]\d)(?:{S}?{_HALF})?{_ZONE}?"),
        _clock,
    ),
    Rule(
        "clock-hrs",
        re.compile(rf"(?<![\w:.,$])(?P<h>\d{{1,2}}):?(?P<m>\d\d){S}?(?:hrs|hours|h)(?![\w]){_ZONE}?"),
        _clock,
        rank=2,
    ),
    Rule(
        "clock-zone",
        re.compile(
            rf"(?<![\w:.,$])(?P<h>[01]\d|2[0-4])(?P<m>[0-5]\d)(?P<zone>{S}?(?:GMT|UTC|Z|EST|EDT|CET|MSK))(?![\w])"
        ),
        _clock,
        rank=2,
    ),
    Rule(
        "clock-half",
        re.compile(rf"(?<![\w:.,$])(?P<h>\d{{1,2}})(?:[:.](?P<m>\d\d))?{S}?{_HALF}(?![\w]){_ZONE}?"),
        _clock,
        rank=1,
    ),
    Rule("noon", re.compile(rf"{B}(?i:(?P<word>noon|midnight|midday))(?![\w]){_ZONE}?"), _noon),
    Rule("duration", re.compile(rf"{B}{AMOUNT}(?:[-\s](?i:long|old)(?![\w])|{S}(?i:of{S}age)(?![\w]))?"), _duration),
    Rule("bare", re.compile(rf"{B}{_PLURALS}(?:-long)?"), _bare, rank=-1),
    Rule("long", re.compile(rf"{B}(?i:(?P<unit>day|week|month|year|decade|century)(?P<many>s)?-?long)(?![\w])"), _long),
    Rule("set", re.compile(rf"{B}(?i:{any_of(_SETS)})(?![\w])"), _set),
    Rule(
        "every",
        re.compile(
            rf"{B}(?i:every|each){S}(?:(?:other{S})|{NUMBER}{S})?(?P<unit>(?i:day|night|week|month|quarter|year|decade|hour|minute))s?(?![\w])"
        ),
        _every,
        rank=1,
    ),
    Rule("every-weekday", re.compile(rf"{B}(?i:every|each){S}{WEEKDAY}"), _every_weekday, rank=1),
    Rule(
        "rate",
        re.compile(
            rf"{B}(?:(?<=\d )|(?<=[Oo]nce )|(?<=[Tt]wice )|(?<=times ))(?i:an?){S}"
            r"(?P<unit>(?i:day|week|month|year|hour))(?![\w])"
        ),
        _rate,
        rank=2,
    ),
    Rule("per", re.compile(rf"{B}(?i:per){S}(?P<unit>(?i:day|week|month|year|hour))(?![\w])"), _rate, rank=2),
    Rule("present", re.compile(rf"{B}(?i:{any_of(_PRESENT)}){_NOT_VAGUE}"), _vague("PRESENT_REF")),
    Rule("past", re.compile(rf"{B}(?i:{any_of(_PAST)}){_NOT_VAGUE}"), _vague("PAST_REF")),
    Rule("future", re.compile(rf"{B}(?i:{any_of(_FUTURE)}){_NOT_VAGUE}"), _vague("FUTURE_REF")),
    Rule("recent", re.compile(rf"{B}(?i:recent){S}{_PLURALS}"), _vague("PAST_REF"), rank=1),
    Rule(
        "part-of-day",
        re.compile(
            rf"{B}(?i:at|by|all|one|during{S}the|in{S}the){S}(?P<part>(?i:night|afternoon|evening|morning))(?![\w])"
        ),
        _night,
    ),
)
