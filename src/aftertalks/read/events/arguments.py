"""Who and what hangs on a predicate: subjects, through control and conjunction too, objects, prepositions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from aftertalks.model import Span
from aftertalks.read.nodes import noted

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_OBJECTS = frozenset({"dobj", "oprd", "attr"})
_CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "xcomp"})
_RELATIVE = frozenset({"WDT", "WP", "WP$", "WRB"})
_DEPTH = 6  # how far control is followed; deeper chains are parser slips more often than English


@noted
def singular(token: Any) -> str:
    """Return a noun's singular in lower case, by rule."""
    return _singular(token.lower) if token.tag in {"NNS", "NNPS"} else str(token.lower)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


MEASURES = frozenset(
    "series number round package wave spate group team handful dozen hundred thousand lot some kind form amount worth"
    " act string barrage campaign couple pair rest majority part batch set slew flurry million billion ton".split()
)
"""Nouns that count or measure what their "of" phrase names."""


def _joined(first: Any, head: Any) -> str:
    """The words from a modifier to its noun, the noun in the singular."""
    before = head.nodes.text[first.start : head.start].lower()
    return " ".join((before + singular(head)).split())


def noun_keys(head: Any, *, named: bool = False) -> set[str]:
    """Return the words by which a noun phrase is looked up: its head, the head with its modifiers, its "of" phrase.

    "a series of air strikes" is known as ``series``, ``series of strike``, ``strike`` and ``air strike``.

    Args:
        named: whether the phrase must itself name the thing, so that "years of war" is no war, but a
            series of strikes is strikes.
    """
    return _own_keys(head) if named else _keys(head)


@noted
def _keys(head: Any) -> set[str]:
    return _find_keys(head, named=False)


@noted
def _own_keys(head: Any) -> set[str]:
    return _find_keys(head, named=True)


def _find_keys(head: Any, *, named: bool) -> set[str]:
    found = {singular(head), head.lower}
    for child in head.lefts:
        if child.dep in {"compound", "amod", "nmod", "punct", "npadvmod"}:
            found.add(_joined(child, head))
    for child in head.rights:
        if child.dep == "prep" and child.lower == "of":
            for below in child.children:
                if below.dep == "pobj":
                    found.add(f"{singular(head)} of {singular(below)}")
                    if named and singular(head) not in MEASURES:
                        continue
                    found |= {singular(below), below.lower}
                    found |= {_joined(c, below) for c in below.lefts if c.dep in {"compound", "amod"}}
    return found


_CALENDAR = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday"
    " thursday friday saturday sunday jan feb mar apr jun jul aug sept sep oct nov dec today yesterday tomorrow year"
    " month week day hour morning night evening afternoon decade century time weekend summer winter spring".split()
)


def is_time(head: Any) -> bool:
    """Say whether a noun phrase is a day, a year or a stretch of time rather than somebody or some place."""
    return singular(head).rstrip(".") in _CALENDAR or (head.tag == "CD" and head.text[:1].isdigit())


@noted
def with_conjuncts(head: Any) -> list[Any]:
    """Return a noun and the nouns joined to it."""
    found = [head]
    for token in found:
        found += [c for c in token.children if c.dep == "conj" and c.tag[:1] in "NPC"]
    return found


@noted
def phrase(head: Any) -> Span:
    """Return the stretch of a noun phrase, clauses behind it left out."""
    start, end = head.left.start, head.right.end
    for child in head.rights:
        if child.dep in _CLAUSES or (child.dep == "punct" and child.text in ",;-–—"):
            end = min(end, child.left.start)
    last = head.right
    while last.i > head.left.i and (last.start >= end or last.is_space):
        last = last.nodes[last.i - 1]
    if last.is_space or last.end > end or head.left.is_space:
        return Span(head.start, head.end)
    return Span(start, last.end)


