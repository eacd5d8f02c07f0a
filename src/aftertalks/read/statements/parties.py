"""Lists the actors of a content: who acts in it and whom it concerns, by the names that the text uses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from aftertalks.model import ActorMention, Attribution, Span, Trace
from aftertalks.read.statements.fields import stands_as_place
from aftertalks.read.statements.found import Found

_TOPICS = frozenset(
    "crisis conflict war issue issues question problem settlement process dossier file affair situation track peace"
    " talks visit trip waters soil territory".split()
)
"""Nouns whose adjective tells a subject, not a party: "the Syrian crisis"."""
_STATES_TOGETHER = re.compile(r"\b(?:two|both) (?:countries|states|nations|sides|parties|governments|powers)\b", re.I)
_AS_WORDED = frozenset({"organisation", "group", "government", "ministry", "media", "collective", "office"})


@dataclass
class Parties:
    """Actors in order: names as the text has them, ids where the lexicon knows them, and the traces."""

    names: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)

    def add(self, name: str, ident: str | None, rule: str, span: Span | None) -> None:
        """Add an actor once."""
        if ident is not None and ident in self.ids:
            return
        if name not in self.names:
            self.names.append(name)
            self.traces.append(Trace("actors", rule, span))
        if ident is not None:
            self.ids.append(ident)


def _tokens(found: Found, span: Span) -> list[Any]:
    return [t for t in found.parsed.tokens(span) if not t.is_space]


def _root(tokens: list[Any]) -> Any:
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.head.i not in inside or t.head == t), tokens[-1])


def _only_describes(found: Found, mention: ActorMention) -> bool:
    """Say whether a state only describes a subject or a person: "the Syrian crisis", "US envoy X"."""
    tokens = _tokens(found, mention.span)
    if not tokens or mention.actor.kind != "state":
        return False
    root = _root(tokens)
    if root.dep_ not in {"amod", "compound", "nmod", "poss"}:
        return False
    noun = root.head
    if noun.lower_ in _TOPICS:
        return True
    rest = Span(mention.span.end, noun.idx + len(noun) + 40)
    named = any(m.actor.kind == "person" for m in found.actors_in(rest) if m.span.start < noun.idx + len(noun) + 2)
    return mention.form != "name" and named and noun.i > root.i


def _in_attribution(attribution: Attribution | None, span: Span) -> bool:
    """Say whether words belong to the attribution phrase rather than to what is said."""
    if attribution is None or attribution.cue is None:
        return False
    clause = attribution.clause
    inside = any(c.start <= span.start < c.end for c in attribution.contents)
    return clause.start <= span.start < clause.end and not inside


def _name(mention: ActorMention) -> str:
    worded = mention.form == "metonym" or mention.actor.kind in _AS_WORDED
    return re.sub(r"^(the|The) ", "", mention.text) if worded else mention.actor.name


def _collective(found: Found, mention: ActorMention, parties: Parties) -> bool:
    """Name the members of a collective where the text has told them; say whether it could."""
    if _STATES_TOGETHER.search(mention.text):
        sentence = found.parsed.sentence_at(mention.span.start)
        low = max(0, (sentence.start if sentence else mention.span.start) - 400)
        states = {m.actor.id: m for m in found.actors_in(Span(low, mention.span.start)) if m.actor.kind == "state"}
        if len(states) == 2:
            for member in states.values():
                parties.add(member.actor.name, member.actor.id, "collective: the two states named before", mention.span)
            return True
        return False
    voice = found.speaker_of(mention.span)
    if not voice.also or voice.name is None:
        return False
    for name in (voice.name, *voice.also):
        parties.add(name, None, voice.rule, mention.span)
    return True


def choose_parties(
    found: Found,
    span: Span,
    *,
    first: tuple[str, ...] = (),
    attribution: Attribution | None = None,
    holder: bool = False,
) -> Parties:
    """List the actors of a content.

    Args:
        found: the document's mentions.
        span: the statement's words.
        first: names that stand first (the holder of a position, the parties of a list's lead-in).
        attribution: the content's attribution; who is named only in its phrase is no actor of the content.
        holder: whether ``first`` is the speaker, whose own mention then counts.

    Returns:
        The actors; where a collective's members are not told it stands as worded.
    """
    parties = Parties()
    for name in first:
        known = next((m.actor.id for m in found.actors if m.actor.name == name), None)
        parties.add(name, known, "holder" if holder else "subject", None)
    standing = {m.span for m in found.places_in(span) if stands_as_place(found, m)}
    for mention in found.actors_in(span):
        placed = mention.span in standing and (mention.form == "metonym" or mention.actor.kind == "state")
        if placed or _in_attribution(attribution, mention.span) or _only_describes(found, mention):
            continue
        if mention.form == "collective" and _collective(found, mention, parties):
            continue
        parties.add(_name(mention), mention.actor.id, f"{mention.form}: {mention.rule}", mention.span)
    return parties
