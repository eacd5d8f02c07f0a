"""Runs the patterns over a text and keeps the best expressions that do not overlap."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from aftertalks.lexicon.first_words import Scanner
from aftertalks.read.times import absolute, amounts, counted, relative, years
from aftertalks.read.times.expression import Expression, Rule
from aftertalks.read.times.guards import keep
from aftertalks.read.times.words import PART, WEEKDAY, B, S, mod_of, word_map

RULES: tuple[Rule, ...] = (
    *absolute.RULES,
    *years.RULES,
    *relative.RULES,
    *counted.RULES,
    *amounts.RULES,
)
_THE = re.compile(rf"{B}(?i:the){S}$")
_MOD = re.compile(
    rf"{B}(?i:(?P<mod>(?:the{S})?(?:very{S})?(?:end|close|beginning|start|outset|middle|rest|remainder|turn|"
    rf"latter{S}part|(?:first|second|latter){S}half|early{S}part|later{S}part|final{S}days|last{S}days|first{S}days){S}of(?:{S}the)?|early|mid|late|later|earlier|"
    rf"(?:early|late|later|earlier|sometime|mid){S}in(?:{S}the)?))(?:{S}|{S}?-{S}?)(?i:the{S})?(?i:month{S}of{S})?$"
)
_PART_OF = re.compile(
    rf"{B}(?i:(?:early|late){S}(?:in|on){S})?(?i:the{S})?(?i:(?:early|late){S})?{PART}(?:{S}hours)?{S}(?:of|on){S}$"
)
_WEEK_OF = re.compile(rf"{B}(?i:(?:the{S})?week{S}(?:of|beginning|starting)){S}$")
_WEEKDAY = re.compile(rf"{B}{WEEKDAY}(?:{S}{PART})?(?:,|{S}\(|{S}the|,{S}the)?{S}?(?:of{S})?$")
_PARTS = relative.PARTS
_TAKES_THE = frozenset(
    {"season", "decade", "century", "part of a year", "day and month", "first day", "weekday", "holiday"}
)


def _takes_mod(e: Expression) -> bool:
    """Say whether "early", "the end of" can stand before it; not before a single day, except "this day"."""
    if e.unit == "D":
        return e.relative == "this"
    return e.kind == "date" or e.unit in {"W", "M", "Y", "DE", "CE", "Q"}


def _widen(text: str, e: Expression) -> Expression:
    """Take in what stands before: a weekday, "the night of", "the end of", "early", the article."""
    if e.kind not in {"date", "shift", "weekday"}:
        return e
    low = max(0, e.start - 60)
    start = e.start
    if e.kind == "date" and e.day is not None:
        if m := _WEEKDAY.search(text, low, start):
            part = _PARTS[m["part"].lower()] if m["part"] else e.part
            end = e.end + (1 if "(" in m.group() and text[e.end : e.end + 1] == ")" else 0)
            e = replace(e, start=m.start(), end=end, weekday=word_map("weekdays")[m["weekday"].lower()], part=part)
        start = e.start
        if m := _WEEK_OF.search(text, low, start):
            return replace(e, start=m.start(), mod="week")
        if m := _PART_OF.search(text, low, start):
            return replace(e, start=m.start(), part=_PARTS[m["part"].lower()])
    elif _takes_mod(e) and (m := _MOD.search(text, low, start)):
        return replace(e, start=m.start(), mod=mod_of(m["mod"]))
    if (e.rule in _TAKES_THE or e.kind == "shift") and (m := _THE.search(text, low, start)) and m.group()[:1] in "tT":
        return replace(e, start=m.start())
    return e


@lru_cache(maxsize=1)
def _scanner() -> Scanner:
    return Scanner([rule.pattern for rule in RULES])


def _candidates(text: str) -> Iterable[tuple[int, Expression]]:
    # In the rules' order: of two expressions alike in length and rank the earlier rule's counts.
    for n, match in sorted(_scanner().matches(text), key=lambda found: found[0]):
        rule = RULES[n]
        for e in rule.build(match):
            yield rule.rank, _widen(text, e)


def scan(text: str) -> list[Expression]:
    """Return the expressions of ``text`` in order, none overlapping: the longer wins, then the better pattern."""
    found = [(rank, e) for rank, e in _candidates(text) if keep(text, e)]
    found.sort(key=lambda pair: (pair[1].start - pair[1].end, -pair[0], pair[1].start))
    starts: list[int] = []
    taken: list[tuple[int, int]] = []
    chosen: list[Expression] = []
    for _, e in found:
        i = bisect_right(starts, e.start)
        if (i and taken[i - 1][1] > e.start) or (i < len(taken) and taken[i][0] < e.end):
            continue
        insort(starts, e.start)
        taken.insert(i, (e.start, e.end))
        chosen.append(e)
    return sorted(chosen, key=lambda e: e.start)
