"""Codes predicates as PLOVER events: type, mode, auxiliary modes, who acts and upon whom.

A frame belongs to a verb or to an event noun under a light verb ("held talks", "made a visit"). Reporting verbs are not
events. Whether the event is told as done is a matter of the auxiliary modes: future, hypothetical, negated.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from aftertalks.lexicon import load, verb_forms
from aftertalks.model import ActorMention, EventFrame, Span
from aftertalks.model.events import EventMention
from aftertalks.read.parsed import Parsed

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_TOWARDS = frozenset(
    {"with", "against", "on", "to", "from", "upon", "at", "toward", "towards", "into", "for", "of", "in"}
)
_LIGHT = frozenset(
    form
    for base in "hold have make carry conduct launch stage impose take give begin start reach sign continue resume end"
    " lift order mount commit".split()
    for form in verb_forms(base)
)
_FUTURE = frozenset({"will", "'ll", "’ll", "shall", "wo"})
_UNREAL = frozenset({"would", "could", "may", "might", "should", "must", "can", "ca", "'d", "’d", "ought"})
_RECIPROCAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})


@lru_cache(maxsize=1)
def _verbs() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for record in load("events"):
        for verb in record.get("verbs", ()):
            for form in verb_forms(verb):
                found.setdefault(form, record)
    return found


@lru_cache(maxsize=1)
def _nouns() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for record in load("events"):
        for noun in record.get("nouns", ()):
            found.setdefault(noun, record)
            if not noun.endswith("s"):
                found.setdefault(noun + "s", record)
    return found


def _record_of(token: Any) -> tuple[dict[str, Any], str] | None:
    """Look a verb up with its particle, preposition or object first; a light verb by its noun."""
    children = list(token.children)
    word = token.lower_
    for child in children:
        pair = f"{word} {child.lower_}"
        if child.dep_ in {"prt", "prep", "advmod", "dobj"} and pair in _verbs():
            return _verbs()[pair], f"verb:{pair}"
    for child in children if word in _LIGHT else ():
        noun = child.dep_ in {"dobj", "nsubjpass"} and _nouns().get(child.lower_)
        if noun:
            return noun, f"noun:{child.lower_}"
    return (_verbs()[word], f"verb:{word}") if word in _verbs() else None


def _auxiliary(token: Any) -> tuple[str, ...]:
    """Read future, hypothetical and negated off the predicate and what governs it."""
    found = set()
    current = token
    for depth in range(4):
        words = {c.lower_ for c in current.children if c.dep_ in {"aux", "auxpass"}}
        if words & _FUTURE or current.lower_ == "going":
            found.add("future")
        if words & _UNREAL or any(
            c.dep_ == "mark" and c.lower_ in {"if", "unless", "whether"} for c in current.children
        ):
            found.add("hypothetical")
        if any(c.dep_ == "neg" for c in current.children):
            found.add("negated")
        if current.dep_ != "xcomp" or current.head == current:
            break
        if depth == 0 and any(c.lower_ == "to" for c in current.lefts):
            found.add("future")
        current = current.head
    return tuple(sorted(found))


class _Roles:
    """Finds the actors inside noun phrases."""

    def __init__(self, actors: Sequence[ActorMention]) -> None:
        self._actors = sorted(actors, key=lambda a: a.span)
        self._starts = [a.span.start for a in self._actors]

    def in_phrase(self, head: Any) -> list[str]:
        """Ids of the actors named in a noun phrase, relative clauses left out."""
        start, end = head.left_edge.idx, head.right_edge.idx + len(head.right_edge)
        for child in head.children:
            if child.dep_ in {"relcl", "acl", "advcl"} and child.i > head.i:
                end = min(end, child.left_edge.idx)
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return list(dict.fromkeys(a.actor.id for a in self._actors[low:high]))


def _subject(token: Any) -> Any:
    for _ in range(4):
        own = next((c for c in token.children if c.dep_ in _SUBJECTS), None)
        if own is not None or token.dep_ not in {"conj", "xcomp", "advcl"} or token.head == token:
            return own
        token = token.head
    return None


def _frame(token: Any, record: dict[str, Any], roles: _Roles) -> EventFrame:
    subject = _subject(token)
    passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in token.children)
    acting = roles.in_phrase(subject) if subject is not None else []
    receiving: list[str] = []
    for child in token.children:
        if child.dep_ in {"dobj", "dative", "iobj"} and child.i > token.i:
            receiving += roles.in_phrase(child)
        elif child.dep_ == "agent":
            receiving, acting = acting, [i for g in child.children for i in roles.in_phrase(g)]
            passive = False
        elif child.dep_ == "prep" and child.lower_ in _TOWARDS:
            receiving += [i for g in child.children if g.dep_ == "pobj" for i in roles.in_phrase(g)]
    if passive and subject is not None:
        acting, receiving = [], [*acting, *receiving]
    receiving = [i for i in dict.fromkeys(receiving) if i not in acting]
    if record["type"] in _RECIPROCAL and len(acting) > 1 and not receiving:
        receiving = list(acting)
    return EventFrame(
        type=record["type"],
        mode=record.get("mode"),
        actors=tuple(acting),
        recipients=tuple(receiving),
        auxiliary=_auxiliary(token),
    )


def find_events(parsed: Parsed, *, actors: Sequence[ActorMention] = ()) -> list[EventMention]:
    """Code the events of a parsed document.

    Args:
        parsed: the parse.
        actors: the actors named in it; without them frames have no actors.

    Returns:
        Mentions in order of the text, one a predicate.
    """
    roles = _Roles(actors)
    found = []
    for token in parsed.doc:
        if not token.tag_.startswith("VB") or token.dep_ in {"aux", "auxpass", "amod"}:
            continue
        known = _record_of(token)
        if known is not None:
            record, rule = known
            span = Span(token.idx, token.idx + len(token))
            found.append(EventMention(span, _frame(token, record, roles), rule, token.i))
    return found
