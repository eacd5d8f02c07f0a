"""Names found in running text: words, folding of accents and case, and an index of names that is walked word by word.

A word index instead of a letter automaton: word boundaries come for free, offsets survive folding, and punctuation
between a name's words is checked where it matters (``Syria. Democratic`` is not ``Syria Democratic``).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

_WORD = re.compile(r"[^\W_]+")
_EXTRA = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss", "ð": "d", "þ": "th", "ə": "e"}
)
_JOINERS = frozenset(["", "-", "‑", "–", "'", "’", "‘", "ʼ"])
_DOTTED = frozenset("st mr mrs ms dr gen sen rep col lt maj capt prof gov sr jr mt ft no".split())
MAX_GAP = 3
_CURRENCIES = tuple("$€£¥")  # "US$5 million" names money


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return a word without case and accents ("Erdoğan" → "erdogan")."""
    if word.isascii():
        return word.lower()
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    return plain.translate(_EXTRA)


def fold_name(name: str) -> str:
    """Return a whole name folded, its words joined with single spaces."""
    return " ".join(fold(w) for w in _WORD.findall(name))


@dataclass(frozen=True)
class Words:
    """The words of a text.

    Args:
        text: the text.
        starts, ends: code-point offsets of each word.
        folded: each word without case and accents.
    """

    text: str
    starts: list[int]
    ends: list[int]
    folded: list[str]

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """All words of the text, folded."""
        return frozenset(self.folded)

    @cached_property
    def small(self) -> frozenset[str]:
        """The words that the text somewhere begins with a small letter."""
        text = self.text
        return frozenset(w for w, a in zip(self.folded, self.starts, strict=True) if text[a].islower())

    @cached_property
    def capitals(self) -> list[int]:
        """The words that begin with a capital letter."""
        text = self.text
        return [i for i, a in enumerate(self.starts) if text[a].isupper()]

    def raw(self, i: int) -> str:
        """Return word ``i`` as written."""
        return self.text[self.starts[i] : self.ends[i]]

    def gap(self, i: int) -> str:
        """Return what stands between word ``i`` and the next, empty at the end of the text."""
        return self.text[self.ends[i] : self.starts[i + 1]] if i + 1 < len(self.starts) else ""

    def capital(self, i: int) -> bool:
        """Say whether word ``i`` begins with a capital letter."""
        return self.text[self.starts[i]].isupper()

    def near(self, i: int) -> bool:
        """Say whether only one space or hyphen stands between word ``i`` and the next."""
        return i + 1 < len(self.starts) and self.gap(i) in {" ", "-", "\u00a0", "‑", "\n"}

    def at(self, offset: int) -> int:
        """Return the first word that begins at ``offset`` or later."""
        return bisect_left(self.starts, offset)

    def opens_sentence(self, i: int) -> bool:
        """Say whether word ``i`` stands first in its sentence or line, so that its capital says nothing."""
        if i == 0:
            return True
        gap = self.gap(i - 1)
        return any(c in gap for c in '.!?:\n“"•') and not (gap.startswith(".") and self.folded[i - 1] in _DOTTED)


