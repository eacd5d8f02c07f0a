"""The content words of a statement, folded so that two wordings of one thing meet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from aftertalks.lexicon import load
from aftertalks.lexicon.actor_names import state_of
from aftertalks.model import Statement

_TOKEN = re.compile(r"[^\W_]+(?:(?:[-'’.]|,(?=\d{3}\b))[^\W_]+)*")
_NUMBER = re.compile(
    r"\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|hundred"
    r"|thousand|million|billion|half|halves|thirds?|quarters?|fifths?|first|second|fourth|sixth|seventh|eighth|ninth"
    r"|tenth|dozen)(?:$|-)"
)
_CLOCK = re.compile(r"\b[0-2]?\d[:.][0-5]\d\b(?!\.?\d)")
_INFLECTION = ("ings", "ing", "edly", "ed", "es", "s", "ly")
_DERIVATION = (("ition", "ion", "ance", "ence", "iti", "ity", "al", "ive"), ("at",), ("ment",))  # one after the other
_SPELT = (("our", "or"), ("iz", "is"), ("yz", "ys"), ("entr", "enter"), ("programm", "program"))
_VOWEL = re.compile(r"[aeiouy]+")
_DOUBLED = re.compile(r"(.)\1+")
_LONG = 7  # letters of a name from which spellings are compared without their vowels
_LONGEST_STATE = 3  # words of a state's name that are looked at
_INITIALS = 3  # letters of a name that may be initials
WEAK = 0.3  # what a word that every report on talks uses counts beside any other
_KEPT = 4  # letters that must be left of a word when an ending is stripped


def fold(text: str) -> str:
    """Return text without case and accents, with plain apostrophes."""
    if text.isascii():
        return text.casefold()
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return bare.casefold().replace("’", "'")


@lru_cache(maxsize=1)
def _past_forms() -> dict[str, str]:
    """Irregular past tenses and participles with the verb's base."""
    found: dict[str, str] = {}
    for r in load("irregular_verbs"):
        for form in (*r["past"].split("/"), *r["participle"].split("/")):
            found.setdefault(form, r["base"])
    return found


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return a folded word without inflection and common derivation; crude on purpose, only compared with itself.

    "violations", "violated" and "violate" come out alike, and so do "implementation" and "implemented".
    """
    word = word.removesuffix("'s").replace(".", "").replace("-", "").replace(",", "")
    word = _past_forms().get(word, word)
    if len(word) <= _KEPT:
        return word
    bare = _stripped(word, _INFLECTION)
    bare = bare[:-1] if bare != word and bare[-1:] == bare[-2:-1] and bare[-1] not in "aeiousl" else bare
    for endings in _DERIVATION:
        bare = _stripped(bare.removesuffix("e"), endings, _KEPT + 1)
    bare = bare[:-1] + "i" if bare.endswith("y") else bare
    return next((bare.removesuffix(british) + american for british, american in _SPELT if bare.endswith(british)), bare)


def _stripped(word: str, endings: tuple[str, ...], kept: int = _KEPT) -> str:
    """Return a word without the first of some endings that leaves enough of it."""
    ending = next((e for e in endings if word.endswith(e) and len(word) - len(e) >= kept), "")
    return word if ending == "s" and word[-2] in "uis" else word.removesuffix(ending)  # "crisis", "status", "press"


def _spelling(word: str) -> str:
    """Return a name's key, alike for spellings that differ in vowels and doubled letters ("Jarabulus", "Jerabulus")."""
    return _DOUBLED.sub(r"\1", _VOWEL.sub("a", word)) if len(word) >= _LONG else stem(word)


@lru_cache(maxsize=1)
def _dropped() -> frozenset[str]:
    return frozenset(fold(word) for r in load("ledger_words") if r["class"] == "drop" for word in r["words"])


@lru_cache(maxsize=1)
def _same() -> tuple[dict[str, str], dict[str, str]]:
    """Return the stem that stands for a word and its equals: by form as listed, and by stem where one list has it."""
    forms: dict[str, str] = {}
    stems: dict[str, set[str]] = {}
    for record in load("ledger_words"):
        if record["class"] == "same":
            words = [fold(word) for word in record["words"]]
            first = stem(words[0])
            for word in words:
                forms.setdefault(word, first)
                stems.setdefault(stem(word), set()).add(first)
    return forms, {s: firsts.pop() for s, firsts in stems.items() if len(firsts) == 1}


