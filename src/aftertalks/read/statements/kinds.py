"""Decides what kind of statement a clause makes.

The rules go down the precedence of the annotation guideline: agreement, recommendation, position, expectation,
assessment, event. Each names itself in the verdict, with the token that decided.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

from aftertalks.model import Kind
from aftertalks.read.statements.predicates import (
    Predicate,
    class_records,
    clause_complement,
    infinitive,
    is_be,
    predicate,
    verb_classes,
    word_classes,
)

_FIRST_PERSON = frozenset({"i", "we"})
_FUTURE = frozenset({"will", "shall", "going to", "be to", "would"})
_OBLIGATION = frozenset({"should", "must", "have to", "need to", "ought"})
_UNDERTAKING = frozenset({"will", "shall", "must", "may", "be to"})
_CHANCE = frozenset({"may", "might", "could"})
_ASKING = frozenset({"ask", "asks", "asking", "asked"})
_SAYING = frozenset("say said says saying tell told tells note noted notes add added".split())
_PURPOSES = frozenset(
    "rationale idea point plan way job role answer solution key need decision thing step question problem".split()
)
_SURE = frozenset({"sure", "certain", "confident"})
_DEPTH = 5


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
        lead: kind that the lead-in gives its list items ("The parties will:"); null outside such lists.
    """

    attributed: bool = False
    side: frozenset[int] = frozenset()
    joint: bool = False
    terms: bool = False
    cue_classes: frozenset[str] = frozenset()
    opinion: bool = False
    lead: Kind | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A kind with the rule and the token that decided it, and whether the word itself refuses or opposes."""

    kind: Kind
    rule: str
    token: Any
    negative: bool = False


def _own(subject: Any, context: Context) -> bool:
    """Say whether the subject is the speaker or the speaker's side."""
    if subject is None:
        return False
    if subject.lower in _FIRST_PERSON:
        return context.attributed
    return subject.i in context.side


def _plural(subject: Any) -> bool:
    """Say whether more than one party stands as subject."""
    if subject is None:
        return False
    return (
        subject.tag in {"NNS", "NNPS"}
        or subject.lower in {"they", "we", "both"}
        or any(c.dep == "conj" for c in subject.children)
    )


def _objects(head: Any) -> list[Any]:
    """The verb's objects with their conjuncts, its subject where it is passive, its noun where it is a participle."""
    found = [c for c in head.children if c.dep in {"dobj", "nsubjpass", "oprd"}]
    for child in head.children:
        if child.dep == "prep" and child.lower in {"to", "on", "into", "for"}:
            found.extend(g for g in child.children if g.dep == "pobj")
    if head.dep == "acl":
        found.append(head.head)
    return [*found, *(c for t in found for c in t.children if c.dep == "conj")]


def _next_word(token: Any) -> str:
    return str(token.nodes[token.i + 1].lower) if token.i + 1 < len(token.nodes) else ""


def _agreement(p: Predicate, context: Context) -> Verdict | None:
    head = p.head
    objects = set(class_records()["reach"]["objects"])
    if "agree" in p.classes and _makes_agreement(head):
        on = any(c.lower in {"on", "to", "upon"} for c in head.children)
        opinion = clause_complement(head) is not None or (not on and _next_word(head) == "with")
        if opinion and not p.passive:
            return Verdict(Kind.ASSESSMENT, "agree-that", head)
        told = p.past or p.passive or (_plural(p.subject) and p.modal is None)
        if p.negated or not (told or ((context.joint or context.terms) and p.modal in _UNDERTAKING)):
            return None
        return Verdict(Kind.AGREEMENT, "agree", head)
    if p.verb in {"make", "made", "makes", "making", "announce", "announced", "announces", "announcing"}:
        objects -= set(class_records()["reach"]["not_made"])
    if "reach" in p.classes and p.modal is None and any(o.lower in objects for o in _objects(head)):
        return Verdict(Kind.AGREEMENT, "reach-agreement", head, p.negated)
    if "undertake" in p.classes and p.modal is None and (_plural(p.subject) or context.joint):
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
    if context.joint and p.modal in _UNDERTAKING:
        return Verdict(Kind.AGREEMENT, "joint-statement", p.modal_token)
    if context.terms and p.modal in {"will", "shall", "must"} and (_plural(p.subject) or p.passive):
        return Verdict(Kind.AGREEMENT, "terms-of-agreement", p.modal_token)
    return None


