"""Who a speaker is: from the words that stand for one to a name, or to null with the reason."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from aftertalks.model import ActorMention, Span, Voice
from aftertalks.read.quotes.people import name_words
from aftertalks.read.quotes.tree import SUBJECTS, Tree

_SINGULAR = frozenset({"he", "she", "him", "his", "her", "himself", "herself"})
_PLURAL = frozenset({"they", "them", "their", "both"})
_THINGS = frozenset({"it", "its", "this", "that", "which"})
_RELATIVE = frozenset({"who", "whom", "whose"})
_FIRST = frozenset({"i", "we"})
_TEXTS = frozenset(
    "statement report letter release communique communiqué document text memo email message article note tweet post"
    " announcement study survey poll".split()
)
_GROUP_NOUNS = frozenset(
    "leaders presidents ministers parties sides countries chiefs heads officials delegations".split()
)
_STATE_KINDS = frozenset({"state", "government", "ministry", "organisation", "group", "media", "office", "collective"})


@dataclass
class _Memory:
    """Who was named or spoke so far, latest last."""

    people: list[tuple[int, str]] = field(default_factory=list)
    bodies: list[tuple[int, str]] = field(default_factory=list)
    plurals: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)


class SpeakerResolver:
    """Resolves the words that stand for speakers of one document.

    Args:
        tree: the parse.
        actors: actor mentions, sorted, people included.
        outside: for each token whether it stands outside quotation marks.
    """

    def __init__(self, tree: Tree, actors: Sequence[ActorMention], outside: Sequence[bool]) -> None:
        self._tree, self._actors, self._outside = tree, actors, outside
        self._starts = [a.span.start for a in actors]
        self._subjects = self._find_subjects()
        self._spoken: list[tuple[int, str, str | None]] = []

    def _find_subjects(self) -> list[tuple[int, ActorMention]]:
        """People and bodies that are subjects outside quotations, by place."""
        found = []
        tree = self._tree
        for mention in self._actors:
            first, last = tree.at(mention.span.start), tree.at(mention.span.end) - 1
            if first > last or first >= len(tree) or not self._outside[first]:
                continue
            head = next((i for i in range(last, first - 1, -1) if not first <= tree.head[i] <= last), last)
            if self._is_main_subject(head):
                found.append((mention.span.start, mention))
        return found

    def _is_main_subject(self, head: int) -> bool:
        """Say whether a token is, or is named with, the subject of a main clause."""
        tree = self._tree
        while tree.dep[head] in {"appos", "conj"} and tree.head[head] != head:
            head = tree.head[head]
        if tree.dep[head] not in SUBJECTS and tree.dep[head] != "agent":
            return False
        verb = tree.head[head]
        return tree.dep[verb] in {"ROOT", "conj", "parataxis"} or tree.dep[head] == "agent"

    def remember(self, at: int, voice: Voice) -> None:
        """Note that a speaker spoke at an offset, so that pronouns after it may mean them."""
        if voice.name is not None and not voice.also:
            self._spoken.append((at, voice.name, self.kind_of(voice)))

    def kind_of(self, voice: Voice) -> str | None:
        """Say what sort of actor a voice is, ``person`` for people the text only describes; None if nothing tells."""
        if voice.span is None:
            return None
        found = self.mention_in(voice.span)
        if any(m.actor.kind == "person" for m in found) or "person" in voice.rule or self.is_role(voice.span):
            return "person"
        return found[0].actor.kind if found else None

    def mention_in(self, span: Span) -> list[ActorMention]:
        """Return the actors named inside a span."""
        return list(self._actors[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)])

    def _recent_person(self, before: int, wanted: frozenset[str] | None = None) -> tuple[str, str] | None:
        """The last person before an offset who spoke or was a subject outside quotations."""
        best: tuple[int, str, str] | None = None
        for at, mention in reversed(self._subjects[: bisect_right([s for s, _ in self._subjects], before - 1)]):
            if mention.actor.kind != "person":
                continue
            role = (mention.actor.role or "").lower()
            if wanted is not None and not wanted & set(re.findall(r"\w+", role)):
                continue
            best = (at, mention.actor.name, "last person that was subject outside quotations")
            break
        if wanted is None:
            people = [s for s in self._spoken if s[0] < before and s[2] == "person"]
            if people and (best is None or people[-1][0] > best[0]):
                best = (people[-1][0], people[-1][1], "last person who spoke")
        return (best[1], best[2]) if best else None

    def _last_commentator(self, before: int) -> tuple[str, str] | None:
        """The last person who spoke and whom only the text introduces: not an office holder who is talked about."""
        introduced = {m.actor.name for m in self._actors if m.actor.id.startswith("text:")}
        for at, name, kind in reversed(self._spoken):
            if at < before and kind == "person" and name in introduced:
                return name, "last commentator who spoke"
        return None

    def _described(self, before: int, noun: str) -> tuple[str, str] | None:
        """The last unnamed speaker described with the same noun ("a spokesman for …" → "the spokesman")."""
        for at, name, kind in reversed(self._spoken):
            if at < before and kind == "person" and re.search(rf"\b{re.escape(noun)}\b", name):
                return name, "the person described so before"
        return None

    def _recent_body(self, before: int) -> tuple[str, str] | None:
        for at, mention in reversed(self._subjects):
            if at < before and mention.actor.kind in _STATE_KINDS:
                return mention.actor.name, "last body that was subject"
        return None

    def _recent_several(self, before: int) -> tuple[tuple[str, ...], str] | None:
        """Several people named together in the last sentence that does so, or all that the text has named so far."""
        tree = self._tree
        best: tuple[str, ...] = ()
        for mentions in self._by_sentence(before):
            people = tuple(dict.fromkeys(m.actor.name for m in mentions if m.actor.kind == "person"))
            if len(people) > 1:
                best = people
        del tree
        return (best, "people named together before") if best else None

    def _by_sentence(self, before: int) -> list[list[ActorMention]]:
        tree = self._tree
        found: dict[int, list[ActorMention]] = {}
        for mention in self._actors[: bisect_left(self._starts, before)]:
            i = tree.at(mention.span.start)
            if i < len(tree) and self._outside[i]:
                found.setdefault(tree.sent[i], []).append(mention)
        return [found[k] for k in sorted(found)]

    def resolve(self, span: Span) -> Voice:
        """Resolve the words of a span as a speaker.

        Args:
            span: the noun phrase or pronoun that stands for the speaker.

        Returns:
            A voice; ``name`` is null with the reason in ``rule`` where the text does not tell.
        """
        tree = self._tree
        words = re.sub(r"\s+", " ", span.of(tree.text)).strip(" ,;:–—-\"“”'")
        lower = words.lower()
        if lower in _SINGULAR:
            person = self._recent_person(span.start)
            return self._voice(person[0] if person else None, words, span, f"pronoun: {person[1]}" if person else
                               "pronoun: no person named before")  # fmt: skip
        if lower in _PLURAL:
            several = self._recent_several(span.start)
            if several:
                return Voice(several[0][0], words, span, None, None, f"pronoun: {several[1]}", several[0][1:])
            body = self._recent_body(span.start)
            return self._voice(
                body[0] if body else None, words, span, "pronoun: last body" if body else "pronoun: nobody"
            )
        if lower in _RELATIVE:
            return self._antecedent(words, span)
        if lower in _THINGS:
            body = self._recent_body(span.start)
            return self._voice(
                body[0] if body else None, words, span, "pronoun: last body" if body else "pronoun: nobody"
            )
        if lower in _FIRST:
            return self._voice(None, words, span, "first person: the speaker of the text around it")
        return self._phrase(span, words)

    def _antecedent(self, words: str, span: Span) -> Voice:
        """ "who": the nearest name before it in its sentence, else the words that it stands for."""
        tree = self._tree
        i = tree.at(span.start)
        low = tree.start[tree.bounds[tree.sent[i]][0]] if i < len(tree) else span.start
        before = [m for m in self.mention_in(Span(low, span.start)) if m.actor.kind in {"person", *_STATE_KINDS}]
        people = [m for m in before if m.actor.kind == "person"]
        if words.lower() != "which" and people and people[-1] is not before[-1]:
            between = tree.text[people[-1].span.end : span.start]
            # "Ann Lee of the Russian Centre, who": the name of the body only says where she belongs.
            if re.match(r"\s*(,|\(|of\b|at\b|from\b|with\b)", between) and len(between) < 120:
                before = people
        if before:
            named = before[-1]
            return Voice(
                named.actor.name, words, span, named.actor.role, named.actor.country, "relative: name before it"
            )
        verb = tree.head[i] if i < len(tree) else i
        noun = tree.head[verb] if i < len(tree) and tree.dep[verb] == "relcl" else None
        if noun is None:
            return self._voice(None, words, span, "relative: nothing named before it")
        phrase = tree.span(tree.left[noun], max(noun, min(tree.right[noun], i - 1)))
        return self._phrase(phrase, re.sub(r"\s+", " ", phrase.of(tree.text)).strip(" ,;"))

    def is_role(self, span: Span) -> bool:
        """Say whether a phrase describes one person by a role ("a senior official")."""
        head = self._head(span)
        return head is not None and self._tree.tag[head] == "NN" and self._tree.lower[head] in name_words()["roles"]

    def _head(self, span: Span) -> int | None:
        tree = self._tree
        first, last = tree.at(span.start), tree.at(span.end) - 1
        if first > last or first >= len(tree):
            return None
        return next((i for i in range(first, last + 1) if not first <= tree.head[i] <= last), last)

    def _phrase(self, span: Span, words: str) -> Voice:
        """Resolve a noun phrase: names in it, role nouns, documents, collectives; else its own words."""
        mentions = self.mention_in(span)
        people = list({m.actor.name: m for m in mentions if m.actor.kind == "person"}.values())
        head = self._head(span)
        noun = self._tree.lower[head] if head is not None else ""
        in_head = [m for m in people if self._heads(m, head)]
        if in_head:
            joined = self._joined(people, head)
            return self._person(in_head[0], joined, words, span)
        if noun in _TEXTS:
            return self._document(span, words, mentions)
        named = next((m for m in mentions if m.form != "collective" and self._heads(m, head)), None)
        named = named or self._appositive(mentions, head)
        if named is not None and named.form == "demonym" and named.span.contains(span) and " " in words:
            # "German officials": people of the state, not the state.
            plain = re.sub(r"^(the|some|many|several) ", "", words, flags=re.I)
            return Voice(plain, words, span, None, named.actor.name, "kept as described")
        if named is not None:
            name = named.actor.name
            side = name if named.actor.kind == "state" else named.actor.country
            return Voice(name, words, span, named.actor.role, side, f"{named.form}: {named.rule}")
        return self._role(span, words, noun, head)

    def _role(self, span: Span, words: str, noun: str, head: int | None) -> Voice:
        roles = name_words()["roles"] | name_words()["titles"]
        definite = words.lower().startswith(("the ", "his ", "her "))
        if definite and noun in roles and len(words.split()) <= 4:
            wanted = None if noun in name_words()["expert_roles"] else frozenset({noun})
            person = self._described(span.start, noun)
            if person is None and wanted is None:
                person = self._last_commentator(span.start)
            person = person or self._recent_person(span.start, wanted)
            if person is not None:
                return self._voice(person[0], words, span, f"role noun: {person[1]}")
        if definite and noun in _GROUP_NOUNS and (several := self._recent_several(span.start)) is not None:
            return Voice(several[0][0], words, span, None, None, f"collective: {several[1]}", several[0][1:])
        if definite and noun in {"ministry", "government", "group", "country", "organisation", "organization", "body"}:
            body = self._recent_body(span.start)
            if body is not None and len(words.split()) == 2:
                return self._voice(body[0], words, span, f"role noun: {body[1]}")
        plain = re.sub(r"^(the|a|an|some|many|several) ", "", words, flags=re.I)
        del head
        return self._voice(plain if plain else None, words, span, "kept as described" if plain else "no words")

    def _heads(self, mention: ActorMention, head: int | None) -> bool:
        if head is None:
            return False
        tree = self._tree
        return mention.span.start <= tree.start[head] < mention.span.end

    def _appositive(self, mentions: list[ActorMention], head: int | None) -> ActorMention | None:
        """ "One of these groups, the X Front": the name that stands beside the head."""
        if head is None:
            return None
        tree = self._tree
        beside = [c for c in tree.children[head] if tree.dep[c] == "appos"]
        beside += [
            c for k in tree.children[head] for o in tree.children[k] for c in tree.children[o] if tree.dep[c] == "appos"
        ]
        return next((m for m in mentions if any(self._heads(m, c) for c in beside)), None)

    def _joined(self, people: list[ActorMention], head: int | None) -> list[str]:
        """Names co-ordinated with the head ("Lavrov and Kerry said")."""
        tree = self._tree
        if head is None:
            return []
        chain = {head}
        queue = [head]
        while queue:
            for c in tree.children[queue.pop()]:
                if tree.dep[c] == "conj":
                    chain.add(c)
                    queue.append(c)
        return [m.actor.name for m in people if any(self._heads(m, i) for i in chain if i != head)]

    def _person(self, mention: ActorMention, joined: list[str], words: str, span: Span) -> Voice:
        role = mention.actor.role
        also = tuple(n for n in dict.fromkeys(joined) if n != mention.actor.name)
        return Voice(
            mention.actor.name, words, span, role, mention.actor.country, f"{mention.form}: {mention.rule}", also
        )

    def _document(self, span: Span, words: str, mentions: list[ActorMention]) -> Voice:
        """ "A statement released by X", "the Turkish statement", "the statement": whose it is."""
        if mentions:
            best = mentions[-1] if " by " in words else mentions[0]
            inner = re.search(r"\b(?:by|of|from) (?:the )?(.+)$", words)
            name = best.actor.name
            if (inner and not inner.group(1).startswith(best.text)) or (
                inner and len(inner.group(1)) > len(best.text) + 2
            ):
                name = inner.group(1)
            return self._voice(name, words, span, "document: its issuer as named")
        inner = re.search(r"\b(?:by|from) (?:the )?([A-Z].+)$", words)
        if inner:
            return self._voice(inner.group(1), words, span, "document: its issuer as named")
        if words.lower().startswith("the ") and self._spoken:
            before = [s for s in self._spoken if s[0] < span.start]
            if before:
                return self._voice(before[-1][1], words, span, "document: the last speaker's")
        return self._voice(re.sub(r"^(the|a|an) ", "", words, flags=re.I), words, span, "kept as described")

    def _voice(self, name: str | None, words: str, span: Span, rule: str) -> Voice:
        side = next((m.actor.country for m in self._actors if name is not None and m.actor.name == name), None)
        return Voice(name, words, span, None, side, rule)
