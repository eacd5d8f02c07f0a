"""JSON Lines: one record a line, the canonical export."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from aftertalks.model import Reading, Statement
from aftertalks.model.account import Account, EntryVoice, Proposal, Source
from aftertalks.model.record import Record, format_when, to_record


def records(readings: Iterable[Reading]) -> Iterator[Record]:
    """Return every statement's record, with the fields that say where it comes from."""
    for reading in readings:
        for statement in reading.statements:
            yield to_record(statement, reading.document)


def line(record: Record) -> str:
    """Return a record as one line; letters stay letters, and half a surrogate pair is written as an escape."""
    text = json.dumps(record, ensure_ascii=False, allow_nan=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(record, allow_nan=False)
    return text


def entry_record(account: Account) -> Record:
    """Return an entry with its voices, judgements and proposals as plain values."""
    e = account.entry
    return {
        "id": e.id,
        "book": e.book.value,
        "summary": e.summary,
        "due": format_when(*e.due) if e.due else None,
        "outcome": e.outcome.value,
        "parties": list(e.parties),
        "instrument": e.instrument,
        "where": e.where,
        "voices": [
            {
                "stance": v.stance.value, "reason": v.reason, "score": v.score,
                "standing": v.standing.value if v.standing else None,
                "standing_document": v.other.id if v.other else None, "statement": _with_source(v),
            }
            for v in account.voices
        ],
        "judgements": [
            {
                "by": j.by, "at": j.at.isoformat(), "outcome": j.outcome.value, "reason": j.reason,
                "evidence": list(j.evidence), "until": j.until.isoformat() if j.until else None,
            }
            for j in e.judgements
        ],
        "proposals": [
            {"outcome": p.outcome.value, "score": p.score, "reason": p.reason, "statement": _with_source(p)}
            for p in account.proposals
        ],
    }  # fmt: skip


def _with_source(said: EntryVoice | Proposal) -> Record:
    return to_record(said.statement) | source_fields(said.source)


def source_fields(source: Source) -> Record:
    """Return the fields that say where a statement comes from, as a reading's records have them."""
    return {
        "source": source.source,
        "url": source.url,
        "title": source.title,
        "publisher": source.publisher,
        "published": source.published.isoformat() if source.published else None,
    }


def hit_record(statement: Statement, source: Source, entry: str | None) -> Record:
    """Return a found statement's record, with where it comes from and the entry that it is a voice of."""
    return to_record(statement) | source_fields(source) | {"entry": entry}


def plain_line(record: Record) -> str:
    """Return any record as one line; dates and other values that JSON lacks are written as text."""
    return json.dumps(record, ensure_ascii=False, default=str)
