"""Codes a parsed document's events: PLOVER type, mode, contexts and auxiliary modes, CAMEO code, who and to whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from aftertalks.model import ActorMention, EventFrame, Span
from aftertalks.model.events import EventMention
from aftertalks.read.events.arguments import controller, phrase
from aftertalks.read.events.auxiliary import auxiliary
from aftertalks.read.events.codes import goldstein, quad_class
from aftertalks.read.events.contexts import contexts
from aftertalks.read.events.intentions import intention, obligation
from aftertalks.read.events.matching import Deed, find_deeds
from aftertalks.read.events.patterns import EventType
from aftertalks.read.events.roles import RoleFinder, Roles
from aftertalks.read.parsed import Parsed


class _Coder:
    def __init__(self, parsed: Parsed, actors: Sequence[ActorMention]) -> None:
        self._parsed = parsed
        self._finder = RoleFinder(actors)
        self._deeds = list(find_deeds(parsed.nodes, [a.span.start for a in actors]))
        self._means = {d.token.i: d.means for d in self._deeds if not d.nominal}
        self._in_sentence: dict[int, list[Deed]] = {}
        for deed in self._deeds:
            self._in_sentence.setdefault(deed.token.sentence, []).append(deed)
        self._contexts: dict[int, tuple[str, ...]] = {}

    def _told(self, token: Any) -> str | None:
        means = self._means.get(token.i)
        return means.complement if means is not None else None

    def mentions(self) -> Iterator[EventMention]:
        for deed in self._deeds:
            own = self._own_roles(deed)
            modes = auxiliary(deed.token, self._told, nominal=deed.nominal)
            if deed.means.type is not None:
                yield self._mention(deed, deed.means, own, modes, deed.rule)
            meant = intention(deed, modes, self._means)
            if meant is not None:
                yield self._mention(deed, meant[0], own, (), meant[1], derived=True)
        yield from self._obligations()

    def _obligations(self) -> Iterator[EventMention]:
        for token in self._parsed.nodes:
            if token.dep != "ccomp" or token.tag[:1] != "V" or token.head is token:
                continue
            sayer = controller(token.head)
            means = obligation(token, sayer)
            if means is not None and token.head.i not in self._means:
                asked = next(c for c in token.children if c.dep in {"nsubj", "nsubjpass"})
                deed = Deed(token, None, means, "obligation:must")
                roles = Roles((phrase(sayer),), (phrase(asked),))
                yield self._mention(deed, means, roles, (), deed.rule, derived=True)

    def _own_roles(self, deed: Deed) -> Roles:
        """The deed's own roles; recipients that only the clause below names are taken from there."""
        found = self._finder.roles(deed)
        told = deed.means.complement is not None and not (found.targets and deed.means.type == "REQUEST")
        if told and not self._finder.actors_in(found.targets):
            below = self._below(deed.token)
            if below:
                found = Roles(found.sources, below)
        return found

    def _below(self, token: Any) -> tuple[Span, ...]:
        for other in self._in_sentence[token.sentence]:
            if other.token.i > token.i and token in other.token.ancestors and other.token != token:
                targets = self._finder.roles(other).targets
                if self._finder.actors_in(targets):
                    return targets
        return ()

    def _context(self, sentence: int) -> tuple[str, ...]:
        if sentence not in self._contexts:
            first, stop = self._parsed.tree.bounds[sentence]
            self._contexts[sentence] = contexts(self._parsed.tree.stretch(first, stop - 1))
        return self._contexts[sentence]

    def _mention(
        self, deed: Deed, means: EventType, roles: Roles, modes: tuple[str, ...], rule: str, *, derived: bool = False
    ) -> EventMention:
        assert means.type is not None
        acting = self._finder.actors_in(roles.sources)
        receiving = tuple(i for i in self._finder.actors_in(roles.targets) if i not in acting)
        both = means.reciprocal and len(acting) > 1 and not receiving
        frame = EventFrame(
            type=means.type,
            mode=means.mode,
            context=self._context(deed.token.sentence),
            actors=acting,
            recipients=acting if both else receiving,
            auxiliary=modes,
            cameo=means.cameo,
            quad=quad_class(means.type),
            goldstein=goldstein(means.cameo),
        )
        span = deed.token.span
        return EventMention(span, frame, rule, deed.token.i, roles.sources, roles.targets, derived)


def find_events(parsed: Parsed, *, actors: Sequence[ActorMention] = ()) -> list[EventMention]:
    """Code the events of a parsed document.

    Args:
        parsed: the parse.
        actors: the actors named in it; without them frames have phrases for their roles, but no actors.

    Returns:
        Mentions in order of the text. A declared intention makes two: the deed, told as future, and the commitment
        (``derived``).
    """
    return sorted(_Coder(parsed, actors).mentions(), key=lambda m: (m.token, m.derived))
