"""How a time stands to what is said of it: deadline, start, or only part of a thing's name."""

from __future__ import annotations

import re

from aftertalks.model import TimeRole
from aftertalks.read.times.clause import Tense
from aftertalks.read.times.cues import ABOUT, deadline_cue
from aftertalks.read.times.telling import Resolved
from aftertalks.read.times.words import B, S, word_set

_START = re.compile(
    rf"{B}(?i:as{S}of|as{S}from|starting(?:{S}(?:on|from|in))?|beginning(?:{S}(?:on|from|in))?|effective(?:{S}(?:on|from))?|since|from|after|ever{S}since){S}{ABOUT}$"
)
_OF = re.compile(rf"(?P<head>[\w.)’']+),?{S}(?:of|dated){S}(?:the{S})?$")
_DETERMINER = re.compile(rf"{B}(?i:the|a|an|its|their|his|her|our|any|every|[\w]+['’]s){S}(?:[a-z-]{{3,14}}{S})?$")
_SETTING = re.compile(rf"(?:^|[.!?:;\n“\"]\s{{0,3}}|,\s)(?:In|At|During|in|at|during){S}(?:the|its|their){S}$")
_PREPOSITION = re.compile(
    r"(?i:\b(?:in|on|by|since|until|till|before|after|from|to|between|during|and|of|for))\s{1,3}$"
)
_NEXT = re.compile(rf"(?:['’]s)?(?:{S}|-)(?P<word>[A-Za-z][\w-]{{1,24}})")
_NUMBER_BEFORE = re.compile(rf"(?:\d|[A-Z][\w.’'-]{{1,30}}){S}\($")
_FUNCTION = frozenset(
    "the a an and or but that which who when where while as at in on by for from to of with after before since until "
    "was were is are be been will would had has have did does do said says he she it they we i there this these those "
    "his her its their with without during through between against into over under also not then than saw marked "
    "began ended came went about around because if so only just both all most many some each were local time if "
    "alone onwards onward nearly almost until amid despite following having being could can may might "
    "should must shall".split()
)
_TEMPORAL_HEADS = frozenset(
    "end beginning start middle morning night evening afternoon summer winter spring autumn fall half quarter rest "
    "part month months week weeks day days year years early late as remainder turn course hours close first eve "
    "dawn".split()
)


def is_due(sentence: str, tense: Tense) -> bool:
    """Say whether "by July" can be a deadline: not in plain narration of what had come about by then."""
    if tense.name != "past":
        return True
    return any(word.lower() in word_set("deadline_words") for word in re.findall(r"[A-Za-z]+", sentence))


def role_of(text: str, r: Resolved, *, due: bool) -> TimeRole:
    """Say how a resolved time stands to what is said.

    Args:
        text: the document.
        r: the resolved time.
        due: whether its sentence can set a deadline at all.
    """
    if r.deadline:
        return TimeRole.DEADLINE
    if r.type == "SET":
        return TimeRole.REPEAT
    if r.type == "DURATION":
        return TimeRole.DURATION if r.bounds.first is None else TimeRole.AT
    start = r.expression.start
    if deadline_cue(text, start):
        return TimeRole.DEADLINE if due else TimeRole.AT
    return TimeRole.START if _START.search(text, max(0, start - 48), start) else TimeRole.AT


def identifies(text: str, start: int, end: int) -> bool:
    """Say whether the date at ``start`` to ``end`` only names a thing ("the July 9 truce", "Law No. 5 of 2015")."""
    low = max(0, start - 60)
    word = re.match(r"(?i)the\s", text[start:end])
    if word:
        start += word.end()
    if _SETTING.search(text, low, start):
        return False
    if _NUMBER_BEFORE.search(text, low, start) and text[end : end + 1] == ")":
        return True
    of = _OF.search(text, low, start)
    dated = any(c.isdigit() for c in text[start:end])
    if of and dated and of["head"].lower() not in _TEMPORAL_HEADS:
        return True
    if text[start:end].lower().endswith(("attack", "attacks")):
        return True
    after = _NEXT.match(text, end)
    if after is None or after.group().startswith(("'s", "’s")):
        return False
    noun = after["word"].lower()
    if noun in word_set("things_named_by_date"):
        return bool(_DETERMINER.search(text, low, start)) or not _PREPOSITION.search(text, low, start)
    if noun in _FUNCTION or noun.endswith("ly") or re.search(r"(?:ed|ing)$", noun):
        return False
    return bool(_DETERMINER.search(text, low, start))
