"""What a document is cut into before it is parsed."""

from __future__ import annotations

from dataclasses import dataclass

from aftertalks.model import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is one block with the white space after it; a document's pieces tile its text.

    Args:
        span: where it is.
        sentences: its sentences; none where it is not read.
        read: whether it is tagged and parsed.
    """

    span: Span
    sentences: tuple[Span, ...]
    read: bool
