"""Word lists and regex fragments of the time reader.

Every fragment is bounded: no repetition without an upper limit, so that any text is read in linear time.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from aftertalks.lexicon.loader import load
from aftertalks.model import LexiconError


@lru_cache(maxsize=1)
def _records() -> dict[str, dict[str, Any]]:
    return {record["id"]: record for record in load("times")}


@lru_cache(maxsize=64)
def word_map(name: str) -> dict[str, Any]:
    """Return the map of the word list ``name``.

    Raises:
        LexiconError: the lexicon has no such map.
    """
    try:
        return dict(_records()[name]["map"])
    except KeyError as error:
        raise LexiconError(f"times.yaml: no map {name!r}; restore the record") from error


@lru_cache(maxsize=64)
def word_set(name: str) -> frozenset[str]:
    """Return the words of the word list ``name``.

    Raises:
        LexiconError: the lexicon has no such list.
    """
    try:
        return frozenset(_records()[name]["words"])
    except KeyError as error:
        raise LexiconError(f"times.yaml: no words {name!r}; restore the record") from error


def any_of(words: Any) -> str:
    """Return a regex alternation of ``words``, longest first."""
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


def _capitals(words: Any) -> str:
    """Alternation of capitalised and upper-case forms: names of months and days are proper nouns."""
    return any_of({w.capitalize() for w in words} | {w.upper() for w in words})


S = r"(?:[^\S\n]{1,3}|[^\S\n]{0,2}\n[^\S\n]{0,2})"
"""White space inside an expression: at most one line break, never a paragraph's end."""
SO = r"(?:[^\S\n]{0,3}|[^\S\n]{0,2}\n[^\S\n]{0,2})"
DASH = r"[-‐‑‒–—−]"
B = r"(?<![\w])"
"""Left word boundary."""

MONTH = (
    rf"(?P<month>(?:{_capitals(word_map('months'))})(?![\w])"
    rf"|(?:{_capitals(word_map('month_abbreviations'))})(?![\w])\.?)"
)
WEEKDAY = rf"(?P<weekday>{_capitals(word_map('weekdays'))})(?![\w])"
YEAR = r"(?P<year>1\d{3}|20\d\d|2100)(?![\w%]|[,.]\d)"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\w%:]|[,.]\d)"
ERA = r"(?P<era>BCE|BC|B\.C\.E\.|B\.C\.|B\.C)(?![\w])"
UNIT = r"(?i:(?P<unit>day|night|week|fortnight|month|quarter|year|decade|century|centurie))s?(?![\w])"
SEASON = r"(?P<season>(?i:spring|summer|autumn|fall|winter))(?![\w])"
PART = r"(?i:(?P<part>morning|dawn|afternoon|evening|night))(?![\w])"
_TENS = any_of(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
_ONES = any_of(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
NUMBER = (
    r"(?i:(?P<number>\d{1,4}(?:\.\d{1,2})?(?![\d,.]\d)"
    rf"|(?:{_TENS})(?:[- ](?:{_ONES}))?|(?:(?:a|one|two|three){S})?hundred|half{S}an?|an?{S}half"
    rf"|(?:(?:{_ONES}){S}(?:and{S})?(?:a{S})?(?:and{S})?half)"
    rf"|{any_of(word_map('numbers'))}|a{S}couple(?:{S}of)?|a{S}dozen|an?))"
)
VAGUE_NUMBER = (
    rf"(?i:(?P<some>several|a{S}few|few|many(?:{S}more)?|some|numerous|countless|a{S}number{S}of|"
    rf"dozens{S}of|hundreds{S}of))"
)
COUNTED = rf"(?!{SO}(?i:{any_of(word_set('count_nouns'))})(?![\w]))"


def month_of(words: str) -> int:
    """Return the number of a month's name or abbreviation."""
    key = words.rstrip(".").lower()
    return int(word_map("months").get(key) or word_map("month_abbreviations")[key])


def mod_of(words: str | None) -> str:
    """Reduce a modifier ("the end of", "early in") to ``start``, ``mid``, ``end``, ``rest`` or nothing."""
    head = (words or "").lower()
    for mod, cues in (
        ("start", ("early", "earlier", "beginning", "start", "outset", "turn", "first")),
        ("mid", ("mid",)),
        ("end", ("late", "later", "latter", "second", "final", "last")),
        ("close", ("end", "close")),
        ("rest", ("rest", "remainder")),
    ):
        if any(re.search(rf"(?<!\w){cue}", head) for cue in cues):
            return mod
    return ""


def number_of(words: str) -> float | None:
    """Return the number that ``words`` spell; None if they do not spell one."""
    text = re.sub(r"[\s-]+", " ", words.lower()).strip()
    if re.fullmatch(r"\d{1,4}(\.\d{1,2})?", text):
        return float(text)
    if text in {"a", "an"}:
        return 1.0
    fixed = {"a couple": 2.0, "a couple of": 2.0, "a dozen": 12.0, "half a": 0.5, "half an": 0.5, "a half": 0.5}
    if text in fixed:
        return fixed[text]
    if text.endswith("hundred"):
        return 100.0 * (number_of(text[:-8]) or 1.0 if len(text) > 7 else 1.0)
    if text.endswith("half"):
        return float(word_map("numbers")[text.split()[0]]) + 0.5
    numbers = word_map("numbers")
    parts = [numbers.get(part) for part in text.split()]
    return float(sum(p for p in parts if p)) if parts and all(parts) else None


def unit_of(words: str) -> str:
    """Return the TIMEX3 letter of a unit of time (``D``, ``W``, ``M``, ``TH`` for hours …)."""
    key = words.lower()
    units = word_map("units")
    return "CE" if key.startswith("centur") else str(units[key if key in units else key.removesuffix("s")])
