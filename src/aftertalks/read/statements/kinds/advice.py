"""When a clause recommends: what should, must or needs to be done."""

from __future__ import annotations

from aftertalks.model import Kind
from aftertalks.read.statements.kinds.context import Context, Verdict, counterfactual, noun_of_class
from aftertalks.read.statements.predicates import Predicate, clause_complement, word_classes

_SPOKEN = frozenset(
    "say answer tell admit confess note add ask stress emphasise emphasize remember point agree"
    " understand thank".split()
)
_DATING = frozenset({"by", "on", "in", "at", "before", "within", "soon"})
_OBLIGATION = frozenset({"should", "must", "have to", "need to", "ought"})


def recommendation(p: Predicate, context: Context) -> Verdict | None:
    """Say which rule makes a clause a recommendation; null if none does."""
    if p.modal in _OBLIGATION:
        if _only_says(p) or _all_of_it(p):
            return None
        if p.modal == "should" and _scheduled(p):
            return Verdict(Kind.EXPECTATION, "should-of-schedule", p.modal_token)
        if p.modal == "must" and counterfactual(p):
            return Verdict(Kind.ASSESSMENT, "must-have", p.modal_token)
        return Verdict(Kind.RECOMMENDATION, f"modal-{p.modal}", p.modal_token)
    if p.head.lower == "needed" and p.passive and p.modal is None and not p.past:
        return Verdict(Kind.RECOMMENDATION, "is-needed", p.head)
    if "advise" in p.classes and clause_complement(p.head) is None and not p.past:
        return Verdict(Kind.RECOMMENDATION, "advise", p.head)
    if "advise" in p.classes and "recommend" in p.verb:
        return Verdict(Kind.RECOMMENDATION, "advise", p.head)
    return _needed(p)


def _only_says(p: Predicate) -> bool:
    """Say whether the duty is only a way to speak: "I must answer you directly, …", "we should note that …"."""
    own = p.subject is not None and p.subject.lower in {"i", "we", "you", "one", "it"}
    return own and p.head.lower in _SPOKEN and (p.passive or p.subject.lower != "it")


def _all_of_it(p: Predicate) -> bool:
    """Say whether the clause only describes what another one tells: "all we need to do is ask her"."""
    return p.head.dep == "relcl" and p.head.head.lower in {"all", "thing", "least", "most"}


def _needed(p: Predicate) -> Verdict | None:
    """Find "it is important to …", "stressed the need to …", "most important is …", "what needs to be done is …"."""
    if "stress" in p.classes and p.modal is None and (noun := noun_of_class(p, "need")) is not None:
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
    if p.passive and not any(c.dep == "npadvmod" or c.lower in _DATING for c in p.head.children):
        return False  # "the forest should be opened to farmers": a wish, unless a day is told
    return thing and ("future-event" in p.classes or p.verb in {"begin", "start", "end", "arrive", "made", "take"})
