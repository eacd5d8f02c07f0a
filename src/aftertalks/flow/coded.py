"""Columns of the kept state as whole numbers: words get numbers in the order of their coming."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aftertalks.store import columns

Ints = NDArray[np.int64]
UNDATED = 2**31 - 1  # the last day of what has none: it comes last


class Codes:
    """Numbers for words, in the order of their coming; null is -1."""

    def __init__(self) -> None:
        self.words: list[Any] = []
        self._numbers: dict[Hashable, int] = {None: -1}

    def of(self, words: Sequence[Any]) -> Ints:
        """Return the words' numbers; new ones get the next."""
        known = self._numbers
        for word in dict.fromkeys(words):
            if word not in known:
                known[word] = len(self.words)
                self.words.append(word)
        return np.fromiter(map(known.__getitem__, words), dtype=np.int64, count=len(words))

    def get(self, word: Hashable) -> int:
        """Return a word's number; -2, which nothing has, if it is not there."""
        return self._numbers.get(word, -2)


def _joined(parts: Iterator[NDArray[Any]], rows: int) -> Ints:
    found = list(parts)
    return np.concatenate(found, axis=1) if found else np.zeros((rows, 0), dtype=np.int64)


def entries(parts: Iterable[columns.Columns], words: dict[str, Codes]) -> Ints:
    """Return entries: key, change, book, outcome, polarity, instrument, days of due window and of the drawing."""

    def made(c: columns.Columns) -> NDArray[Any]:
        coded = [words[what].of(c[n]) for n, what in enumerate(("book", "outcome", "polarity", "instrument"), 2)]
        days = [np.array([UNDATED if day is None else day for day in c[n]], dtype=np.int64) for n in range(6, 10)]
        return np.stack([np.array(c[0], dtype=np.int64), np.array(c[1], dtype=np.int64), *coded, *days])

    return _joined((made(c) for c in parts), 10)


def voices(parts: Iterable[columns.Columns], words: dict[str, Codes]) -> Ints:
    """Return voices: number, entry, day, quad class, instrument, place."""

    def made(c: columns.Columns) -> NDArray[Any]:
        places = [None if told[0] is None else told for told in zip(*c[5:12], strict=True)]
        days = np.array([day or 0 for day in c[2]], dtype=np.int64)
        coded = words["quad"].of(c[3]), words["instrument"].of(c[4]), words["place"].of(places)
        return np.stack([np.array(c[0], dtype=np.int64), np.array(c[1], dtype=np.int64), days, *coded])

    return _joined((made(c) for c in parts), 6)


def named(parts: Iterable[columns.Columns], words: dict[str, Codes]) -> Ints:
    """Return who is named: the statement's number, the actor."""
    return _joined((np.stack([np.array(c[0], dtype=np.int64), words["actor"].of(c[1])]) for c in parts), 2)


def all_named(namings: Iterable[tuple[str, str]], words: dict[str, Codes]) -> Ints:
    """Return the same of all, of whom it is told by actor which statements name it."""

    def made(actor: str, listed: str) -> NDArray[Any]:
        statements = np.array(listed.split(","), dtype=np.int64)
        return np.stack([statements, np.full_like(statements, words["actor"].of([actor])[0])])

    return _joined((made(*one) for one in namings), 2)
