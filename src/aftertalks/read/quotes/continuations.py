"""Free indirect speech: a sentence after a report that goes on with it, told by its backshifted verb alone."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from aftertalks.model import Attribution, Form, Span
from aftertalks.read.parsed import Parsed
from aftertalks.read.quotes.ordering import in_order
from aftertalks.read.tree import SUBJECTS, Tree

_PAST = frozenset({"VBD", "VBN"})
MOST = 3
"""Most sentences in a row that are taken to go on with a report."""


def _root(tree: Tree, first: int, stop: int) -> int | None:
    return next((i for i in range(first, stop) if tree.dep[i] == "ROOT" and tree.tag[i] != "_SP"), None)


def _backshifted(tree: Tree, first: int, stop: int) -> bool:
    """Say whether a sentence's main verb is one with "would" that somebody is to do, without a condition of its own."""
    root = _root(tree, first, stop)
    if root is None or not tree.is_verb(root):
        return False
    kids = tree.children[root]
    would = any(tree.lower[c] == "would" and tree.dep[c] == "aux" for c in kids)
    perfect = any(tree.lower[c] == "have" and tree.dep[c] == "aux" for c in kids)
    condition = any(tree.lower[i] in {"if", "unless", "otherwise"} for i in range(first, stop))
    return would and not perfect and not condition and any(tree.dep[c] in SUBJECTS for c in kids)


def _goes_on(tree: Tree, report: Attribution) -> bool:
    """Say whether a report can be gone on with: past tense, a clause, not direct."""
    if report.cue is None or report.form is Form.DIRECT or report.rule not in {"cue-clause", "clause-cue"}:
        return False
    return tree.tag[tree.at(report.cue.start)] in _PAST and len(report.voices) == 1


def with_continuations(parsed: Parsed, tree: Tree, found: list[Attribution]) -> list[Attribution]:
    """Add free indirect continuations of reports, as uncertain.

    Args:
        parsed: the parse.
        tree: the same, as lists.
        found: the attributions, in order.

    Returns:
        All of them in order.
    """
    sentences = parsed.sentences
    starts = [s.start for s in sentences]
    taken = {i for a in found for c in a.contents for i in _touched(starts, c)}
    taken |= {i for a in found for i in _touched(starts, a.clause)}
    out = list(found)
    for report in found:
        if not _goes_on(tree, report):
            continue
        here = bisect_left(starts, report.clause.end) - 1
        section = parsed.section_at(report.clause.start)
        for i in range(here + 1, min(here + 1 + MOST, len(sentences))):
            span = sentences[i]
            first, stop = tree.at(span.start), tree.at(span.end)
            if i in taken or section is None or not section.span.contains(span) or not _backshifted(tree, first, stop):
                break
            taken.add(i)
            voice = replace(report.voices[0], span=None, rule=f"free indirect: goes on from {report.voices[0].rule}")
            out.append(Attribution((voice,), None, None, (span,), Form.INDIRECT, "free indirect", span, False))
    return sorted(out, key=in_order) if len(out) > len(found) else out


def _touched(starts: list[int], span: Span) -> range:
    """Numbers of the sentences that a span touches."""
    return range(max(bisect_left(starts, span.start + 1) - 1, 0), bisect_left(starts, span.end))