def _under_terms(head: Any) -> Any:
    """Return the instrument of "under the deal, both will withdraw"; null without one."""
    terms = set(class_records()["term"]["objects"])
    under = [c for c in head.children if c.dep == "prep" and c.lower == "under"]
    return next((g for c in under for g in c.children if g.dep == "pobj" and g.lower in terms), None)


def _makes_agreement(head: Any) -> bool:
    """Say whether what is signed or concluded can be agreed: laws are enacted, talks and visits come to their end."""
    others = class_records()["agree"]["not_objects"]
    return not any(o.lower in others for o in _objects(head))


def _recommendation(p: Predicate, context: Context) -> Verdict | None:
    if p.modal in _OBLIGATION:
        if p.modal == "should" and _scheduled(p):
            return Verdict(Kind.EXPECTATION, "should-of-schedule", p.modal_token)
        if p.modal == "must" and _counterfactual(p):
            return Verdict(Kind.ASSESSMENT, "must-have", p.modal_token)
        return Verdict(Kind.RECOMMENDATION, f"modal-{p.modal}", p.modal_token)
    if "advise" in p.classes and clause_complement(p.head) is None and not p.past:
        return Verdict(Kind.RECOMMENDATION, "advise", p.head)
    if "advise" in p.classes and "recommend" in p.verb:
        return Verdict(Kind.RECOMMENDATION, "advise", p.head)
    return _needed(p)


def _noun_of_class(p: Predicate, name: str) -> Any:
    """Return the object of a verb like *stress* or *express* that carries the meaning ("the need", "support")."""
    return next((o for o in _objects(p.head) if name in word_classes().get(o.lower, ())), None)


def _needed(p: Predicate) -> Verdict | None:
    """Find "it is important to …", "stressed the need to …", "most important is …", "what needs to be done is …"."""
    if "stress" in p.classes and p.modal is None and (noun := _noun_of_class(p, "need")) is not None:
        return Verdict(Kind.RECOMMENDATION, "stressed-the-need", noun)
    about = [c for c in p.complement.children if c.lower in {"about", "on"}] if p.complement is not None else []
    clear = next((g for c in about for g in c.children if "need" in word_classes().get(g.lower, ())), None)
    if clear is not None:
        return Verdict(Kind.RECOMMENDATION, "clear-about-the-need", clear)
    if p.complement is not None and "need" in word_classes().get(p.complement.lower, ()):
        governed = any(c.dep in {"xcomp", "ccomp", "advcl", "relcl", "acl", "csubj"} for c in p.head.children) or any(
            c.dep in {"xcomp", "ccomp", "relcl", "acl", "advcl"} for c in p.complement.children
        )
        adjective = p.complement.tag.startswith("JJ")
        if governed and (p.complement.lower != "time" or any(t.lower in {"to", "for"} for t in p.head.subtree)):
            return Verdict(Kind.RECOMMENDATION, "it-is-important", p.complement)
        if adjective and p.head.i > p.complement.i:
            return Verdict(Kind.RECOMMENDATION, "most-important-is", p.complement)
    front = next((c for c in p.head.lefts if c.dep in {"acomp", "attr", "advmod"} and c.lower == "important"), None)
    if front is not None:
        return Verdict(Kind.RECOMMENDATION, "most-important-is", front)
    if p.subject is not None and p.subject.dep.startswith("csubj") and p.subject.lower in {"needs", "need"}:
        return Verdict(Kind.RECOMMENDATION, "what-needs", p.subject)
    return None


def _scheduled(p: Predicate) -> bool:
    """Say whether *should* foretells: an event verb with a subject that is no person, or with a day."""
    thing = p.subject is not None and p.subject.tag in {"NN", "NNS"} and not p.subject.lower.endswith(("ers", "ors"))
    return thing and ("future-event" in p.classes or p.verb in {"begin", "start", "end", "arrive", "made", "take"})


def _of_their_own(p: Predicate) -> bool:
    """Say whether the object is the subject's own: "noted their interest in …"."""
    return any(c.dep == "poss" and c.tag == "PRP$" for o in _objects(p.head) for c in o.children)


