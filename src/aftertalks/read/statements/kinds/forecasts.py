"""When a clause expects: what others or events will, may or are due to do."""

from __future__ import annotations

from typing import Any

from aftertalks.model import Kind
from aftertalks.read.statements.kinds.context import Context, Verdict, counterfactual, noun_of_class
from aftertalks.read.statements.predicates import Predicate, clause_complement, infinitive, predicate, word_classes

_PURPOSES = frozenset(
    "rationale idea point plan way job role answer solution key need decision thing step question problem".split()
)

_SURE = frozenset({"sure", "certain", "confident"})
_SERVES = frozenset(
    "prevent protect ensure help encourage secure avoid deter stop counter foster promote strengthen preserve defend"
    " facilitate demonstrate show prove create establish improve reduce increase make give allow enable bring"
    " keep".split()
)
"""What acts are for: "the visit was to show support" foretells nothing."""
_FUTURE = frozenset({"will", "shall", "going to", "be to", "would"})
_CHANCE = frozenset({"may", "might", "could"})


def expectation(p: Predicate, context: Context) -> Verdict | None:
    """Say which rule makes a clause an expectation; null if none does."""
    if "hope" in p.classes and not (p.past and not context.attributed and p.subject is None):
        return Verdict(Kind.EXPECTATION, "hope-or-forecast", p.head)
    if "stance-verb" in p.classes and (noun := noun_of_class(p, "hope")) is not None:
        return Verdict(Kind.EXPECTATION, "hope-or-forecast", noun)
    if p.complement is not None and "likely" in p.classes:
        governed = clause_complement(p.head) or infinitive(p.head) or infinitive(p.complement)
        below = clause_complement(p.head) or clause_complement(p.complement)
        if p.complement.lower in _SURE and below is not None and predicate(below).modal is None:
            return None  # "confident that the plan is sound": what somebody holds to be so
        planned = p.complement.lower in {"due", "scheduled", "slated", "set", "expected"}
        if planned or governed is not None or any(c.dep in {"xcomp", "ccomp", "advcl"} for c in p.complement.children):
            return Verdict(Kind.EXPECTATION, "likely", p.complement, p.complement.lower == "unlikely")
    if p.modal == "be to" and not _may_be_scheduled(p):
        return None
    if p.modal in _CHANCE and _going_on(p.head):
        return Verdict(Kind.ASSESSMENT, "chance-of-what-goes-on", p.modal_token)
    if p.modal in _FUTURE | _CHANCE and not counterfactual(p):
        return Verdict(Kind.EXPECTATION, f"modal-{p.modal}", p.modal_token)
    return None


def _going_on(head: Any) -> bool:
    """Say whether a verb is a progressive of the present: "may be carrying technicians" is no forecast."""
    ahead = {"soon", "on", "by", "next", "tomorrow"}
    dated = any(c.dep in {"npadvmod", "tmod"} or c.lower in ahead for c in head.children)
    return head.tag == "VBG" and not dated and any(c.lower == "be" and c.dep == "aux" for c in head.children)


def _for_a_purpose(p: Predicate) -> bool:
    """Say whether an act "was to" serve something: "the invasion was to prevent a corridor"."""
    thing = p.subject is not None and p.subject.tag in {"NN", "NNS"}
    below = infinitive(p.head) if p.head.tag != "VB" else p.head
    return thing and below is not None and below.lower in _SERVES


def _may_be_scheduled(p: Predicate) -> bool:
    """Say whether "X is to V" foretells: X a name, people, or an event; "the purpose was to …" does not."""
    subject = p.subject
    if subject is None or subject.dep.startswith("csubj") or subject.tag == "VBG":
        return False
    if _for_a_purpose(p):
        return False
    limited = any(c.lower in {"only", "just", "merely", "simply"} for c in p.head.head.children if c.dep == "advmod")
    limited = limited or any(c.lower in {"only", "just", "merely", "simply"} for c in p.head.children)
    return not limited and subject.lower not in _PURPOSES and "aim" not in word_classes().get(subject.lower, ())
