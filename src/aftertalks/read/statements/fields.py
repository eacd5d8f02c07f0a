"""Fills a statement's when, where and actors from the mentions in its words, each with its trace."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from aftertalks.lexicon import verb_forms
from aftertalks.model import ActorMention, Attribution, Place, PlaceMention, Span, TimeMention, TimeRole, Trace
from aftertalks.read.statements.asides import ASIDE, is_aside
from aftertalks.read.statements.found import Found
from aftertalks.read.statements.predicates import is_verb

_LOCATIVE = frozenset(
    "in at on near across into inside within throughout around over toward towards from along outside off to of"
    " through".split()
)
_INSIDE = frozenset("in at on near across into inside within throughout over around".split())
"""Prepositions after which a country is where something is, not whom it concerns."""
_PARTS = frozenset(
    "north south east west northeast northwest southeast southwest centre center part parts area areas territory soil"
    " region regions border borders city capital town province provinces coast coasts people citizens".split()
)
_ONTO = frozenset(
    "attack attacks strike strikes airstrike airstrikes raid raids assault assaults fire fired bombing bombings march"
    " marched marches offensive invasion siege flight flights flew fly flying soar skies sky airspace base bases troops"
    " forces landed land hover drones missiles rockets rained fell dropped drop crash crashed control advance advanced"
    " descend descended front line lines".split()
)
"""What is "on" or "over" a place rather than about it."""
_REACHED = frozenset(
    form
    for verb in "visit leave enter reach strike hit bomb shell seize retake capture recapture invade occupy quit tour"
    " storm besiege evacuate attack liberate".split()
    for form in verb_forms(verb)
)


_THINGS_TIME = re.compile(
    r"former|future|recent|current|[\w-]+[- ](?:years?|months?|weeks?|days?)[- ]old|per \w+"
    r"|(?:this )?[\w]+-(?:year|month|week|day|hour)",
    re.IGNORECASE,
)
_INSERTION = re.compile(r"[(\[][^()\[\]]{1,80}[–—-] ?Ed\.?[)\]]")
"""What an editor put into somebody's words: "(banned in the country. – Ed.)"."""


SAYING = "time of saying"
"""Rule of a time that tells when something was said, not when it is to be."""


OF_MATTER = "where it is to hold"
"""Rule of a place that hangs on what is undertaken."""


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
        if is_verb(token) and token.tag != "MD":
            return token
        if token.head == token:
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
            if child.dep in {"xcomp", "ccomp", "aux", "auxpass"}:
                found.add(child.i)
                queue.append(child)
    return found


def _open_complements(head: Any) -> set[int]:
    """Indices of the infinitives below a predicate: "agreed on Monday to meet in October" is about October."""
    return {c.i for c in head.subtree if c.dep == "xcomp" and c.head.i in _chain(head) and c != head}


def _of_a_thing(mention: TimeMention, found: Found) -> bool:
    """Say whether words of time describe a person, a paper or a measure: "former", "19-year-old", "per year"."""
    if mention.first is not None:
        return False
    after = found.parsed.document.text[mention.span.end : mention.span.end + 2]
    paper = mention.text.lower() in {"daily", "weekly", "monthly"} and after[:1].isspace() and after[1:2].isupper()
    return paper or _THINGS_TIME.fullmatch(mention.text) is not None


def _usable(mention: TimeMention) -> bool:
    return mention.first is not None and not mention.identifies and mention.role not in (
        TimeRole.DURATION, TimeRole.REPEAT
    )  # fmt: skip


def _only_origin(mention: TimeMention, found: Found) -> bool:
    """Say whether a past "since" or "from" only tells how long something has been so."""
    published = found.parsed.document.published
    past = published is not None and mention.first is not None and mention.first < published
    return mention.role is TimeRole.START and past


def _of_saying(mention: TimeMention, attribution: Attribution | None) -> bool:
    """Say whether a time stands with the cue rather than in what is said ("On Friday the ministry announced …")."""
    if attribution is None or attribution.cue is None:
        return False
    return not any(c.start <= mention.span.start < c.end for c in attribution.contents)


