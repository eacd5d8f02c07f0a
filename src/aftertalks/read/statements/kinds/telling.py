"""What a clause is that neither agrees, advises, wants nor expects: an assessment or an event."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

from aftertalks.model import Kind
from aftertalks.read.statements.kinds.context import Context, Verdict
from aftertalks.read.statements.predicates import Predicate, clause_complement, is_be


def _opens(token: Any) -> bool:
    """Say whether a word is the first of its sentence, bullets and brackets aside."""
    before = reversed(token.nodes[: token.i])
    return not any(n.text.isalpha() for n in takewhile(lambda n: n.sentence == token.sentence, before))


def judged(p: Predicate, context: Context) -> Verdict:
    """Tell an assessment from an event: evaluation and present states against told deeds."""
    copula = p.complement is not None or is_be(p.head)
    framed = clause_complement(p.head) is not None or any(
        c.dep in {"oprd", "xcomp"} or (c.dep == "prep" and c.lower == "as") for c in p.head.children
    )
    notes = any(c.dep == "dobj" and c.lower == "notes" for c in p.head.children)  # "compared notes": talked
    opinion = context.opinion or (not notes and "opinion" in p.classes and (framed or not p.past))
    opinion = opinion or bool({"opinion", "accuse"} & context.cue_classes) or "accuse" in p.classes
    shows = "shows" in p.classes and "event-noun-verb" not in p.classes
    if opinion or (shows and not p.past) or p.modal is not None:
        return Verdict(Kind.ASSESSMENT, "opinion", p.head)
    if copula and (context.attributed or not p.past):
        return Verdict(Kind.ASSESSMENT, "evaluation", p.complement if p.complement is not None else p.head)
    if context.attributed and not p.past and not p.passive:
        return Verdict(Kind.ASSESSMENT, "attributed-present", p.head)
    if p.head.tag == "VB" and p.subject is None and p.modal is None and _opens(p.head):
        return Verdict(Kind.POSITION, "bare-verb", p.head)  # "Protect financial stability": an item of what is willed
    return Verdict(Kind.EVENT, "told-as-happened", p.head)
