"""Finds the deeds that a parse names: which verb or noun stands for which type, by which pattern."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from aftertalks.read.events.arguments import MEASURES, Arguments, arguments_of, noun_keys, noun_prepositions, singular
from aftertalks.read.events.patterns import (
    Element,
    EventType,
    Pattern,
    deed_nouns,
    deed_words,
    verb_patterns,
    verbs_of,
    word_classes,
)
from aftertalks.read.nodes import Node

_ENDING_VERBS = {"lifting": "lift", "easing": "ease", "removal": "remove", "withdrawal": "withdraw"}
_NOT_PREDICATES = frozenset({"aux", "auxpass", "amod", "compound", "case"})


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed that the text names.

    Args:
        token: the verb that carries it, or the noun.
        noun: the noun that names it, if it is not the verb itself.
        means: what it stands for.
        rule: the pattern that decided.
        takes_object: whether the verb's object is part of the deed rather than its recipient.
        nominal: whether no verb carries it ("after the shelling of the town").
    """

    token: Any
    noun: Any
    means: EventType
    rule: str
    takes_object: bool = False
    nominal: bool = False


def find_deeds(nodes: Sequence[Node], actor_starts: Sequence[int]) -> Iterator[Deed]:
    """Return the deeds of a parsed text, verb by verb, then those named by a noun alone.

    Args:
        nodes: the parse.
        actor_starts: offsets at which actors are named, for patterns that ask for one.
    """
    starts = frozenset(actor_starts)
    taken: set[int] = set()
    for token in nodes:
        if token.tag[:1] == "V" and token.dep not in _NOT_PREDICATES:
            deed = _of_verb(token, starts)
            if deed is not None:
                if deed.noun is not None:
                    taken.add(deed.noun.i)
                if deed.takes_object:
                    taken.update(o.i for o in arguments_of(token).objects)
                yield deed
    for token in nodes:
        if token.tag[:2] == "NN" and token.i not in taken and token.dep not in {"compound", "nmod"}:
            deed = _of_noun(token)
            if deed is not None:
                yield deed


def _of_verb(token: Any, actor_starts: frozenset[int]) -> Deed | None:
    arguments = arguments_of(token)
    best = next((p for p in verb_patterns().get(token.lower, ()) if _fits(p, arguments, actor_starts)), None)
    named = _named(token, arguments)
    if named is not None and (best is None or best.weight < 2 or _narrower(named.means, best.means)):
        return named
    if best is None:
        return None
    return Deed(token, None, best.means, f"verb:{best.text}", best.takes_object)


def _narrower(one: EventType, other: EventType) -> bool:
    """Whether a noun tells the mode that a verb's pattern leaves open ("carried out a suicide attack")."""
    return one.type == other.type and one.mode is not None and other.mode is None


def _fits(pattern: Pattern, arguments: Arguments, actor_starts: frozenset[int]) -> bool:
    return all(_there(e, arguments, actor_starts) for e in pattern.elements)


def _there(element: Element, arguments: Arguments, actor_starts: frozenset[int]) -> bool:
    if not element.noun:
        return any(c.lower in element.words for c in arguments.token.children)
    heads = arguments.prepositions.get(element.after, []) if element.after else arguments.objects
    if not element.words:
        return any(any(head.left.start <= s <= head.start for s in actor_starts) for head in heads)
    if any(noun_keys(head) & element.words for head in heads):
        return True
    loose = {"advmod", "acomp", "oprd", "dobj", "prt", "ccomp", "xcomp", "dep"}
    return any(c.lower in element.words for c in arguments.token.children if c.dep in loose)


def _known(head: Any) -> EventType | None:
    """What a noun phrase names, the longest of its names first."""
    own = singular(head)
    if own not in deed_words() and head.lower not in deed_words() and own not in MEASURES:
        return None  # no name of a deed has such a head: most nouns need no names made
    keys = noun_keys(head, named=True)
    named = [k for k in sorted(keys, key=len, reverse=True) if k in deed_nouns()]
    return deed_nouns()[named[0]] if named else None


def _named(token: Any, arguments: Arguments) -> Deed | None:
    """A deed named by the object of a verb of doing, giving or ending: "staged a rally", "suspended the talks"."""
    word = token.lower
    doing, giving, ending = verbs_of("doing"), verbs_of("giving"), verbs_of("ending")
    if word not in doing and word not in giving and word not in ending:
        return None
    for head in arguments.objects or _engaged(arguments):
        ended = _ended_inside(head)
        if ended is not None and word in doing:
            return Deed(token, head, ended, f"ended:{head.lower}", takes_object=True)
        means = _known(head)
        if means is None:
            continue
        if word in ending and means.ended is not None:
            return Deed(token, head, means.ended, f"ended:{head.lower}", takes_object=True)
        if word in doing or word in giving:
            return Deed(token, head, means, f"noun:{head.lower}", takes_object=True)
    return None


def _engaged(arguments: Arguments) -> list[Any]:
    """ "engaged in ethnic cleansing", "went on hunger strike"."""
    return [h for word in ("in", "on", "into") for h in arguments.prepositions.get(word, [])]


def _ended_inside(head: Any) -> EventType | None:
    """ "a suspension of air links": the noun ends what its "of" phrase names, as its verb would."""
    if head.lower not in word_classes()["endings"]:
        return None
    verb = _ENDING_VERBS.get(head.lower, "suspend")
    for below in noun_prepositions(head).get("of", []):
        means = _known(below)
        if means is not None and means.ended is not None:
            return means.ended
        keys = noun_keys(below)
        for pattern in verb_patterns()[verb]:
            if pattern.takes_object and len(pattern.elements) == 1 and keys & pattern.elements[0].words:
                return pattern.means
    return None


def _of_noun(token: Any) -> Deed | None:
    """A deed that only a noun names; it must say who does it or to whom."""
    means = _ended_inside(token) or _known(token)
    if means is None or means.type is None:
        return None
    governed = noun_prepositions(token)
    held = any(c.dep == "poss" for c in token.children) or any(
        c.dep in {"amod", "compound", "nmod"} and c.text[:1].isupper() for c in token.lefts
    )
    if not held and not any(word in governed for word in ("of", "by", "on", "against", "from", "between", "with")):
        return None
    return Deed(token, token, means, f"nominal:{token.lower}", takes_object=True, nominal=True)
