"""Where the words of a window stand: a row each, block after block, with rows of no word between blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from aftertalks.read.parsing.embedding import keys_of
from aftertalks.read.parsing.pieces import Piece
from aftertalks.read.parsing.weights import Flags, Ints, Keys

_STRETCH = 65_536
"""Words encoded and parsed in one go: enough sentences a step, and bounded memory whatever a document's length."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The tokens of one document.

    Args:
        doc: the spaCy ``Doc``.
        firsts: for each token the first token of its piece.
        read: whether the token's piece is read.
        begins: of the tokens that are read, whether each begins a sentence.
        opens: of the tokens that are read, whether each begins a piece.
        attributes: of the tokens that are read, what is embedded of each.
    """

    doc: Any
    firsts: Ints
    read: Flags
    begins: Flags
    opens: Flags
    attributes: Keys


def words_of(doc: Any, pieces: Sequence[Piece], columns: Sequence[str]) -> Words:
    """Take from a tokenised document what is needed to parse it.

    Args:
        doc: a spaCy ``Doc`` over the whole text.
        pieces: the text's pieces in order.
        columns: the attributes that are embedded.
    """
    table = doc.to_array(["IDX", "LENGTH", "IS_SPACE", *columns])
    offsets = table[:, 0].astype(np.intp)
    firsts = offsets.searchsorted([p.span.start for p in pieces])
    counts = np.diff(np.append(firsts, len(doc)))
    read = np.repeat(np.array([p.read for p in pieces], dtype=bool), counts)
    begins = np.zeros(len(doc) + 1, dtype=bool)
    begins[firsts] = True
    # A sentence may begin inside a token that holds a stop ("end.“Next"): then that token begins it. White space
    # begins none, but for a piece's first token.
    ends = offsets + table[:, 1].astype(np.intp)
    starts = np.array([s.start for p in pieces for s in p.sentences], dtype=np.intp)
    solid = np.append(np.flatnonzero(table[:, 2] == 0), len(doc))
    held = np.concatenate([firsts, ends.searchsorted(starts, side="right")])
    begins[solid[solid.searchsorted(held)]] = True
    of_piece = np.repeat(firsts, counts)
    opens = of_piece == np.arange(len(doc))
    return Words(doc, of_piece, read, begins[:-1][read], opens[read], table[read, 3:])


class Layout:
    """The rows of a window.

    Args:
        words: the tokens of each document.
        reach: how many rows of no word stand between two blocks.
    """

    def __init__(self, words: Sequence[Words], reach: int) -> None:
        self.attributes = np.concatenate([w.attributes for w in words])
        self.begins = np.concatenate([w.begins for w in words])
        self.rows: Ints = np.arange(len(self.begins)) + reach * np.cumsum(np.concatenate([w.opens for w in words]))
        size = int(self.rows[-1]) + 3 + reach if len(self.rows) else 0
        self.owners: Ints = np.full(size, -1, dtype=np.intp)
        self.owners[self.rows] = np.arange(len(self.rows))

    @cached_property
    def keys(self) -> Keys:
        """A key a row that tells words apart; 0 where there is none."""
        keys = np.zeros(len(self.owners), dtype=np.uint64)
        keys[self.rows] = keys_of(self.attributes)
        return keys

    def stretches(self) -> Iterator[tuple[int, int]]:
        """Give stretches of words, each of whole sentences and of bounded length."""
        starts = np.append(np.flatnonzero(self.begins), len(self.begins))
        start = 0
        while start < len(self.begins):
            i = int(starts.searchsorted(start + _STRETCH, side="right")) - 1
            end = int(starts[i]) if starts[i] > start else int(starts[i + 1])
            yield start, end
            start = end
