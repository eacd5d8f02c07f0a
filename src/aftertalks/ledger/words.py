"""The content words of a statement, folded so that two wordings of one thing meet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from aftertalks.lexicon import load
from aftertalks.model import Statement

_TOKEN = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_NUMBER = re.compile(
    r"\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|hundred"
    r"|thousand|million|billion|half|halves|thirds?|quarters?|fifths?|first|second|fourth|sixth|seventh|eighth|ninth"
    r"|tenth|dozen)(?:$|-)"
)
_CLOCK = re.compile(r"\b[0-2]?\d[:.][0-5]\d\b(?!\.?\d)")
_ENDINGS = ("ations", "ation", "ings", "ing", "ments", "ment", "edly", "ies", "ed", "es", "s", "ly")
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


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return a folded word without a common English ending; crude on purpose, only ever compared with itself."""
    word = word.removesuffix("'s").replace(".", "").replace("-", "")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _KEPT:
            word = word.removesuffix(ending)
            break
    return word.removesuffix("e") if len(word) > _KEPT else word


@lru_cache(maxsize=1)
def _lists() -> tuple[frozenset[str], dict[str, str]]:
    """Return the words that are dropped, and by stem the stem that stands for its equals."""
    dropped: set[str] = set()
    same: dict[str, str] = {}
    for record in load("ledger_words"):
        words = [fold(word) for word in record["words"]]
        if record["class"] == "drop":
            dropped.update(words)
        elif record["class"] == "same":
            same.update({stem(word): stem(words[0]) for word in words})
    return frozenset(dropped), same


@lru_cache(maxsize=4)
def _of_class(name: str) -> frozenset[str]:
    _, same = _lists()
    stems = [stem(fold(word)) for r in load("ledger_words") if r["class"] == name for word in r["words"]]
    return frozenset(same.get(s, s) for s in stems)


def total_weight(words: Iterable[str]) -> float:
    """Return how much folded content words tell of what a statement is about; most tell 1, the weak ones ``WEAK``."""
    return sum(WEAK if word in _of_class("weak") else 1.0 for word in words)


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


def _bare(name: str) -> str:
    """A name without dots; folded, unless it is letters that must stay capitals ("US", not "us")."""
    plain = name.replace(".", "")
    return plain if len(plain) <= _INITIALS else fold(plain)


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
    """

    forms: Mapping[str, str]
    marked: frozenset[str]
    named: frozenset[str]

    @property
    def words(self) -> frozenset[str]:
        """The folded words."""
        return frozenset(self.forms)

    def as_written(self, words: Iterable[str], *, most: int = 8) -> str:
        """Return folded words as the text has them, in its order."""
        wanted = set(words)
        return ", ".join([form for word, form in self.forms.items() if word in wanted][:most]) or "none"


def keys(text: str) -> frozenset[str]:
    """Return the folded content words of any words, as :class:`Content` has them."""
    dropped, same = _lists()
    folded = (fold(m.group()).removesuffix("'s") for m in _TOKEN.finditer(text))
    return frozenset(same.get(stem(word), stem(word)) for word in folded if word not in dropped)


@lru_cache(maxsize=1)
def _terms() -> frozenset[str]:
    return frozenset(_lists()[1].values())


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
    dropped, same = _lists()
    weak = _of_class("weak")
    named = _actor_words(statement)
    calendar = {str(n) for d in (statement.when, statement.when_end, statement.deadline) if d for n in (d.year, d.day)}
    forms: dict[str, str] = {}
    marked: set[str] = set()
    for place, match in enumerate(_TOKEN.finditer(_own_words(statement))):
        raw = match.group()
        folded = fold(raw).removesuffix("'s")
        key = same.get(stem(folded), stem(folded))
        if folded in dropped or folded in calendar or key in named or len(key) < 2:
            continue
        forms.setdefault(key, raw)
        if _NUMBER.match(folded) or (raw[0].isupper() and place and key not in weak):
            marked.add(key)
    return Content(MappingProxyType(forms), frozenset(marked), named)


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
    for actor in statement.actor_ids:
        names.extend(_names_by_id().get(actor, ()))
    return frozenset(stem(fold(m.group())) for name in names for m in _TOKEN.finditer(name))