@lru_cache(maxsize=65536)
def key(word: str) -> str:
    """Return what a folded word is compared by: the stem that stands for it and for all words of the same meaning."""
    forms, stems = _same()
    return forms.get(word) or stems.get(stem(word)) or stem(word)


@lru_cache(maxsize=4)
def _of_class(name: str) -> frozenset[str]:
    return frozenset(key(fold(word)) for r in load("ledger_words") if r["class"] == name for word in r["words"])


def total_weight(words: Iterable[str]) -> float:
    """Return how much folded content words tell of what a statement is about; most tell 1, the weak ones ``WEAK``."""
    return sum(WEAK if word in _of_class("weak") else 1.0 for word in words)


def is_weak(word: str) -> bool:
    """Say whether a folded word is one that every report on talks uses."""
    return word in _of_class("weak")


@lru_cache(maxsize=1)
def _names_by_id() -> dict[str, tuple[str, ...]]:
    """Every name of every state, so that Moscow, Russian and Russia meet."""
    found: dict[str, tuple[str, ...]] = {}
    for r in load("states"):
        names = [r["name"], *r.get("also", ()), *r.get("adj", ()), *r.get("people", ()), *r.get("capital", ())]
        found[f"state:{r['iso3']}"] = tuple(names)
    return found


@lru_cache(maxsize=1)
def _states_by_name() -> dict[str, str]:
    named = ((name, state) for state, names in _names_by_id().items() for name in names if name[:1].isupper())
    return {_bare(name): state for name, state in named}


@lru_cache(maxsize=65536)
def _state_word(raw: str) -> str | None:
    """Return what a word that names a state in any form is compared by: "Syria", "Syrian", "Syrians"."""
    return _state_words().get(fold(raw).removesuffix("'s")) if raw[0].isupper() else None


@lru_cache(maxsize=1)
def _state_words() -> dict[str, str]:
    every: list[tuple[str, str]] = []
    for r in load("states"):
        adjectives = r.get("adj", ())
        names = (r["name"], *r.get("also", ()), *adjectives, *r.get("people", [f"{word}s" for word in adjectives]))
        every += [(name, r["iso3"]) for name in names]
    return {fold(word): f"state {iso}" for word, iso in every if " " not in word and len(word) > _INITIALS}


def _bare(name: str) -> str:
    """A name without dots; folded, unless it is letters that must stay capitals ("US", not "us")."""
    plain = name.replace(".", "")
    return plain if len(plain) <= _INITIALS else fold(plain)


@lru_cache(maxsize=65536)
def states_named(text: str) -> frozenset[str]:
    """Return the ids of the states that words name, by name, people, capital or as an adjective; up to three words.

    Args:
        text: any words, with their capitals.
    """
    tokens = [m.group().removesuffix("'s").removesuffix("’s") for m in _TOKEN.finditer(text)]
    found: set[str] = set()
    for first, token in enumerate(tokens):
        if token[0].isupper():
            phrases = (_bare(" ".join(tokens[first : first + n])) for n in range(_LONGEST_STATE, 0, -1))
            state = next((_states_by_name()[p] for p in phrases if p in _states_by_name()), None)
            found.update({state} if state else ())
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Content:
    """A statement's content words.

    Args:
        forms: by folded word, the word as it stands in the text.
        named: folded words of its actors' names, which are not among ``forms``.
        marked: the distinctive ones: numbers, and words with a capital inside the sentence, but not titles and the
            like ("Joint", "President"). Two statements that each have a distinctive word of their own speak of
            different things.
        sequence: the folded words in the order of the text, each as often as it stands there.
    """

    forms: Mapping[str, str]
    marked: frozenset[str]
    named: frozenset[str]
    sequence: tuple[str, ...]

    @property
    def words(self) -> frozenset[str]:
        """The folded words."""
        return frozenset(self.forms)

    def as_written(self, words: Iterable[str], *, most: int = 8) -> str:
        """Return folded words as the text has them, in its order."""
        wanted = set(words)
        return ", ".join([form for word, form in self.forms.items() if word in wanted][:most]) or "none"


