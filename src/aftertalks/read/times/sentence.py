"""Sentences by a simple rule, for texts that come without any."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

from aftertalks.model import Span

_BREAK = re.compile(r"(?<=[.!?])[\"”’')\]]{0,2}\s{1,4}(?=[\"“‘'(\[]{0,2}[A-Z0-9])|\n")
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sen|Rep|Gov|St|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|ca|vs"
    r"|[ap]\.m)\.$"
)


def sentence_finder(text: str, sentences: Sequence[Span]) -> Callable[[int], Span]:
    """Return a function from an offset to the sentence that it lies in; between two sentences, the gap."""
    spans = list(sentences) or _split(text)
    starts = [s.start for s in spans]

    def find(offset: int) -> Span:
        i = bisect_right(starts, offset) - 1
        if i >= 0 and offset < spans[i].end:
            return spans[i]
        low = spans[i].end if i >= 0 else 0
        high = starts[i + 1] if i + 1 < len(starts) else len(text)
        return Span(low, max(low, high))

    return find


def _split(text: str) -> list[Span]:
    out: list[Span] = []
    start = 0
    for m in _BREAK.finditer(text):
        if m.group() != "\n" and _ABBREVIATION.search(text, max(0, m.start() - 6), m.start()):
            continue
        out.append(Span(start, m.end()))
        start = m.end()
    out.append(Span(start, len(text)))
    return out
