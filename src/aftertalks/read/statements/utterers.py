"""Whether a description can be a speaker at all: "the main rebel coalition" can, "the current situation" cannot."""

from __future__ import annotations

import re
from functools import lru_cache

from aftertalks.lexicon import load

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_AFTER_HEAD = re.compile(
    r"\s(?:of|in|on|at|to|for|from|by|with|within|under|about|between|against|that|which|who|whose|where|set|made|held"
    r"|including|such|as)\b|[,;:(–—]",
    re.IGNORECASE,
)
_OF_PEOPLE = re.compile(
    r"\b(?:members?|some|many|most|both|all|several|one|two|three|half|group|number|majority|pair) of\b", re.IGNORECASE
)
_TORN = re.compile(r"\b(?:and|or|nor|of|in|to|the|within)$", re.IGNORECASE)
_PREPOSITIONS = frozenset({"of", "in", "on", "at", "by", "for", "with", "within", "from", "to"})


@lru_cache(maxsize=1)
def _classes() -> dict[str, frozenset[str]]:
    return {record["class"]: frozenset(record["nouns"]) for record in load("utterers")}


@lru_cache(maxsize=1)
def _endings() -> tuple[str, ...]:
    return tuple(sorted(_classes()["endings"], key=len, reverse=True))


def can_utter(words: str) -> bool:
    """Say whether a description may utter words: people, bodies, texts, or something no list knows.

    Only what is plainly a thing, or torn out of its phrase, is refused: what may be somebody stays a speaker.

    Args:
        words: the description as the document has it.
    """
    phrase = " ".join(words.split())
    if not _WORD.search(phrase) or _TORN.search(phrase):
        return False
    first = phrase.split(" ", 1)[0].lower()
    if first in _PREPOSITIONS and phrase.islower():
        return False
    if _OF_PEOPLE.search(phrase):
        return True
    head = _head(phrase)
    classes = _classes()
    single = head.removesuffix("s")
    if head in classes["never"]:
        return len(phrase.split()) > 1
    if {head, single} & classes["body"]:
        return True
    singulars = {head, single, head.removesuffix("es"), head.removesuffix("ies") + "y"}
    if singulars & classes["thing"]:
        return False
    return not single.endswith(_endings())


def _head(phrase: str) -> str:
    """Return the head noun of a phrase in lower case: the last word before what describes it."""
    match = _AFTER_HEAD.search(phrase)
    found = _WORD.findall(phrase[: match.start()] if match and match.start() else phrase)
    return found[-1].lower() if found else ""
