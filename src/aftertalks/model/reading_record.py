"""The reading record: a document with what was read from it but for its statements, as plain values that JSON can hold.

Statements are records of their own (:mod:`aftertalks.model.record`); joined by the document's id the two give the
reading back: ``from_reading_record(reading_record(r), r.statements) == r``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from aftertalks.model.document import Document, OffsetMap
from aftertalks.model.errors import UsageError
from aftertalks.model.mentions import Voice
from aftertalks.model.record import Record, from_voice, to_voice
from aftertalks.model.span import Span
from aftertalks.model.statement import Reading, Section, Statement

_PLAIN = ("source", "url", "title", "publisher", "author", "language", "media_type", "text", "original")


def reading_record(reading: Reading) -> Record:
    """Return a reading's document, sections and notes as plain values, with how many statements there are."""
    d = reading.document
    return {
        "id": d.id,
        **{name: getattr(d, name) for name in _PLAIN},
        "published": d.published.isoformat() if d.published else None,
        "offsets": [list(run) for run in d.offsets.runs],
        "notes": list(d.notes),
        "statements": len(reading.statements),
        "sections": [_section(s) for s in reading.sections],
        "reading_notes": list(reading.notes),
        "voice": None if reading.voice is None else from_voice(reading.voice),
    }


def from_reading_record(record: Mapping[str, Any], statements: Iterable[Statement]) -> Reading:
    """Return the reading that a record and its statements hold.

    Raises:
        UsageError: a field is missing, or a value is none that the field can have.
    """
    try:
        return _reading(record, tuple(statements))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"reading record cannot be understood ({type(error).__name__}: {error})") from error


def _reading(r: Mapping[str, Any], statements: tuple[Statement, ...]) -> Reading:
    document = Document(
        **{name: r[name] for name in _PLAIN},
        published=date.fromisoformat(r["published"]) if r["published"] else None,
        offsets=OffsetMap(tuple((a, b, c) for a, b, c in r["offsets"])),
        notes=tuple(r["notes"]),
    )
    sections = tuple(_to_section(s) for s in r["sections"])
    voice: Voice | None = to_voice(r["voice"]) if r["voice"] else None
    return Reading(document, sections, statements, tuple(r["reading_notes"]), voice)


def _section(s: Section) -> Record:
    ends = {
        name: None if span is None else [span.start, span.end] for name, span in (("label", s.label), ("lead", s.lead))
    }
    return {"start": s.span.start, "end": s.span.end, "role": s.role, "heading": s.heading, "rule": s.rule, **ends}


def _to_section(r: Mapping[str, Any]) -> Section:
    label, lead = (Span(*r[name]) if r[name] else None for name in ("label", "lead"))
    return Section(Span(r["start"], r["end"]), r["role"], r["heading"], r["rule"], label, lead)
