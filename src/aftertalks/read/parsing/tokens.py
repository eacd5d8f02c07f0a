"""Tokens of a text, in time that grows with its length whatever its letters are."""

from __future__ import annotations

import re
import warnings
from itertools import pairwise
from typing import Any

LONGEST = 2000
"""Letters without white space that the tokeniser is given at once. It peels marks off a word one by one and each time
looks at all that is left, so that a row of a million brackets would take hours; what is longer is cut."""

_SOLID = re.compile(r"\S++")


def tokenised(nlp: Any, text: str) -> Any:
    """Tokenise a text; every letter is in a token or is the space after one.

    Args:
        nlp: the pipeline whose tokeniser is used.
        text: any text.
    """
    if max(map(len, text.split()), default=0) <= LONGEST:
        return nlp.make_doc(text)
    from spacy.tokens import Doc

    parts = [nlp.make_doc(part) for part in _parts(text)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Doc.from_docs(parts, ensure_whitespace=False)


def _parts(text: str) -> list[str]:
    """Cut a text inside each stretch that is too long, every so many letters."""
    cuts = [0]
    for solid in _SOLID.finditer(text):
        if solid.end() - solid.start() > LONGEST:
            cuts.extend(range(solid.start() + LONGEST, solid.end(), LONGEST))
    cuts.append(len(text))
    return [text[a:b] for a, b in pairwise(cuts) if a < b]
