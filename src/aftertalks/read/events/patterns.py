"""The patterns of the event lexicon, compiled: what a verb with its particle and its object's head stands for.

A pattern is a verb and what must hang on it, written as people write it: ``impose $sanction on``, ``break off
$relations``, ``open fire``. ``$class`` is a class of ``event_words.yaml``, ``a|b`` are alternatives, ``@`` is any
actor.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from aftertalks.lexicon import load, verb_forms
from aftertalks.model import LexiconError

PREPOSITIONS = frozenset(
    "up out off down in on to from with over into against for away back aside of at by about through together behind"
    " upon between after that".split()
)


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that must hang on the verb.

    Args:
        words: a particle or preposition, or the heads of a noun phrase; empty for any actor.
        noun: whether it is a noun phrase.
        after: the preposition that the noun phrase follows; none for an object.
    """

    words: frozenset[str]
    noun: bool = False
    after: str | None = None


@dataclass(frozen=True, slots=True)
class EventType:
    """One record of the event lexicon; see the head of ``events.yaml`` for the fields."""

    type: str | None
    mode: str | None
    cameo: str
    complement: str | None = None
    intent: bool = False
    reciprocal: bool = False
    passive_source: bool = False
    ended: EventType | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A verb's pattern: what hangs on it and what that stands for."""

    text: str
    elements: tuple[Element, ...]
    means: EventType

    @property
    def weight(self) -> int:
        """How much a pattern asks for; of several that fit the heaviest wins."""
        return sum(2 if e.noun and e.words else 1 for e in self.elements)

    @property
    def takes_object(self) -> bool:
        """Whether a named object belongs to the deed ("staged a rally"), so that it is not whom the deed is done to."""
        return any(e.noun and e.words and e.after is None for e in self.elements)


@lru_cache(maxsize=1)
def word_classes() -> Mapping[str, frozenset[str]]:
    """Return the classes of nouns and verbs by name."""
    return MappingProxyType({r["class"]: frozenset(str(w).lower() for w in r["words"]) for r in load("event_words")})


def _words(text: str) -> frozenset[str]:
    found: set[str] = set()
    for part in text.split("|"):
        if part.startswith("$"):
            if part[1:] not in word_classes():
                raise LexiconError(f"events.yaml: no class {part} in event_words.yaml; add it or mend the pattern")
            found |= word_classes()[part[1:]]
        else:
            found.add(part.lower())
    return frozenset(found)


def _elements(parts: Sequence[str]) -> Iterator[Element]:
    after: str | None = None
    run: list[str] = []
    for part in (*parts, ""):
        if part and part != "@" and not part.startswith("$") and part not in PREPOSITIONS:
            run.append(part)
            continue
        if run:
            yield Element(_words(" ".join(run)), noun=True, after=after)
            run, after = [], None
        if part in PREPOSITIONS:
            yield Element(frozenset({part}))
            after = part
        elif part:
            yield Element(frozenset() if part == "@" else _words(part), noun=True, after=after)
            after = None


def _type_of(record: Mapping[str, Any]) -> EventType:
    ended = record.get("ended")
    return EventType(
        type=record["type"],
        mode=record.get("mode"),
        cameo=str(record["cameo"]),
        complement=record.get("complement"),
        intent=bool(record.get("intent")),
        reciprocal=bool(record.get("reciprocal")),
        passive_source=record.get("roles") == "passive",
        ended=EventType(ended[0], ended[1], str(ended[2])) if ended else None,
    )


@lru_cache(maxsize=1)
def verb_patterns() -> Mapping[str, Sequence[Pattern]]:
    """Return the patterns by the verb's form as it stands in a text, heaviest first."""
    found: dict[str, list[Pattern]] = defaultdict(list)
    for record in load("events"):
        means = _type_of(record)
        for text in record.get("verbs", ()):
            head, *rest = str(text).split()
            pattern = Pattern(str(text), tuple(_elements(rest)), means)
            for base in word_classes()[head[1:]] if head.startswith("$") else (head,):
                for form in verb_forms(base):
                    found[form].append(pattern)
    for patterns in found.values():
        patterns.sort(key=lambda p: -p.weight)
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def deed_nouns() -> Mapping[str, EventType]:
    """Return what a noun that names a deed stands for, by its singular; the more particular record first."""
    found: dict[str, EventType] = {}
    for record in load("events"):
        means = _type_of(record)
        for noun in record.get("nouns", ()):
            found.setdefault(str(noun).lower(), means)
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def deed_words() -> frozenset[str]:
    """Return the words of all nouns that name deeds, and the parts of those with a hyphen."""
    return frozenset(word for noun in deed_nouns() for word in (*noun.split(), *re.split(r"\W+", noun)))


@lru_cache(maxsize=4)
def verbs_of(name: str) -> frozenset[str]:
    """Return every form of the verbs of a class (``doing``, ``ending``, ``giving``)."""
    return frozenset(form for base in word_classes()[name] for form in verb_forms(base))
