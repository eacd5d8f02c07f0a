"""Whether the clause around a time looks ahead or back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from aftertalks.lexicon.loader import load
from aftertalks.model import Span
from aftertalks.read.times.words import word_set

_WORD = re.compile(r"[\w]+(?:['’][a-z]{1,3})?|['’]ll\b|[;:()]")
_AT_ONCE = re.compile(r"\)?\s{1,2}(?:will|shall|would|must|is to|are to)\b")
_ASKING = frozenset({"Will", "Would", "Shall", "Should", "Must"})
_NOT_PAST = frozenset(
    "armed hundred red bed indeed need speed proceed succeed exceed feed seed breed agreed-upon unprecedented "
    "united so-called sacred wicked naked rugged hatred kindred bleed deed freed greed weed reed steed embed".split()
)


@dataclass(frozen=True, slots=True)
class Tense:
    """``future``, ``past`` or ``unknown``, and whether the deciding verb stands close by."""

    name: str
    close: bool = False


_PRESENT_BE = frozenset({"am", "is", "are", "'re", "’re", "'m", "’m", "they're", "they’re", "we're", "we’re"})
_BETWEEN = frozenset({"also", "now", "again", "both", "all", "then", "not"})
UNKNOWN = Tense("unknown")


@lru_cache(maxsize=1)
def _irregular_pasts() -> frozenset[str]:
    pasts = {form for r in load("irregular_verbs") for form in r["past"].split("/") if form != r["base"]}
    return frozenset(pasts | {"was", "were", "had", "did", "saw", "fell", "went", "came"})


def _is_past(word: str) -> bool:
    if word in _irregular_pasts():
        return True
    return word.endswith("ed") and len(word) > 4 and word not in _NOT_PAST and not word.endswith("eed")


def tense_of(text: str, span: Span, sentence: Span) -> Tense:
    """Say how the clause of ``span`` stands in time.

    The nearest verb to the left decides; if there is none, the nearest to the right.

    Args:
        text: the document.
        span: the time's words.
        sentence: the sentence that it stands in.
    """
    if _AT_ONCE.match(text, span.end, min(sentence.end, span.end + 16)):
        return Tense("future", close=True)
    left = _WORD.findall(text, max(sentence.start, span.start - 220), span.start)
    found = _leftward(left)
    if found is not UNKNOWN:
        return found
    return _rightward(_WORD.findall(text, span.end, min(sentence.end, span.end + 220)))


def _leftward(words: list[str]) -> Tense:
    weak = UNKNOWN
    depth = 0
    for i in range(len(words) - 1, -1, -1):
        word = words[i].lower()
        close = len(words) - i <= 4
        if word == ")":
            depth += 1
        elif word == "(":
            depth = max(0, depth - 1)
        if depth or (words[i][0].isupper() and i > 0 and words[i] not in _ASKING):
            continue
        before = words[i - 1].lower() if i else ""
        if word in word_set("future_words") or _planned(words, i):
            return Tense("future", close)
        if word == "to" and i + 1 < len(words) and words[i + 1].islower() and words[i + 1] != "the":
            if before in word_set("committing_words"):
                return Tense("future", close)
            continue
        if close and word.endswith("s") and len(words) - i <= 2 and word in word_set("scheduled_verbs"):
            return Tense("future", close)
        if close and len(words) - i <= 2 and f"{word}s" in word_set("scheduled_verbs") and before.endswith("s"):
            return Tense("future", close)  # "the talks open on Monday"
        if _is_past(word):
            if before in {"be", "being"}:
                continue
            if before == "to" or (before == "not" and i > 1 and words[i - 2].lower() == "to"):
                continue
            return Tense("past", close)
        if word == "be" and before == "to":
            return Tense("future", close)
        if weak is UNKNOWN and word in word_set("scheduled_verbs"):
            weak = Tense("future", close)
        if weak is UNKNOWN and word in {"is", "are"} and i == len(words) - 1 - (words[-1] in {"on", "for", "in"}):
            weak = Tense("future", True)
    return weak


def _planned(words: list[str], i: int) -> bool:
    """Say whether a word is the present progressive of what is planned by the day: "are meeting", "is also holding"."""
    if words[i].lower() not in word_set("planned_progressives"):
        return False
    before = [w.lower() for w in words[max(0, i - 2) : i]]
    return before[-1:] != [] and (before[-1] in _PRESENT_BE or (before[0] in _PRESENT_BE and before[-1] in _BETWEEN))


def _rightward(words: list[str]) -> Tense:
    for i, raw in enumerate(words):
        word = raw.lower()
        if word == ";":
            break
        if raw[0].isupper():
            continue
        if word in word_set("future_words"):
            return Tense("future", i < 4)
        if _is_past(word):
            return Tense("past", i < 4)
        if word.endswith("s") and word in word_set("scheduled_verbs"):
            return Tense("future", i < 4)
    return UNKNOWN
