"""Who a speaker is: from the words that stand for one to a name, or to null with the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from aftertalks.model import Actor, ActorMention, Span, Voice
from aftertalks.read.quotes.memory import STATE_KINDS, Memory
from aftertalks.read.quotes.people import name_words
from aftertalks.read.tree import Tree

_SINGULAR = frozenset({"he", "she", "him", "his", "her", "himself", "herself"})
_FEMALE = frozenset({"she", "her", "herself"})
_PLURAL = frozenset({"they", "them", "their", "both"})
_THINGS = frozenset({"it", "its", "this", "that", "which"})
_RELATIVE = frozenset({"who", "whom", "whose"})
_FIRST = frozenset({"i", "we"})
_TEXTS = frozenset(
    "statement report letter release communique communiqué document text memo email message article note tweet post"
    " announcement study survey poll".split()
)
_BODY_NOUNS = {
    "ministry": frozenset({"ministry"}),
    "government": frozenset({"government", "state"}),
    "country": frozenset({"state"}),
    "group": frozenset({"group", "organisation"}),
    "organisation": frozenset({"organisation", "group"}),
    "organization": frozenset({"organisation", "group"}),
    "body": frozenset({"organisation", "ministry"}),
}
"""What the words for a body, "the ministry", can mean of what was named before."""
_WHEN = re.compile(r"(?<!\s)\s+(?:on|late|early|this|last|earlier)\s.*$", re.DOTALL)
_NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5}
_OF_STATES = re.compile(
    r"(?:the )?(\w+) of (?:the )?(both|two|three|four|five) (?:countries|states|nations)", re.IGNORECASE
)
_COUNTING = frozenset({"the", "his", "her", "foreign", "defence", "defense", "prime", "trade", *_NUMBERS})
"""Words that may stand before a group noun that means those named before."""
_GROUP_NOUNS = frozenset(
    "leaders presidents ministers parties sides countries chiefs heads officials delegations".split()
)


_DATED = frozenset(
    "today monday tuesday wednesday thursday friday saturday sunday january february march april june july august"
    " september october november december".split()
)


class SpeakerResolver:
    """Resolves the words that stand for speakers of one document.

    Args:
        tree: the parse.
        actors: actor mentions, sorted, people included.
        outside: for each token whether it stands outside quotation marks.
    """

    def __init__(self, tree: Tree, actors: Sequence[ActorMention], outside: Sequence[bool]) -> None:
        self._tree, self._actors = tree, actors
        self.memory = Memory(tree, actors, outside)
        self._known: dict[str, Actor] = {}
        for mention in actors:
            known = self._known.get(mention.actor.name)
            if known is None or (known.role is None and mention.actor.role is not None):
                self._known[mention.actor.name] = mention.actor

    def remember(self, at: int, voice: Voice) -> None:
        """Note that a speaker spoke at an offset, so that pronouns after it may mean them."""
        if voice.name is None or voice.also:
            return
        head = self._head(voice.span) if voice.span is not None else None
        plural = head is not None and self._tree.tag[head] == "NNS" and voice.rule == "kept as described"
        self.memory.remember(at, voice.name, self.kind_of(voice), plural=plural)

    def kind_of(self, voice: Voice) -> str | None:
        """Say what sort of actor a voice is, ``person`` for people the text only describes; None if nothing tells."""
        if voice.span is None:
            return None
        found = self.mention_in(voice.span)
        if any(m.actor.kind == "person" for m in found) or "person" in voice.rule or self.is_role(voice.span):
            return "person"
        if found:
            return found[0].actor.kind
        head = self._head(voice.span)
        # A capitalised name that nobody knows and that speaks is a person's, unless it is all capitals.
        if head is not None and self._tree.tag[head] == "NNP" and not voice.text.isupper() and len(voice.text) > 2:
            return "person" if len(voice.text.split()) < 4 else None
        return None

    def mention_in(self, span: Span) -> list[ActorMention]:
        """Return the actors named inside a span."""
        return self.memory.mentions_in(span)

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
            person = self.memory.recent_person(span.start, gender="f" if lower in _FEMALE else "m")
            return self._voice(person[0] if person else None, words, span, f"pronoun: {person[1]}" if person else
                               "pronoun: no person named before")  # fmt: skip
        if lower in _PLURAL:
            near = self.memory.near.several(span.start)
            if near is not None:
                voice = self._phrase(near[0], re.sub(r"\s+", " ", near[0].of(tree.text)))
                return replace(voice, text=words, span=span, rule=f"pronoun: {near[1]}, {voice.rule}")
            several = self.memory.recent_several(span.start)
            body = self.memory.recent_delegation(span.start)
            if several and body is None:
                return Voice(several[0][0], words, span, None, None, f"pronoun: {several[1]}", several[0][1:])
            body = body or self.memory.recent_body(span.start)
            return self._voice(
                body[0] if body else None, words, span, "pronoun: last body" if body else "pronoun: nobody"
            )
        if lower in _RELATIVE:
            return self._antecedent(words, span)
        if lower in _THINGS:
            body = self.memory.recent_body(span.start)
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
        noun = self._modified(i)
        if noun is not None:
            phrase = tree.span(tree.left[noun], max(noun, min(tree.right[noun], i - 1)))
            return self._phrase(phrase, re.sub(r"\s+", " ", phrase.of(tree.text)).strip(" ,;"))
        before = [m for m in self.mention_in(Span(low, span.start)) if m.actor.kind in {"person", *STATE_KINDS}]
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

    def _modified(self, i: int) -> int | None:
        """The plain noun right before a relative that a name only describes: "a Syrian refugee who"."""
        tree = self._tree
        noun = i - 1
        if i >= len(tree) or noun < 0 or tree.tag[noun] not in {"NN", "NNS"} or tree.sent[noun] != tree.sent[i]:
            return None
        return noun if not any(self._heads(m, noun) for m in self.mention_in(tree.span(noun, noun))) else None

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
            holders = self._holders(mentions, head)
            joined = [*(m.actor.name for m in holders[1:]), *self._joined(people, head)]
            return self._person(holders[0] if holders else in_head[0], joined, words, span)
        if noun in _TEXTS:
            return self._document(span, words, mentions)
        beside = self._appositive([m for m in mentions if m.actor.kind == "person"], head)
        if beside is not None:
            title = re.sub(r"\s+", " ", self._tree.text[span.start : beside.span.start]).strip(" ,")
            side = beside.actor.country or next((m.actor.country for m in mentions if m.actor.country), None)
            return Voice(
                beside.actor.name, words, span, beside.actor.role or title or None, side, f"appositive: {beside.rule}"
            )
        named = next((m for m in mentions if m.form != "collective" and self._heads(m, head)), None)
        named = named or self._appositive(mentions, head)
        several = head is not None and self._tree.tag[head] == "NNS" and named is not None and "its " in named.rule
        described = named is not None and (named.span.contains(span) or several)
        if named is not None and described and named.form == "demonym" and " " in words:
            # "German officials", "two German officials familiar with the talks": people of the state, not the state.
            plain = re.sub(r"^(the|some|many|several) (?!of\b)", "", words, flags=re.I)
            return Voice(plain, words, span, None, named.actor.name, "kept as described")
        if named is not None and self._goes_on(named, span, mentions):
            return self._voice(re.sub(r"^the ", "", words, flags=re.I), words, span, "kept as described")
        if named is not None:
            name = named.actor.name
            side = name if named.actor.kind == "state" else named.actor.country
            bodies = [m for m in mentions if m.form != "collective" and m.actor.kind in {"person", *STATE_KINDS}]
            also = tuple(n for n in dict.fromkeys(self._joined(bodies, head)) if n != name)
            return Voice(name, words, span, named.actor.role, side, f"{named.form}: {named.rule}", also)
        return self._role(span, words, noun, head)

    def _goes_on(self, named: ActorMention, span: Span, mentions: list[ActorMention]) -> bool:
        """Say whether a longer name begins with a known one: "the House of Commons Library" is not the House."""
        tree = self._tree
        i = tree.at(named.span.end)
        if i >= len(tree) or not i or tree.start[i] >= span.end or tree.tag[i] not in {"NNP", "NNPS"}:
            return False
        after = i + 1 < len(tree) and tree.tag[i + 1] in {"NNP", "NNPS", "CD"} and tree.start[i + 1] < span.end
        known = any(m.span.start <= tree.start[i] < m.span.end for m in mentions)
        body = tree.lower[i] in name_words()["not_names"] and tree.lower[i] not in _DATED
        return named.actor.kind in STATE_KINDS and body and not known and not after and tree.words[i][:1].isupper()

    def _role(self, span: Span, words: str, noun: str, head: int | None) -> Voice:
        roles = name_words()["roles"] | name_words()["titles"]
        definite = words.lower().startswith(("the ", "his ", "her "))
        if definite and noun in roles and len(words.split()) <= 4:
            wanted = None if noun in name_words()["expert_roles"] else frozenset({noun})
            person = self.memory.recent_person(span.start, wanted=wanted) if wanted is not None else None
            person = person or self.memory.described(span.start, noun)
            if person is None and wanted is None:
                person = self.memory.last_commentator(span.start)
            if person is None and wanted is None:
                person = self.memory.recent_person(span.start)
            if person is not None:
                return self._voice(person[0], words, span, f"role noun: {person[1]}")
        if noun in _GROUP_NOUNS and (several := self._several(words, span)) is not None:
            return Voice(several[0][0], words, span, None, None, f"collective: {several[1]}", several[0][1:])
        if definite and noun in _BODY_NOUNS:
            body = self.memory.recent_body(span.start, _BODY_NOUNS[noun])
            if body is not None and len(words.split()) == 2:
                return self._voice(body[0], words, span, f"role noun: {body[1]}")
        plain = re.sub(r"^(the|a|an|some|many|several) (?!of\b)", "", words, flags=re.I)
        del head
        return self._voice(plain if plain else None, words, span, "kept as described" if plain else "no words")

    def _several(self, words: str, span: Span) -> tuple[tuple[str, ...], str] | None:
        """Who "the leaders", "both presidents" are: those named together before, if their number is right."""
        words = re.sub(r"\bheads of (?:state|government)(?: and government)?\b", "leaders", words, flags=re.IGNORECASE)
        of_states = _OF_STATES.fullmatch(words)
        parts = re.split(r"\W+", f"{of_states[2]} {of_states[1]}" if of_states else words.lower())
        if parts[0] not in {"the", "his", "her", "both", "two", "three"} or not set(parts[:-1]) <= _COUNTING:
            return None
        told = next((_NUMBERS[w] for w in parts if w in _NUMBERS), None)
        return self.memory.recent_several(span.start, number=told, named=True)

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

    def _holders(self, mentions: list[ActorMention], head: int | None) -> list[ActorMention]:
        """Those whom one plural office names, a state each: "the presidents of Russia and Turkey"."""
        if head is None or self._tree.tag[head] not in {"NNS", "NNPS"}:
            return []
        each = [m for m in mentions if m.form == "role" or m.rule == "state by its holder"]
        return each if len(each) > 1 else []

    def _joined(self, named: list[ActorMention], head: int | None) -> list[str]:
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
        return [m.actor.name for m in named if any(self._heads(m, i) for i in chain if i != head)]

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
            issuer = _WHEN.sub("", inner.group(1)) if inner else best.text
            longer = not issuer.startswith(best.text) or len(issuer) > len(best.text) + 2
            return self._voice(issuer if longer else best.actor.name, words, span, "document: its issuer as named")
        inner = re.search(r"\b(?:by|from) (?:the )?([A-Z].+)$", words)
        if inner:
            return self._voice(_WHEN.sub("", inner.group(1)), words, span, "document: its issuer as named")
        if words.lower().startswith("the ") and (last := self.memory.last_speaker(span.start)) is not None:
            return self._voice(last, words, span, "document: the last speaker's")
        return self._voice(re.sub(r"^(the|a|an) ", "", words, flags=re.I), words, span, "kept as described")

    def _voice(self, name: str | None, words: str, span: Span, rule: str) -> Voice:
        known = self._known.get(name) if name is not None else None
        return Voice(name, words, span, known.role if known else None, known.country if known else None, rule)
