"""PLOVER's auxiliary modes of a predicate: historical, future, hypothetical, negated.

They are read off the predicate's own helpers and off every predicate above it: what somebody promises is future, what
he asks for is hypothetical, what he refuses is negated, and what a relative clause or a noun adds is background.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aftertalks.read.events.arguments import singular
from aftertalks.read.events.patterns import word_classes

_FUTURE = frozenset({"will", "'ll", "’ll", "shall", "wo"})
_LATER = frozenset({"is", "are", "was", "were", "be", "going"})
_EARLIER = frozenset({"after", "since", "because", "as"})
_UNREAL = frozenset({"would", "could", "may", "might", "should", "must", "can", "ca", "'d", "’d", "ought", "cannot"})
_CONDITION = frozenset({"if", "unless", "whether", "lest", "until", "before"})
_WILLING = frozenset(
    "ready willing prepared set due poised likely expected keen eager determined able free scheduled".split()
)
_NONE = frozenset({"no", "neither", "nobody", "none"})
_DEPTH = 8
Told = Callable[[Any], str | None]


def auxiliary(token: Any, told: Told, *, nominal: bool = False) -> tuple[str, ...]:
    """Return the auxiliary modes of a deed.

    Args:
        token: the verb or noun that carries it.
        told: what a verb's complement is told as (``future``, ``hypothetical``, ``negated``, ``same``), or None.
        nominal: whether only a noun names it.
    """
    found: set[str] = set()
    current, depth = token, 0
    if nominal:
        found |= _of_noun(token, told)
        if token.dep not in {"nsubj", "nsubjpass", "dobj"}:
            return tuple(sorted(found))
        current = token.head
    while depth < _DEPTH:
        found |= _own(current)
        above, how = _governed(current)
        if above is None:
            break
        if how == "background":
            found.add("historical")
            break
        found |= _from_above(above, how, told)
        if above.tag[:1] != "V":
            break
        current, depth = above, depth + 1
    return tuple(sorted(found))


def _own(token: Any) -> set[str]:
    words = {c.lower for c in token.children if c.dep in {"aux", "auxpass"}}
    found: set[str] = set()
    if words & _FUTURE or token.lower == "going":
        found.add("future")
    if words & _UNREAL or any(c.dep == "mark" and c.lower in _CONDITION for c in token.children):
        found.add("hypothetical")
    named = [c for c in token.children if c.dep in {"nsubj", "nsubjpass", "dobj"}]
    if any(c.dep == "neg" for c in token.children) or any(d.lower in _NONE for c in named for d in (c, *c.lefts)):
        found.add("negated")
    return found


def _governed(token: Any) -> tuple[Any, str]:
    """What governs a verb, and how: ``complement``, ``clause``, ``purpose``, ``background`` or nothing."""
    head = token.head
    if head == token:
        return None, ""
    infinitive = any(c.tag == "TO" for c in token.lefts)
    if token.dep == "xcomp" or (token.dep == "ccomp" and infinitive):
        return head, "complement"
    if token.dep == "ccomp":
        return head, "clause"
    if token.dep == "pcomp":
        verb = head.head
        return (verb, "complement") if verb.tag[:1] in "VN" else (None, "")
    if token.dep == "conj" and head.tag[:1] == "V":
        own = any(c.dep in {"aux", "nsubj"} for c in token.children)
        return (None, "") if own and head.dep == "ROOT" else (head, "joined")
    if infinitive and token.dep in {"acl", "relcl", "advcl"}:
        return head, "purpose"
    if token.dep == "acl" and token.tag == "VBG" and singular(head) in word_classes()["document"]:
        return None, ""  # "a statement condemning the raid" condemns it
    if token.dep in {"relcl", "acl"}:
        return head, "background"
    if token.dep == "advcl" and any(c.dep == "mark" and c.lower in _EARLIER for c in token.children):
        return head, "background"
    return None, ""


def _from_above(head: Any, how: str, told: Told) -> set[str]:
    if how == "joined":
        return set()
    if how == "purpose":
        return {"future"}
    if how == "complement" and head.lower in _WILLING | _LATER:
        return {"future"}
    kind = told(head) if head.tag[:1] == "V" else None
    if kind in {"future", "hypothetical", "negated"}:
        return {kind}
    return set()


def _of_noun(token: Any, told: Told) -> set[str]:
    head = token.head
    if token.dep == "dobj" and head.tag[:1] == "V":
        kind = told(head)
        return {kind} if kind in {"future", "hypothetical", "negated"} else {"historical"}
    if token.dep == "pobj":
        verb = head.head
        kind = told(verb) if verb.tag[:1] == "V" and head.lower in {"for", "to", "on", "of"} else None
        if kind in {"future", "hypothetical", "negated"}:
            return {kind}
        return {"historical"}
    return set() if token.dep in {"nsubj", "nsubjpass"} else {"historical"}
