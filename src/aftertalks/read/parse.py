"""One spaCy parse a document, with the settings that measurement found fastest.

The pipeline runs tagger and parser only (unless names are asked for), on numpy without the blis wheel's generic
kernels; blocks that are not read are tokenised but not parsed. Where the pipeline is of known make, its network is
computed directly, for all documents of a window at once (``read/parsing``).
"""

from __future__ import annotations

import gc
import importlib.util
import warnings
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from aftertalks.model import Document, ModelMissingError, Section, Settings, Span
from aftertalks.read import pipeline_files
from aftertalks.read.parsed import Parsed
from aftertalks.read.parsing.direct import DirectParser
from aftertalks.read.parsing.pieces import Piece
from aftertalks.read.parsing.stock import StockParser
from aftertalks.read.parsing.weights import network_of
from aftertalks.read.sentences import split
from aftertalks.read.structure import find_sections

_WINDOW = 400_000
"""Letters of text that are parsed in one go across documents, so that small ones share batches."""

_PROBE = (
    "“We will never go back,” the envoy told reporters in Astana, where the three states that had met there agreed on "
    "a truce. What they signed, U.S. officials say, is not yet known."
)
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
    gc.freeze()  # what stays for good need not be walked again by every full collection: a twentieth of a reading
    return nlp


def _pieces(document: Document, sections: tuple[Section, ...]) -> list[Piece]:
    """Tile the text: each piece is one section with the white space after it."""
    text = document.text
    if not sections:
        return [Piece(Span(0, len(text)), (), read=False)] if text else []
    starts = [0, *(s.span.start for s in sections[1:])]
    ends = [*starts[1:], len(text)]
    read = [s.role in _PARSED_ROLES for s in sections]
    own = [tuple(split(text, s.span)) if wanted else () for s, wanted in zip(sections, read, strict=True)]
    return [Piece(Span(a, b), o, r) for a, b, o, r in zip(starts, ends, own, read, strict=True)]


@lru_cache(maxsize=2)
def _direct(name: str, *, entities: bool) -> DirectParser | None:
    """The direct way, where the pipeline's make is known and a trial gives what spaCy itself gives."""
    nlp = load_pipeline(name, entities=entities)
    network = network_of(nlp)
    if network is None:
        return None
    direct = DirectParser(nlp, network)
    trial = Document(_PROBE), [Piece(Span(0, len(_PROBE)), tuple(split(_PROBE, Span(0, len(_PROBE)))), read=True)]
    found, expected = (
        next(way([trial[0]], [trial[1]])).to_array(["TAG", "HEAD", "DEP", "SENT_START"])
        for way in (direct, StockParser(nlp, 1))
    )
    return direct if (found == expected).all() else None


def parse_many(documents: Iterable[Document], *, settings: Settings) -> Iterator[Parsed]:
    """Parse documents in order, small ones together; memory is bounded by a window of text."""
    window: list[Document] = []
    size = 0
    for document in documents:
        window.append(document)
        size += len(document.text)
        if size >= _WINDOW:
            yield from _parse_window(window, settings)
            window, size = [], 0
    yield from _parse_window(window, settings)


def _parse_window(documents: list[Document], settings: Settings) -> Iterator[Parsed]:
    if not documents:
        return
    nlp = load_pipeline(settings.pipeline, entities=settings.entities)
    way = _direct(settings.pipeline, entities=settings.entities) or StockParser(nlp, settings.batch_size)
    sections = [find_sections(d) for d in documents]
    pieces = [_pieces(d, s) for d, s in zip(documents, sections, strict=True)]
    for document, own, cut, doc in zip(documents, sections, pieces, way(documents, pieces), strict=True):
        yield Parsed(document, own, tuple(s for p in cut for s in p.sentences), doc)


def parse(document: Document, *, settings: Settings | None = None) -> Parsed:
    """Parse one document.

    Args:
        document: the document to read.
        settings: options; the defaults if none are given.

    Raises:
        ModelMissingError: the pipeline is not installed.
    """
    return next(parse_many([document], settings=settings or Settings()))
