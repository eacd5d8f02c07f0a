"""The same told again in other words, known by more than its words.

Two sentences of one text share its topic, so that words in common tell little; mostly they are two things. What tells
that one says the other again is that it is the very same words, or that the same is said of the same: one main verb and
one thing or party that it is about ("production of oil was disrupted", "5.7 million barrels of production were
disrupted"). Two texts of the same days that tell one deed of the same party are told apart in the same way.
"""

from __future__ import annotations

from functools import lru_cache

from aftertalks.ledger.proposition import Proposition, shared_words
from aftertalks.ledger.words import fold, is_weak, key, keys, total_weight
from aftertalks.lexicon.actor_names import actor_name
from aftertalks.model import Book

LEAST_WORDS = 0.30  # weighted share of the content words (Dice) without which one verb and one thing are not enough
LEAST_TOLD = 1.0  # weight of the words that are said twice; "it has taken place" says nothing without its context
PARTY_WORDS = 0.40  # the same where only a party is what it is said of
_MAIN_VERB = frozenset({"told-as-happened", "support", "oppose", "demand", "want", "refuse"})  # rules whose word is it


def restated(a: Proposition, b: Proposition) -> str | None:
    """Say by what one of two statements says the other again; null if nothing shows it.

    Only statements of one text, and reports of what happened, are known so; whether the days and places of two
    reports agree is not asked here.
    """
    x, y = a.statement, b.statement
    one_text = x.document == y.document
    if x.span.overlaps(y.span) if one_text else not a.book is b.book is Book.HAPPENED:
        return None
    if x.polarity is not y.polarity or (x.speaker != y.speaker and a.book is not b.book):
        return None
    if one_text and _same_words(a, b):
        return "the same words are said twice"
    verb, words = _verb(a), shared_words(a, b)
    if not verb or verb != _verb(b) or words < LEAST_WORDS:
        return None
    thing = a.content.as_written(_about(a) & _about(b)) if _about(a) & _about(b) else None
    party = _party(a, b) if words >= PARTY_WORDS else None
    return f"both say “{a.kind_words[1]}” of {thing or party}" if thing or party else None


def _same_words(a: Proposition, b: Proposition) -> bool:
    ours, theirs = a.parties | a.states, b.parties | b.states
    same_voice = a.statement.speaker == b.statement.speaker
    told = a.words == b.words and total_weight(a.words) >= LEAST_TOLD
    return same_voice and told and (ours <= theirs or theirs <= ours)


def _verb(p: Proposition) -> str | None:
    """The key of the main verb; null for one that every report uses."""
    if p.kind_rule not in _MAIN_VERB or not p.kind_words[1]:
        return None
    verb = key(fold(p.kind_words[1]))
    return None if is_weak(verb) or verb in _light() or verb not in p.words else verb


@lru_cache(maxsize=1)
def _light() -> frozenset[str]:
    """Verbs that say little of a deed without their object."""
    return frozenset(
        key(verb) for verb in ("leave", "become", "bring", "carry", "lead", "turn", "move", "happen", "occur")
    )


def _about(p: Proposition) -> frozenset[str]:
    """The keys of what a statement is about, without words that every report uses."""
    return frozenset(w for w in keys(p.statement.about or "") & p.words if not is_weak(w) and w != _verb(p))


def _party(a: Proposition, b: Proposition) -> str | None:
    """The name of a party that both are about."""
    both = [i for i in a.statement.actor_ids if i in b.parties]
    return next((name for i in both if (name := actor_name(i, a.statement.actors)) is not None), None)
