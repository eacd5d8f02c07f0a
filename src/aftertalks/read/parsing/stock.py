"""spaCy's own way, for pipelines of any make: blocks as small documents in batches, joined afterwards."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from aftertalks.model import Document
from aftertalks.read.parsing.pieces import Piece
from aftertalks.read.parsing.tokens import tokenised


class StockParser:
    """Tags and parses documents with a pipeline as it comes.

    Args:
        nlp: the pipeline.
        batch_size: pieces a batch.
    """

    def __init__(self, nlp: Any, batch_size: int) -> None:
        self._nlp = nlp
        self._batch_size = batch_size

    def __call__(self, documents: Sequence[Document], pieces: Sequence[Sequence[Piece]]) -> Iterator[Any]:
        """Parse documents.

        Args:
            documents: the documents of a window.
            pieces: the pieces of each.

        Returns:
            A spaCy ``Doc`` for each over its whole text. Pieces that are not read have the plainest tree there is.
        """
        cut = [
            [(_tokenised(self._nlp, d.text, p), p.read) for p in own] for d, own in zip(documents, pieces, strict=True)
        ]
        wanted = [doc for docs in cut for doc, read in docs if read and len(doc)]
        parsed = iter(self._nlp.pipe(wanted, batch_size=self._batch_size))
        for docs in cut:
            yield _join(self._nlp, [next(parsed) if read and len(d) else _flat(self._nlp, d) for d, read in docs])


def _tokenised(nlp: Any, text: str, piece: Piece) -> Any:
    """Tokenise one piece and fix its sentence boundaries."""
    doc = tokenised(nlp, piece.span.of(text))
    starts = iter(s.start - piece.span.start for s in piece.sentences)
    following = next(starts, None)
    pending = True
    for token in doc:
        # A sentence may begin inside a token that holds a stop ("end.“Next"): then that token begins it.
        while following is not None and following < token.idx + len(token):
            pending = True
            following = next(starts, None)
        begins = pending and not token.is_space
        token.is_sent_start = begins or token.i == 0
        pending = pending and not begins
    return doc


def _flat(nlp: Any, doc: Any) -> Any:
    """Give a piece that is not parsed the plainest tree there is, so that all pieces can be joined."""
    from spacy.tokens import Doc

    n = len(doc)
    return Doc(
        nlp.vocab,
        words=[t.text for t in doc],
        spaces=[bool(t.whitespace_) for t in doc],
        tags=["XX"] * n,
        heads=[0] * n,
        deps=["ROOT", *["dep"] * (n - 1)],
    )


def _join(nlp: Any, docs: list[Any]) -> Any:
    from spacy.tokens import Doc

    docs = [d for d in docs if len(d)]
    if not docs:
        return nlp.make_doc("")
    for doc in docs:
        doc.tensor = np.zeros((0,), dtype="float32")  # not read by anyone, and pieces that are not parsed have none
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Doc.from_docs(docs, ensure_whitespace=False)
