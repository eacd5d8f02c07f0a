"""Spans: code-point offsets into a document's text, end exclusive."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document's text.

    Args:
        start: offset of the first code point.
        end: offset after the last code point.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the words of ``text`` that this span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Say whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Say whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Trace:
    """Where one derived value comes from, or why there is none.

    Args:
        field: name of the record's field, for example ``"when"``.
        rule: the rule or person that made the value; for a null value the reason.
        span: the words that the value rests on, if any.
    """

    field: str
    rule: str
    span: Span | None = None
