"""Transcripts: blocks that belong to a speaker named at their head."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from aftertalks.model import Attribution, Form, Section, Span, Voice
from aftertalks.read.parsed import Parsed
from aftertalks.read.quotes.speakers import SpeakerResolver
from aftertalks.read.structure import plain_label

_CAPITALS = re.compile(r"[“\"'‘]?(?P<label>[A-Z][A-Z.’' -]{2,30}):\s+(?=\S)")
_OFFICES = frozenset({"president", "vice president", "prime minister", "chancellor", "secretary", "secretary-general"})
_OPENERS = "“\"'‘«"


def _labelled(parsed: Parsed, section: Section, resolver: SpeakerResolver) -> Attribution | None:
    """A turn that the structure already knows."""
    label, text = section.label, parsed.document.text
    if label is None:
        return None
    start = section.span.start
    if section.span.start <= label.start < section.span.end:
        start = label.end
        while start < section.span.end and (text[start].isspace() or text[start] == ":"):
            start += 1
    if start >= section.span.end:
        return None
    named = Span(label.start, label.start + len(plain_label(label.of(text))))
    voice = _office_holder(parsed, label, resolver) or replace(resolver.resolve(named), span=label)
    return Attribution((voice,), None, None, (Span(start, section.span.end),), Form.DIRECT, "transcript", section.span)


def _office_holder(parsed: Parsed, label: Span, resolver: SpeakerResolver) -> Voice | None:
    """Who "THE PRESIDENT:" is: the one of that office whom the title or the words before the first turn name."""
    words = label.of(parsed.document.text)
    office = words.lower().removeprefix("the ")
    if not words.isupper() or office not in _OFFICES:
        return None
    turns = [s.span.start for s in parsed.sections if s.role in {"speaker", "question"}]
    before = resolver.mention_in(Span(0, min(turns, default=0)))
    held = {m.actor.name: m.actor for m in before if m.actor.kind == "person" and m.actor.role == office}
    if len(held) != 1:
        return None
    actor = next(iter(held.values()))
    return Voice(actor.name, words, label, actor.role, actor.country, f"transcript label: the {office} named before")


def _quoted_turns(parsed: Parsed, resolver: SpeakerResolver) -> Iterator[Attribution]:
    """Turns quoted from a transcript: ``"WALLACE: …`` in blocks that follow each other, at least three of them."""
    text = parsed.document.text
    bodies = [s for s in parsed.sections if s.role in {"body", "list"}]
    heads = [_CAPITALS.match(text, s.span.start, s.span.end) for s in bodies]
    counts = Counter(m["label"] for m in heads if m)
    if sum(counts.values()) < 3:
        return
    current: Attribution | None = None
    for section, match in zip(bodies, heads, strict=True):
        if match is not None and (counts[match["label"]] > 1 or current is not None):
            if current is not None:
                yield current
            label = Span(match.start("label"), match.end("label"))
            content = Span(match.end(), section.span.end)
            voice = replace(resolver.resolve(label), span=label)
            current = Attribution((voice,), None, None, (content,), Form.DIRECT, "quoted transcript", section.span)
        elif current is not None and text[section.span.start] in _OPENERS and text[section.span.start + 1] != "(":
            current = replace(
                current, contents=(*current.contents, section.span), clause=Span(current.clause.start, section.span.end)
            )
        elif current is not None and not text.startswith(("(", "[", '"('), section.span.start):
            yield current
            current = None
    if current is not None:
        yield current


def find_turns(parsed: Parsed, resolver: SpeakerResolver) -> list[Attribution]:
    """Return the turns of a transcript, in order; a turn's later blocks are attributions of their own."""
    known = [
        turn
        for section in parsed.sections
        if section.role == "speaker" and (turn := _labelled(parsed, section, resolver)) is not None
    ]
    return sorted([*known, *_quoted_turns(parsed, resolver)], key=lambda a: a.clause.start)