def choose_when(
    found: Found,
    span: Span,
    head: Any,
    *,
    carried: tuple[TimeMention, ...] = (),
    attribution: Attribution | None = None,
) -> When:
    """Choose the time of a content.

    Args:
        found: the document's mentions.
        span: the statement's words.
        head: its main predicate; a time that hangs on it is preferred.
        carried: times of the lead-in that a list item hangs on.
        attribution: who says it; a time of its phrase is the time of saying, taken only where the content has none.

    Returns:
        The time; null with the reason when the words give none.
    """
    here = [m for m in found.times_in(span) if not _of_a_thing(m, found)]
    usable = [m for m in here if _usable(m) and not _only_origin(m, found)]
    chain = _chain(head)
    own = [m for m in usable if not is_aside(m, found, chain)]
    aside = bool(usable) and not own
    usable = own or usable
    attached = [m for m in usable if (g := _governor(found, m.span)) is not None and g.i in chain]
    inner = _open_complements(head)
    deeper = [m for m in attached if (g := _governor(found, m.span)) is not None and g.i in inner]
    attached = deeper or attached
    told = [m for m in attached or usable if not _of_saying(m, attribution)]
    told = told or [m for m in usable if not _of_saying(m, attribution)]
    pool = told or usable
    rule = "time of the predicate" if attached and told else "time in the statement"
    rule = SAYING if not told else ASIDE if aside else rule
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
    if deadline is not None:
        return When(deadline, best.last, best.text, best.precision, deadline, tuple(traces))
    last, text = best.last, best.text
    for other in pool[pool.index(best) + 1 :]:
        between = found.parsed.document.text[best.span.end : other.span.start]
        joined = between.strip() in {"and", "–", "-", "to", "&"} and other.role is best.role
        if joined and other.first is not None and last is not None and last <= other.first:
            last, text = other.last, found.parsed.document.text[best.span.start : other.span.end]
            traces.append(Trace("when", "a second day joined to it", other.span))
    return When(best.first, last, text, best.precision, None, tuple(traces))


def _why_no_time(here: list[TimeMention]) -> str:
    if not here:
        return "no time in the statement's words"
    if any(m.identifies for m in here):
        return "the date only names a thing"
    unresolved = next((m for m in here if m.first is None), None)
    return unresolved.rule if unresolved is not None else "only a duration or recurrence"


def stands_as_place(found: Found, mention: PlaceMention) -> bool:
    """Say whether a place name tells where, not who."""
    return not _is_actor(found, mention)


def _is_actor(found: Found, mention: PlaceMention) -> bool:
    """Say whether the words act rather than stand for a place: subject, possessor, agent or modifier."""
    tokens = [t for t in found.parsed.tokens(mention.span) if not t.is_space]
    if not tokens:
        return True
    inside = {t.i for t in tokens}
    root = next((t for t in tokens if t.head.i not in inside or t.head == t), tokens[-1])
    country = mention.place is not None and mention.place.kind == "country"
    top = _head_of_conjunct(root)
    if top.dep in {"dobj", "npadvmod"}:
        return top.head.lower not in _REACHED
    if top.dep == "pobj":
        preposition = top.head
        if preposition.lower == "of" and preposition.head.lower in _PARTS:
            return False
        may_act = country or bool(found.actors_in(mention.span))
        if may_act and preposition.lower in {"on", "over"}:
            return (
                preposition.head.lower not in _ONTO
            )  # "called on Ankara", "sanctions on Iran", "differences over Iran"
        return preposition.lower not in (_INSIDE if country else _LOCATIVE)
    return country or top.dep != "compound"


def _head_of_conjunct(token: Any) -> Any:
    while token.dep == "conj" and token.head != token:
        token = token.head
    return token


def choose_where(found: Found, span: Span, *, matter: Span | None = None) -> Where:
    """Choose the place that a content is about: the narrowest that stands as a place, not as an actor.

    Args:
        found: the document's mentions.
        span: the statement's words.
        matter: what is undertaken ("a ceasefire"): a place that hangs on it is where it is to hold, and comes before
            the place where it was agreed.
    """
    mentions = found.places_in(span)
    if not mentions:
        return Where(None, None, Trace("where", "no place in the statement's words"))
    text = found.parsed.document.text
    inserted = [Span(*i.span()) for i in _INSERTION.finditer(text, span.start, span.end)]
    mentions = [m for m in mentions if not any(i.contains(m.span) for i in inserted)] or mentions[:0]
    places = [m for m in mentions if not _is_actor(found, m)]
    if not places:
        reason = "the places named act, they are not where" if mentions else "only in an editor's insertion"
        return Where(None, None, Trace("where", reason, mentions[0].span if mentions else None))
    of_matter = [m for m in places if matter is not None and _hangs_on(found, m.span, matter)]
    places = of_matter or places
    narrow = [m for m in places if m.place is None or m.place.kind != "country"]
    best = (narrow or places)[0]
    rule = f"{OF_MATTER}: {best.rule}" if of_matter else best.rule
    return Where(best.text, best.place, Trace("where", rule, best.span))


def _hangs_on(found: Found, span: Span, matter: Span) -> bool:
    """Say whether words stand below a phrase in the parse, with no verb between."""
    token = next((t for t in found.parsed.tokens(span) if not t.is_space), None)
    for _ in range(12):
        if token is None or token.head == token or is_verb(token):
            return False
        token = token.head
        if matter.start <= token.start < matter.end:
            return True
    return False


def name_at(found: Found, token: Any) -> ActorMention | None:
    """Return the actor that a noun phrase's head stands in."""
    span = token.span
    near = found.actors_in(Span(max(0, span.start - 80), span.end))
    return next((m for m in near if m.span.overlaps(span)), None)
