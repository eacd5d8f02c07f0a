"""A document: a text with its origin, and the way back to the original's offsets."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date

from aftertalks.model.span import Span

_NO_LETTERS = re.compile("[\\x00\ud800-\udfff]")


def well_formed(words: str) -> str:
    """Return words with every zero letter and lone half of a letter as \ufffd; the same object if there is none."""
    if "\x00" not in words:
        if words.isascii():
            return words
        try:
            words.encode()
        except UnicodeEncodeError:
            pass
        else:
            return words
    return _NO_LETTERS.sub("\ufffd", words)


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Maps offsets in a document's text to offsets in the original it was taken from.

    Args:
        runs: ``(text_start, original_start, length)`` of stretches that are the same, letter by letter, in both;
            ascending by ``text_start``. Empty means that the text is the original.
    """

    runs: tuple[tuple[int, int, int], ...] = ()

    def to_original(self, span: Span) -> Span | None:
        """Return the original's smallest stretch that holds every mapped letter of ``span``; None if none is mapped."""
        if not self.runs:
            return span
        first = max(bisect_right(self.runs, (span.start, 1 << 62, 0)) - 1, 0)
        low: int | None = None
        high = 0
        for text_start, original_start, length in self.runs[first:]:
            if text_start >= span.end:
                break
            a, b = max(span.start, text_start), min(span.end, text_start + length)
            if a < b:
                shift = original_start - text_start
                low = a + shift if low is None else min(low, a + shift)
                high = max(high, b + shift)
        return None if low is None else Span(low, high)


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its origin.

    Args:
        text: what is read; every offset of a reading refers to it.
        source: file path, URL or ``-`` as the user gave it; a feed's or JSONL's item adds ``#n``.
        url: the document's own address, if it states one.
        published: publication date; null if neither the document nor the user gives it.
        language: ISO 639-1 code.
        media_type: for example ``text/plain``, ``text/html``.
        original: the decoded original, if it differs from ``text``.
        offsets: the way from ``text`` to ``original``.
        notes: warnings of ingestion, a line each.
    """

    text: str
    source: str = "-"
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: date | None = None
    language: str | None = "en"
    media_type: str = "text/plain"
    original: str | None = field(default=None, repr=False)
    offsets: OffsetMap = field(default=OffsetMap(), repr=False)
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Replace, letter for letter, what no file, database or parser takes: zero letters and halves of letters."""
        for name in ("text", "source", "url", "title", "publisher", "author", "original"):
            value: str | None = getattr(self, name)
            if value is not None and (mended := well_formed(value)) is not value:
                object.__setattr__(self, name, mended)

    @property
    def id(self) -> str:
        """Content hash: the first 16 hexadecimal digits of SHA-256 over text and publication date."""
        key = f"{self.published or ''}\n{self.text}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(key).hexdigest()[:16]
