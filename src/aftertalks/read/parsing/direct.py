"""The direct way: tokenise whole documents, then tag and parse all their blocks with the network itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from aftertalks.model import Document
from aftertalks.read.parsing.arcs import ArcParser, Rows
from aftertalks.read.parsing.embedding import Embedding
from aftertalks.read.parsing.encoder import Encoder
from aftertalks.read.parsing.layout import Layout, Words, words_of
from aftertalks.read.parsing.pieces import Piece
from aftertalks.read.parsing.tokens import tokenised
from aftertalks.read.parsing.weights import Floats, Ints, Keys, Network


class DirectParser:
    """Tags and parses documents.

    Args:
        nlp: the pipeline, of which the tokeniser and the string store are used.
        network: its network.
    """

    def __init__(self, nlp: Any, network: Network) -> None:
        self._nlp = nlp
        self._network = network
        self._table = Embedding(network)
        self._encoder = Encoder(network)
        self._arcs = ArcParser(network)
        self._root, self._dep, self._unread = (np.uint64(nlp.vocab.strings.add(s)) for s in ("ROOT", "dep", "XX"))

    def __call__(self, documents: Sequence[Document], pieces: Sequence[Sequence[Piece]]) -> Iterator[Any]:
        """Parse documents.

        Args:
            documents: the documents of a window.
            pieces: the pieces of each.

        Returns:
            A spaCy ``Doc`` for each over its whole text. Pieces that are not read have the plainest tree there is.
        """
        columns = self._network.columns
        words = [words_of(tokenised(self._nlp, d.text), p, columns) for d, p in zip(documents, pieces, strict=True)]
        layout = Layout(words, self._encoder.reach)
        tags, heads, moves = (np.zeros(len(layout.rows), dtype=np.intp) for _ in range(3))
        for start, end in layout.stretches():
            tags[start:end], heads[start:end], moves[start:end] = self._stretch(layout, start, end)
        done = 0
        for one in words:
            own = slice(done, done + len(one.begins))
            yield self._filled(one, self._network.tags[tags[own]], heads[own], moves[own])
            done = own.stop

    def _stretch(self, layout: Layout, start: int, end: int) -> tuple[Ints, Ints, Ints]:
        """Tag, head (counted from the word itself, 0 for none) and move of each word of whole sentences."""
        reach = self._encoder.reach
        first, last = int(layout.rows[start]), int(layout.rows[end - 1]) + 1
        shown = slice(first, last + 2)  # the parser sees two words ahead
        around = slice(first - reach, last + 2 + reach)
        places = self._table.places(layout.keys[around], layout.attributes, layout.owners[around])
        vectors = self._encoder(places, self._table)
        own = layout.rows[start:end] - first
        tags: Ints = self._network.tagger(vectors.take(own, axis=0)).argmax(axis=1)
        begins = np.flatnonzero(layout.begins[start:end])
        ends = own[np.append(begins[1:], len(own)) - 1] + 1
        heads, moves = self._arcs(self._rows(layout, vectors, shown), own[begins], ends)
        heads = heads.take(own)
        return tags, np.where(heads < 0, 0, heads - own), moves.take(own)

    def _rows(self, layout: Layout, vectors: Floats, shown: slice) -> Rows:
        """What the parser is given: narrower vectors, and a last row of no word."""
        owners = np.append(layout.owners[shown], -1)
        empty = owners < 0
        narrow = self._network.narrow(vectors)
        given = np.zeros((len(owners), narrow.shape[1] + 1), dtype=np.float32)
        given[:-1, :-1] = narrow
        given[empty, :-1] = 0
        given[empty, -1] = 1
        return Rows(given, layout.begins[owners] & ~empty, empty)

    def _filled(self, words: Words, tags: Keys, heads: Ints, moves: Ints) -> Any:
        """Write what was found into the document's tokens."""
        doc = words.doc
        if not len(doc):
            return doc
        to_first = words.firsts - np.arange(len(doc))
        table = np.empty((len(doc), 3), dtype=np.uint64)
        table[:, 0], table[:, 1] = self._unread, to_first.astype(np.uint64)
        table[:, 2] = np.where(to_first == 0, self._root, self._dep)
        labels = np.where(heads == 0, self._root, self._network.labels[moves])
        table[words.read] = np.stack([tags, heads.astype(np.uint64), labels], axis=1)
        doc.from_array(["TAG", "HEAD", "DEP"], table)
        if self._network.lifted[moves[heads != 0]].any():
            for finish in self._nlp.get_pipe("parser").postprocesses:
                finish(doc)
        return doc
