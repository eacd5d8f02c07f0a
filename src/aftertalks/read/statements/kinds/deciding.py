"""Decides what kind of statement a clause makes.

The rules go down the precedence of the annotation guideline: agreement, recommendation, position, expectation,
assessment, event. Each names itself in the verdict, with the token that decided.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aftertalks.model import Kind
from aftertalks.read.statements.kinds.advice import recommendation
from aftertalks.read.statements.kinds.agreements import agreement
from aftertalks.read.statements.kinds.context import Context, Verdict
from aftertalks.read.statements.kinds.forecasts import expectation
from aftertalks.read.statements.kinds.stances import position
from aftertalks.read.statements.kinds.telling import judged
from aftertalks.read.statements.predicates import Predicate, class_records, clause_complement, infinitive, predicate

SAYING = frozenset("say said says saying tell told tells note noted notes add added".split())
_POINTED = frozenset(
    "note say point stress emphasise emphasize add mention remember recall underline underscore repeat"
    " reiterate".split()
)
_DEPTH = 5


def _descend(p: Predicate, context: Context, depth: int) -> Verdict | None:
    """Look through layers of opinion and saying: "I think that …", "it is clear that …", "signals showed that …"."""
    below = clause_complement(p.head)
    spoken = _only_introduces(p)
    if spoken is not None:
        return classify(spoken, context, depth=depth - 1) if depth > 0 else None
    if below is None and p.complement is not None:
        below = clause_complement(p.complement)
    stressed = "stress" in p.classes and "support" not in p.classes
    opening = stressed or "opinion" in p.classes or p.head.lower in SAYING
    opening = opening or (below is not None and below.head.dep == "dobj")
    stance = p.classes & {"likely", "ready", "glad", "sorry", "need", "invalid"}
    opening = opening or (p.complement is not None and not stance)
    if below is None or not opening or depth <= 0:
        return None
    inner = classify(below, replace(context, opinion="opinion" in p.classes or context.opinion), depth=depth - 1)
    if stressed and p.head.lower not in SAYING and inner.kind in {Kind.EVENT, Kind.ASSESSMENT}:
        return None  # what is stressed is no deed; "underscored that both must …" asks for one
    if inner.kind is Kind.EVENT and ("opinion" in p.classes or context.opinion):
        return replace(inner, kind=Kind.ASSESSMENT, rule="opinion")
    return inner


def _only_introduces(p: Predicate) -> Any:
    """The clause that "it is important to point out that …" brings in; null where something else is important."""
    said = next((c for c in p.head.children if c.dep == "xcomp" and c.lower in _POINTED), None)
    ours = p.subject is not None and p.subject.lower in {"i", "we"}
    if said is not None and ours and p.verb in {"like", "want", "wish"}:
        return clause_complement(said)  # "I would like to point out that …"
    if said is None and p.complement is not None:
        said = next((c for c in p.complement.children if c.dep in {"xcomp", "acl"} and c.lower in _POINTED), None)
    return clause_complement(said) if said is not None and p.complement is not None else None


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
    agreed = agreement(p, context)
    if agreed is not None and cued is None:
        return agreed
    if cued is not None:
        return cued
    inner = _descend(p, context, depth)
    if inner is not None:
        return inner
    for rule in (recommendation, position, expectation):
        found = rule(p, context)
        if found is not None:
            return found
    below = infinitive(head)
    if below is not None and depth > 0 and not p.classes:
        nested = classify(below, replace(context, terms=False, joint=False), depth=depth - 1)
        if nested.kind is Kind.POSITION and nested.rule != "own-intention":
            return nested
    return judged(p, context)
