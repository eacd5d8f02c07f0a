"""Attributions in the forms that other tools read: brat standoff and PolNeAR's plain JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aftertalks.model import Attribution, Span
from aftertalks.read.quotes.ordering import in_order


def outermost(found: Sequence[Attribution]) -> list[Attribution]:
    """Leave out what a reported speaker reports in turn: attributions whose content lies inside another's."""
    kept: list[Attribution] = []
    for attribution in sorted(found, key=lambda a: -sum(len(c) for c in a.contents)):
        near = (c for other in kept if other.clause.overlaps(attribution.clause) for c in other.contents)
        if len(attribution.voices) == 1 or not any(c.contains(attribution.contents[0]) for c in near):
            kept.append(attribution)
    return sorted(kept, key=in_order)


def to_plain(text: str, found: Sequence[Attribution]) -> list[dict[str, Any]]:
    """Return attributions as PolNeAR's converters write them.

    Args:
        text: the document's text.
        found: its attributions.

    Returns:
        One record each: ``id``, ``sources``, ``cues``, ``contents`` (lists of ``[start, end]``, code points, end
        exclusive), ``type`` (the form), ``speaker`` (as worded), ``resolved`` (the full name or null), ``why``.
    """
    records = []
    for number, attribution in enumerate(found, 1):
        voice = attribution.voices[-1]
        records.append(
            {
                "id": f"A{number}",
                "sources": [[voice.span.start, voice.span.end]] if voice.span is not None else [],
                "cues": [[attribution.cue.start, attribution.cue.end]] if attribution.cue is not None else [],
                "contents": [[c.start, c.end] for c in attribution.contents],
                "type": str(attribution.form),
                "speaker": voice.span.of(text) if voice.span is not None else None,
                "resolved": "; ".join(n for n in (voice.name, *voice.also) if n) or None,
                "why": voice.rule,
                "certain": attribution.certain,
            }
        )
    return records


def _textbound(number: int, label: str, spans: Sequence[Span], text: str) -> str:
    """One brat text-bound annotation; brat takes no line ends in its text, and cuts spans at them."""
    pieces: list[Span] = []
    for span in spans:
        start = span.start
        for line in span.of(text).split("\n"):
            if line.strip():
                pieces.append(Span(start, start + len(line)))
            start += len(line) + 1
    where = ";".join(f"{p.start} {p.end}" for p in pieces)
    words = " ".join(p.of(text) for p in pieces)
    return f"T{number}\t{label} {where}\t{words}"


def to_brat(text: str, found: Sequence[Attribution]) -> str:
    """Return attributions as a brat ``.ann`` file: Source, Cue and Content, joined by an Attribution event relation.

    Args:
        text: the document's text, to be saved beside it as ``.txt``.
        found: its attributions.
    """
    lines: list[str] = []
    number = relation = 0
    for attribution in found:
        parts: dict[str, int] = {}
        voice = attribution.voices[-1].span
        for label, spans in (
            ("Source", [voice] if voice is not None else []),
            ("Cue", [attribution.cue] if attribution.cue is not None else []),
            ("Content", list(attribution.contents)),
        ):
            if spans:
                number += 1
                parts[label] = number
                lines.append(_textbound(number, label, spans, text))
        for label in ("Source", "Cue"):
            if label in parts:
                relation += 1
                lines.append(f"R{relation}\t{label}Of Arg1:T{parts[label]} Arg2:T{parts['Content']}")
    return "\n".join(lines) + ("\n" if lines else "")
