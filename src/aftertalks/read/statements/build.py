"""Builds the statements of a parsed document from clauses, attributions and mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from aftertalks.model import (
    ActorMention,
    Form,
    Kind,
    Section,
    Span,
    Statement,
    TimeMention,
    Trace,
    Voice,
)
from aftertalks.model.events import EventMention
from aftertalks.model.statement import Condition
from aftertalks.read.issues import find_issue
from aftertalks.read.statements.clauses import Clause, at_semicolons, find_clauses
from aftertalks.read.statements.conditions import find_conditions
from aftertalks.read.statements.courtesies import is_courtesy, is_greeting
from aftertalks.read.statements.fields import Where, choose_when, choose_where
from aftertalks.read.statements.found import Found
from aftertalks.read.statements.holders import first_actors
from aftertalks.read.statements.kinds import Context, Verdict, cue_classes, lead_kind, lets_us
from aftertalks.read.statements.modality import read_modality
from aftertalks.read.statements.parties import choose_parties, side_of
from aftertalks.read.statements.predicates import clause_complement, infinitive, predicate
from aftertalks.read.statements.schedules import scheduled, told_and_to_come
from aftertalks.read.statements.split import Judged, Splitter
from aftertalks.read.statements.undertakings import read_undertaking
from aftertalks.read.statements.voices import NARRATOR, Voices
from aftertalks.read.structure import LIST_MARK

_BARE_LEAD = re.compile(r"\b(will|shall|must|should|to|that|following|follows)\s*:$", re.IGNORECASE)
_PARTY_NOUNS = frozenset({"parties", "sides", "participants", "guarantors", "signatories", "co-chairs"})
_ENOUGH = re.compile(r"(?:[\W_]*[^\W_]){8}")
"""Fewer letters and digits are no sentence."""
_MIN_WORDS = 3
_GONE_ON = frozenset({"free indirect", "quotation without a cue"})
"""Attributions that only the tense, or the speaker before, tells."""
_TERMS = re.compile(
    r"\b(terms?|conditions?|provisions?|points?|agreement|accord|deal|truce|ceasefire|memorandum|package|plan|statement)\b"
    r"[^.]{0,60}\b(as follows|the following)\b|\b(under|according to|by the terms of) (the|this|that) "
    r"([a-z]+ ){0,2}(agreement|accord|deal|truce|ceasefire|memorandum|protocol|pact)\b",
    re.IGNORECASE,
)


def _tells_terms(words: str) -> bool:
    """Say whether a sentence leads in the terms of an agreement; most sentences lack the words that it must have."""
    lowered = words.lower()
    may = any(w in lowered for w in ("follow", "under th", "according to th", "by the terms of th"))
    return may and _TERMS.search(words) is not None


class StatementBuilder:
    """Builds statements for one document.

    Args:
        found: everything the finders found in it.
    """

    def __init__(self, found: Found) -> None:
        self._found = found
        self._text = found.parsed.document.text
        self._document = found.parsed.document.id  # a hash of the whole text: once, not for each statement
        self._splitter = Splitter(found)
        self._voices = Voices(found)
        head = next((s for s in found.parsed.sections if s.role == "title"), None)
        self._title = found.parsed.document.title or (head.span.of(self._text) if head is not None else None)
        self._terms_section: Section | None = None
        self._terms_voice: str | None = None
        self._agreed_by: set[str | None] = set()
        self._stated_conditions: dict[int, list[Condition]] = {}
        self._agreed_where: tuple[Section | None, Where | None] = (None, None)

    def build(self) -> Iterator[Statement]:
        """Yield the statements in order of the text."""
        for sentence in self._found.parsed.sentences:
            section = self._found.parsed.section_at(sentence.start)
            if section is None or not section.readable:
                continue
            words = self._own_words(sentence, section)
            if not self._skip(words, spoken=section.label is not None):
                for part in at_semicolons(self._found.parsed, words):
                    yield from self._sentence(sentence, part, section)

    def _own_words(self, sentence: Span, section: Section) -> Span:
        """A sentence without the speaker's label of a transcript, or the mark of a list item, before it."""
        if section.label is not None and sentence.start <= section.label.start < sentence.end:
            rest = self._text[section.label.end : sentence.end]
            sentence = Span(sentence.end - len(rest.lstrip(": \n\t\u00a0")), sentence.end)
        mark = LIST_MARK.match(sentence.of(self._text)) if section.role == "list" else None
        return Span(sentence.start + mark.end(), sentence.end) if mark else sentence

    def _skip(self, sentence: Span, *, spoken: bool) -> bool:
        words = sentence.of(self._text)
        if not _ENOUGH.match(words) or len(words.split()) < _MIN_WORDS:
            return True
        if words.endswith(":") and _BARE_LEAD.search(words):
            return True  # "The parties will:" states nothing without its items
        return is_greeting(words) or (spoken and is_courtesy(words))

    def _sentence(self, sentence: Span, words: Span, section: Section) -> Iterator[Statement]:
        said = [a for a in self._found.attributions_in(sentence) if self._voices.speaks(a)]
        clauses = find_clauses(self._found.parsed, words, said)
        if section.label is not None:
            clauses = [c for c in clauses if c.head.start >= section.label.end or c.head.start < section.label.start]
        if _tells_terms(sentence.of(self._text)):
            self._terms_section, self._terms_voice = section, None
        carried = tuple(self._found.times_in(section.lead)) if section.lead is not None else ()
        for clause in clauses:
            voice = clause.attribution.voices[-1] if clause.attribution is not None else None
            for judged in self._splitter.split(clause, self._context(clause, section, voice)):
                statement = self._statement(judged, carried)
                yield statement
                if judged.verdict.kind is Kind.AGREEMENT and not judged.verdict.rule.startswith(("terms", "undertake")):
                    self._terms_section = section
                    self._terms_voice = judged.voice.name if judged.voice is not None else NARRATOR
                    self._agreed_by.add(self._terms_voice)

    def _context(self, clause: Clause, section: Section, voice: Voice | None) -> Context:
        cue = clause.attribution.cue_lemma if clause.attribution is not None else None
        direct = clause.attribution is not None and clause.attribution.form is Form.DIRECT
        own = (side_of(self._found, voice) or voice.side) if voice is not None else self._issuing_state()
        side = frozenset(
            t.i
            for m in self._found.actors_in(clause.span)
            if own is not None and self._stands_for(m, own)
            for t in self._found.parsed.tokens(m.span)
        )
        return Context(
            attributed=clause.attribution is not None,
            side=side,
            joint=self._voices.joint,
            terms=self._in_terms(section, voice) or self._of_parties(clause.head, voice),
            # Words in direct speech speak for themselves; a reported stance is carried by its cue.
            cue_classes=self._cue_classes(clause) if not direct else frozenset(),
            selves=self._selves(clause, voice) if not direct else frozenset(),
            reported=clause.attribution is not None and clause.attribution.form is not Form.DIRECT,
            lead=self._lead_kind(section),
            opinion=bool(cue and re.search(r"\b(view|opinion)\b", cue)),
        )

    def _stands_for(self, mention: ActorMention, state: str) -> bool:
        """Whether a name means a state or its government."""
        actor = mention.actor
        government = actor.kind == "government" and actor.country is not None
        return actor.name == state or (government and self._found.state_of(actor.country or "") == state)

    def _issuing_state(self) -> str | None:
        """The state whose officer or body issued the document: "the United States will …" is then its own intention."""
        issuer = self._found.issuer
        return self._found.state_of(issuer.side) if issuer is not None and issuer.side is not None else None

    def _cue_classes(self, clause: Clause) -> frozenset[str]:
        """What the cue itself says of its content: "asked to …" demands, "asked whether …" does not."""
        attribution = clause.attribution
        if attribution is None or not attribution.cue_lemma:
            return frozenset()
        asks = attribution.cue_lemma == "ask" and attribution.rule == "cue-infinitive"
        return cue_classes(attribution.cue_lemma) | (frozenset({"demand"}) if asks else frozenset())

    def _selves(self, clause: Clause, voice: Voice | None) -> frozenset[str]:
        """The pronouns that mean the speaker in what is reported of him in the sentence that names him."""
        if voice is None or voice.span is None or clause.attribution is None:
            return frozenset()
        tokens = [t for t in self._found.parsed.tokens(voice.span) if t.is_word]
        if not tokens or tokens[0].sentence != clause.head.sentence:
            return frozenset()
        if len(tokens) == 1 and tokens[0].tag == "PRP":
            return frozenset({tokens[0].lower})
        mention = next((m for m in self._found.actors_in(voice.span) if m.actor.name == voice.name), None)
        root = next((t for t in tokens if not voice.span.start <= t.head.start < voice.span.end), tokens[-1])
        if root.tag in {"NNS", "NNPS"} or voice.also:
            return frozenset({"they"})
        person = mention is not None and mention.actor.kind in {"person", "office"}
        return frozenset({"it", "they"}) if mention is not None and not person else frozenset({"he", "she"})

    def _lead_kind(self, section: Section) -> Kind | None:
        """The kind that a list item takes from its lead-in."""
        if section.lead is None or section.role != "list":
            return None
        last = self._found.parsed.sentence_at(section.lead.end - 1)
        return lead_kind((last or section.lead).of(self._text))

    def _of_parties(self, head: Any, voice: Voice | None) -> bool:
        """Say whether the parties of an agreement told before act here, told by the same voice."""
        subject = predicate(head).subject
        teller = voice.name if voice is not None else NARRATOR
        return subject is not None and subject.lower in _PARTY_NOUNS and teller in self._agreed_by

    def _in_terms(self, section: Section, voice: Voice | None) -> bool:
        if section.lead is not None and section.role == "list":
            return self._terms_section is not None and self._terms_section.span == section.lead
        same = self._terms_voice is None or self._terms_voice == (voice.name if voice is not None else NARRATOR)
        return self._terms_section is section and same

    def _statement(self, judged: Judged, carried: tuple[TimeMention, ...]) -> Statement:
        span, head, verdict = judged.clause.span, judged.head, judged.verdict
        speaker, chain, form, speaker_trace = self._voices.said(judged)
        attribution = judged.clause.attribution
        cue = attribution.cue if attribution is not None else None
        modality = read_modality(head, opposed=verdict.negative, above=self._voices.cue_token(attribution))
        when = choose_when(self._found, span, head, carried=carried, attribution=attribution)
        binding = NARRATOR in self._agreed_by and attribution is None
        verdict = scheduled(self._found, verdict, head, when, binding=binding)
        when = told_and_to_come(self._found, verdict, head, when)
        instrument = self._found.instrument_in(span)
        matter = instrument.span if instrument is not None and verdict.kind is Kind.AGREEMENT else None
        where = self._carried(choose_where(self._found, span, matter=matter), verdict, span)
        first = first_actors(self._found, judged, speaker)
        section = self._found.parsed.section_at(span.start)
        if section is not None and section.lead is not None and section.role == "list":
            lead = self._found.parsed.sentence_at(section.lead.end - 1) or section.lead
            first = (*first, *(m.actor.name for m in self._found.actors_in(lead)))
        parties = choose_parties(
            self._found,
            span,
            first=tuple(dict.fromkeys(first)),
            attribution=attribution,
            holder=verdict.kind is Kind.POSITION,
            speaker=speaker if form is Form.INDIRECT and speaker != NARRATOR else None,
            agreed=verdict.kind is Kind.AGREEMENT,
            head=head,
        )
        place = where.place
        near = (place.name, place.country or "", place.id) if place is not None else ()
        issue, issue_trace = find_issue(
            self._text,
            span,
            heading=section.heading if section is not None else None,
            title=self._title,
            named=frozenset(n.lower() for n in (*parties.names, *near) if n),
            folders=self._found.folders,
        )
        token = verdict.token
        event = self._event(head)
        sure = attribution is None or attribution.rule not in _GONE_ON
        conditions = self._conditions(span, head)
        undertaking, told = read_undertaking(self._found, span, head, kind=verdict.kind, rule=verdict.rule)
        traces = (
            Trace("kind", verdict.rule, token.span),
            speaker_trace,
            Trace("polarity", modality.polarity_rule, head.span),
            Trace("certainty", modality.certainty_rule, modality.cue),
            *when.traces,
            where.trace,
            *parties.traces,
            Trace("event", event.rule, event.span) if event else Trace("event", "no event word in its predicate"),
            Trace("instrument", f"lexicon: {instrument.name}", instrument.span)
            if instrument
            else Trace("instrument", "no instrument named"),
            issue_trace,
            *(Trace("conditions", f"condition: {c.cue}", c.span) for c in conditions),
            *told,
        )
        return Statement(
            document=self._document,
            span=span,
            text=span.of(self._text),
            kind=verdict.kind,
            form=form,
            speaker=speaker,
            polarity=modality.polarity,
            certainty=modality.certainty,
            chain=chain,
            cue=cue,
            cue_text=cue.of(self._text) if cue is not None else None,
            certainty_cue=modality.cue,
            actors=tuple(parties.names),
            actor_ids=tuple(parties.ids),
            about=self._about(head),
            issue=issue,
            instrument=instrument.name if instrument else None,
            event=event.frame if event else None,
            when=when.first,
            when_end=when.last,
            when_text=when.text,
            precision=when.precision,
            deadline=when.deadline,
            where=where.text,
            place=where.place,
            attribution_certain=sure,
            conditions=conditions,
            undertaking=undertaking,
            traces=traces,
        )

    def _conditions(self, span: Span, head: Any) -> tuple[Condition, ...]:
        """The sentence's conditions that lie in the statement, or hang on its predicate."""
        sentence = self._found.parsed.sentence_at(head.start)
        if sentence is None:
            return ()
        if sentence.start not in self._stated_conditions:
            self._stated_conditions[sentence.start] = find_conditions(self._found.parsed, sentence)
        found = self._stated_conditions[sentence.start]
        return tuple(c for c in found if span.overlaps(c.span) and not c.span.contains(span))

    def _carried(self, where: Where, verdict: Verdict, span: Span) -> Where:
        """Let a term of an agreement stand where the agreement stands, within its block."""
        section = self._found.parsed.section_at(span.start)
        if verdict.kind is not Kind.AGREEMENT:
            return where
        if where.text is not None:
            self._agreed_where = (section, where)
            return where
        at, known = self._agreed_where
        if known is None or section is None or at is None or at not in (section, self._terms_section):
            return where
        here, there = ({m.actor.id for m in self._found.actors_in(s)} for s in (span, at.span))
        if at == section or not here or here & there:  # other parties agree on something else, somewhere else
            return replace(known, trace=Trace("where", "carried from the agreement before", known.trace.span))
        return where

    def _event(self, head: Any) -> EventMention | None:
        """The event of the predicate, else of the complement below it ("said that X withdrew", "began to shell")."""
        token = head
        for _ in range(4):
            found = self._found.event_of(token.i) if not lets_us(token) else None
            if found is not None:
                return found
            below = clause_complement(token) or infinitive(token)
            if below is None:
                return None
            token = below
        return None

    def _about(self, head: Any) -> str | None:
        """The words of the predicate's object, else its complement's, cut to a phrase for people."""
        p = predicate(head)
        target = next((c for c in head.children if c.dep in {"dobj", "nsubjpass", "attr", "pobj"}), None)
        target = target if target is not None else p.subject
        if target is None or target.tag in {"PRP", "DT", "WP", "WDT"}:
            return None
        words = self._text[target.left.start : target.right.end]
        words = re.sub(r"\s+", " ", words).strip(' ,;“”"')
        return words if len(words) <= 100 else re.sub(r"\s+\S*$", "", words[:100]) + " …"
