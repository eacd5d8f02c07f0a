"""Finds the instruments that a text names: truce, zone, sanctions, treaty …"""

from __future__ import annotations

from functools import lru_cache

from aftertalks.lexicon import load
from aftertalks.lexicon.phrases import PhraseTable
from aftertalks.model import Span
from aftertalks.model.events import InstrumentMention


def _forms(word: str) -> list[str]:
    if word.endswith("s") or " the" in word:
        return [word]
    plural = word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeiou" else word + "s"
    return [word, plural]


@lru_cache(maxsize=1)
def _table() -> PhraseTable[tuple[str, int]]:
    """Every word of the lexicon, with the instrument that it names and its place among them."""
    known: dict[str, tuple[str, int]] = {}
    for rank, record in enumerate(load("instruments")):
        for word in record["words"]:
            for form in _forms(word):
                known.setdefault(form.lower(), (record["name"], rank))
    return PhraseTable(known)


def find_instruments(text: str) -> list[InstrumentMention]:
    """Find the instruments named in a text.

    Args:
        text: the document's text.

    Returns:
        Mentions in order of the text, not overlapping; the longer words win.
    """
    return [InstrumentMention(Span(start, end), *named) for start, end, named in _table().find(text)]
