"""Patterns of dates that stand to another date: yesterday, last month, three days later, on Sunday, in six months."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import Match

from aftertalks.read.times.absolute import relative_of
from aftertalks.read.times.calendar import duration_value
from aftertalks.read.times.expression import Expression, Rule
from aftertalks.read.times.words import (
    MONTH,
    NUMBER,
    PART,
    SEASON,
    UNIT,
    VAGUE_NUMBER,
    WEEKDAY,
    B,
    S,
    month_of,
    number_of,
    unit_of,
    word_map,
)

PARTS = {"morning": "MO", "dawn": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}
_ABOUT = rf"(?i:(?:(?:about|around|approximately|almost|nearly|roughly|some|just|only|barely|over|under|at{S}least|at{S}most|up{S}to|more{S}than|less{S}than|fewer{S}than|a{S}little{S}more{S}than|close{S}to|another|exactly|full|well{S}over|a{S}full){S}){{0,2}})"
_COUNT = rf"(?:{NUMBER}|{VAGUE_NUMBER})"
_HOUR_UNIT = (
    r"(?i:(?P<unit>second|minute|hour|day|night|week|fortnight|month|quarter|year|decade|century|centurie))s?(?![\w])"
)
_GAP = rf"(?:{S}|-)(?:(?i:full|long|short|calendar|working|business|consecutive|more|bloody|brutal){S})?"
AMOUNT = rf"{_ABOUT}{_COUNT}{_GAP}{_HOUR_UNIT}"
_CLAUSE_END = r"(?=\s{0,3}(?:[.,;:!?)\n]|$|(?:and|but|saw|when)\b))"
_CLAUSE_END_AT = re.compile(_CLAUSE_END)
_WHICH = (
    rf"(?i:(?P<which>last|past|previous|preceding|next|coming|following|upcoming|this{S}same|that{S}same|very{S}same|"
    rf"this|that|same|current|subsequent|ensuing|intervening))"
)
_DEICTIC = {
    "today": (0, ""), "tonight": (0, "NI"), "yesterday": (-1, ""), "tomorrow": (1, ""),
    "the day before yesterday": (-2, ""), "the day after tomorrow": (2, ""), "last night": (-1, "NI"),
    "this morning": (0, "MO"), "this afternoon": (0, "AF"), "this evening": (0, "EV"), "overnight": (0, "NI"),
    "tomorrow night": (1, "NI"), "later today": (0, ""), "earlier today": (0, ""),
}  # fmt: skip


def _shift(match: Match[str], rule: str, base: str, number: float | None, unit: str, **more: object) -> Expression:
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
    yield _shift(match, "day of writing", "published", number, "D", part=PARTS[named.lower()] if named else part)


def _which(match: Match[str]) -> Iterator[Expression]:
    """Read "last month", "the following day", "later that year"."""
    which = relative_of(match["which"])
    unit = unit_of(match["unit"])
    base = "previous" if which in {"that", "following", "previous"} else "published"
    step = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(which, 0)
    if unit == "D" and which == "this":
        base = "previous"
    part = "NI" if match["unit"].lower() == "night" else ""
    yield _shift(match, f"{which} {match['unit'].lower()}", base, step, unit, relative=which, part=part)


def _which_part(match: Match[str]) -> Iterator[Expression]:
    """Read "the next morning", "that afternoon"."""
    which = relative_of(match["which"])
    step = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(which, 0)
    part = PARTS[match["part"].lower()]
    yield _shift(match, f"{which} part of day", "previous", step, "D", relative=which, part=part)


def _which_season(match: Match[str]) -> Iterator[Expression]:
    which = relative_of(match["which"])
    season = word_map("seasons")[match["season"].lower()]
    yield Expression(match.start(), match.end(), "date", "season", season=season, unit="season", base=which)


def _which_month(match: Match[str]) -> Iterator[Expression]:
    which = relative_of(match["which"])
    yield Expression(match.start(), match.end(), "date", "month", month=month_of(match["month"]), base=which)


def _which_weekday(match: Match[str]) -> Iterator[Expression]:
    which = relative_of(match["which"] or "")
    part = match["part"]
    yield Expression(
        match.start(), match.end(), "weekday", "weekday", weekday=word_map("weekdays")[match["weekday"].lower()],
        relative=which, part=PARTS[part.lower()] if part else "",
    )  # fmt: skip


def _weekend(match: Match[str]) -> Iterator[Expression]:
    which = relative_of(match["which"])
    base = "previous" if which in {"that", "following", "previous"} else "published"
    yield _shift(
        match, f"{which} weekend", base, {"last": -1, "next": 1, "following": 1}.get(which, 0), "WE", relative=which
    )


def _the_unit(match: Match[str]) -> Iterator[Expression]:
    """Read "the year" of "the end of the year"; the scanner drops it where no such words stand before."""
    yield _shift(match, "part of the current unit", "writing", 0, unit_of(match["unit"]), relative="this")


def _units_end(match: Match[str]) -> Iterator[Expression]:
    """Read "year's end", "year-end"."""
    yield _shift(match, "end of the current unit", "writing", 0, unit_of(match["what"]), relative="this", mod="close")


def _away(match: Match[str]) -> Iterator[Expression]:
    """Read "three days ago", "two weeks later", "six months from now"."""
    word = match["dir"].lower()
    sign = -1 if word in {"ago", "earlier", "before", "previously", "prior", "beforehand"} else 1
    base = "published" if word in {"ago", "hence"} or word.startswith("from") else "previous"
    if word in {"after", "before"} and not _CLAUSE_END_AT.match(match.string, match.end()):
        reason = "counted from an event, not from a date"
        yield Expression(match.start(), match.end(), "invalid", "distance in time", reason=reason)
        return
    number = number_of(match["number"]) if match["number"] else None
    if number is None:
        value = "PAST_REF" if sign < 0 else "FUTURE_REF"
        yield Expression(
            match.start(), match.end(), "vague", "vague distance", value=value, reason="the distance is not stated"
        )
        return
    yield _shift(match, "distance in time", base, sign * number, unit_of(match["unit"]))


def _vaguely_away(match: Match[str]) -> Iterator[Expression]:
    """Read "weeks earlier", "days later"."""
    past = match["dir"].lower() in {"earlier", "before", "ago"}
    value = "PAST_REF" if past else "FUTURE_REF"
    reason = "the distance is not stated"
    yield Expression(match.start(), match.end(), "vague", "vague distance", value=value, reason=reason)


def _anaphor(match: Match[str]) -> Iterator[Expression]:
    """Read "the day after", "the year before" at a clause's end."""
    sign = -1 if match["dir"].lower() in {"before"} else 1
    yield _shift(match, "distance in time", "previous", sign, unit_of(match["unit"]))


