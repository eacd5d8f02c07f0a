"""Which words a pattern's matches can begin with, read off the pattern itself.

Dozens of patterns tried at every letter of a text are slow; most of them begin with one of a few words. Given those
words, a text is walked once, word by word, and each pattern is tried only where it can begin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from re import Match, Pattern, _parser  # type: ignore[attr-defined]  # the only way to a pattern's parts
from typing import Any

_WORD = re.compile(r"\w+")
_DIGIT = "0"
_LONGEST = 3


class _AnyWordError(Exception):
    """The pattern may begin with any word, or with something else than a word."""


def key_of(word: str) -> str:
    """Return a word in lower case, cut at its first digit, which stands for any: "July" → "july", "1990s" → "0"."""
    if word.isalpha():
        return word.lower()
    for i, c in enumerate(word):
        if c.isdigit():
            return word[:i].lower() + _DIGIT
    return word.lower()


def first_words(pattern: Pattern[str]) -> frozenset[str] | None:
    """Return the keys of the words with which matches of a pattern can begin.

    Args:
        pattern: any pattern.

    Returns:
        Keys as :func:`key_of` makes them, perhaps some too many; None where every word must be tried, or where a
        match may begin inside a word or with something else.
    """
    done: set[str] = set()
    try:
        guarded = _guarded(list(_parser.parse(pattern.pattern, pattern.flags)))
        if not guarded or _walk(guarded, {""}, done):
            return None
    except _AnyWordError:
        return None
    return frozenset(done)


def _guarded(items: list[Any]) -> list[Any]:
    """The items behind the assertion that no word's letter stands before; empty if there is none."""
    if not items:
        return []
    op, value = items[0]
    bound = op is _parser.ASSERT_NOT and value[0] < 0 and _has_words(value[1])
    bound = bound or (op is _parser.AT and value is _parser.AT_BOUNDARY)
    return items[1:] if bound else []


def _walk(items: Sequence[Any], begun: set[str], done: set[str]) -> set[str]:
    """Lengthen the words ``begun`` by ``items``; whole words go to ``done``, those that go on are returned."""
    for op, value in items:
        if not begun:
            break
        begun = _step(op, value, begun, done)
    return begun


def _step(op: Any, value: Any, begun: set[str], done: set[str]) -> set[str]:
    if op is _parser.LITERAL:
        return _letter(chr(value), begun, done)
    if op is _parser.IN:
        return _class(value, begun, done)
    if op is _parser.BRANCH:
        return {w for items in value[1] for w in _walk(items, begun, done)}
    if op is _parser.SUBPATTERN:
        return _walk(value[3], begun, done)
    if op in {_parser.MAX_REPEAT, _parser.MIN_REPEAT}:
        return _repeat(value, begun, done)
    if op is _parser.FAILURE:
        return set()
    if op is _parser.ASSERT or (op is _parser.AT and value is not _parser.AT_BOUNDARY):
        return begun
    ends = op is _parser.AT or (op is _parser.ASSERT_NOT and value[0] > 0 and _has_words(value[1]))
    if ends and "" not in begun:
        done |= begun
        return set()
    if op is _parser.ASSERT_NOT:
        return begun
    raise _AnyWordError


def _letter(c: str, begun: set[str], done: set[str]) -> set[str]:
    if c.isdigit():
        done |= {w + _DIGIT for w in begun}
    elif c.isalnum() or c == "_":
        return {w + c.lower() for w in begun}
    elif "" in begun:
        raise _AnyWordError
    else:
        done |= begun
    return set()


def _class(items: Sequence[Any], begun: set[str], done: set[str]) -> set[str]:
    if items[0][0] is _parser.NEGATE:
        if (_parser.CATEGORY, _parser.CATEGORY_NOT_SPACE) not in items:
            raise _AnyWordError
        return _letter(" ", begun, done)
    found: set[str] = set()
    for op, value in items:
        if op is _parser.LITERAL:
            found |= _letter(chr(value), begun, done)
        elif op is _parser.CATEGORY and value is _parser.CATEGORY_DIGIT:
            _letter(_DIGIT, begun, done)
        elif op is _parser.CATEGORY and value is _parser.CATEGORY_SPACE:
            _letter(" ", begun, done)
        elif op is _parser.RANGE and all(chr(c).isdigit() for c in value):
            _letter(_DIGIT, begun, done)
        else:
            raise _AnyWordError
    return found


def _repeat(value: Any, begun: set[str], done: set[str]) -> set[str]:
    low, high, items = value
    found = set(begun) if low == 0 else set()
    for n in range(1, _LONGEST + 1):
        begun = _walk(items, begun, done)
        if n >= low:
            found |= begun
        if not begun or n >= high:
            return found
    raise _AnyWordError


def _has_words(items: Sequence[Any]) -> bool:
    """Say whether an assertion rules out every letter of words."""
    if len(items) != 1:
        return False
    op, value = items[0]
    if op is _parser.BRANCH:
        return any(_has_words(branch) for branch in value[1])
    return op is _parser.IN and (_parser.CATEGORY, _parser.CATEGORY_WORD) in value


class Scanner:
    """Finds the matches of many patterns in one walk over a text's words.

    Args:
        patterns: the patterns; those whose first words cannot be told are tried at every letter.
    """

    def __init__(self, patterns: Sequence[Pattern[str]]) -> None:
        self._patterns = patterns
        self._anywhere: list[int] = []
        by_word: dict[str, list[int]] = {}
        for n, pattern in enumerate(patterns):
            words = first_words(pattern)
            if words is None:
                self._anywhere.append(n)
            for word in words or ():
                by_word.setdefault(word, []).append(n)
        self._by_word = {word: tuple(found) for word, found in by_word.items()}

    def matches(self, text: str) -> Iterator[tuple[int, Match[str]]]:
        """Yield each pattern's number with each of its matches, as ``finditer`` would find them."""
        for n in self._anywhere:
            for match in self._patterns[n].finditer(text):
                yield n, match
        tries = [p.match for p in self._patterns]
        free = [0] * len(tries)  # where each pattern's last match ends
        by_word = self._by_word
        for found in _WORD.finditer(text):
            word = found.group()
            numbers = by_word.get(word.lower() if word.isalpha() else key_of(word))
            if numbers is None:
                continue
            start = found.start()
            for n in numbers:
                tried = tries[n](text, start) if free[n] <= start else None
                if tried is not None:
                    free[n] = tried.end()
                    yield n, tried
