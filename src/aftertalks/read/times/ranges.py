"""Expressions that belong together: shared years of ranges, clock times beside their date, ranges as one mention."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from aftertalks.read.times.expression import Expression
from aftertalks.read.times.words import S

_LINK = re.compile(
    r"\s{0,3}(?:[-–—−/]|(?:and|or|to|until)(?: the)?|till|through|and from|,|,? ?and|, or|\(|\) to|and again in|and in)"
    r"\s{0,3}(?:early |late |mid-|the )?",
    re.I,
)
_TO = re.compile(r"\s{0,3}(?:[-–—−]|to|until|till|through|up to)\s{0,3}(?:the )?", re.I)
_AND = re.compile(r"\s{1,3}and\s{1,3}(?:the )?", re.I)


def share_years(text: str, found: Sequence[Expression]) -> list[Expression]:
    """Give a date the year (and a bare day the month) of the one that it is joined to."""
    out = list(found)
    for i in range(len(out) - 2, -1, -1):
        e, after = out[i], out[i + 1]
        if e.kind != "date" or after.kind != "date" or e.year is not None or e.relative or e.base:
            continue
        if len(text[e.end : after.start]) > 24:
            continue
        if e.inherits:
            e = replace(e, month=after.month, year=after.year, relative=after.relative, inherits=after.month is None)
            out[i] = e
            continue
        if after.year is None or (after.era and e.month is None) or not _LINK.fullmatch(text[e.end : after.start]):
            continue
        if e.month is None and not e.season:
            continue
        earlier = e.month is not None and after.month is not None and e.month > after.month
        out[i] = replace(e, year=after.year - earlier, era=after.era)
    return _share_onward(text, out)


def _share_onward(text: str, out: list[Expression]) -> list[Expression]:
    for i in range(1, len(out)):
        e, before = out[i], out[i - 1]
        if e.kind != "date" or before.kind != "date" or len(text[before.end : e.start]) > 10:
            continue
        if e.rule == "second day" and e.month is None:
            out[i] = replace(e, month=before.month, year=e.year or before.year)
        if e.rule == "second day" and e.year is not None and before.year is None:
            out[i - 1] = replace(before, year=e.year)
        if e.month and e.year is None and before.year is not None and before.month and not e.relative and not e.base:
            gap = text[before.end : e.start]
            if not (_TO.fullmatch(gap) or _AND.fullmatch(gap)):
                continue
            out[i] = replace(e, year=before.year + (e.month < before.month), era=before.era)
    return out


def is_range(text: str, a: Expression, b: Expression) -> bool:
    """Say whether two neighbouring dates are the ends of one range."""
    gap = text[a.end : b.start]
    if len(gap) > 12:
        return False
    before = text[max(0, a.start - 12) : a.start]
    if _TO.fullmatch(gap):
        return True
    return bool(_AND.fullmatch(gap)) and bool(re.search(rf"(?i:\bbetween){S}(?:the{S})?$", before))
