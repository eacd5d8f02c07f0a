"""Documents that repeat another: wire copies and later editions, found by the word sequences that they share.

A document is cut into shingles of five folded words. A MinHash sketch (Broder 1997) stands for the set of shingles:
the share of equal places in two sketches estimates the Jaccard likeness of the sets. Groups of places (bands) are kept
in the store, so that a new document meets its likes without being compared with all; what meets is then compared
shingle by shingle, so that a chance meeting costs time but decides nothing.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from aftertalks.ledger.words import fold
from aftertalks.model import Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHINGLE = 5  # words
ROWS, BANDS = 3, 40  # a likeness of 0.3 is met with probability 0.67, one of 0.5 with 0.995
LEAST_SHINGLES = 20  # shorter texts are like each other by chance; they must be the same
COPY_AT = 0.50  # share of the shorter document's shingles from which it counts as copied
OWN_COPY_AT = 0.90  # the same within one publisher, whose formulas return in every readout: here it must be nearly all
EDITION_AT = 0.30  # the same under one address, or one title and publisher: then it is a corrected edition
EDITION_DAYS = 31  # between two editions of one title; an address has none
_WORD = re.compile(r"[^\W_]+")


class Repeat(StrEnum):
    """How a document repeats another."""

    COPY = "copy"
    EDITION = "edition"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of two documents is the same.

    Args:
        repeat: what that makes of them; null if they are two documents in their own right.
        share: of the shorter one's shingles that the other has, 0..1.
        reason: the grounds, in words.
    """

    repeat: Repeat | None
    share: float
    reason: str


def shingles(text: str) -> frozenset[int]:
    """Return the hashes (64 bits) of a text's runs of five words; of a shorter text, of all its words."""
    words = _WORD.findall(fold(text))
    runs = [" ".join(words[n : n + SHINGLE]) for n in range(max(len(words) - SHINGLE + 1, 1))]
    return frozenset(
        int.from_bytes(hashlib.blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
        for run in runs
        if run
    )


@lru_cache(maxsize=1)
def _permutations() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Odd factors and summands of multiply-shift hashing, the same in every version and on every machine."""
    import numpy as np

    made = [hashlib.blake2b(f"aftertalks {n}".encode(), digest_size=16).digest() for n in range(ROWS * BANDS)]
    factors = np.array([int.from_bytes(m[:8], "big") | 1 for m in made], dtype=np.uint64)
    summands = np.array([int.from_bytes(m[8:], "big") for m in made], dtype=np.uint64)
    return factors, summands


def bands(found: frozenset[int]) -> tuple[str, ...]:
    """Return the band hashes of a set of shingles, in order; documents with one in common may be alike."""
    import numpy as np

    if not found:
        return ()
    factors, summands = _permutations()
    values = np.fromiter(found, dtype=np.uint64, count=len(found))
    lowest = np.full(ROWS * BANDS, np.iinfo(np.uint64).max, dtype=np.uint64)
    for part in np.array_split(values, max(len(values) // 4096, 1)):  # bounded memory for long treaties
        hashed = (factors[:, None] * part[None, :] + summands[:, None]) >> np.uint64(32)
        lowest = np.minimum(lowest, hashed.min(axis=1))
    rows = lowest.astype("<u8").reshape(BANDS, ROWS)
    return tuple(hashlib.blake2b(row.tobytes(), digest_size=8).hexdigest() for row in rows)


def compare(new: Document, old: Document) -> Likeness:
    """Say whether a document repeats another, and how.

    Args:
        new, old: two documents; which of them is the older plays no part.
    """
    ours, theirs = shingles(new.text), shingles(old.text)
    fewer = min(len(ours), len(theirs))
    share = len(ours & theirs) / fewer if fewer else 0.0
    said = f"{share:.0%} of the shorter text's five-word runs stand in the other"
    same = _same_place(new, old)
    if same and share >= EDITION_AT:
        return Likeness(Repeat.EDITION, share, f"{same}; {said}")
    own = new.publisher is not None and fold(new.publisher) == fold(old.publisher or "")
    if ours == theirs or (fewer >= LEAST_SHINGLES and share >= (OWN_COPY_AT if own else COPY_AT)):
        return Likeness(Repeat.COPY, share, said)
    return Likeness(None, share, said)


def _same_place(a: Document, b: Document) -> str | None:
    if a.url and a.url == b.url:
        return "the same address"
    if not (a.title and b.title and a.publisher and b.publisher):
        return None
    if (fold(a.title), fold(a.publisher)) != (fold(b.title), fold(b.publisher)):
        return None
    if a.published and b.published and abs((a.published - b.published).days) > EDITION_DAYS:
        return None
    return "the same title and publisher"


def repeated_words(text: str) -> str:
    """Return a text's words alone, folded, with single spaces and one at each end: to look for one text in another."""
    return f" {' '.join(_WORD.findall(fold(text)))} "
