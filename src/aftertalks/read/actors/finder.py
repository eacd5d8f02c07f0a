"""Finds who is named in a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date
from pathlib import Path

from aftertalks.lexicon.names import Words, split_words
from aftertalks.model import Actor, ActorMention, Span
from aftertalks.read.actors.atoms import Scene, find_atoms, persons_of
from aftertalks.read.actors.offices import slug
from aftertalks.read.actors.people import Cast, name_after, strangers, text_actor
from aftertalks.read.actors.phrases import Phrase, build_phrase, several
from aftertalks.read.actors.records import ActorLexicon, actor_lexicon

_COLLECTIVE = re.compile(
    r"\b(?:[Tt]he|[Bb]oth|[Aa]ll) (?:(?:two|three|four|five|both|warring|contracting|conflicting|respective) )?"
    r"(?:presidents|leaders|sides|[Pp]arties|countries|nations|governments|ministers|foreign ministers|heads of state"
    r"|delegations|capitals|powers|guarantors|guarantor states|guarantor countries|allies|rivals|mediators"
    r"|negotiators)\b"
    r"(?! of the [A-Z])"
)


class ActorFinder:
    """Finds states, governments, organisations, groups, offices and people in a text.

    Args:
        folders: folders with the user's own lexicon files, read after the shipped ones.
    """

    def __init__(self, *, folders: tuple[Path, ...] = ()) -> None:
        self._folders = folders

    @property
    def lexicon(self) -> ActorLexicon:
        """The names; built on first use, once a process."""
        return actor_lexicon(self._folders)

    def find(self, text: str, *, published: date | None) -> list[ActorMention]:
        """Find actors.

        Args:
            text: any text; never raises for what it holds.
            published: the document's date, by which offices and bare surnames are resolved; without it they are not.

        Returns:
            Mentions in order, not overlapping. ``text`` keeps the wording, ``actor.name`` is the canonical name.
        """
        words = split_words(text)
        phrases = self._phrases(words, published)
        mentions = [_mention(words, p) for p in phrases]
        return _with_collectives(text, mentions)

    def resolve(self, name: str, *, published: date | None) -> Actor | None:
        """Resolve a bare string such as "the Russian leader", "Moscow" or "US President Donald Trump".

        Args:
            name: the string.
            published: the date that offices and surnames refer to.

        Returns:
            The one actor that the whole string names, or None.
        """
        mentions = [m for m in self.find(name, published=published) if m.form != "collective" or m.actor.country]
        if len(mentions) != 1:
            return None
        rest = name[: mentions[0].span.start] + name[mentions[0].span.end :]
        left = {w.lower() for w in re.findall(r"\w+", rest)} - {"the", "a", "an", "s", "mr", "mrs", "ms", "dr", "sir"}
        return None if left else mentions[0].actor

    def _phrases(self, words: Words, published: date | None) -> list[Phrase]:
        scene = Scene(words, self.lexicon, published)
        find_atoms(scene)
        cast = Cast()
        for atom in scene.atoms:
            if atom.kind == "person" and len({p.name for p in persons_of(atom)}) == 1:
                cast.meet(persons_of(atom)[0])
        taken = {
            k for a in scene.atoms if a.kind not in {"role", "roles", "body", "surname"} for k in range(a.first, a.last)
        }
        first = self._pass(scene, cast, taken)
        _apposed(scene, cast, first)
        busy = {k for p in first for k in range(p.first, p.last)}
        for start, end in strangers(scene, busy):
            cast.introduce(text_actor(words, start, end, role=None, side=None, code=None))
        if not cast.introduced:
            return first
        return _join(first, _again(words, cast, self._pass(scene, cast, taken)))

    def _pass(self, scene: Scene, cast: Cast, taken: set[int]) -> list[Phrase]:
        found: list[Phrase] = []
        last = 0
        for atom in scene.atoms:
            if atom.first < last:
                continue
            holders = several(scene, atom)
            if holders:
                found.extend(holders)
                last = holders[-1].last
                continue
            phrase = build_phrase(scene, atom, cast, taken)
            if phrase is not None and phrase.first >= last:
                found.append(phrase)
                last = phrase.last
        return found


def _apposed(scene: Scene, cast: Cast, phrases: list[Phrase]) -> None:
    """Introduce people of the shape "Name Name, the Turkish envoy": a full name, a comma, a title."""
    words = scene.words
    busy = {k for p in phrases for k in range(p.first, p.last)}
    for phrase in phrases:
        if phrase.form not in {"role"} and phrase.actor.kind not in {"office"}:
            continue
        k = phrase.first - 1
        while k >= 0 and words.folded[k] in {"the", "a", "an", "former"}:
            k -= 1
        if k < 1 or words.gap(k).strip() != "," or not words.capital(k) or k in busy:
            continue
        first = k
        while (
            first > 0
            and k - first < 4
            and words.gap(first - 1) in {" ", "-"}
            and words.capital(first - 1)
            and first - 1 not in busy
        ):
            first -= 1
        while first < k and words.opens_sentence(first) and name_after(words, first, busy) != k + 1:
            first += 1
        if k - first >= 1 and name_after(words, first, busy) == k + 1:
            actor = text_actor(
                words, first, k + 1, role=phrase.actor.role, side=phrase.actor.country, code=phrase.actor.code
            )
            cast.introduce(actor)


def _again(words: Words, cast: Cast, phrases: list[Phrase]) -> list[Phrase]:
    """Find the later mentions of people whom the text introduced: the full name, or the surname alone."""
    busy = {k for p in phrases for k in range(p.first, p.last)}
    found = list(phrases)
    introduced = cast.introduced
    for i, word in enumerate(words.folded):
        if word not in introduced or i in busy:
            continue
        people = introduced[word]
        actor = people[0]
        name = slug(actor.name).split("-")
        first = i - len(name) + 1
        if first >= 0 and words.folded[first : i + 1] == name and not busy & set(range(first, i + 1)):
            while len(found) > len(phrases) and found[-1].first >= first:
                found.pop()  # "Jim Jim": the first is no surname alone
            found.append(Phrase(first, i + 1, actor, "name", "introduced in the text"))
        elif len(people) == 1 and words.capital(i) and not _named_otherwise(words, i):
            found.append(Phrase(i, i + 1, actor, "surname", "introduced in the text"))
    return sorted(found, key=lambda p: p.first)


def _named_otherwise(words: Words, i: int) -> bool:
    k = i - 1
    return (
        k >= 0
        and words.gap(k) == " "
        and words.capital(k)
        and not words.opens_sentence(k)
        and words.folded[k] not in {"mr", "mrs", "ms", "dr"}
    )


def _join(first: list[Phrase], second: list[Phrase]) -> list[Phrase]:
    """Keep the second pass, which knows everybody; the first only filled the cast."""
    return second or first


def _mention(words: Words, phrase: Phrase) -> ActorMention:
    start, end = words.starts[phrase.first], words.ends[phrase.last - 1]
    single = words.ends[phrase.last - 1] - words.starts[phrase.last - 1] == 1
    if single and words.text[end : end + 1] == "." and words.text[end - 2 : end - 1] == ".":
        end += 1
    return ActorMention(Span(start, end), words.text[start:end], phrase.actor, phrase.form, phrase.rule)


def _with_collectives(text: str, mentions: list[ActorMention]) -> list[ActorMention]:
    """Add "the two presidents" and the like where nothing else was found."""
    found = list(mentions)
    starts = [m.span.start for m in mentions]
    for match in _COLLECTIVE.finditer(text):
        span = Span(match.start(), match.end())
        i = bisect_left(starts, span.end) - 1
        if i >= 0 and mentions[i].span.overlaps(span):
            continue
        actor = Actor(f"collective:{slug(match.group())}", match.group(), "collective")
        rule = "several actors at once; the text must tell which"
        found.append(ActorMention(span, match.group(), actor, "collective", rule))
    return sorted(found, key=lambda m: m.span)
