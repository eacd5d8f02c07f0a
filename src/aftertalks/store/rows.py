"""Rows of the tables ↔ values of the model."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping

from aftertalks.lexicon.actor_names import actor_name
from aftertalks.model import Document, Judgement, OffsetMap, Outcome, Reading, Section, Span, Statement
from aftertalks.model.account import Source
from aftertalks.model.record import from_record, to_record

Row = RowMapping


def pack(value: object) -> str:
    """Return a value as compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def iso(day: date | None) -> str | None:
    """Return a date as the tables hold it."""
    return day.isoformat() if day else None


def day(value: str | None) -> date | None:
    """Return a date from the tables."""
    return date.fromisoformat(value) if value else None


def document_row(reading: Reading) -> dict[str, Any]:
    """Return the row of a reading's document, with its sections and notes."""
    d = reading.document
    plain = ("id", "source", "url", "title", "publisher", "author", "language", "media_type", "text", "original")
    return {name: getattr(d, name) for name in plain} | {
        "published": iso(d.published),
        "offsets": pack(d.offsets.runs),
        "notes": pack(d.notes),
        "sections": pack([_section_row(s) for s in reading.sections]),
        "reading_notes": pack(reading.notes),
    }


def _section_row(s: Section) -> list[Any]:
    return [s.span.start, s.span.end, s.role, s.heading, s.rule, _ends(s.label), _ends(s.lead)]


def _ends(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def to_reading(row: Row, statements: Iterable[Statement]) -> Reading:
    """Return the reading that a document's row and its statements hold."""
    runs = tuple((a, b, c) for a, b, c in json.loads(row["offsets"]))
    plain = ("text", "source", "url", "title", "publisher", "author", "language", "media_type", "original")
    document = Document(
        **{name: row[name] for name in plain},
        published=day(row["published"]),
        offsets=OffsetMap(runs),
        notes=tuple(json.loads(row["notes"])),
    )
    sections = tuple(
        Section(Span(a, b), role, heading, rule, label and Span(*label), lead and Span(*lead))
        for a, b, role, heading, rule, label, lead in json.loads(row["sections"])
    )
    return Reading(document, sections, tuple(statements), tuple(json.loads(row["reading_notes"])))


def statement_row(s: Statement, published: date | None) -> dict[str, Any]:
    """Return a statement's row: the columns that are searched, and the whole record."""
    return {
        "id": s.id,
        "document": s.document,
        "first": s.span.start,
        "last": s.span.end,
        "text": s.text,
        "about": s.about,
        "kind": s.kind.value,
        "form": s.form.value,
        "speaker": s.speaker,
        "polarity": s.polarity.value,
        "certainty": s.certainty.value,
        "instrument": s.instrument,
        "event_type": s.event.type if s.event else None,
        "when_first": iso(s.when),
        "when_last": iso(s.when_end),
        "deadline": iso(s.deadline),
        "published": iso(published),
        "record": pack(to_record(s)),
        "issue": s.issue,
    }


def actor_rows(s: Statement, n: int) -> list[dict[str, Any]]:
    """Return a row for every actor of a statement; one without an id has an empty one."""
    by_name = {actor_name(i, s.actors) or i.rpartition(":")[2].replace("-", " "): i for i in s.actor_ids}
    pairs = dict.fromkeys([*by_name.items(), *((name, "") for name in s.actors if name not in by_name)])
    return [{"name": name, "actor": actor, "statement": n} for name, actor in pairs]


def to_statement(row: Row) -> Statement:
    """Return the statement of a row."""
    return from_record(json.loads(row["record"]))


SOURCE_COLUMNS = ("id", "source", "url", "title", "publisher", "author", "published")


def to_source(row: Row, prefix: str = "") -> Source:
    """Return where a document comes from; ``prefix`` stands before the column names of a join."""
    values = {name: row[prefix + name] for name in SOURCE_COLUMNS}
    return Source(**values | {"published": day(values["published"])})


def to_judgement(row: Row) -> Judgement:
    """Return the judgement of a row."""
    return Judgement(
        entry=row["entry"],
        by=row["judged_by"],
        at=datetime.fromisoformat(row["judged_at"]),
        outcome=Outcome(row["outcome"]),
        reason=row["reason"],
        evidence=tuple(json.loads(row["evidence"])),
        until=day(row["until"]),
        details=row["details"],
    )
