"""What is told and what is to come: a day that makes a schedule of a present tense, and days that do not fit it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aftertalks.model import Kind, Trace
from aftertalks.read.said_times import SAID_DAY
from aftertalks.read.statements.asides import ASIDE
from aftertalks.read.statements.fields import SAYING, When
from aftertalks.read.statements.found import Found
from aftertalks.read.statements.kinds import Verdict
from aftertalks.read.statements.predicates import class_records, predicate


def scheduled(found: Found, verdict: Verdict, head: Any, when: When, *, binding: bool) -> Verdict:
    """Read a present tense with a day after the document's as a schedule: "the talks open on Monday".

    Args:
        found: the document's mentions.
        verdict: the kind as the words alone give it.
        head: the main predicate.
        when: the statement's time.
        binding: whether the narrator told of an agreement before, so that its terms bind.

    Returns:
        The verdict, an expectation or a term of the agreement where the day makes it one.
    """
    published = found.parsed.document.published
    told = verdict.kind in {Kind.EVENT, Kind.ASSESSMENT} and not predicate(head).past
    told = told and not _of_complement(head, when) and "of the predicate" in when.traces[0].rule
    if told and published is not None and when.first is not None and when.first > published:
        subject = predicate(head).subject
        bound = subject is not None and subject.lower in class_records()["term"]["objects"]
        if bound and binding:
            return replace(verdict, kind=Kind.AGREEMENT, rule="term-with-a-date")
        return replace(verdict, kind=Kind.EXPECTATION, rule="present-of-schedule")
    return verdict


def _of_complement(head: Any, when: When) -> bool:
    """Whether a time stands in what something is said to be: "it is a move to foil plans for a deal by Friday"."""
    at = next((t.span for t in when.traces if t.field == "when" and t.span is not None), None)
    named = [c for c in head.children if c.dep == "attr" and c.i > head.i]
    return at is not None and any(c.left.start <= at.start < c.right.end and c.size > 1 for c in named)


def told_and_to_come(found: Found, verdict: Verdict, head: Any, when: When) -> When:
    """Give no day to a past deed whose sentence names only one still to come, nor a past one to a forecast.

    Args:
        found: the document's mentions.
        verdict: the statement's kind.
        head: its main predicate.
        when: the time that its words give.

    Returns:
        The time, or none with the reason; the raw words stay.
    """
    published = found.parsed.document.published
    if _gone(found, verdict, head, when):
        trace = Trace("when", "the time told is past, and this is still to come", when.traces[0].span)
        return When(None, None, when.text, None, None, (trace,))
    past = verdict.rule == "told-as-happened"
    past = past and (predicate(head).past or "of the predicate" not in (when.traces[0].rule if when.traces else ""))
    if not past or published is None or when.first is None or when.first <= published:
        return when
    trace = Trace("when", "the time told is still to come, and this has happened", when.traces[0].span)
    return When(None, None, when.text, None, None, (trace,))


def _gone(found: Found, verdict: Verdict, head: Any, when: When) -> bool:
    """Whether a forecast of the present has only a day that is past: "last week's failure may prompt a test"."""
    published = found.parsed.document.published
    if published is None or when.last is None or when.last >= published or verdict.kind is not Kind.EXPECTATION:
        return False
    modal = predicate(head).modal in {"will", "may", "might", "could", "going to", "shall"}
    rule = when.traces[0].rule
    return modal and not rule.startswith((SAYING, ASIDE)) and SAID_DAY not in rule
