"""Tells the language of a text, so that what the reader cannot read is set aside and not misread."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_SAMPLE = 20_000
_FEW_WORDS = 20
_NOT_LATIN = "\u0370"  # Greek and all that follows; the Latin letters after it (U+1E00) are few in any text
_ENOUGH = 0.05
"""Likelihood from which a text counts as a language that is read: news on Nigeria looks a little like Pidgin, but a
text that is another language leaves less than this to English."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The language of a text, or why it is refused."""

    language: str | None
    refusal: str | None = None
    notes: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _identifier() -> Any:
    """Load the language model once a process (half a second)."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify(text: str) -> dict[str, float]:
    """Return the likelihood of each language, likeliest first, by ISO 639-1 code; empty for text without letters."""
    sample = text[:_SAMPLE]
    if not any(c.isalpha() for c in sample):
        return {}
    return dict(_identifier().rank(sample))


def judge(text: str, *, declared: str | None, languages: tuple[str, ...]) -> Verdict:
    """Decide whether a text is in one of the languages that are read.

    The text decides, not the declaration. Under twenty words it decides nothing: such a text is taken, with a note,
    unless most of its letters are of another script.

    Args:
        text: the document's text.
        declared: language that the document declares, an ISO 639-1 code.
        languages: codes that are read.
    """
    likely = identify(text)
    found = next(iter(likely), "unknown")
    read = max(languages, key=lambda code: likely.get(code, 0.0), default=None)
    if read and likely.get(read, 0.0) >= _ENOUGH:
        return Verdict(read)
    words = len(text[:_SAMPLE].split())
    if not likely:
        return Verdict(_declared(declared, languages), notes=("holds no letters that could tell its language",))
    if words < _FEW_WORDS and not _is_foreign_script(text[:_SAMPLE]):
        note = f"too short ({words} words) to tell its language for certain"
        return Verdict(_declared(declared, languages), notes=(note,))
    if found in languages:  # the likeliest of many, none of them likely
        return Verdict(found, notes=("its words hardly tell a language; taken for the likeliest",))
    return Verdict(found, refusal=f"language is {found!r}, not {' or '.join(languages)}")


def _declared(declared: str | None, languages: tuple[str, ...]) -> str | None:
    return declared if declared in languages else None


def _is_foreign_script(text: str) -> bool:
    """Say whether most letters are none of the Latin script: of such a text few words, or none apart, tell enough."""
    letters = [c for c in text if c.isalpha()]
    return 2 * sum(c >= _NOT_LATIN for c in letters) > len(letters) >= _FEW_WORDS
