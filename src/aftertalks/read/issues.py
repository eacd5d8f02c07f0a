"""Which issue a statement falls under: by its own words, else by its heading's, else by the document's title."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from aftertalks.lexicon import load
from aftertalks.lexicon.first_words import first_words, key_of
from aftertalks.model import LexiconError, Span, Trace

_KNOWN = frozenset({"issue", "words", "not_words", "actors", "places", "examples", "not_examples"})
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue: its words, and who or where must be named besides."""

    name: str
    words: re.Pattern[str]
    against: re.Pattern[str] | None
    actors: frozenset[str]
    places: frozenset[str]


@lru_cache(maxsize=8)
def issues(folders: tuple[Path, ...] = ()) -> tuple[Issue, ...]:
    """Return the issues, the user's own first.

    Args:
        folders: folders with the user's own ``issues.yaml``.

    Raises:
        LexiconError: a record has no name, no words, or a field that there is none of.
    """
    records = list(load("issues", folders))
    shipped = len(load("issues"))
    return tuple(_issue(r) for r in [*records[shipped:], *records[:shipped]])


def _issue(record: Mapping[str, Any]) -> Issue:
    name = record.get("issue")
    if not isinstance(name, str) or not name.strip():
        raise LexiconError("issues.yaml: a record without a name; give it `issue: NAME`")
    unknown = sorted(set(record) - _KNOWN)
    if unknown:
        fields = ", ".join(sorted(_KNOWN))
        raise LexiconError(f"issues.yaml: issue {name!r} has a field {unknown[0]!r}; the fields are {fields}")
    words = record.get("words")
    if not isinstance(words, list) or not words:
        raise LexiconError(f"issues.yaml: issue {name!r} has no words; give it `words: [...]`")
    against = record.get("not_words")
    return Issue(
        name.strip(),
        _pattern(words),
        _pattern(against) if against else None,
        frozenset(str(a).lower() for a in record.get("actors") or ()),
        frozenset(str(p).lower() for p in record.get("places") or ()),
    )


def _pattern(words: list[Any]) -> re.Pattern[str]:
    forms = "|".join(re.escape(str(w)).replace(r"\ ", r"\s+") for w in sorted(map(str, words), key=len, reverse=True))
    return re.compile(rf"\b(?:{forms})(?:s|es)?\b", re.IGNORECASE)


def find_issue(
    text: str,
    span: Span,
    *,
    heading: str | None = None,
    title: str | None = None,
    named: frozenset[str] = frozenset(),
    folders: tuple[Path, ...] = (),
) -> tuple[str | None, Trace]:
    """Name the issue of a statement, and why.

    Args:
        text: the document's text.
        span: the statement.
        heading: the heading it stands under.
        title: the document's title.
        named: lower-case names of its actors and places, and the ISO codes of its places' countries.
        folders: folders with the user's own issues.
    """
    for issue, match in _worded(text, span.start, span.end, folders):
        if _fits(issue, named, span.of(text)):
            return issue.name, Trace("issue", f"words: {match.group().lower()}", Span(*match.span()))
    for where, words in (("heading", heading), ("title", title)):
        for issue, match in _headed(words, folders) if words else ():
            if _fits(issue, named, words or ""):
                return issue.name, Trace("issue", f"{where}: {match.group().lower()}")
    return None, Trace("issue", "no issue's words in statement, heading or title")


@lru_cache(maxsize=8)
def _by_word(folders: tuple[Path, ...]) -> dict[str, tuple[int, ...]]:
    """Numbers of the issues whose words may begin with a word; under an empty one, of those to try anyhow."""
    found: dict[str, list[int]] = {}
    for n, issue in enumerate(issues(folders)):
        for word in first_words(issue.words) or ("",):
            found.setdefault(word, []).append(n)
    return {word: tuple(numbers) for word, numbers in found.items()}


def _worded(text: str, start: int, end: int, folders: tuple[Path, ...]) -> list[tuple[Issue, re.Match[str]]]:
    """The issues whose words a stretch of text has, the first ones first, each with its first match."""
    known, starts = issues(folders), _by_word(folders)
    words = {"", *map(key_of, _WORD.findall(text, start, end))}
    may = {n for word in words & starts.keys() for n in starts[word]}
    tried = [(known[n], known[n].words.search(text, start, end)) for n in sorted(may)]
    return [(issue, match) for issue, match in tried if match is not None]


@lru_cache(maxsize=64)
def _headed(words: str, folders: tuple[Path, ...]) -> list[tuple[Issue, re.Match[str]]]:
    """The issues whose words a heading has; every statement below it asks."""
    return _worded(words, 0, len(words), folders)


def _fits(issue: Issue, named: frozenset[str], words: str) -> bool:
    if issue.against is not None and issue.against.search(words):
        return False
    return not (issue.actors or issue.places) or bool((issue.actors | issue.places) & named)
