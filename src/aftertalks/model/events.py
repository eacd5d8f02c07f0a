"""Events and instruments found in a text."""

from __future__ import annotations

from dataclasses import dataclass

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


