"""One spaCy parse a document, with the settings that measurement found fastest.

The pipeline runs tagger and parser only (unless names are asked for), on numpy without the blis wheel's generic
kernels, a block at a time in batches; blocks that are not read are tokenised but not parsed.
"""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from aftertalks.model import Document, ModelMissingError, Section, Settings, Span
from aftertalks.read import pipeline_files
from aftertalks.read.parsed import Parsed
from aftertalks.read.sentences import split
from aftertalks.read.structure import find_sections

_WINDOW = 200_000
"""Letters of text that are parsed in one go across documents, so that small ones share batches."""

_PARSED_ROLES = frozenset({"body", "list", "speaker", "heading", "title"})


@lru_cache(maxsize=2)
def load_pipeline(name: str, *, entities: bool = False) -> Any:
    """Load a spaCy pipeline once a process.

    Args:
        name: any installed pipeline with a tagger and a parser.
        entities: keep its named-entity component.

    Raises:
        ModelMissingError: it is not installed, is damaged, or lacks a tagger or a parser.
    """
    import spacy
    from thinc.api import NumpyOps, set_current_ops

    if importlib.util.find_spec(name) is None and not spacy.util.is_package(name):
        raise ModelMissingError(f"the language pipeline {name!r} is not installed; run: pip install {name}")
    pipeline_files.check(name)
    drop = ["lemmatizer", "attribute_ruler", "senter", *([] if entities else ["ner"])]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nlp = spacy.load(name, exclude=drop)
    missing = {"tagger", "parser"} - set(nlp.pipe_names)
    if missing:
        raise ModelMissingError(f"the pipeline {name!r} has no {' and no '.join(sorted(missing))}; name another one")
    ops = NumpyOps(use_blis=False)
    set_current_ops(ops)
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        if model is not None:
            for node in model.walk():
                node.ops = ops
    nlp.max_length = 1 << 40
    return nlp


def _pieces(document: Document, sections: tuple[Section, ...]) -> list[tuple[Span, Section | None]]:
    """Tile the text: each piece is one section with the white space after it."""
    if not sections:
        return [(Span(0, len(document.text)), None)] if document.text else []
    starts = [0, *(s.span.start for s in sections[1:])]
    ends = [*starts[1:], len(document.text)]
    return [(Span(a, b), s) for a, b, s in zip(starts, ends, sections, strict=True)]


def _tokenised(nlp: Any, text: str, piece: Span, sentences: list[Span]) -> Any:
    """Tokenise one piece and fix its sentence boundaries."""
    doc = nlp.make_doc(piece.of(text))
    starts = iter(s.start - piece.start for s in sentences)
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


def _plan(nlp: Any, document: Document) -> tuple[tuple[Section, ...], tuple[Span, ...], list[tuple[Any, bool]]]:
    sections = find_sections(document)
    sentences: list[Span] = []
    docs: list[tuple[Any, bool]] = []
    for piece, section in _pieces(document, sections):
        wanted = section is not None and section.role in _PARSED_ROLES
        own = split(document.text, section.span) if section is not None and wanted else []
        sentences.extend(own)
        docs.append((_tokenised(nlp, document.text, piece, own), wanted))
    return sections, tuple(sentences), docs


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


def parse_many(documents: Iterable[Document], *, settings: Settings) -> Iterator[Parsed]:
    """Parse documents in order, sharing batches between small ones; memory is bounded by a window of text."""
    nlp = load_pipeline(settings.pipeline, entities=settings.entities)
    window: list[Document] = []
    size = 0
    for document in documents:
        window.append(document)
        size += len(document.text)
        if size >= _WINDOW:
            yield from _parse_window(nlp, window, settings)
            window, size = [], 0
    yield from _parse_window(nlp, window, settings)


def _parse_window(nlp: Any, documents: list[Document], settings: Settings) -> Iterator[Parsed]:
    plans = [_plan(nlp, d) for d in documents]
    wanted = [doc for _, _, docs in plans for doc, parse_it in docs if parse_it and len(doc)]
    parsed = iter(nlp.pipe(wanted, batch_size=settings.batch_size))
    for document, (sections, sentences, docs) in zip(documents, plans, strict=True):
        done = [next(parsed) if parse_it and len(doc) else _flat(nlp, doc) for doc, parse_it in docs]
        yield Parsed(document, sections, sentences, _join(nlp, done))


def parse(document: Document, *, settings: Settings | None = None) -> Parsed:
    """Parse one document.

    Args:
        document: the document to read.
        settings: options; the defaults if none are given.

    Raises:
        ModelMissingError: the pipeline is not installed.
    """
    return next(parse_many([document], settings=settings or Settings()))
