"""Who does a deed and to whom: phrases first, then the actors named in them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from aftertalks.model import ActorMention, Span
from aftertalks.read.events.arguments import (
    Arguments,
    arguments_of,
    controller,
    is_time,
    noun_prepositions,
    phrase,
    singular,
    with_conjuncts,
)
from aftertalks.read.events.matching import Deed
from aftertalks.read.events.patterns import word_classes

_TOWARDS = tuple(
    "against with to on upon at toward towards from between among for into over of in near along across inside".split()
)
_FIRST: dict[str, tuple[str, ...]] = {
    "CONSULT": ("with", "between"),
    "AID": ("to", "for", "with"),
    "COOPERATE": ("with", "to", "between"),
    "AGREE": ("with", "to", "between"),
    "MOBILIZE": ("against", "to", "into", "in", "near", "along", "on"),
    "RETREAT": ("from", "to", "in"),
    "PROTEST": ("against", "at", "outside", "over", "in"),
    "SANCTION": ("on", "against", "with", "from", "to", "in"),
}
"""Prepositions that name the recipient before any object does, by type."""
_WHOM = frozenset({"against", "with", "to", "on", "at", "from"})
"""Prepositions whose phrase is a recipient even where no known actor is named in it."""
_PRONOUNS = frozenset({"PRP", "WP", "WDT", "DT", "EX"})


@dataclass(frozen=True, slots=True)
class Roles:
    """The phrases of a deed's sources and targets, in order of the text."""

    sources: tuple[Span, ...] = ()
    targets: tuple[Span, ...] = ()


class RoleFinder:
    """Finds the roles of deeds in one parse.

    Args:
        actors: the actors named in the text.
    """

    def __init__(self, actors: Sequence[ActorMention]) -> None:
        self._actors = sorted(actors, key=lambda a: a.span)
        self._starts = [a.span.start for a in self._actors]

    def actors_in(self, spans: Iterable[Span]) -> tuple[str, ...]:
        """Return the ids of the actors named inside phrases."""
        found: dict[str, None] = {}
        for span in spans:
            low, high = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
            if low and self._actors[low - 1].span.end > span.start:  # "two diplomats of Libya" is one actor
                low -= 1
            found.update((a.actor.id, None) for a in self._actors[low:high])
        return tuple(found)

    def roles(self, deed: Deed) -> Roles:
        """Return who does a deed and to whom, as far as its own words tell."""
        if deed.nominal:
            return self._of_noun(deed)
        arguments = arguments_of(deed.token)
        sources = [_issuer(_antecedent(h)) for h in arguments.agents]
        if not sources and deed.means.passive_source and arguments.passive:
            sources, targets = list(arguments.objects), self._towards(deed, arguments, ())
        else:
            targets = self._targets(deed, arguments)
        if not sources and deed.noun is not None:
            sources = list(noun_prepositions(deed.noun).get("by", []))
        return Roles(_spans(sources), _spans([t for t in targets if t not in sources]))

    def _of_noun(self, deed: Deed) -> Roles:
        behind = noun_prepositions(deed.token)
        holders = [c for c in deed.token.children if c.dep == "poss"]
        named = [c for c in deed.token.lefts if c.dep in {"amod", "compound", "nmod"} and self._names(c)]
        sources = behind.get("by") or holders or named or behind.get("between") or []
        of = behind.get("of", [])
        targets = next((behind[w] for w in ("on", "against", "with", "to", "from", "in") if w in behind), [])
        if of and not sources:
            sources = of if deed.means.type in {"RETREAT", "CONSULT", "AGREE"} else []
        if of and not sources:
            targets = of
        return Roles(_spans(sources), _spans(targets or ([] if of == sources else of)))

    def _targets(self, deed: Deed, arguments: Arguments) -> list[Any]:
        first = self._first(deed, arguments)
        if first:
            return first
        if arguments.datives:
            return arguments.datives
        objects = [] if deed.takes_object else arguments.objects
        if deed.noun is not None or deed.takes_object:
            return self._towards(deed, arguments, arguments.objects)
        below = _complement_subject(deed)
        if below is not None and (deed.means.type == "REQUEST" or not (objects and self._names(*objects))):
            return with_conjuncts(below)
        if objects and (self._names(*objects) or deed.means.type not in {"REQUEST", "CONCEDE", "SANCTION", "REJECT"}):
            return objects
        return self._towards(deed, arguments, objects) or objects

    def _first(self, deed: Deed, arguments: Arguments) -> list[Any]:
        """Recipients behind the prepositions that speak first for the type, where an actor is named there."""
        for word in _FIRST.get(deed.means.type or "", ()):
            heads = [h for h in arguments.prepositions.get(word, []) if not is_time(h)]
            for owner in arguments.objects if deed.takes_object or deed.means.type in {"AID", "CONSULT"} else ():
                heads += noun_prepositions(owner).get(word, [])
            if heads and self._names(*heads):
                return heads
        return []

    def _towards(self, deed: Deed, arguments: Arguments, owners: Sequence[Any]) -> list[Any]:
        behind = [arguments.prepositions, *(noun_prepositions(o) for o in owners)]
        kept: list[Any] = []
        for word in _TOWARDS:
            heads = [h for d in behind for h in d.get(word, []) if not is_time(h)]
            if heads and self._names(*heads):
                return heads
            if word in _WHOM or all(h.tag in {"NNP", "NNPS"} for h in heads):
                kept = kept or heads
        by = [h for o in owners for h in noun_prepositions(o).get("by", [])]
        if by and self._names(*by):
            return by
        for owner in owners:
            holders = [c for c in owner.children if c.dep in {"poss", "amod", "compound", "nmod"} and self._names(c)]
            if holders:
                return holders
        below = _complement_subject(deed)
        return with_conjuncts(below) if below is not None else kept

    def _names(self, *heads: Any) -> bool:
        return bool(self.actors_in(phrase(h) for h in heads))


def _complement_subject(deed: Deed) -> Any:
    """The subject of the clause below the verb: "demanded that Russia withdraw", "urged the two to talk"."""
    for child in deed.token.children:
        if child.dep in {"ccomp", "xcomp"}:
            named = [c for c in child.children if c.dep in {"nsubj", "nsubjpass"} and c.tag not in _PRONOUNS]
            own = next(iter(named), None)
            if own is not None:
                return own
    return None


def _antecedent(head: Any) -> Any:
    """Follow a pronoun to the subject of the verb that reports it: "Hungary said it will …"."""
    if head.tag not in _PRONOUNS:
        return head
    token = head.head
    for _ in range(4):
        if token.dep not in {"ccomp", "xcomp", "conj", "advcl"} or token.head == token:
            return head
        token = token.head
        above = controller(token)
        if above is not None and above.tag not in _PRONOUNS:
            return above
    return head


def _issuer(head: Any) -> Any:
    """A document speaks for whoever issues it: "passed a resolution condemning …", "the ministry's letter asks …"."""
    if singular(head) not in word_classes()["document"]:
        return head
    holder = next((c for c in head.children if c.dep == "poss"), None)
    if holder is not None:
        return holder
    if head.dep in {"dobj", "pobj"}:
        verb = head.head if head.dep == "dobj" else head.head.head
        above = controller(verb) if verb.tag[:1] == "V" else None
        return above if above is not None else head
    return head


def _spans(heads: Sequence[Any]) -> tuple[Span, ...]:
    found = sorted({phrase(h) for h in heads})
    out: list[Span] = []
    for span in found:  # "Russia and Iran" holds "Iran"
        if not out or span.start >= out[-1].end:
            out.append(span)
    return tuple(out)
