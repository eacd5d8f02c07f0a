"""PLOVER contexts of an event: military, economic, legal …, by the words of its clause."""

from __future__ import annotations

import re
from functools import lru_cache

from aftertalks.lexicon import load

MOST = 3


@lru_cache(maxsize=1)
def _table() -> tuple[re.Pattern[str], dict[str, str]]:
    known = {str(w).lower(): r["context"] for r in load("contexts") for w in r["words"]}
    words = "|".join(re.escape(w).replace(r"\ ", r"\s") for w in sorted(known, key=len, reverse=True))
    return re.compile(rf"\b({words})(?:s|es)?\b", re.IGNORECASE), known


def contexts(text: str) -> tuple[str, ...]:
    """Return the contexts that a stretch of text names, most often named first, at most three."""
    pattern, known = _table()
    counts: dict[str, int] = {}
    for match in pattern.finditer(text):
        name = known[re.sub(r"\s", " ", match[1].lower())]
        counts[name] = counts.get(name, 0) + 1
    return tuple(sorted(counts, key=lambda name: -counts[name])[:MOST])
