"""The same said twice in one text.

Two sentences of one text share its topic, so that words in common tell little; mostly they are two things. What tells
that one says the other again is that it is the very same words, or that the same is said of the same: one main verb and
one thing that it is about ("production of oil was disrupted", "5.7 million barrels of production were disrupted").
"""

from __future__ import annotations

from aftertalks.ledger.proposition import Proposition, shared_words
from aftertalks.ledger.words import fold, is_weak, key, keys

LEAST_WORDS = 0.30  # weighted share of the content words (Dice) without which one verb and one object are not enough
_MAIN_VERB = frozenset({"told-as-happened", "support", "oppose", "demand", "want", "refuse"})  # rules whose word is it


def restated(a: Proposition, b: Proposition) -> str | None:
    """Say by what one of two statements of a text says the other again; null if nothing shows it."""
    x, y = a.statement, b.statement
    if x.document != y.document or x.span.overlaps(y.span) or x.polarity is not y.polarity:
        return None
    if x.speaker != y.speaker and not (a.book is b.book):
        return None
    if x.speaker == y.speaker and a.words and a.words == b.words:
        return "the same words are said twice"
    verb, thing = _verb(a), _about(a) & _about(b)
    if not verb or verb != _verb(b) or not thing or shared_words(a, b) < LEAST_WORDS:
        return None
    return f"both say “{a.kind_words[1]}” of {a.content.as_written(thing)}"


def _verb(p: Proposition) -> str | None:
    """The key of the main verb; null for one that every report uses."""
    if p.kind_rule not in _MAIN_VERB or not p.kind_words[1]:
        return None
    verb = key(fold(p.kind_words[1]))
    return None if is_weak(verb) or verb not in p.words else verb


def _about(p: Proposition) -> frozenset[str]:
    """The keys of what a statement is about, without words that every report uses."""
    return frozenset(w for w in keys(p.statement.about or "") & p.words if not is_weak(w) and w != _verb(p))
