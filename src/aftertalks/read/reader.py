"""The reader: a document in, a reading out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from aftertalks.model import (
    ActorMention,
    Document,
    Form,
    PlaceMention,
    Reading,
    Settings,
    Span,
    Statement,
    Trace,
    Voice,
)
from aftertalks.read.actors import ActorFinder
from aftertalks.read.events import find_events, find_instruments
from aftertalks.read.issuers import document_voice
from aftertalks.read.parse import load_pipeline, parse_many
from aftertalks.read.parsed import Parsed
from aftertalks.read.places import PlaceFinder
from aftertalks.read.quotes import find_attributions, find_people, speaker_resolver
from aftertalks.read.said_times import count_from_saying
from aftertalks.read.statements import Found, StatementBuilder
from aftertalks.read.times import find_times

_M = TypeVar("_M", ActorMention, PlaceMention)


def _outside(mentions: Sequence[_M], spans: Sequence[Span]) -> list[_M]:
    """Drop mentions inside a time expression ("noon Damascus time"); both sorted by place."""
    starts = [s.start for s in spans]
    out = []
    for mention in mentions:
        i = bisect_right(starts, mention.span.start) - 1
        if i < 0 or spans[i].end <= mention.span.start:
            out.append(mention)
    return out


def _with_people(known: Sequence[ActorMention], parsed: Parsed) -> list[ActorMention]:
    people = find_people(parsed)
    merged = sorted([*known, *people], key=lambda m: (m.span.start, -len(m.span), m.actor.id.startswith("text:")))
    out: list[ActorMention] = []
    for mention in merged:
        if out and out[-1].span.overlaps(mention.span):
            continue
        out.append(mention)
    return out


def _voiced(statement: Statement, voice: Voice) -> Statement:
    """The narrator's statements are the document's issuer's or publisher's."""
    if statement.form is not Form.NARRATION:
        return statement
    trace = Trace("document_voice", voice.rule, voice.span)
    return replace(statement, document_voice=voice.name, traces=(*statement.traces, trace))


class Reader:
    """Reads documents into statements; build one and use it for many.

    Args:
        settings: options; the defaults if none are given.

    Raises:
        ModelMissingError: on the first reading, if the language pipeline is not installed.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self._actors = ActorFinder(folders=self.settings.lexicons)
        self._places = PlaceFinder(folders=self.settings.lexicons)

    def read(self, document: Document) -> Reading:
        """Read one document."""
        return next(self.read_many([document]))

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Read documents in order; small ones share the parser's batches."""
        for parsed in parse_many(documents, settings=self.settings):
            yield self._reading(parsed)

    def _reading(self, parsed: Parsed) -> Reading:
        document = parsed.document
        times = find_times(document.text, published=document.published, sentences=parsed.sentences)
        named = [t.span for t in times]
        known = self._actors.find(document.text, published=document.published)
        places = self._places.find(document.text, published=document.published, actors=known)
        actors = _outside(_with_people(known, parsed), named)
        attributions = find_attributions(parsed, actors=actors)
        times = count_from_saying(parsed, times, attributions)
        voice = document_voice(document, parsed.sections, lambda text: self._named(text, document))
        found = Found(
            parsed=parsed,
            times=times,
            places=_outside(places, named),
            actors=actors,
            attributions=attributions,
            speaker_of=speaker_resolver(parsed, actors=actors).resolve,
            events=find_events(parsed, actors=actors),
            instruments=find_instruments(document.text),
            folders=self.settings.lexicons,
            issuer=voice,
        )
        statements = tuple(_voiced(s, voice) for s in StatementBuilder(found).build())
        notes = () if document.published else ("no publication date: relative dates stay unresolved",)
        return Reading(document, parsed.sections, statements, notes, voice)

    def _named(self, text: str, document: Document) -> list[ActorMention]:
        return self._actors.find(text, published=document.published)

    def find_actors(self, parsed: Parsed) -> list[ActorMention]:
        """Join lexicon actors with people that only the text introduces; where both claim words, the longer wins."""
        return _with_people(self._actors.find(parsed.document.text, published=parsed.document.published), parsed)


class WorkerReader(Reader):
    """A reader for a process that does nothing but read, perhaps for days.

    spaCy keeps every word that it ever saw; here those that only one call of :meth:`read_many` brought are let go with
    it. A process may have one call at a time.
    """

    _warm = False

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Read documents, all before the first is given out: give them in batches."""
        nlp = load_pipeline(self.settings.pipeline, entities=self.settings.entities)
        if not self._warm:  # what the first reading of all sets up has to stay
            self._warm = bool(list(super().read_many([Document("The talks ended.")])))
        with nlp.memory_zone():
            found = list(super().read_many(documents))
        yield from found