@lru_cache(maxsize=1)
def split_words(text: str) -> Words:
    """Return the words of ``text``; the last text's are kept, for several finders in turn ask for the same ones'."""
    spans = [m.span() for m in _WORD.finditer(text)]
    return Words(text, [a for a, _ in spans], [b for _, b in spans], [fold(text[a:b]) for a, b in spans])


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the index.

    Args:
        words: its folded words.
        case: one letter a word: ``U`` written in capitals, ``C`` with a capital, ``M`` with a capital
            inside ("LeT"), ``l`` any.
        gaps: punctuation between the words, spaces left out.
        kind: what it names.
        value: the record it stands for.
    """

    words: tuple[str, ...]
    case: str
    gaps: tuple[str, ...]
    kind: str
    value: Any


@dataclass(frozen=True, slots=True)
class Match:
    """A name found: words ``first`` to ``last`` exclusive, and every record of that name."""

    first: int
    last: int
    names: tuple[Name, ...]


def _case(word: str, *, exact: bool) -> str:
    if len(word) > 1 and word.isupper() and (exact or len(word) < 5 or any(c.isdigit() for c in word)):
        return "U"
    if len(word) < 5 and sum(c.isupper() for c in word) > 1:
        return "M"
    return "C" if word[0].isupper() else "l"


@dataclass
class NameIndex:
    """Names by their first word, longest first."""

    table: dict[str, list[Name]] = field(default_factory=dict)
    _whole: dict[str, list[tuple[int, dict[tuple[str, ...], list[Name]]]]] = field(default_factory=dict)
    """By first word: each length of its names, longest first, with those names by all their words."""

    def add(self, name: str, kind: str, value: Any, *, exact: bool = False) -> None:
        """Add a name.

        Args:
            name: as printed; its capitals tell which letters must be capitals in the text.
            kind: what it names.
            value: the record it stands for.
            exact: the capitals of a long short form ("UNESCO") must be capitals in the text, too.
        """
        found = list(_WORD.finditer(name))
        if not found:
            return
        words = [m.group() for m in found]
        gaps = tuple(name[a.end() : b.start()].replace(" ", "") for a, b in pairwise(found))
        dotted = len(words) > 1 and all(len(w) == 1 and w.isalpha() for w in words)
        case = "U" * len(words) if dotted else "".join(_case(w, exact=exact) for w in words)
        key = tuple(fold(w) for w in words)
        self.table.setdefault(key[0], []).append(Name(key, case, gaps, kind, value))

    def finish(self) -> None:
        """Sort every list, longest name first; to be called once after the last ``add``."""
        for first, names in self.table.items():
            names.sort(key=lambda n: -len(n.words))
            lengths: dict[int, dict[tuple[str, ...], list[Name]]] = {}
            for name in names:
                lengths.setdefault(len(name.words), {}).setdefault(name.words, []).append(name)
            self._whole[first] = list(lengths.items())

    def at(self, words: Words, i: int) -> Match | None:
        """Return the longest name that begins with word ``i``."""
        folded = words.folded
        for n, names in self._whole.get(folded[i], ()):
            same = names.get(tuple(folded[i : i + n]))
            if same is not None and not _is_money(words, i, n):
                found = [name for name in same if _fits(words, i, name)]
                if found:
                    return Match(i, i + n, tuple(found))
        return None

    def walk(self, words: Words) -> Iterator[Match]:
        """Yield the longest names from left to right, not overlapping."""
        known, free = self._whole, 0
        for i, word in enumerate(words.folded):
            if word in known and i >= free:
                match = self.at(words, i)
                if match is not None:
                    yield match
                    free = match.last


def _is_money(words: Words, i: int, n: int) -> bool:
    """Say whether a sign of a currency stands beside words ("US$5 million")."""
    start, end = words.starts[i], words.ends[i + n - 1]
    return words.text[end : end + 1] in _CURRENCIES or words.text[max(start - 1, 0) : start] in _CURRENCIES


def _fits(words: Words, i: int, name: Name) -> bool:
    """Say whether what stands between a name's words and their capitals are as in the name."""
    for k, wanted in enumerate(name.gaps, i):
        if not _gap_fits(words, k, wanted):
            return False
    n = len(name.words)
    return all(c == "l" or _case_fits(words, k, c, n) for k, c in enumerate(name.case, i))


def _gap_fits(words: Words, i: int, wanted: str) -> bool:
    gap = words.gap(i)
    if len(gap) > MAX_GAP or gap.count("\n") > 1:
        return False
    punctuation = gap.strip(" \n\t\u00a0[]")
    if wanted == "." and not punctuation and words.folded[i] == "a":
        return False  # "A U.S. statement": an article, not the initials of the African Union
    if punctuation in _JOINERS:
        return wanted in _JOINERS or (wanted in {".", "&", ","} and punctuation == "")
    return punctuation == wanted or (punctuation == "." and words.folded[i] in _DOTTED)


def _case_fits(words: Words, i: int, case: str, n: int) -> bool:
    if case == "C":
        return words.capital(i)
    raw = words.raw(i)
    if case == "M":
        return sum(c.isupper() for c in raw) > 1 and not (n == 1 and _shouting(words, i))
    return raw.isupper() and (n > 1 or not _shouting(words, i))


def _shouting(words: Words, i: int) -> bool:
    """Say whether a short word in capitals stands among words in capitals, where it may be any word ("IS GREAT")."""
    if words.folded[i] not in {"us", "is", "who", "it", "au", "am", "as", "ap", "let", "nam", "car", "pace", "tip"}:
        return False
    around = [k for k in (i - 1, i + 1) if 0 <= k < len(words)]
    return bool(around) and all(words.raw(k).isupper() and len(words.raw(k)) > 1 for k in around)
