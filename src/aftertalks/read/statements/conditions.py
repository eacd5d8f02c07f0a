"""Conditions: what a statement's content hangs on ("if …", "provided that …", "unless …", "subject to …")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from aftertalks.lexicon import load
from aftertalks.model import Polarity, Span
from aftertalks.model.statement import Condition
from aftertalks.read.parsed import Parsed

_DEPTH = 6


@lru_cache(maxsize=1)
def _cues() -> dict[tuple[str, ...], tuple[Polarity, str]]:
    """Words of each cue, its polarity and what it takes: a clause or a noun phrase."""
    return {
        tuple(str(cue).split()): (Polarity(record["polarity"]), record["takes"])
        for record in load("conditions")
        for cue in record["words"]
    }


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    return frozenset(cue[0] for cue in _cues())


@lru_cache(maxsize=1)
def _any_cue() -> re.Pattern[str]:
    words = "|".join(r"\s+".join(map(re.escape, cue)) for cue in _cues())
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _stops() -> frozenset[str]:
    return frozenset(str(w) for record in load("conditions") for w in record["not_after"])


def find_conditions(parsed: Parsed, sentence: Span) -> list[Condition]:
    """Return the conditions that a sentence states, in order, not overlapping."""
    if not _any_cue().search(parsed.document.text, sentence.start, sentence.end):
        return []
    tokens = [t for t in parsed.tokens(sentence) if not t.is_space]
    found: list[Condition] = []
    for at, token in enumerate(tokens):
        if found and token.start < found[-1].span.end:
            continue
        made = _at(parsed, tokens, at, sentence)
        if made is not None:
            found.append(made)
    return found


def _at(parsed: Parsed, tokens: list[Any], at: int, sentence: Span) -> Condition | None:
    if at and tokens[at - 1].lower in _stops():
        return None
    for words, (polarity, takes) in _matches(tokens, at):
        last = tokens[at + len(words) - 1]
        span = _clause(tokens[at], last, takes, sentence)
        if span is not None:
            return Condition(span, span.of(parsed.document.text), " ".join(words), polarity)
    return None


def _matches(tokens: list[Any], at: int) -> Iterator[tuple[tuple[str, ...], tuple[Polarity, str]]]:
    if tokens[at].lower not in _first_words():
        return
    for words, how in _cues().items():
        if len(tokens) >= at + len(words) and all(tokens[at + n].lower == w for n, w in enumerate(words)):
            yield words, how


def _clause(first: Any, last: Any, takes: str, sentence: Span) -> Span | None:
    """The stretch of a cue's clause; none where the words are no condition ("asked if …", "provided that aid")."""
    if takes == "noun":
        below = [c for c in last.rights if c.dep in {"pobj", "pcomp", "prep"}]
        return _stretch(first, below[-1].right, sentence) if below else None
    marks = last.dep == "mark" or (last.dep == "advmod" and last.head.dep == "advcl")
    if not marks:
        return None  # "has once seen", "is provided for"
    head = last.head
    for _ in range(_DEPTH):
        if head.tag[:1] == "V" or head.head == head:
            break
        head = head.head
    if head.dep == "ccomp" and first.lower == "if" and head.head.i < first.i:
        return None  # "asked if the border was open"
    if head.i < first.i or head.right.i <= last.i:
        return None
    return _stretch(first, _before_main(head, last), sentence)


def _before_main(head: Any, last: Any) -> Any:
    """The clause's last token; a comma after the clause's own verb ends it where the main clause follows."""
    end = head.right
    if head.dep == "ROOT":
        for token in head.nodes[last.i + 1 : end.i + 1]:
            if token.text == "," and token.i > head.i:
                return token.nodes[token.i - 1]
    return end


def _stretch(first: Any, last: Any, sentence: Span) -> Span | None:
    while last.i > first.i and (last.is_punct or last.is_space):
        last = last.nodes[last.i - 1]
    start, end = first.start, min(last.end, sentence.end)
    return Span(start, end) if end > start and last.i > first.i else None
