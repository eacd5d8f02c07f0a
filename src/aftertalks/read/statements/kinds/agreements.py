"""When a clause tells an agreement, or a term of one."""

from __future__ import annotations

from typing import Any

from aftertalks.model import Kind
from aftertalks.read.statements.kinds.context import Context, Verdict, objects, plural
from aftertalks.read.statements.predicates import (
    Predicate,
    class_records,
    clause_complement,
    infinitive,
    word_classes,
)

_PARTIES = frozenset(
    "i we they both each either side sides party parties leaders ministers presidents members participants"
    " governments countries nations states delegations representatives experts teams team group committee commission"
    " secretariat".split()
)
UNDERTAKING = frozenset({"will", "shall", "must", "may", "be to"})


def _next_word(token: Any) -> str:
    return str(token.nodes[token.i + 1].lower) if token.i + 1 < len(token.nodes) else ""


def agreement(p: Predicate, context: Context) -> Verdict | None:
    """Say which rule makes a clause an agreement; null if none does."""
    head = p.head
    nouns = set(class_records()["reach"]["objects"])
    if "agree" in p.classes and _makes_agreement(head):
        on = any(c.lower in {"on", "to", "upon"} for c in head.children)
        opinion = clause_complement(head) is not None or (not on and _next_word(head) == "with")
        if opinion and not p.passive:
            return Verdict(Kind.ASSESSMENT, "agree-that", head)
        told = p.past or p.passive or (plural(p.subject) and p.modal is None)
        if p.negated or not (told or ((context.joint or context.terms) and p.modal in UNDERTAKING)):
            return None
        return Verdict(Kind.AGREEMENT, "agree", head)
    if p.verb in {"make", "made", "makes", "making", "announce", "announced", "announces", "announcing"}:
        nouns -= set(class_records()["reach"]["not_made"])
    if "reach" in p.classes and p.modal is None and any(o.lower in nouns for o in objects(head)):
        return Verdict(Kind.AGREEMENT, "reach-agreement", head, p.negated)
    if "undertake" in p.classes and p.modal is None and (plural(p.subject) or context.joint):
        return Verdict(Kind.AGREEMENT, "undertake", head)
    together = p.subject is not None and (context.joint or p.subject.lower in class_records()["decide"]["subjects"])
    if "decide" in p.classes and p.modal is None and together and infinitive(head) is not None:
        return Verdict(Kind.AGREEMENT, "decide-together", head)
    noun = p.complement.lower if p.complement is not None else ""
    there = any(c.dep == "expl" or c.lower == "there" for c in head.lefts)
    if there and "consensus" in word_classes().get(noun, ()):
        return Verdict(Kind.AGREEMENT, "there-was-consensus", p.complement)
    if "term" in p.classes and not p.past and p.modal in {None, "will", "shall", "must"}:
        terms = set(class_records()["term"]["objects"])
        places = [c for c in head.children if c.dep == "prep" and c.lower in {"from", "in", "by", "under"}]
        bound = [g for c in places for g in c.children if g.dep == "pobj"]
        named = next((t for t in [p.subject, *bound] if t is not None and t.lower in terms), None)
        if named is None and context.terms and p.subject is not None and p.subject.lower == "it":
            named = p.subject
        if named is not None:
            return Verdict(Kind.AGREEMENT, "instrument-term", named)
    if p.modal in {"will", "shall", "must", "would", "be to"} and (terms := _under_terms(head)) is not None:
        return Verdict(Kind.AGREEMENT, "under-agreement", terms)
    if context.joint and p.modal in UNDERTAKING and _by_parties(p):
        return Verdict(Kind.AGREEMENT, "joint-statement", p.modal_token)
    if context.terms and p.modal in {"will", "shall", "must"} and (plural(p.subject) or p.passive):
        return Verdict(Kind.AGREEMENT, "terms-of-agreement", p.modal_token)
    return None


def _by_parties(p: Predicate) -> bool:
    """Say whether those who issue a joint statement can have undertaken it: they act, or something is to be done."""
    subject = p.subject
    if subject is None or p.passive:
        return not p.negated or subject is None
    return subject.lower in _PARTIES or subject.tag in {"NNP", "NNPS"}


def _under_terms(head: Any) -> Any:
    """Return the instrument of "under the deal, both will withdraw"; null without one."""
    terms = set(class_records()["term"]["objects"])
    under = [c for c in head.children if c.dep == "prep" and c.lower == "under"]
    return next((g for c in under for g in c.children if g.dep == "pobj" and g.lower in terms), None)


def _makes_agreement(head: Any) -> bool:
    """Say whether what is signed or concluded can be agreed: laws are enacted, talks and visits come to their end."""
    others = class_records()["agree"]["not_objects"]
    return not any(o.lower in others for o in objects(head))
