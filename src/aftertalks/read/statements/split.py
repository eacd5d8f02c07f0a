"""Cuts one speaker's clause into the statements it makes, each with its kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from aftertalks.model import Kind, Span, Voice
from aftertalks.read.statements.clauses import Clause, conjuncts, has_own_subject, side_clauses, split_at
from aftertalks.read.statements.fields import name_at
from aftertalks.read.statements.found import Found
from aftertalks.read.statements.kinds import Context, Verdict, classify
from aftertalks.read.statements.predicates import predicate

_TRIMMED = 40
"""Letters that must stay of a clause whose last relative clause becomes a statement of its own."""
_LONG = 5
"""Tokens that conjuncts of one subject need to be told apart."""
_MIN_WORDS = 3
_RANK = {k: i for i, k in enumerate(
    (Kind.AGREEMENT, Kind.RECOMMENDATION, Kind.POSITION, Kind.EXPECTATION, Kind.ASSESSMENT, Kind.EVENT)
)}  # fmt: skip
"""The guideline's precedence of kinds."""
_LOOSE = _RANK[Kind.ASSESSMENT]
_SIDE_KINDS = frozenset({Kind.AGREEMENT, Kind.RECOMMENDATION, Kind.POSITION})


@dataclass(frozen=True, slots=True)
class Judged:
    """A stretch that states one thing.

    Args:
        clause: the stretch with its attribution.
        head: its main predicate.
        verdict: its kind, with the rule that decided.
        voice: who says it; null for the narrator.
    """

    clause: Clause
    head: Any
    verdict: Verdict
    voice: Voice | None


def _is_loose_infinitive(head: Any, elder: Any) -> bool:
    """Say whether a bare infinitive hangs on a finite verb: it goes with one before it ("time to …, begin …")."""
    bare = head.tag == "VB" and not any(c.dep in {"aux", "auxpass"} for c in head.children)
    return bare and elder.tag in {"VBZ", "VBD", "VBP"} and predicate(elder).modal is None


def _is_outside(head: Any, clause: Clause) -> bool:
    """Say whether a predicate with a subject of its own stands outside the words that its clause's speaker said."""
    attribution = clause.attribution
    if attribution is None or attribution.cue is None or not has_own_subject(head):
        return False
    said = (*attribution.contents, attribution.cue)
    return not any(span.start <= head.start < span.end for span in said)


def _is_cue(head: Any, clause: Clause) -> bool:
    """Say whether a predicate is the cue between two parts of one quotation: "“We stand ready” wrote X “to help.”" """
    cue = clause.attribution.cue if clause.attribution is not None else None
    return cue is not None and cue.start <= head.start < cue.end and head != clause.head


class Splitter:
    """Splits the clauses of one document.

    Args:
        found: everything the finders found in it.
    """

    def __init__(self, found: Found) -> None:
        self._found = found
        self._text = found.parsed.document.text

    def split(self, clause: Clause, context: Context) -> list[Judged]:
        """Judge each clausal conjunct and side clause; keep the clause whole unless they part.

        Args:
            clause: one speaker's stretch of a sentence.
            context: what is known of it before its predicates are read.

        Returns:
            One judged stretch for each statement, in order of the text.
        """
        voice = clause.attribution.voices[-1] if clause.attribution is not None else None
        heads = [
            h
            for h in conjuncts(clause.head)
            if clause.span.start <= h.start < clause.span.end and not _is_cue(h, clause)
        ]
        heads = heads or [clause.head]
        verdicts = [classify(h, context) for h in heads]
        groups: list[list[int]] = [[0]]
        for i in range(1, len(heads)):
            apart = _is_outside(heads[i], clause) and not _is_outside(heads[groups[-1][-1]], clause)
            if apart or self._parts(heads, verdicts, groups[-1], i):
                groups.append([i])
            else:
                groups[-1].append(i)
        leads = [min(g, key=lambda i: _RANK[verdicts[i].kind]) for g in groups]
        if len(groups) == 1:
            judged = [Judged(clause, heads[leads[0]], verdicts[leads[0]], voice)]
        else:
            spans = split_at(self._found.parsed, clause.span, [heads[g[0]] for g in groups])
            judged = [
                Judged(replace(clause, span=span), heads[i], verdicts[i], voice)
                for i, span in zip(leads, spans, strict=True)
                if len(span) > 0
            ]
        return self._with_sides([self._own(item) for item in judged], context)

    def _own(self, item: Judged) -> Judged:
        """Give back to the narrator a conjunct outside the content ("declared victory, but the troops remained")."""
        if item.head == item.clause.head or not _is_outside(item.head, item.clause):
            return item
        verdict = classify(item.head, Context())
        return replace(item, clause=replace(item.clause, attribution=None), verdict=verdict, voice=None)

    def _parts(self, heads: list[Any], verdicts: list[Verdict], group: list[int], i: int) -> bool:
        """Say whether a conjunct states something apart from the ones before it."""
        if heads[i].size < _MIN_WORDS:
            return False
        own = has_own_subject(heads[i])
        if not own and _is_loose_infinitive(heads[i], heads[group[-1]]):
            return False
        kinds = {verdicts[k].kind for k in group}
        if verdicts[i].kind in kinds:
            parted = predicate(heads[i]).negated != predicate(heads[group[-1]]).negated
            return (own or parted) and verdicts[i].kind in {Kind.AGREEMENT, Kind.POSITION, Kind.EXPECTATION}
        loose = _RANK[verdicts[i].kind] < _LOOSE or min(_RANK[k] for k in kinds) < _LOOSE
        long = all(heads[k].size >= _LONG for k in (group[-1], i))
        return own or (loose and long)

    def _with_sides(self, judged: list[Judged], context: Context) -> list[Judged]:
        """Add relative and participial clauses that undertake, want or advise; cut them off where they come last."""
        out: list[Judged] = []
        for item in judged:
            sides: list[Judged] = []
            span = item.clause.span
            for head in side_clauses(item.head):
                verdict = classify(head, context)
                if verdict.kind not in _SIDE_KINDS or verdict.kind is item.verdict.kind:
                    continue
                subject = predicate(head).subject
                described = subject is not None and subject.tag in {"WDT", "WP"}
                if described and (not verdict.rule.startswith("modal-") or subject.lower == "that"):
                    continue  # "the steps that must be taken": what they are, not what is asked
                if verdict.kind is Kind.POSITION and (subject is None or not self._is_holder(subject, item.voice)):
                    continue  # "the group which backs X": a description, not a stance taken
                start, end = head.left.start, head.right.end
                if any(start < s.clause.span.end for s in sides) or not span.start < start < end <= span.end:
                    continue
                sides.append(Judged(replace(item.clause, span=Span(start, end)), head, verdict, item.voice))
            last = sides[-1].clause.span if sides else None
            if last is not None and span.end - last.end <= 2 and last.start - span.start > _TRIMMED:
                words = Span(span.start, last.start).of(self._text).rstrip(" ,;")
                trimmed = Span(span.start, span.start + len(words))
                out.append(replace(item, clause=replace(item.clause, span=trimmed)))
            else:
                out.append(item)
            out.extend(sides)
        return out

    def _is_holder(self, subject: Any, voice: Voice | None) -> bool:
        """Say whether a subject can hold a stance: an actor, or the one who speaks."""
        spoken = voice is not None and voice.span is not None and voice.span.start <= subject.start < voice.span.end
        return spoken or subject.tag == "PRP" or name_at(self._found, subject) is not None
