"""The finder: patterns, then years shared, then resolving, then roles, then ranges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from aftertalks.model import Span, TimeMention
from aftertalks.read.times.anchor import is_narrative
from aftertalks.read.times.mention import build_mention, join_ranges
from aftertalks.read.times.neighbours import dated_clocks, parts_of_wholes
from aftertalks.read.times.ranges import share_years
from aftertalks.read.times.resolve import resolve
from aftertalks.read.times.roles import identifies
from aftertalks.read.times.scan import scan
from aftertalks.read.times.sentence import sentence_finder
from aftertalks.read.times.telling import Resolved, Telling

_SOON = frozenset({"soon", "shortly", "before long"})


def find_times(
    text: str, *, published: date | None, sentences: Sequence[Span] = (), ranges: bool = True
) -> list[TimeMention]:
    """Find the times of a text.

    Args:
        text: the document's text.
        published: its publication date; without it relative dates are found, but their days stay null unless an
            earlier full date of the text anchors them.
        sentences: spans of its sentences in order; split by a simple rule if none are given.
        ranges: whether the two ends of "from 2018 to 2020" are joined in one mention; False gives each end by
            itself, as TIMEX3 corpora mark them.

    Returns:
        Mentions in order, none overlapping.
    """
    found = share_years(text, scan(text))
    telling = Telling(
        text,
        published=published,
        narrative=is_narrative(found, published),
        sentence_of=sentence_finder(text, sentences),
    )
    resolved: list[Resolved] = []
    names: dict[int, bool] = {}
    for e in found:
        names[e.start] = e.kind in {"date", "weekday"} and identifies(text, e.start, e.end)
        r = resolve(e, telling, remember=not names[e.start])
        if not _only_an_adverb(r, telling):
            resolved.append(r)
    resolved = parts_of_wholes(text, dated_clocks(text, resolved))
    mentions = [build_mention(r, telling, names=names[r.expression.start]) for r in resolved]
    return join_ranges(text, resolved, mentions) if ranges else mentions


def _only_an_adverb(r: Resolved, telling: Telling) -> bool:
    """Say whether "soon" only moves a story on ("soon besieged"): no time is then given."""
    e = r.expression
    if e.rule != "vague period" or telling.text[e.start : e.end].lower() not in _SOON:
        return False
    return (telling.narrative and telling.published is not None) or telling.tense(e).name == "past"