def _position(p: Predicate, context: Context) -> Verdict | None:
    head = p.head
    if "defend" in p.verb and any(c.dep == "prep" and c.lower in {"against", "from"} for c in head.children):
        return None  # "defended its people from rockets": a deed
    if "welcom" in p.verb and p.past and any(c.dep == "dobj" and c.tag == "PRP" for c in head.children):
        return None  # "welcomed us to Oslo": a deed too
    if p.verb in _ASKING and infinitive(head) is not None and any(c.dep == "dobj" for c in head.children):
        return Verdict(Kind.POSITION, "demand", head)  # "we ask the fund to report", not "asked whether …"
    speech = p.classes & {"demand", "support", "oppose", "refuse", "want", "recognise"}
    if speech and not (p.modal and p.modal not in {"can", "would"} and not _own(p.subject, context)):
        if "want" in speech and p.passive:
            return None
        negative = any(class_records()[c].get("polarity") == "negative" for c in speech)
        return Verdict(Kind.POSITION, min(speech), p.head, negative)
    if "stance-verb" in p.classes or (p.verb.startswith("not") and _of_their_own(p)):
        for name in ("stance", "stance-against", "call") if _of_their_own(p) else ("stance", "stance-against"):
            if (noun := _noun_of_class(p, name)) is not None:
                return Verdict(Kind.POSITION, name, noun, name == "stance-against")
    nouns = [t for t in (p.complement, p.subject) if t is not None and is_be(p.head)]
    aim = next((t for t in nouns if "aim" in word_classes().get(t.lower, ())), None)
    if aim is not None and p.modal in {None, "be to"}:
        return Verdict(Kind.POSITION, "aim-is", aim)
    towards = infinitive(head) is not None or any(c.dep == "prep" and c.lower == "to" for c in head.children)
    if "undertake" in p.classes and p.modal is None and not p.passive and towards:
        return Verdict(Kind.POSITION, "own-undertaking", head)
    wished = infinitive(head) if p.modal == "would" and p.verb == "like" else None
    ours = p.subject is not None and p.subject.lower in _FIRST_PERSON
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
    if p.modal in {"will", "going to", "shall"} and _own(p.subject, context):
        return Verdict(Kind.POSITION, "own-intention", p.modal_token)
    return None


def _expectation(p: Predicate, context: Context) -> Verdict | None:
    if "hope" in p.classes and not (p.past and not context.attributed and p.subject is None):
        return Verdict(Kind.EXPECTATION, "hope-or-forecast", p.head)
    if "stance-verb" in p.classes and (noun := _noun_of_class(p, "hope")) is not None:
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
    if p.modal in _FUTURE | _CHANCE and not _counterfactual(p):
        return Verdict(Kind.EXPECTATION, f"modal-{p.modal}", p.modal_token)
    return None


def _going_on(head: Any) -> bool:
    """Say whether a verb is a progressive of the present: "may be carrying technicians" is no forecast."""
    ahead = {"soon", "on", "by", "next", "tomorrow"}
    dated = any(c.dep in {"npadvmod", "tmod"} or c.lower in ahead for c in head.children)
    return head.tag == "VBG" and not dated and any(c.lower == "be" and c.dep == "aux" for c in head.children)


def _may_be_scheduled(p: Predicate) -> bool:
    """Say whether "X is to V" foretells: X a name, people, or an event; "the purpose was to …" does not."""
    subject = p.subject
    if subject is None or subject.dep.startswith("csubj") or subject.tag == "VBG":
        return False
    limited = any(c.lower in {"only", "just", "merely", "simply"} for c in p.head.head.children if c.dep == "advmod")
    limited = limited or any(c.lower in {"only", "just", "merely", "simply"} for c in p.head.children)
    return not limited and subject.lower not in _PURPOSES and "aim" not in word_classes().get(subject.lower, ())


def _counterfactual(p: Predicate) -> bool:
    return any(c.lower == "have" and c.dep == "aux" for c in p.head.children)


def _opens(token: Any) -> bool:
    """Say whether a word is the first of its sentence, bullets and brackets aside."""
    before = reversed(token.nodes[: token.i])
    return not any(n.text.isalpha() for n in takewhile(lambda n: n.sentence == token.sentence, before))


def _judged(p: Predicate, context: Context) -> Verdict:
    """Tell an assessment from an event: evaluation and present states against told deeds."""
    copula = p.complement is not None or is_be(p.head)
    framed = clause_complement(p.head) is not None or any(
        c.dep in {"oprd", "xcomp"} or (c.dep == "prep" and c.lower == "as") for c in p.head.children
    )
    opinion = context.opinion or ("opinion" in p.classes and (framed or not p.past))
    opinion = opinion or bool({"opinion", "accuse"} & context.cue_classes) or "accuse" in p.classes
    shows = "shows" in p.classes and "event-noun-verb" not in p.classes
    if opinion or (shows and not p.past) or (p.modal is not None and context.attributed):
        return Verdict(Kind.ASSESSMENT, "opinion", p.head)
    if copula and (context.attributed or not p.past):
        return Verdict(Kind.ASSESSMENT, "evaluation", p.complement if p.complement is not None else p.head)
    if context.attributed and not p.past and not p.passive:
        return Verdict(Kind.ASSESSMENT, "attributed-present", p.head)
    if p.head.tag == "VB" and p.subject is None and p.modal is None and _opens(p.head):
        return Verdict(Kind.POSITION, "bare-verb", p.head)  # "Protect financial stability": an item of what is willed
    return Verdict(Kind.EVENT, "told-as-happened", p.head)


