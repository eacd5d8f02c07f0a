"""What is known of a clause before its kind is decided, and what several rules ask of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aftertalks.model import Kind
from aftertalks.read.statements.predicates import Predicate, word_classes

_HAVE = frozenset({"have", "'ve", "’ve"})
FIRST_PERSON = frozenset({"i", "we"})


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a clause before its predicate is read.

    Args:
        attributed: whether somebody other than the narrator says it.
        side: indices of the tokens that name the speaker or the speaker's side ("Russia" where Putin speaks).
        joint: the document is a joint statement: its futures are undertakings.
        terms: the clause stands among the terms of an agreement just told.
        cue_classes: classes of the attribution's cue ("demand", "oppose", …).
        opinion: an opinion phrase ("in his view") governs the clause.
        selves: pronouns that mean the speaker himself in what is reported of him ("he" in "Obama said he would go").
        reported: whether the words are told in others' words, so that "would" is what he said he will do.
        lead: kind that the lead-in gives its list items ("The parties will:"); null outside such lists.
    """

    attributed: bool = False
    side: frozenset[int] = frozenset()
    joint: bool = False
    terms: bool = False
    cue_classes: frozenset[str] = frozenset()
    opinion: bool = False
    selves: frozenset[str] = frozenset()
    reported: bool = False
    lead: Kind | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A kind with the rule and the token that decided it, and whether the word itself refuses or opposes."""

    kind: Kind
    rule: str
    token: Any
    negative: bool = False


def own_side(subject: Any, context: Context) -> bool:
    """Say whether the subject is the speaker or the speaker's side."""
    if subject is None:
        return False
    if subject.lower in FIRST_PERSON:
        return True  # who speaks, or whose statement the document is
    return subject.i in context.side or (subject.lower in context.selves and subject.dep.startswith("nsubj"))


def plural(subject: Any) -> bool:
    """Say whether more than one party stands as subject."""
    if subject is None:
        return False
    return (
        subject.tag in {"NNS", "NNPS"}
        or subject.lower in {"they", "we", "both"}
        or any(c.dep == "conj" for c in subject.children)
    )


def objects(head: Any) -> list[Any]:
    """The verb's objects with their conjuncts, its subject where it is passive, its noun where it is a participle."""
    found = [c for c in head.children if c.dep in {"dobj", "nsubjpass", "oprd"}]
    for child in head.children:
        if child.dep == "prep" and child.lower in {"to", "on", "into", "for"}:
            found.extend(g for g in child.children if g.dep == "pobj")
    if head.dep == "acl":
        found.append(head.head)
    return [*found, *(c for t in found for c in t.children if c.dep == "conj")]


def noun_of_class(p: Predicate, name: str) -> Any:
    """Return the object of a verb like *stress* or *express* that carries the meaning ("the need", "support")."""
    return next((o for o in objects(p.head) if name in word_classes().get(o.lower, ())), None)


def counterfactual(p: Predicate) -> bool:
    """Say whether a modal speaks of what did not come about: "would have been", "would've been"."""
    return any(c.lower in _HAVE and c.dep == "aux" for c in p.head.children)
