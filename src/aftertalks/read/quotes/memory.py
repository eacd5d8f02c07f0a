"""Who was named and who spoke so far, so that pronouns and role nouns find their bearers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from aftertalks.model import ActorMention, Span
from aftertalks.read.quotes.antecedents import Near, head_of
from aftertalks.read.quotes.gender import find_genders, gender_of_words
from aftertalks.read.tree import SUBJECTS, Tree

_DELEGATION = re.compile(
    r"\b(?:delegation|team|officials|negotiators|representatives|side|negotiating team)$", re.IGNORECASE
)
_MEETING = frozenset(
    "had has have met meets meet held holds hold spoke speaks speak talked talks talk discussed conferred"
    " consulted".split()
)
"""Verbs by which one is told to be in talks with another: "A had a conversation with B"."""
STATE_KINDS = frozenset({"state", "government", "ministry", "organisation", "group", "media", "office", "collective"})
_BODIES = frozenset({"organisation", "group", "ministry", "government", "media", "collective"})
"""Sorts of actors that "they" may mean where one of them spoke last."""
_BACK = 60
"""Most mentions or speakers that are looked back at; who was named longer ago is out of mind."""
Found = tuple[str, str]


class Memory:
    """The people and bodies of one document by place.

    Args:
        tree: the parse.
        actors: actor mentions, sorted, people included.
        outside: for each token whether it stands outside quotation marks.
    """

    def __init__(self, tree: Tree, actors: Sequence[ActorMention], outside: Sequence[bool]) -> None:
        self._tree, self._actors, self._outside = tree, actors, outside
        self._starts = [a.span.start for a in actors]
        self._of_the_text = {a.actor.name for a in actors if a.actor.id.startswith("text:")}
        self._genders = find_genders(tree, actors)
        self.near = Near(tree, outside, self.mentions_in)
        self._subjects: list[ActorMention] = []
        self._introduced: list[ActorMention] = []
        self._together: list[tuple[int, tuple[str, ...]]] = []
        self._read_mentions()
        self._subject_starts = [m.span.start for m in self._subjects]
        self._introduced_starts = [m.span.start for m in self._introduced]
        self._spoken: list[tuple[int, str, str | None]] = []
        self._several: list[tuple[int, str]] = []

    def _read_mentions(self) -> None:
        """Sort the mentions outside quotations: main subjects, people first named elsewhere, people named together."""
        tree = self._tree
        led: set[int] = set()
        seen: set[str] = set()
        people: dict[int, list[ActorMention]] = {}
        outside = []
        for mention in self._actors:
            first, last = tree.at(mention.span.start), tree.at(mention.span.end) - 1
            if first > last or first >= len(tree) or not self._outside[first]:
                continue
            outside.append((mention, tree.sent[first]))
            head = head_of(self._tree, mention)
            if self._is_main_subject(head):
                self._subjects.append(mention)
                if mention.actor.kind == "person":
                    led.add(tree.sent[first])
            if mention.actor.kind == "person":
                people.setdefault(tree.sent[first], []).append(mention)
        for mention, sentence in outside:
            if mention.actor.kind != "person":
                continue
            if mention.actor.name not in seen and sentence not in led and mention.form == "name":
                self._introduced.append(mention)
            seen.add(mention.actor.name)
        for sentence in sorted(people):
            names = tuple(dict.fromkeys(m.actor.name for m in people[sentence]))
            if len(names) > 1 and self._joined(people[sentence]):
                self._together.append((tree.start[tree.bounds[sentence][0]], names))

    def _joined(self, people: list[ActorMention]) -> bool:
        """Say whether two of a sentence's people are named in one breath ("A and B", "talks with A and B")."""
        tree = self._tree
        for one, other in pairwise(people):
            between = range(tree.at(one.span.end), tree.at(other.span.start))
            words = {tree.lower[i] for i in between}
            verbs = {tree.lower[i] for i in between if tree.tag[i] in {"VBD", "VBZ", "VBP", "MD"}}
            if words & {"and", ",", "with", "-", "–"} and not verbs:
                return True
            if "with" in words and verbs <= _MEETING:
                return True
        return False

    def _is_main_subject(self, head: int) -> bool:
        """Say whether a token is, or is named with, the subject of a main clause."""
        tree = self._tree
        for _ in range(20):
            if tree.dep[head] not in {"appos", "conj"} or tree.head[head] == head:
                break
            head = tree.head[head]
        if tree.dep[head] not in SUBJECTS and tree.dep[head] != "agent":
            return False
        verb = tree.head[head]
        return tree.dep[verb] in {"ROOT", "conj", "parataxis"} or tree.dep[head] == "agent"

    def mentions_in(self, span: Span) -> list[ActorMention]:
        """Return the actors named inside a span."""
        return list(self._actors[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)])

    def remember(self, at: int, name: str, kind: str | None, *, plural: bool) -> None:
        """Note that somebody spoke at an offset.

        Args:
            at: the offset.
            name: the name or the description.
            kind: what sort of actor, if known.
            plural: whether the words stand for several ("insiders"), so that "they" may mean them.
        """
        if plural:
            self._several.append((at, name))
        else:
            self._spoken.append((at, name, kind))

    def _fits(self, name: str, gender: str | None) -> bool:
        known = self._genders.get(name) or gender_of_words(name)
        return gender is None or known is None or known == gender

    def _described_as(self, mention: ActorMention, wanted: frozenset[str]) -> bool:
        """Say whether a role noun fits: by the person's role, or by the words right before the name."""
        words = set(re.findall(r"\w+", f"{mention.actor.role or ''} {mention.text}".lower()))
        first = self._tree.at(mention.span.start)
        for i in range(first - 1, max(-1, first - 7), -1):
            if self._tree.tag[i] not in {"NNP", "NN", "JJ", "IN", "DT", "POS", "NNPS", "NNS"}:
                break
            words.add(self._tree.lower[i])
        return bool(wanted & words)

    def recent_person(
        self, before: int, *, gender: str | None = None, wanted: frozenset[str] | None = None
    ) -> Found | None:
        """The last person before an offset who spoke, or was a subject or newly named outside quotations.

        Args:
            before: the offset.
            gender: ``f`` or ``m``; people known to be of the other are passed over.
            wanted: role nouns of which one must fit; then only those named count.
        """
        near = self.near.person(before, lambda name: self._fits(name, gender)) if wanted is None else None
        if near is not None:
            return near
        at = bisect_left(self._subject_starts, before)
        best: tuple[int, str, str] | None = None
        for mention in reversed(self._subjects[max(0, at - _BACK) : at]):
            name = mention.actor.name
            if mention.actor.kind != "person" or not self._fits(name, gender):
                continue
            if wanted is None or self._described_as(mention, wanted):
                best = (mention.span.start, name, "last person that was subject outside quotations")
                break
        if wanted is not None:
            return best[1:] if best else None
        for place, name, kind in reversed(self._spoken[-_BACK:]):
            if place < before and kind == "person" and self._fits(name, gender):
                if best is None or place > best[0]:
                    best = (place, name, "last person who spoke")
                break
        new = self._newly_named(before, gender)
        if new is not None and (best is None or self._sentence(new[0]) > self._sentence(best[0])):
            best = new
        return best[1:] if best else None

    def _sentence(self, offset: int) -> int:
        i = self._tree.at(offset)
        return self._tree.sent[i] if i < len(self._tree) else len(self._tree.bounds)

    def _newly_named(self, before: int, gender: str | None) -> tuple[int, str, str] | None:
        """A person first named in the sentence right before, where no person is the subject."""
        at = bisect_left(self._introduced_starts, before)
        if at == 0:
            return None
        mention = self._introduced[at - 1]
        here = self._sentence(before)
        if here - self._sentence(mention.span.start) > 3 or before - mention.span.end > 700:
            return None
        if any(m is not mention and m.actor.kind == "person" for m in self.mentions_in(Span(mention.span.end, before))
               if self._outside[self._tree.at(m.span.start)]):  # fmt: skip
            return None
        if not self._fits(mention.actor.name, gender):
            return None
        return mention.span.start, mention.actor.name, "person newly named right before"

    def last_commentator(self, before: int) -> Found | None:
        """The last person who spoke and whom only the text introduces: not an office holder who is talked about."""
        for at, name, kind in reversed(self._spoken[-_BACK:]):
            if at < before and kind == "person" and name in self._of_the_text:
                return name, "last commentator who spoke"
        return None

    def described(self, before: int, noun: str) -> Found | None:
        """The last unnamed speaker described with the same noun ("a spokesman for …" → "the spokesman")."""
        for at, name, kind in reversed(self._spoken[-_BACK:]):
            if at < before and kind == "person" and re.search(rf"\b{re.escape(noun)}\b", name):
                return name, "the person described so before"
        return None

    def last_speaker(self, before: int) -> str | None:
        """The name of whoever spoke last."""
        return next((name for at, name, _ in reversed(self._spoken[-_BACK:]) if at < before), None)

    def recent_body(self, before: int, kinds: frozenset[str] = STATE_KINDS) -> Found | None:
        """The last state, organisation or other body that was a subject; never people described by an office.

        Args:
            before: the offset.
            kinds: sorts of body that the words can mean.
        """
        at = bisect_left(self._subject_starts, before)
        for mention in reversed(self._subjects[max(0, at - _BACK) : at]):
            if mention.actor.kind in kinds - {"office"}:
                return mention.actor.name, "last body that was subject"
        return None

    def recent_delegation(self, before: int) -> Found | None:
        """The delegation, officials or other people of a body that were the subject of the sentence right before."""
        at = bisect_left(self._subject_starts, before)
        if at == 0:
            return None
        mention = self._subjects[at - 1]
        near = self._sentence(before) - self._sentence(mention.span.start) == 1
        several = mention.actor.kind in {"organisation", "ministry"} or _DELEGATION.search(mention.text)
        if not near or mention.actor.kind not in STATE_KINDS or not several:
            return None
        return mention.actor.name, "the delegation that was subject right before"

    def recent_several(
        self, before: int, *, number: int | None = None, named: bool = False
    ) -> tuple[tuple[str, ...], str] | None:
        """Several who were named together, or a plural description or a body that spoke, whichever was last.

        Args:
            before: the offset.
            number: how many they must be, if the words tell ("both").
            named: only people named together, as "the leaders" are.
        """
        i = bisect_left(self._together, (before, ())) - 1
        if number is not None:
            near = (g for _, g in reversed(self._together[max(0, i + 1 - _BACK) : i + 1]) if len(g) == number)
            told = next(near, None)
            return (told, "people named together before") if told is not None else None
        group = self._together[i] if i >= 0 else None
        spoken = next(((at, name) for at, name in reversed(self._several[-_BACK:]) if at < before), None)
        bodies = ((at, name) for at, name, kind in reversed(self._spoken[-_BACK:]) if kind in _BODIES)
        body = next((b for b in bodies if b[0] < before), None)
        spoken = max((s for s in (spoken, body) if s is not None and not named), default=None)
        if spoken is not None and (group is None or spoken[0] > group[0]):
            return (spoken[1],), "those who spoke before"
        return (group[1], "people named together before") if group else None
