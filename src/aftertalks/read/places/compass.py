"""Parts of places by compass: "southwestern Syria", "the north-west of Syria", "east of the Euphrates River"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aftertalks.lexicon.names import Words

_POINT = re.compile(r"(north|south)?-?(east|west)?(?:ern|ernmost)?", re.IGNORECASE)
_CENTRE = frozenset("central upper lower inner outer greater rural mainland".split())


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a place: the words that say which, and the place's first word.

    Args:
        first: first word of the whole phrase.
        head: first word of the place's own name.
        compass: ``n``, ``sw``, ``central`` …
        outside: whether the words mean what lies beyond the place ("east of the Euphrates").
    """

    first: int
    head: int
    compass: str
    outside: bool


def compass_of(word: str) -> str | None:
    """Return a compass word's point as letters ("southwestern" → "sw"), or None."""
    if word.lower() in _CENTRE:
        return "central" if word.lower() == "central" else word.lower()
    match = _POINT.fullmatch(word)
    if not match or not (match[1] or match[2]):
        return None
    return "".join(p[0].lower() for p in match.groups() if p)


def _word_before(words: Words, k: int) -> tuple[str, int] | None:
    """Return the compass word that ends with word ``k``, written whole or in two with a hyphen, and its first word."""
    if k < 0:
        return None
    if k >= 1 and words.gap(k - 1) in {"-", "‑", " "}:
        two = compass_of(words.raw(k - 1) + words.raw(k))
        if two is not None and len(two) == 2 and len(words.raw(k - 1)) <= 5:
            return two, k - 1
    one = compass_of(words.raw(k))
    return (one, k) if one is not None else None


def part_before(words: Words, head: int) -> Part | None:
    """Find the compass part that the words before ``head`` make of the place that begins there."""
    k = head - 1
    if k >= 0 and words.gap(k) == " ":
        found = _word_before(words, k)
        if found is not None and (words.raw(k).lower().endswith("ern") or words.capital(k) or found[0] == "central"):
            return Part(found[1], head, found[0], outside=False)
    if k >= 0 and words.folded[k] == "the":
        k -= 1
    if k >= 1 and words.folded[k] == "of" and words.gap(k) == " ":
        found = _word_before(words, k - 1)
        if found is not None and not words.raw(k - 1).lower().endswith("ern") and found[0] not in _CENTRE:
            inside = found[1] >= 1 and words.folded[found[1] - 1] == "the"
            return Part(found[1], head, found[0], outside=not inside)
    return None
