"""Patterns of counted times: three days ago, two weeks later, in six months, within 90 days, the next two years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import Match

from aftertalks.read.times.build import relative_of
from aftertalks.read.times.calendar import duration_value
from aftertalks.read.times.expression import Expression, Rule
from aftertalks.read.times.relative import WHICH, shift
from aftertalks.read.times.words import NUMBER, UNIT, VAGUE_NUMBER, B, S, number_of, unit_of

_ABOUT_WORDS = (
    "about", "around", "approximately", "almost", "nearly", "roughly", "some", "just", "only", "barely", "over",
    "under", "at least", "at most", "up to", "more than", "less than", "fewer than", "a little more than", "close to",
    "another", "exactly", "full", "well over", "a full",
)  # fmt: skip
_ABOUT_ANY = "|".join(words.replace(" ", S) for words in _ABOUT_WORDS)
_ABOUT = rf"(?i:(?:(?:{_ABOUT_ANY}){S}){{0,2}})"
_COUNT = rf"(?:{NUMBER}|{VAGUE_NUMBER})"
_HOUR_UNIT = (
    r"(?i:(?P<unit>second|minute|hour|day|night|week|fortnight|month|quarter|year|decade|century|centurie))s?(?![\w])"
)
_GAP = rf"(?:{S}|-)(?:(?i:full|long|short|calendar|working|business|consecutive|more|bloody|brutal){S})?"
AMOUNT = rf"{_ABOUT}{_COUNT}{_GAP}{_HOUR_UNIT}"
_CLAUSE_END = r"(?=\s{0,3}(?:[.,;:!?)\n]|$|(?:and|but|saw|when)\b))"
_CLAUSE_END_AT = re.compile(_CLAUSE_END)


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
    yield shift(match, "distance in time", base, sign * number, unit_of(match["unit"]))


def _vaguely_away(match: Match[str]) -> Iterator[Expression]:
    """Read "weeks earlier", "days later"."""
    past = match["dir"].lower() in {"earlier", "before", "ago"}
    value = "PAST_REF" if past else "FUTURE_REF"
    reason = "the distance is not stated"
    yield Expression(match.start(), match.end(), "vague", "vague distance", value=value, reason=reason)


def _anaphor(match: Match[str]) -> Iterator[Expression]:
    """Read "the day after", "the year before" at a clause's end."""
    sign = -1 if match["dir"].lower() in {"before"} else 1
    yield shift(match, "distance in time", "previous", sign, unit_of(match["unit"]))


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
    Rule("window", re.compile(rf"{B}(?i:the{S})?{WHICH}{S}{_COUNT}{_GAP}{_HOUR_UNIT}"), _window),
    Rule("window-after", re.compile(rf"{B}(?i:the{S}){_COUNT}{S}{WHICH}{S}{UNIT}"), _window),
    Rule(
        "window-plural",
        re.compile(
            rf"{B}(?i:the{S})?{WHICH}{S}(?P<number>(?!))?(?P<unit>(?i:days|weeks|months|years|decades))(?![\w])"
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
