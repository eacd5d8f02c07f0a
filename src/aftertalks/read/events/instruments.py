"""Finds the instruments that a text names: truce, zone, sanctions, treaty …"""

from __future__ import annotations

import re
from functools import lru_cache

from aftertalks.lexicon import load
from aftertalks.model import Span
from aftertalks.model.events import InstrumentMention


def _forms(word: str) -> list[str]:
    if word.endswith("s") or " the" in word:
        return [word]
    plural = word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeiou" else word + "s"
    return [word, plural]


@lru_cache(maxsize=1)
def _table() -> tuple[re.Pattern[str], dict[str, tuple[str, int]]]:
    """One alternation over every word, longest first, and what each stands for."""
    known: dict[str, tuple[str, int]] = {}
    for rank, record in enumerate(load("instruments")):
        for word in record["words"]:
            for form in _forms(word):
                known.setdefault(form.lower(), (record["name"], rank))
    words = "|".join(re.escape(w).replace(r"\ ", r"\s") for w in sorted(known, key=len, reverse=True))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE), known


def find_instruments(text: str) -> list[InstrumentMention]:
    """Find the instruments named in a text.

    Args:
        text: the document's text.

    Returns:
        Mentions in order of the text, not overlapping; the longer words win.
    """
    pattern, known = _table()
    found = []
    for match in pattern.finditer(text):
        name, rank = known[re.sub(r"\s", " ", match.group().lower())]
        found.append(InstrumentMention(Span(*match.span()), name, rank))
    return found
