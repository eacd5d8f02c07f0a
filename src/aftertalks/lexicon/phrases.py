"""Many fixed words and phrases found in a text at once, each by its first word.

One regular expression of hundreds of alternatives tries them all at every word; a table of first words tries none at
most words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

from aftertalks.model import LexiconError

_WORD = re.compile(r"\w+")
_OTHER_SPACE = re.compile(r"[^\S ]")
_V = TypeVar("_V")


def plain(text: str) -> str:
    """Return a text in lower case with every white space a space, its letters where they were."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters have no small form of one letter
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _OTHER_SPACE.sub(" ", lowered)


class PhraseTable(Generic[_V]):
    """Phrases in lower case, each with what it stands for.

    Args:
        phrases: the phrases; each begins with a letter or digit.

    Raises:
        LexiconError: one begins with something else.
    """

    def __init__(self, phrases: Mapping[str, _V]) -> None:
        self._by_word: dict[str, list[tuple[str, _V]]] = {}
        for phrase in sorted(phrases, key=len, reverse=True):
            first = _WORD.match(phrase)
            if first is None:
                raise LexiconError(f"a phrase begins with neither letter nor digit: {phrase!r}; write it without")
            self._by_word.setdefault(first.group(), []).append((phrase, phrases[phrase]))

    def find(self, text: str) -> Iterator[tuple[int, int, _V]]:
        """Yield start, end and value of each phrase that stands in ``text`` as whole words, in order.

        They do not overlap; of several that begin at one place the longest counts.
        """
        lowered = plain(text)
        free = 0
        for word in _WORD.finditer(lowered):
            found = self._by_word.get(word.group())
            start = word.start()
            if found is None or start < free:
                continue
            for phrase, value in found:
                end = start + len(phrase)
                whole = not (lowered[end : end + 1].isalnum() or lowered[end : end + 1] == "_")
                if whole and lowered.startswith(phrase, start):
                    yield start, end, value
                    free = end
                    break
