"""Which statements are worth comparing: those that share a phrase or two of their most telling words.

Two statements that merge have at least two words in common that count, mostly next to each other. Each statement is
therefore filed under every pair of its ``MOST_WORDS`` most telling words and under its first ``MOST_PHRASES`` pairs of
content words that stand next to each other, and is only ever compared with what is filed under the same pair. Which
words are most telling follows from the statement alone (names, numbers and terms, then long words), never from what
else the ledger holds, so that the order of adding makes no difference. Reports of a dated act meet under its day as
well, and very short statements under their words within their text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import combinations, islice, pairwise

from aftertalks.ledger.occasions import occasion_key
from aftertalks.ledger.proposition import Proposition
from aftertalks.ledger.words import is_term, total_weight

MOST_WORDS = 7  # of a statement that it is filed under; 21 pairs
MOST_PHRASES = 8  # pairs of neighbours that it is filed under besides
FEW_WORDS = 2  # content words up to which a statement is filed under all of them and its text


def telling_words(proposition: Proposition) -> list[str]:
    """Return the content words that tell most of what a statement is about, the most telling first."""
    content = proposition.content
    words = content.words - content.named
    telling = {w: (-total_weight([w]), not (w in content.marked or is_term(w)), -len(w), w) for w in words}
    return sorted(words, key=telling.__getitem__)[:MOST_WORDS]


def block_keys(proposition: Proposition) -> tuple[int, ...]:
    """Return the keys of the blocks that a statement stands in: signed 64-bit numbers."""
    return tuple(sorted({_key(name) for name in _blocks(proposition)}))


def _blocks(proposition: Proposition) -> Iterator[str]:
    """The names of the blocks."""
    for one, other in combinations(sorted(telling_words(proposition)), 2):
        yield f"{one} {other}"
    phrases = (pair for pair in pairwise(proposition.content.sequence) if pair[0] != pair[1])
    for one, other in islice(phrases, MOST_PHRASES):
        yield f"{one} {other}" if one < other else f"{other} {one}"
    occasion = occasion_key(proposition)
    if occasion:
        yield occasion
    if len(proposition.words) <= FEW_WORDS:
        yield f"in {proposition.statement.document} {' '.join(sorted(proposition.words))}"


def _key(words: str) -> int:
    return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), signed=True)