def keys(text: str) -> frozenset[str]:
    """Return the folded content words of any words, as :class:`Content` has them but for the spelling of names."""
    words = ((m.group(), fold(m.group()).removesuffix("'s")) for m in _TOKEN.finditer(text))
    return frozenset(_state_word(raw) or key(word) for raw, word in words if word not in _dropped())


def name_keys(text: str) -> frozenset[str]:
    """Return the folded content words of a name, as :class:`Content` has those of a name inside a sentence."""
    words = ((m.group(), fold(m.group()).removesuffix("'s")) for m in _TOKEN.finditer(text))
    return frozenset(_state_word(raw) or _name_key(word) for raw, word in words if word not in _dropped())


def _name_key(word: str) -> str:
    return _spelling(word) if key(word) == stem(word) else key(word)


@lru_cache(maxsize=1)
def _terms() -> frozenset[str]:
    return frozenset(_same()[0].values())


def is_term(word: str) -> bool:
    """Say whether a folded word stands for a term that the lexicon knows by several names: truce, withdrawal, envoy."""
    return word in _terms()


_BACKGROUND = re.compile(
    r"\b(?:after|following|follows|followed|in response to|in the wake of|because of|since|amid|ahead of|prior to"
    r"|preceded by|builds on)\b",
    re.IGNORECASE,
)


def background_cut(text: str) -> str:
    """Return words without what they only tell as the background of something else ("… after the two had spoken").

    A background that opens the sentence ends with its first comma, any other with the sentence.
    """
    match = _BACKGROUND.search(text)
    if match is None:
        return text
    if text[: match.start()].strip(' “"'):
        return text[: match.start()]
    _, comma, rest = text.partition(",")
    return rest if comma else text


def reacts(text: str) -> bool:
    """Say whether words answer an event: thanks, welcome, condemnation, condolence."""
    return not _of_class("reaction").isdisjoint(keys(text))


def content_words(statement: Statement) -> Content:
    """Return a statement's content words.

    Left out: the words that attribute it, its time's words, the names of its actors (they are compared as parties),
    function words.
    """
    weak = _of_class("weak")
    named = _actor_words(statement)
    calendar = {str(n) for d in (statement.when, statement.when_end, statement.deadline) if d for n in (d.year, d.day)}
    forms: dict[str, str] = {}
    marked: set[str] = set()
    sequence: list[str] = []
    own = _own_words(statement)
    for place, match in enumerate(_TOKEN.finditer(own)):
        raw = match.group()
        folded = fold(raw).removesuffix("'s")
        word = _state_word(raw) or key(folded)
        if folded in _dropped() or folded in calendar or word in named or len(word) < 2:
            continue
        name = bool(raw[0].isupper() and place and word not in weak)
        word = _name_key(folded) if name and " " not in word else word
        forms.setdefault(word, raw)
        sequence.append(word)
        if (name or _NUMBER.match(folded)) and not _SETTING.match(own, match.end()):
            marked.add(word)
    return Content(MappingProxyType(forms), frozenset(marked), named, tuple(sequence))


_SETTING = re.compile(
    r"\s(?:summit|meeting|conference|sidelines|sides|parties|countries|states|leaders|presidents|ministers|delegations)\b"
)
"""What makes a name or number before it no mark of the matter: "at the G20 summit", "the two sides"."""


def _own_words(statement: Statement) -> str:
    """The statement's words with attribution and time blanked out."""
    text = statement.text
    spans = [statement.cue, *(voice.span for voice in statement.chain)]
    for span in spans:
        if span is not None and statement.span.contains(span):
            a, b = span.start - statement.span.start, span.end - statement.span.start
            text = text[:a] + " " * (b - a) + text[b:]
    if statement.when_text and statement.when is not None:  # a duration ("72-hour") tells two truces apart
        text = text.replace(statement.when_text, " " * len(statement.when_text))
    return _CLOCK.sub(" ", text)


def _actor_words(statement: Statement) -> frozenset[str]:
    names = [*statement.actors, statement.speaker or ""]
    for actor in statement.actor_ids:  # "the leaders of France and Germany": the states of those who are named
        names.extend(_names_by_id().get(actor, ()) or _names_by_id().get(state_of(actor) or "", ()))
    words = (m.group() for name in names for m in _TOKEN.finditer(name))
    return frozenset(_state_word(word) or stem(fold(word)) for word in words)
