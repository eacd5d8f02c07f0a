"""PLOVER contexts of an event: military, economic, legal …, by the words of its clause."""

from __future__ import annotations

from functools import lru_cache

from aftertalks.lexicon import load
from aftertalks.lexicon.phrases import PhraseTable

MOST = 3


@lru_cache(maxsize=1)
def _table() -> PhraseTable[str]:
    known = {str(w).lower(): r["context"] for r in load("contexts") for w in r["words"]}
    forms = {word + ending: name for ending in ("es", "s") for word, name in known.items()}
    return PhraseTable({**forms, **known})


def contexts(text: str) -> tuple[str, ...]:
    """Return the contexts that a stretch of text names, most often named first, at most three."""
    counts: dict[str, int] = {}
    for _, _, name in _table().find(text):
        counts[name] = counts.get(name, 0) + 1
    return tuple(sorted(counts, key=lambda name: -counts[name])[:MOST])
