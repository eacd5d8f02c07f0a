"""When a clause takes a position: what somebody wants, backs, opposes, offers or means to do."""

from __future__ import annotations

from typing import Any

from aftertalks.model import Kind
from aftertalks.read.statements.kinds.context import (
    FIRST_PERSON,
    Context,
    Verdict,
    counterfactual,
    noun_of_class,
    objects,
    own_side,
)
from aftertalks.read.statements.predicates import Predicate, class_records, infinitive, is_be, predicate, word_classes

_OF_TIME = frozenset("take seem appear happen rain matter depend remain become come last".split())
"""Verbs whose "it" is nobody: "it would take years"."""
_GIVEN = frozenset("opportunity chance hope way basis insight glimpse possibility prospect example lesson".split())
_TOGETHER = frozenset("meet gather convene reconvene".split())
_ASKING = frozenset({"ask", "asks", "asking", "asked"})


def _among(subject: Any) -> list[Any]:
    """What a subject is one of: "one of the goals"."""
    if subject is None or subject.lower not in {"one", "some", "part"}:
        return []
    return [o for c in subject.children if c.lower == "of" for o in c.children]


def _of_their_own(p: Predicate) -> bool:
    """Say whether the object is the subject's own: "noted their interest in …"."""
    return any(c.dep == "poss" and c.tag == "PRP$" for o in objects(p.head) for c in o.children)


def lets_us(head: Any) -> bool:
    """Say whether a verb calls upon those addressed: "let us begin", "let's talk"."""
    after = head.nodes[head.i + 1].lower if head.i + 1 < len(head.nodes) else ""
    return head.lower == "let" and after in {"us", "'s", "’s"}


def position(p: Predicate, context: Context) -> Verdict | None:
    """Say which rule makes a clause a position; null if none does."""
    head = p.head
    if lets_us(head):
        return Verdict(Kind.POSITION, "let-us", head)
    if "defend" in p.verb and any(c.dep == "prep" and c.lower in {"against", "from"} for c in head.children):
        return None  # "defended its people from rockets": a deed
    if "welcom" in p.verb and p.past and any(c.dep == "dobj" and c.tag == "PRP" for c in head.children):
        return None  # "welcomed us to Oslo": a deed too
    asked = any(c.dep == "dobj" for c in head.children) or (head.lower == "asking" and not p.passive)
    if p.verb in _ASKING and infinitive(head) is not None and asked:
        return Verdict(Kind.POSITION, "demand", head)  # "we ask the fund to report", not "asked whether …"
    if p.verb.startswith("offer") and any(o.lower in _GIVEN for o in objects(head)):
        return None  # "the release offers an opportunity": nobody offers anything
    speech = p.classes & {"demand", "support", "oppose", "refuse", "want", "recognise"}
    if speech and not (p.modal and p.modal not in {"can", "would"} and not own_side(p.subject, context)):
        if "want" in speech and p.passive:
            return None
        negative = any(class_records()[c].get("polarity") == "negative" for c in speech)
        return Verdict(Kind.POSITION, min(speech), p.head, negative)
    if "stance-verb" in p.classes or (p.verb.startswith("not") and _of_their_own(p)):
        for name in ("stance", "stance-against", "call") if _of_their_own(p) else ("stance", "stance-against"):
            if (noun := noun_of_class(p, name)) is not None:
                return Verdict(Kind.POSITION, name, noun, name == "stance-against")
    nouns = [t for t in (p.complement, p.subject, *_among(p.subject)) if t is not None and is_be(p.head)]
    aim = next((t for t in nouns if "aim" in word_classes().get(t.lower, word_classes().get(t.lower[:-1], ()))), None)
    if aim is not None and p.modal in {None, "be to"}:
        return Verdict(Kind.POSITION, "aim-is", aim)
    towards = infinitive(head) is not None or any(c.dep == "prep" and c.lower == "to" for c in head.children)
    if "undertake" in p.classes and p.modal is None and not p.passive and towards:
        return Verdict(Kind.POSITION, "own-undertaking", head)
    wished = infinitive(head) if p.modal == "would" and p.verb == "like" else None
    ours = p.subject is not None and p.subject.lower in FIRST_PERSON
    if wished is not None and ours and predicate(wished).classes & {"support", "oppose", "demand"}:
        return Verdict(Kind.POSITION, "would-like-to", wished)
    felt = {"glad", "sorry", "invalid"} & p.classes
    invalid = next((c for c in p.head.children if "invalid" in word_classes().get(c.lower, ())), None)
    if invalid is not None and p.complement is None:
        return Verdict(Kind.POSITION, "called-invalid", invalid, True)
    if felt and p.complement is not None and (context.attributed or ours or "invalid" in felt):
        return Verdict(Kind.POSITION, min(felt), p.complement, "glad" not in felt)
    for_what = p.complement is not None and (
        infinitive(head) or any(c.dep in {"xcomp", "ccomp", "prep", "pobj", "acl"} for c in p.complement.children)
    )
    if for_what and "ready" in p.classes and p.complement.tag in {"JJ", "VBN", "IN", "RB"}:
        negative = p.complement.lower in {"unwilling", "reluctant", "opposed", "against"}
        return Verdict(Kind.POSITION, "be-ready", p.complement, negative)
    future = p.modal in {"will", "going to", "shall"} or (p.modal == "would" and context.reported)
    if future and p.verb in _TOGETHER:
        return None  # "said they would meet on Monday": what is planned, not what one side wants
    expletive = p.subject is not None and p.subject.lower == "it" and (is_be(head) or p.verb in _OF_TIME)
    if future and not expletive and not counterfactual(p) and own_side(p.subject, context):
        return Verdict(Kind.POSITION, "own-intention", p.modal_token)
    return None
