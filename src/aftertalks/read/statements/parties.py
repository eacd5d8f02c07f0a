"""Lists the actors of a content: who acts in it and whom it concerns, by the names that the text uses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from aftertalks.model import ActorMention, Attribution, Form, Span, Trace, Voice
from aftertalks.read.statements.fields import stands_as_place
from aftertalks.read.statements.found import Found
from aftertalks.read.statements.predicates import SUBJECTS

_TOPICS = frozenset(
    "crisis conflict war issue issues question problem settlement process dossier file affair situation track peace"
    " talks visit trip waters soil territory".split()
)
"""Nouns whose adjective tells a subject, not a party: "the Syrian crisis"."""
_STATES_TOGETHER = re.compile(
    r"\b(?:two|both) (?:countries|states|nations|sides|parties|governments|powers)\b|\bParties\b"
)
_BODIES_TOGETHER = re.compile(
    r"\b(?:sides|parties|countries|nations|states|capitals|powers|delegations|governments)$", re.I
)
_VAGUE = re.compile(
    r"(?:(?:the|all|both|these|those|its|other|two|three|four|several) )*"
    r"(?:parties|sides|leaders|countries|nations|states|presidents|ministers|powers|capitals|governments"
    r"|partners|allies|delegations)",
    re.IGNORECASE,
)
"""Collectives whose members the text does not tell; they count only where nobody else is named."""
_CHANNEL = re.compile(r"\b(?:on|via|through)\s(?:the\s)?$", re.IGNORECASE)
_OCCASIONS = frozenset("summit meeting session conference forum assembly gathering talks ministerial".split())
_AT = frozenset({"at", "during", "before", "after", "in", "for", "since", "until", "following"})
_OURS = frozenset({"we", "We", "our", "Our", "us", "ours"})
_OFFICES = frozenset({"president", "chancellor", "premier", "king", "queen", "pope", "emir", "sultan"})
_TALKS = frozenset("talks meeting conversation negotiations consultations summit discussion talk".split())
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
    if not tokens:
        return False
    root = _root(tokens)
    if _names_a_meeting(mention, root):
        return True
    if mention.actor.kind != "state":
        return False
    if root.dep not in {"amod", "compound", "nmod", "poss"}:
        return False
    noun = root.head
    if noun.lower in _TOPICS:
        return True
    rest = Span(mention.span.end, noun.end + 40)
    named = any(m.actor.kind == "person" for m in found.actors_in(rest) if m.span.start < noun.end + 2)
    return mention.form != "name" and named and noun.i > root.i


def _names_a_meeting(mention: ActorMention, root: Any) -> bool:
    """Say whether a body only names where people met: "at the G20 summit", "on the sidelines of NATO"."""
    if mention.actor.kind not in {"organisation", "group"}:
        return False
    noun = root.head if root.dep in {"compound", "nmod", "amod", "poss"} and root.head.lower in _OCCASIONS else root
    beside = noun.dep == "pobj" and noun.head.lower == "of" and noun.head.head.lower in {"sidelines", "margins"}
    return beside or (noun is not root and noun.dep == "pobj" and noun.head.lower in _AT)


def _in_attribution(attribution: Attribution | None, span: Span) -> bool:
    """Say whether words belong to the attribution phrase rather than to what is said."""
    if attribution is None or attribution.cue is None:
        return False
    clause = attribution.clause
    inside = any(c.start <= span.start < c.end for c in attribution.contents)
    return clause.start <= span.start < clause.end and not inside


def _name(found: Found, mention: ActorMention) -> str:
    """The canonical name of states and people; bodies and groups by the words that the text first uses for them."""
    if mention.form == "metonym":
        return re.sub(r"^(the|The) ", "", mention.text)
    if mention.actor.kind not in _AS_WORDED:
        return mention.actor.name
    words = mention.text
    if words.isupper():
        # "SDF" after "Syrian Democratic Forces (SDF)": the long name.
        first = found.first_words(mention.actor.id) or words
        words = first if not first.isupper() else words
    return re.sub(r"^(the|The) ", "", words)


def _spoken_for(
    found: Found, span: Span, parties: Parties, speaker: str | None, attribution: Attribution | None
) -> None:
    """Add who stands behind the pronoun or role noun that is the subject of the content."""
    tokens = _tokens(found, span)
    for token in tokens:
        if token.dep not in SUBJECTS or _in_attribution(attribution, token.span):
            continue
        if any(m.span.start <= token.start < m.span.end for m in found.actors_in(span)):
            continue
        if token.lower in {"he", "she"} and speaker is not None:
            parties.add(speaker, None, "pronoun of the speaker", token.span)
            return
        phrase = Span(token.left.start, token.end)
        role = token.tag == "NN" and token.left.lower in {"the", "his", "her"} and len(phrase) < 60
        if not role and token.lower not in {"he", "she", "they"}:
            continue
        if token.lower == "they" and attribution is not None and attribution.form is Form.DIRECT:
            return  # whom a speaker means is not whom the narrator named
        voice = found.speaker_of(phrase)
        if voice.name is not None and voice.rule.startswith(("role noun", "pronoun", "collective")):
            for name in (voice.name, *voice.also):
                parties.add(name, None, voice.rule, phrase)
        return


def _collective(found: Found, mention: ActorMention, parties: Parties) -> bool:
    """Name the members of a collective where the text has told them; say whether it could."""
    if _STATES_TOGETHER.search(mention.text):
        sentence = found.parsed.sentence_at(mention.span.start)
        low = max(0, (sentence.start if sentence else mention.span.start) - 400)
        states = {m.actor.id: m for m in found.actors_in(Span(low, mention.span.start)) if m.actor.kind == "state"}
        if len(states) != 2 and found.opening_states is not None:
            states = {m.actor.id: m for m in found.opening_states}
        if len(states) == 2:
            for member in states.values():
                parties.add(member.actor.name, member.actor.id, "collective: the two states named before", mention.span)
            return True
        return False
    if _BODIES_TOGETHER.search(mention.text):
        return False  # sides and parties are states or bodies, not the people named before
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
    speaker: str | None = None,
    agreed: bool = False,
    head: Any = None,
) -> Parties:
    """List the actors of a content.

    Args:
        found: the document's mentions.
        span: the statement's words.
        first: names that stand first (the holder of a position, the parties of a list's lead-in).
        attribution: the content's attribution; who is named only in its phrase is no actor of the content.
        speaker: the speaker of indirect speech, whom "he" in the content then means.
        agreed: whether it tells an agreement; one without parties is that of the talks' participants.
        head: the main predicate.
        holder: whether ``first`` is the speaker, whose own mention then counts.

    Returns:
        The actors; where a collective's members are not told it stands as worded.
    """
    parties = Parties()
    words = found.parsed.document.text
    for name in first:
        parties.add(name, found.actor_id(name), "holder" if holder else "subject", None)
    vague: list[ActorMention] = []
    standing = [m.span for m in found.places_in(span) if stands_as_place(found, m)]
    if not first:
        _spoken_for(found, span, parties, speaker, attribution)
    if agreed and not first and _is_impersonal(head):
        _participants(found, span, parties)
    for mention in found.actors_in(span):
        placed = any(p.contains(mention.span) for p in standing) and (
            mention.form == "metonym" or mention.actor.kind == "state"
        )
        if placed or _in_attribution(attribution, mention.span) or _only_describes(found, mention):
            continue
        before = words[max(0, mention.span.start - 12) : mention.span.start]
        if mention.actor.kind == "media" and _CHANNEL.search(before):
            continue
        if mention.form == "collective" and _collective(found, mention, parties):
            continue
        if mention.form == "collective" and _VAGUE.fullmatch(mention.text):
            vague.append(mention)
            continue
        parties.add(_name(found, mention), mention.actor.id, f"{mention.form}: {mention.rule}", mention.span)
    _own_side(found, span, parties, attribution)
    _by_role(found, span, parties, attribution)
    if not parties.names and (agreed or _is_talks(head)):
        _participants(found, span, parties)
    for mention in vague if not parties.names else ():
        parties.add(_name(found, mention), mention.actor.id, f"{mention.form}: {mention.rule}", mention.span)
    return parties


def side_of(found: Found, voice: Voice) -> str | None:
    """Name the state that somebody speaks for, if he is known to speak for one."""
    country = found.country_of(voice.name) if voice.role is not None else None
    return found.state_of(country) if country is not None else None


def _own_side(found: Found, span: Span, parties: Parties, attribution: Attribution | None) -> None:
    """Add the speaker's state where he says "we" or "our" of it in his own words."""
    if attribution is None or attribution.form is Form.INDIRECT or len(attribution.voices) != 1:
        return
    voice = attribution.voices[-1]
    state = side_of(found, voice)
    if state is None:
        return
    for token in _tokens(found, span):
        if token.text in _OURS and any(c.contains(token.span) for c in attribution.contents):
            rule = "first person plural: the speaker's state"
            parties.add(state, found.actor_id(state), rule, token.span)
            return


def _by_role(found: Found, span: Span, parties: Parties, attribution: Attribution | None) -> None:
    """Add who an office alone stands for ("the president"), as the text has told before."""
    for token in _tokens(found, span):
        if token.lower not in _OFFICES or token.tag != "NN" or token.left.lower != "the":
            continue
        at = Span(token.left.start, token.end)
        if len(at) > 30:
            continue
        if _in_attribution(attribution, at) or any(m.span.overlaps(at) for m in found.actors_in(span)):
            continue
        voice = found.speaker_of(at)
        if voice.name is not None and voice.rule.startswith("role noun"):
            parties.add(voice.name, None, voice.rule, at)


def _is_talks(head: Any) -> bool:
    """Whether a predicate tells of talks without saying who talked: "the talks lasted two hours"."""
    subject = next((c for c in head.children if c.dep in SUBJECTS), None) if head is not None else None
    return subject is not None and subject.lower in _TALKS


def _is_impersonal(head: Any) -> bool:
    """Whether nobody is said to have agreed: "it was agreed to …", "agreement was reached on …"."""
    children = list(head.children) if head is not None else []
    passive = any(c.dep == "auxpass" for c in children)
    return passive and not any(c.dep == "agent" for c in children)


def _participants(found: Found, span: Span, parties: Parties) -> None:
    """Add who takes part in the talks that a document opens with: two states, or two to four people."""
    for mention in found.opening_states or ():
        parties.add(mention.actor.name, mention.actor.id, "no party named: the two states of the opening", mention.span)
    if parties.names:
        return
    people = found.opening_people
    if 2 <= len(people) <= 4:
        for mention in people:
            parties.add(mention.actor.name, mention.actor.id, "no party named: the people of the opening", mention.span)
