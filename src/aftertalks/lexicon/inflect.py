"""English verb forms by rule, with the irregular ones from a table; no lemmatizer is needed to know a cue again."""

from __future__ import annotations

from functools import lru_cache

from aftertalks.lexicon.loader import load

_VOWELS = "aeiou"
_STRESSED_LAST = ("mit", "fer", "cur", "gret", "pel", "bel", "bet", "quip", "drop")
_DOUBLING = frozenset("abhor deter inter format handicap kidnap outfit overlap program wiretap worship".split())
_PRESENT = {"have": "has", "be": "is"}
_NOT_DOUBLING = frozenset("limit vomit pilfer".split())
"""Longer verbs double their last consonant where the last syllable is stressed ("refer", but "offer" and "limit")."""


@lru_cache(maxsize=1)
def _irregular() -> dict[str, tuple[str, str]]:
    """Map base form to past tense and past participle (alternatives joined with ``/``)."""
    return {r["base"]: (r["past"], r["participle"]) for r in load("irregular_verbs")}


def _doubles(base: str) -> bool:
    """Say whether the last consonant doubles: one-syllable consonant-vowel-consonant ("stop", not "visit")."""
    if len(base) < 3 or base[-1] in "wxy" or base[-1] in _VOWELS:
        return False
    if base[-2] not in _VOWELS or (base[-3] in _VOWELS and base[-4:-2] != "qu"):
        return False
    if sum(c in _VOWELS for c in base.replace("qu", "q")) == 1:
        return True
    stressed = base.endswith(_STRESSED_LAST) and not base.endswith("ffer") and base not in _NOT_DOUBLING
    return stressed or base in _DOUBLING


def _third_person(base: str) -> str:
    if base in _PRESENT:
        return _PRESENT[base]
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _regular_past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ied"
    return base + (base[-1] if _doubles(base) else "") + "ed"


def _gerund(base: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base in {"be", "singe", "tinge"}:
        return base + "ing"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    return base + (base[-1] if _doubles(base) else "") + "ing"


@lru_cache(maxsize=4096)
def verb_forms(base: str) -> tuple[str, ...]:
    """Return every form of a verb, base first; for a phrasal verb ("call on") only its first word is inflected.

    British and American doubled consonants ("cancelled", "canceled") are both given.
    """
    head, _, rest = base.partition(" ")
    irregular = _irregular().get(head)
    past = irregular[0].split("/") + irregular[1].split("/") if irregular else [_regular_past(head)]
    forms = [head, _third_person(head), *past, _gerund(head)]
    if head.endswith("l") and head[-2:-1] in _VOWELS and not irregular:
        forms += [head + "led", head + "ling", head + "ed", head + "ing"]
    return tuple(dict.fromkeys(f"{f} {rest}" if rest else f for f in forms))
