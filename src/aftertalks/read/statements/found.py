"""Everything the finders found in one document, by place in the text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol, TypeVar

from aftertalks.model import ActorMention, Attribution, PlaceMention, Span, TimeMention, Voice
from aftertalks.model.events import EventMention, InstrumentMention
from aftertalks.read.parsed import Parsed


class _Spanned(Protocol):
    @property
    def span(self) -> Span: ...


M = TypeVar("M", bound=_Spanned)


def within(mentions: Sequence[M], starts: Sequence[int], span: Span) -> list[M]:
    """Return the mentions that begin inside ``span``; ``starts`` are their sorted starts."""
    return list(mentions[bisect_left(starts, span.start) : bisect_left(starts, span.end)])


@dataclass(frozen=True)
class Found:
    """The finders' results for one parsed document; mentions are sorted by place.

    Args:
        speaker_of: resolves the words of a span as a speaker (the quotation reader's own resolver).
        folders: folders with the user's own lexicon files.
        issuer: whose utterance the document is; null if nothing tells.
    """

    parsed: Parsed
    times: Sequence[TimeMention]
    places: Sequence[PlaceMention]
    actors: Sequence[ActorMention]
    attributions: Sequence[Attribution]
    speaker_of: Callable[[Span], Voice]
    events: Sequence[EventMention] = ()
    instruments: Sequence[InstrumentMention] = ()
    folders: tuple[Path, ...] = ()
    issuer: Voice | None = None

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        return {
            "times": [m.span.start for m in self.times],
            "places": [m.span.start for m in self.places],
            "actors": [m.span.start for m in self.actors],
            "instruments": [m.span.start for m in self.instruments],
        }

    def times_in(self, span: Span) -> list[TimeMention]:
        """Return the times that begin inside ``span``."""
        return within(self.times, self._starts["times"], span)

    def places_in(self, span: Span) -> list[PlaceMention]:
        """Return the places that begin inside ``span``."""
        return within(self.places, self._starts["places"], span)

    def actors_in(self, span: Span) -> list[ActorMention]:
        """Return the actors that begin inside ``span``."""
        return within(self.actors, self._starts["actors"], span)

    def instrument_in(self, span: Span) -> InstrumentMention | None:
        """Return the narrowest instrument named inside ``span``."""
        named = within(self.instruments, self._starts["instruments"], span)
        return min(named, key=lambda m: (m.rank, m.span.start), default=None)

    @cached_property
    def _event_at(self) -> dict[int, EventMention]:
        return {e.token: e for e in reversed(self.events) if not e.derived}

    def event_of(self, token: int) -> EventMention | None:
        """Return the event coded on a token."""
        return self._event_at.get(token)

    @cached_property
    def _first_words(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for mention in self.actors:
            found.setdefault(mention.actor.id, mention.text)
        return found

    def first_words(self, actor_id: str) -> str | None:
        """Return the words by which the document first names an actor."""
        return self._first_words.get(actor_id)

    @cached_property
    def _ids(self) -> dict[str, str]:
        return {m.actor.name: m.actor.id for m in reversed(self.actors)}

    def actor_id(self, name: str) -> str | None:
        """Return the id of the first actor of a name."""
        return self._ids.get(name)

    @cached_property
    def _countries(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for mention in self.actors:
            if mention.actor.country:
                found.setdefault(mention.actor.name, mention.actor.country)
        return found

    def country_of(self, name: str | None) -> str | None:
        """Return the country of whom the document names so."""
        return self._countries.get(name) if name is not None else None

    @cached_property
    def _states(self) -> dict[str | None, str]:
        return {m.actor.country: m.actor.name for m in reversed(self.actors) if m.actor.kind == "state"}

    def state_of(self, country: str) -> str | None:
        """Return the name of a country's state, if the document names it."""
        return self._states.get(country)

    @cached_property
    def opening_states(self) -> tuple[ActorMention, ...] | None:
        """The two states that the document's first block names as its parties; None unless they are exactly two."""
        body = next((s.span for s in self.parsed.sections if s.readable), None)
        if body is None:
            return None
        states = {m.actor.id: m for m in reversed(self.actors_in(body)) if m.actor.kind == "state" and m.form == "name"}
        return tuple(reversed(states.values())) if len(states) == 2 else None

    @cached_property
    def opening_people(self) -> tuple[ActorMention, ...]:
        """The people whom the document's first block names, each by the first mention, in the order of the last."""
        body = next((s.span for s in self.parsed.sections if s.readable), None)
        people: dict[str, ActorMention] = {}
        for mention in self.actors_in(body) if body is not None else ():
            if mention.actor.kind == "person":
                people[mention.actor.id] = people.pop(mention.actor.id, mention)
        return tuple(people.values())

    @cached_property
    def _by_sentence(self) -> dict[int, list[Attribution]]:
        starts = [s.start for s in self.parsed.sentences]
        found: dict[int, list[Attribution]] = {}
        for attribution in self.attributions:
            touched = {
                starts[i]
                for c in attribution.contents
                for i in range(max(bisect_left(starts, c.start + 1) - 1, 0), bisect_left(starts, c.end))
            }
            for start in touched:
                found.setdefault(start, []).append(attribution)
        return found

    def attributions_in(self, sentence: Span) -> list[Attribution]:
        """Return the attributions with content in the sentence."""
        return self._by_sentence.get(sentence.start, [])