def _descend(p: Predicate, context: Context, depth: int) -> Verdict | None:
    """Look through layers of opinion and saying: "I think that …", "it is clear that …", "signals showed that …"."""
    below = clause_complement(p.head)
    if below is None and p.complement is not None:
        below = clause_complement(p.complement)
    stressed = "stress" in p.classes and "support" not in p.classes
    opening = stressed or "opinion" in p.classes or p.head.lower in _SAYING
    opening = opening or (below is not None and below.head.dep == "dobj")
    stance = p.classes & {"likely", "ready", "glad", "sorry", "need", "invalid"}
    opening = opening or (p.complement is not None and not stance)
    if below is None or not opening or depth <= 0:
        return None
    inner = classify(below, replace(context, opinion="opinion" in p.classes or context.opinion), depth=depth - 1)
    if stressed and p.head.lower not in _SAYING and inner.kind in {Kind.EVENT, Kind.ASSESSMENT}:
        return None  # what is stressed is no deed; "underscored that both must …" asks for one
    if inner.kind is Kind.EVENT and ("opinion" in p.classes or context.opinion):
        return replace(inner, kind=Kind.ASSESSMENT, rule="opinion")
    return inner


def _by_cue(context: Context, head: Any) -> Verdict | None:
    """Let a cue that itself wants, backs, opposes, hopes or advises decide."""
    for name in ("demand", "support", "oppose", "refuse", "want"):
        if name in context.cue_classes:
            negative = class_records()[name].get("polarity") == "negative"
            return Verdict(Kind.POSITION, f"cue-{name}", head, negative)
    if "hope" in context.cue_classes:
        return Verdict(Kind.EXPECTATION, "cue-hope", head)
    if "advise" in context.cue_classes:
        return Verdict(Kind.RECOMMENDATION, "cue-advise", head)
    return None


def classify(head: Any, context: Context, *, depth: int = _DEPTH) -> Verdict:
    """Decide the kind of the clause that ``head`` heads.

    Args:
        head: the content's main predicate token.
        context: what is known from outside the clause.
        depth: how many layers of opinion verbs may still be looked through.

    Returns:
        The verdict; every clause gets one, with the rule's name.
    """
    p = predicate(head)
    if context.lead is not None and p.modal is None and not p.past:
        return Verdict(context.lead, "item-of-lead-in", head)
    cued = _by_cue(context, head)
    agreed = _agreement(p, context)
    if agreed is not None and cued is None:
        return agreed
    if cued is not None:
        return cued
    inner = _descend(p, context, depth)
    if inner is not None:
        return inner
    for rule in (_recommendation, _position, _expectation):
        found = rule(p, context)
        if found is not None:
            return found
    below = infinitive(head)
    if below is not None and depth > 0 and not p.classes:
        nested = classify(below, replace(context, terms=False, joint=False), depth=depth - 1)
        if nested.kind is Kind.POSITION and nested.rule != "own-intention":
            return nested
    return _judged(p, context)


def lead_kind(words: str) -> Kind | None:
    """Say what kind a lead-in gives the items of its list; null if it only announces them.

    Args:
        words: the lead-in's last sentence, ending in a colon ("The two sides agreed to:").
    """
    parts = re.findall(r"[a-z']+", words.lower())
    known = verb_classes()
    if any({"agree", "undertake"} & known.get(w, frozenset()) for w in parts):
        return Kind.AGREEMENT
    tail = parts[-4:]
    if {"will", "shall"} & set(tail):
        return Kind.AGREEMENT
    if {"must", "should"} & set(tail):
        return Kind.RECOMMENDATION
    if any({"demand", "want"} & known.get(w, frozenset()) for w in tail):
        return Kind.POSITION
    return None


def cue_classes(words: str) -> frozenset[str]:
    """Return the classes of an attribution's cue words, longest known stretch first."""
    known = verb_classes()
    parts = words.lower().split()
    for size in range(min(3, len(parts)), 0, -1):
        for start in range(len(parts) - size + 1):
            found = known.get(" ".join(parts[start : start + size]))
            if found:
                return found
    return frozenset()