def _ahead(match: Match[str]) -> Iterator[Expression]:
    """Read "in six months" and "within 90 days": a date if the clause looks ahead, else a duration."""
    number = number_of(match["number"]) if match["number"] else None
    unit = unit_of(match["unit"])
    word = match["prep"].lower()
    yield Expression(match.start("amount"), match.end(), "ahead", word, number=number, unit=unit, base=word)


def _window(match: Match[str]) -> Iterator[Expression]:
    """Read "the next two weeks", "the past three years"."""
    number = number_of(match["number"]) if match["number"] else None
    which = relative_of(match["which"])
    yield Expression(
        match.start(), match.end(), "window", "window", number=number, unit=unit_of(match["unit"]), relative=which
    )


def _window_one(match: Match[str]) -> Iterator[Expression]:
    """Read "the past year": a stretch up to now, unlike "last year"."""
    yield Expression(
        match.start(), match.end(), "window", "window", number=1.0, unit=unit_of(match["unit"]), relative="last"
    )


def _first_units(match: Match[str]) -> Iterator[Expression]:
    """Read "the first ten months of": a length; what it is a part of follows."""
    words = match["number"] or match["some"]
    if not words and match["unit"].lower() == "day":
        return
    number = number_of(match["number"]) if match["number"] else None
    plural = match["unit"].lower() != match.group().lower().removesuffix("of").strip().rsplit(maxsplit=1)[-1]
    value = duration_value(number if words else (None if plural else 1), unit_of(match["unit"]))
    end = match.end() - 2
    while end > match.start() and match.string[end - 1].isspace():
        end -= 1
    first = bool(re.match(r"(?i)(?:the\s+)?(?:first|opening|early)", match.group()))
    yield Expression(
        match.start(), end, "duration", "part of a whole", value=value, unit=unit_of(match["unit"]),
        number=(number if words else None if plural else 1.0), relative="first" if first else "last",
    )  # fmt: skip


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
    Rule("which", re.compile(rf"{B}{_WHICH}{S}{UNIT}"), _which),
    Rule("which-part", re.compile(rf"{B}{_WHICH}{S}{PART}"), _which_part),
    Rule("which-season", re.compile(rf"{B}{_WHICH}{S}{SEASON}"), _which_season),
    Rule("which-month", re.compile(rf"{B}{_WHICH}{S}{MONTH}"), _which_month),
    Rule("weekday", re.compile(rf"{B}(?:{_WHICH}{S})?{WEEKDAY}(?:{S}{PART})?"), _which_weekday),
    Rule(
        "weekend",
        re.compile(
            rf"{B}(?:(?:over|at){S})?(?P<which>(?i:last|next|this|the|that|the{S}following|coming|past)){S}(?i:weekend)(?![\w])"
        ),
        _weekend,
    ),
    Rule("the-unit", re.compile(rf"{B}(?i:the){S}{UNIT}"), _the_unit, rank=-1),
    Rule("units-end", re.compile(rf"{B}(?P<what>(?i:year|month|week))(?:['’]s{S}|-)(?i:end)(?![\w])"), _units_end),
    Rule(
        "away",
        re.compile(
            rf"{B}{AMOUNT}{S}(?P<dir>(?i:ago|earlier|later|afterwards?|after|before|previously|prior|beforehand|from{S}now|from{S}today|hence))(?![\w])"
        ),
        _away,
        rank=1,
    ),
    Rule(
        "vaguely-away",
        re.compile(
            rf"{B}(?i:days|weeks|months|years|decades|hours|minutes|moments){S}(?P<dir>(?i:earlier|later|before|ago))(?![\w])"
        ),
        _vaguely_away,
    ),
    Rule(
        "anaphor",
        re.compile(rf"{B}(?i:the){S}{UNIT}{S}(?P<dir>(?i:before|after|following)){_CLAUSE_END}"),
        _anaphor,
        rank=1,
    ),
    Rule(
        "ahead",
        re.compile(
            rf"{B}(?P<prep>(?i:in|within))(?:{S}(?i:the{S}(?:next|coming|following)))?{S}(?P<amount>{AMOUNT})(?!['’])"
        ),
        _ahead,
    ),
    Rule("window", re.compile(rf"{B}(?i:the{S})?{_WHICH}{S}{_COUNT}{_GAP}{UNIT}"), _window),
    Rule("window-after", re.compile(rf"{B}(?i:the{S}){_COUNT}{S}{_WHICH}{S}{UNIT}"), _window),
    Rule(
        "window-plural",
        re.compile(
            rf"{B}(?i:the{S})?{_WHICH}{S}(?P<number>(?!))?(?P<unit>(?i:days|weeks|months|years|decades))(?![\w])"
        ),
        _window,
        rank=1,
    ),
    Rule(
        "window-one",
        re.compile(
            rf"{B}(?i:the{S}(?P<which>past|last)){S}(?P<number>(?!))?(?P<unit>(?i:day|week|month|year|decade|century))(?![\w])"
        ),
        _window_one,
        rank=1,
    ),
    Rule(
        "first-units",
        re.compile(
            rf"{B}(?i:the{S})?(?i:first|last|final|opening|closing|early|later){S}(?:{_COUNT}{S})?{UNIT}{S}of(?![\w])(?!{S}(?i:the{S})?(?:(?i:year|month)(?![\w])))"
        ),
        _first_units,
        rank=2,
    ),
)
