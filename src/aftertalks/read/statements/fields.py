"""Fills a statement's when, where and actors from the mentions in its words, each with its trace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from aftertalks.model import ActorMention, Place, PlaceMention, Span, TimeMention, TimeRole, Trace
from aftertalks.read.statements.found import Found
from aftertalks.read.statements.predicates import SUBJECTS, is_verb

_LOCATIVE = frozenset(
    "in at on near across into inside within throughout around over toward towards from along outside off between to of"
    " through for".split()
)


@dataclass(frozen=True, slots=True)
class When:
    """The content's time."""

    first: date | None
    last: date | None
    text: str | None
    precision: str | None
    deadline: date | None
    traces: tuple[Trace, ...]


@dataclass(frozen=True, slots=True)
class Where:
    """The content's place as worded, with the gazetteer's entry if it has one."""

    text: str | None
    place: Place | None
    trace: Trace


def _governor(found: Found, span: Span) -> Any:
    """Return the verb that a stretch of words hangs on."""
    tokens = [t for t in found.parsed.tokens(span) if not t.is_space]
    if not tokens:
        return None
    token = tokens[0]
    for _ in range(12):
        if is_verb(token) and token.tag_ != "MD":
            return token
        if token.head is token:
            return None
        token = token.head
    return None


def _chain(head: Any) -> set[int]:
    """Indices of a predicate, its auxiliaries and the open complements below it."""
    found = {head.i}
    queue = [head]
    while queue and len(found) < 12:
        token = queue.pop()
        for child in token.children:
            if child.dep_ in {"xcomp", "ccomp", "aux", "auxpass"}:
                found.add(child.i)
                queue.append(child)
    return found


def _usable(mention: TimeMention) -> bool:
    return mention.first is not None and not mention.identifies and mention.role not in (
        TimeRole.DURATION, TimeRole.REPEAT
    )  # fmt: skip


def choose_when(found: Found, span: Span, head: Any, *, carried: tuple[TimeMention, ...] = ()) -> When:
    """Choose the time of a content.

    Args:
        found: the document's mentions.
        span: the statement's words.
        head: its main predicate; a time that hangs on it is preferred.
        carried: times of the lead-in that a list item hangs on.

    Returns:
        The time; null with the reason when the words give none.
    """
    here = found.times_in(span)
    usable = [m for m in here if _usable(m)]
    chain = _chain(head)
    attached = [m for m in usable if (g := _governor(found, m.span)) is not None and g.i in chain]
    pool = attached or usable
    rule = "time of the predicate" if attached else "time in the statement"
    if not pool and carried:
        pool, rule = [m for m in carried if _usable(m)], "time of the lead-in"
    if not pool:
        reason = _why_no_time(here)
        raw = here[0] if here else None
        trace = Trace("when", reason, raw.span if raw else None)
        return When(None, None, raw.text if raw else None, None, None, (trace,))
    best = next((m for m in pool if m.role is TimeRole.DEADLINE), pool[0])
    traces = [Trace("when", f"{rule}: {best.rule}", best.span)]
    deadline = best.last if best.role is TimeRole.DEADLINE else None
    if deadline is not None:
        traces.append(Trace("deadline", f"{rule}: {best.rule}", best.span))
    first = deadline if deadline is not None else best.first
    return When(first, best.last, best.text, best.precision, deadline, tuple(traces))


def _why_no_time(here: list[TimeMention]) -> str:
    if not here:
        return "no time in the statement's words"
    if any(m.identifies for m in here):
        return "the date only names a thing"
    unresolved = next((m for m in here if m.first is None), None)
    return unresolved.rule if unresolved is not None else "only a duration or recurrence"


def _is_actor(found: Found, mention: PlaceMention) -> bool:
    """Say whether the words act rather than stand for a place: subject, possessor, agent or modifier."""
    tokens = [t for t in found.parsed.tokens(mention.span) if not t.is_space]
    if not tokens:
        return True
    inside = {t.i for t in tokens}
    root = next((t for t in tokens if t.head.i not in inside or t.head is t), tokens[-1])
    if root.dep_ in SUBJECTS or root.dep_ in {"poss", "agent", "dobj", "iobj", "appos", "nmod"}:
        return True
    if root.dep_ in {"compound", "amod"}:
        return True
    if root.dep_ == "pobj":
        return root.head.lower_ not in _LOCATIVE or (
            root.head.lower_ in {"of", "for", "to", "from", "between"}
            and (mention.place is not None and mention.place.kind == "country" and root.head.dep_ != "prep")
        )
    return root.dep_ == "conj" and _head_of_conjunct(root).dep_ in SUBJECTS


def _head_of_conjunct(token: Any) -> Any:
    while token.dep_ == "conj" and token.head is not token:
        token = token.head
    return token


def choose_where(found: Found, span: Span) -> Where:
    """Choose the place that a content is about: the narrowest that stands as a place, not as an actor."""
    mentions = found.places_in(span)
    if not mentions:
        return Where(None, None, Trace("where", "no place in the statement's words"))
    places = [m for m in mentions if not _is_actor(found, m)]
    if not places:
        return Where(None, None, Trace("where", "the places named act, they are not where", mentions[0].span))
    narrow = [m for m in places if m.place is None or m.place.kind != "country"]
    best = (narrow or places)[0]
    return Where(best.text, best.place, Trace("where", best.rule, best.span))


def choose_actors(found: Found, span: Span, *, first: tuple[str, ...] = ()) -> tuple[list[str], list[str], list[Trace]]:
    """List the actors of a content by canonical name.

    Args:
        found: the document's mentions.
        span: the statement's words.
        first: names that stand first (the holder of a position).

    Returns:
        Names, ids and traces, in order of mention.
    """
    names: list[str] = list(first)
    ids: list[str] = []
    traces: list[Trace] = []
    standing = {m.span for m in found.places_in(span) if not _is_actor(found, m)}
    for mention in found.actors_in(span):
        if mention.form == "metonym" and mention.span in standing:
            continue  # "travels to Kiev": the capital is a place here, not its state
        if mention.actor.name not in names:
            names.append(mention.actor.name)
        elif mention.actor.id in ids:
            continue
        if mention.actor.id not in ids:
            ids.append(mention.actor.id)
            traces.append(Trace("actors", f"{mention.form}: {mention.rule}", mention.span))
    return names, ids, traces


def name_at(found: Found, token: Any) -> ActorMention | None:
    """Return the actor that a noun phrase's head stands in."""
    span = Span(token.idx, token.idx + len(token))
    near = found.actors_in(Span(max(0, span.start - 80), span.end))
    return next((m for m in near if m.span.overlaps(span)), None)
