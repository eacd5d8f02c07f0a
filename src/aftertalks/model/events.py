"""Events and instruments found in a text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from aftertalks.model.mentions import Place
from aftertalks.model.span import Span
from aftertalks.model.statement import EventFrame


@dataclass(frozen=True, slots=True)
class EventMention:
    """An event coded on one predicate.

    Args:
        span: the predicate's words.
        frame: PLOVER type, mode, auxiliary modes, actors and recipients by id.
        rule: what decided.
        token: index of the predicate's token in the parse.
        sources, targets: the phrases that name who does it and to whom, as worded.
        derived: whether it is the commitment that a declared intention makes rather than the deed itself.
    """

    span: Span
    frame: EventFrame
    rule: str
    token: int
    sources: tuple[Span, ...] = ()
    targets: tuple[Span, ...] = ()
    derived: bool = False


@dataclass(frozen=True, slots=True)
class InstrumentMention:
    """An instrument named in the text.

    Args:
        span: the words.
        name: the lexicon's name of it.
        rank: place in the lexicon; the narrower instrument stands first.
    """

    span: Span
    name: str
    rank: int


@dataclass(frozen=True, slots=True)
class CodedSide:
    """One side of a coded event.

    Args:
        id: the actor's id; null where the words name nobody that is known.
        name: the actor's canonical name.
        country: ISO 3166-1 alpha-3 of the side it acts for.
        sector: PLOVER sector (GOV, MIL, REB, IGO …).
        words: the phrase that names it, as worded; null in a statement's record, which keeps ids only.
    """

    id: str | None = None
    name: str | None = None
    country: str | None = None
    sector: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """An event as event-data tables hold it: one source, one target.

    Args:
        id: of the sentence or statement, with a number where it holds several events.
        published: date of the document or sentence.
        date: day of the event; that of the publication where ``dated`` is false.
        dated: whether the text gives the day.
        frame: type, mode, contexts, auxiliary modes and codes.
        place: where, if the statement tells.
        text: the sentence.
        trigger: the words that were coded.
        rule: the pattern that decided.
        origin: name of the input, and its address or publisher if known.
    """

    id: str
    published: dt.date | None
    date: dt.date | None
    dated: bool
    frame: EventFrame
    source: CodedSide
    target: CodedSide
    text: str
    trigger: str | None = None
    rule: str | None = None
    place: Place | None = None
    place_words: str | None = None
    origin: str | None = None
    url: str | None = None

    @property
    def done(self) -> bool:
        """Whether it is told as done: not negated, supposed or yet to come."""
        return not set(self.frame.auxiliary) - {"historical"}
