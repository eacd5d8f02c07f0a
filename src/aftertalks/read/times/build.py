"""Builders shared by the patterns of calendar dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import Match

from aftertalks.read.times.expression import Builder, Expression
from aftertalks.read.times.words import ERA, SO, YEAR, S, month_of, word_map

REL_YEAR = (
    rf"(?:of{S}|in{S})?(?i:(?P<rel>that|this|the{S}same|last|next|the{S}following|the{S}previous|the{S}preceding"
    rf"|the{S}next){S}year)(?![\w])"
)
OF_YEAR = rf"(?:{SO},?{SO}(?:of{S})?(?:{YEAR}(?:{S}{ERA})?|{REL_YEAR}))"


def relative_of(words: str | None) -> str:
    """Reduce "the following", "that same", "past" … to the one word that resolving knows."""
    key = re.sub(r"\s+", " ", (words or "").lower()).strip()
    key = key.removeprefix("the ")
    return {
        "preceding": "previous", "same": "that", "that same": "that", "this same": "that", "past": "last",
        "coming": "next", "current": "this", "subsequent": "following", "ensuing": "following", "prior": "previous",
        "upcoming": "next", "very same": "that",
    }.get(key, key)  # fmt: skip


def parts_of(
    match: Match[str], rule: str, *, start: int | None = None, end: int | None = None, **parts: object
) -> Expression:
    """Build a date from a match's named groups; ``parts`` overrule them."""
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


def one(rule: str) -> Builder:
    """Return a builder of one expression from the calendar parts that a match names."""

    def build(match: Match[str]) -> Iterator[Expression]:
        yield parts_of(match, rule)

    return build