@dataclass
class Arguments:
    """What hangs on one verb."""

    token: Any

    @cached_property
    def passive(self) -> bool:
        """Whether the verb is passive."""
        if any(c.dep in {"nsubjpass", "auxpass", "agent"} for c in self.token.children):
            return True
        return bool(self.token.tag == "VBN" and self.token.dep == "acl")

    @cached_property
    def objects(self) -> list[Any]:
        """Heads of the objects; of a passive its subject."""
        found = [c for c in self.token.children if c.dep in _OBJECTS and c.i > self.token.i]
        if self.passive:
            subject = self._own_subject()
            found = [subject] if subject is not None else found
            if not found and self.token.dep == "acl":
                found = [self.token.head]
        elif self.token.dep == "relcl" and not found:
            words = [c for c in self.token.children if c.dep == "dobj" and c.tag in _RELATIVE]
            found = [self.token.head] if words else found
        return [n for head in found for n in with_conjuncts(head)]

    @cached_property
    def datives(self) -> list[Any]:
        """Heads of indirect objects: "gave Malawi five tanks"."""
        own = [c for c in self.token.children if c.dep in {"dative", "iobj"} and c.tag not in {"IN", "TO"}]
        return [n for head in own for n in with_conjuncts(head)]

    @cached_property
    def prepositions(self) -> dict[str, list[Any]]:
        """Heads of the phrases behind each preposition of the verb."""
        found: dict[str, list[Any]] = {}
        for word, head in _behind(self.token):
            found.setdefault(word, []).append(head)
        return found

    def _own_subject(self) -> Any:
        own = next((c for c in self.token.children if c.dep in _SUBJECTS), None)
        if own is not None and own.tag in _RELATIVE and self.token.dep == "relcl":
            return self.token.head
        return own

    @cached_property
    def agents(self) -> list[Any]:
        """Heads of who does it: the subject, through control; of a passive the phrase with "by"."""
        if self.passive:
            by = [g for c in self.token.children if c.dep == "agent" for g in c.children if g.dep == "pobj"]
            return [n for head in by for n in with_conjuncts(head)]
        subject = controller(self.token)
        return with_conjuncts(subject) if subject is not None else []


@noted
def arguments_of(token: Any) -> Arguments:
    """Return what hangs on a verb."""
    return Arguments(token)


def _behind(token: Any) -> Iterator[tuple[str, Any]]:
    for child in token.children:
        if child.dep in {"prep", "dative", "agent"} and child.tag in {"IN", "TO", "RP", "VBG"}:
            for below in child.children:
                if below.dep == "pobj":
                    for head in with_conjuncts(below):
                        yield child.lower, head
                elif below.dep == "prep":  # "out of the town"
                    for deeper in below.children:
                        if deeper.dep == "pobj":
                            yield below.lower, deeper


@noted
def noun_prepositions(head: Any) -> dict[str, list[Any]]:
    """Return the phrases behind each preposition of a noun."""
    found: dict[str, list[Any]] = {}
    for word, below in _behind(head):
        found.setdefault(word, []).append(below)
    return found


@noted
def controller(token: Any) -> Any:
    """Return the head of a verb's subject, its own or one that it shares with what governs it; None if it has none."""
    for _ in range(_DEPTH):
        own = next((c for c in token.children if c.dep in {"nsubj", "nsubjpass"}), None)
        if own is not None:
            return token.head if own.tag in _RELATIVE and token.dep == "relcl" else own
        head = token.head
        if head == token:
            return None
        if token.dep == "acl" and head.tag[:1] == "N":
            if token.tag == "VBG":
                return head
            holder = next((c for c in head.children if c.dep == "poss"), None)
            if holder is not None:
                return holder
            token = _governing_verb(head)
        elif token.dep in {"xcomp", "ccomp"}:
            objects = [c for c in head.children if c.dep in {"dobj", "dative"} and head.i < c.i < token.i]
            if objects and token.dep == "xcomp":
                return objects[0]
            token = head
        elif token.dep == "pcomp":
            verb = head.head
            objects = [c for c in verb.children if c.dep in {"dobj", "nsubjpass"}]
            if objects and head.lower in {"of", "for", "from", "with"}:
                return objects[0]
            token = verb if verb.tag[:1] == "V" else _governing_verb(verb)
        elif token.dep in {"conj", "advcl", "dep", "parataxis", "acomp", "oprd"} or head.tag[:1] == "J":
            token = head
        else:
            return None
        if token is None:
            return None
    return None


def _governing_verb(noun: Any) -> Any:
    token = noun
    for _ in range(_DEPTH):
        if token.head == token:
            return None
        token = token.head
        if token.tag[:1] == "V":
            return token
    return None
