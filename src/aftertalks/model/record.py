"""The statement record: a statement as plain values that JSON can hold, and the way back.

The record is the product's exchange form; ``statement.schema.json`` beside this module describes every field.
Going there and back loses nothing: ``from_record(to_record(s)) == s``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from aftertalks.model.document import Document
from aftertalks.model.errors import UsageError
from aftertalks.model.mentions import Form, Place, Voice
from aftertalks.model.span import Span, Trace
from aftertalks.model.statement import Certainty, Condition, EventFrame, Kind, Polarity, Statement, Undertaking

Record = dict[str, Any]
_OPEN = ".."


def to_record(statement: Statement, document: Document | None = None) -> Record:
    """Return a statement as plain values.

    Args:
        statement: what to write.
        document: where it comes from; if given, its source, title, publisher, address and date stand at the record's
            end, so that a line taken alone still says where it is from.
    """
    s = statement
    record: Record = {
        "id": s.id,
        "document": s.document,
        "start": s.span.start,
        "end": s.span.end,
        "text": s.text,
        "kind": s.kind.value,
        "form": s.form.value,
        "speaker": s.speaker,
        "speaker_chain": [from_voice(v) for v in s.chain],
        "cue": None if s.cue is None and s.cue_text is None else {"text": s.cue_text, **_offsets(s.cue)},
        "polarity": s.polarity.value,
        "certainty": s.certainty.value,
        "certainty_cue": None if s.certainty_cue is None else _cue_words(s, s.certainty_cue),
        "actors": list(s.actors),
        "actor_ids": list(s.actor_ids),
        "about": s.about,
        "issue": s.issue,
        "instrument": s.instrument,
        "event": None if s.event is None else _event(s.event),
        "when": format_when(s.when, s.when_end),
        "when_text": s.when_text,
        "precision": s.precision,
        "deadline": s.deadline.isoformat() if s.deadline else None,
        "where": s.where,
        "place": None if s.place is None else _place(s.place),
        "attribution_certain": s.attribution_certain,
        "document_voice": s.document_voice,
        "conditions": [_condition(c) for c in s.conditions],
        "undertaking": None if s.undertaking is None else _undertaking(s.undertaking),
        "traces": _traces(s.traces),
    }
    if document is not None:
        record |= origin(document)
    return record


def origin(document: Document) -> Record:
    """Return the fields that say where a record comes from."""
    return {
        "source": document.source,
        "url": document.url,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published.isoformat() if document.published else None,
    }


def from_record(record: Mapping[str, Any]) -> Statement:
    """Return the statement that a record describes.

    Args:
        record: as :func:`to_record` makes it; the document's fields and unknown fields are passed over.

    Raises:
        UsageError: a required field is missing, or a value is none that the field can have.
    """
    try:
        return _statement(record)
    except KeyError as error:
        raise UsageError(f"statement record lacks the field {error.args[0]!r}; see statement.schema.json") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"statement record has a value that cannot be: {error}; see statement.schema.json") from error


def _statement(r: Mapping[str, Any]) -> Statement:
    first, last = parse_when(r.get("when"))
    cue = r.get("cue") or {}
    return Statement(
        document=r["document"],
        span=Span(r["start"], r["end"]),
        text=r["text"],
        kind=Kind(r["kind"]),
        form=Form(r["form"]),
        speaker=r["speaker"],
        polarity=Polarity(r["polarity"]),
        certainty=Certainty(r["certainty"]),
        chain=tuple(to_voice(v) for v in r.get("speaker_chain") or ()),
        cue=_to_span(cue),
        cue_text=cue.get("text"),
        certainty_cue=_to_span(r.get("certainty_cue") or {}),
        actors=tuple(r.get("actors") or ()),
        actor_ids=tuple(r.get("actor_ids") or ()),
        about=r.get("about"),
        issue=r.get("issue"),
        instrument=r.get("instrument"),
        event=_to_event(r["event"]) if r.get("event") else None,
        when=first,
        when_end=last,
        when_text=r.get("when_text"),
        precision=r.get("precision"),
        deadline=date.fromisoformat(r["deadline"]) if r.get("deadline") else None,
        where=r.get("where"),
        place=Place(**r["place"]) if r.get("place") else None,
        attribution_certain=r.get("attribution_certain", True),
        document_voice=r.get("document_voice"),
        conditions=tuple(_to_condition(c) for c in r.get("conditions") or ()),
        undertaking=_to_undertaking(r["undertaking"]) if r.get("undertaking") else None,
        traces=tuple(_to_traces(r.get("traces") or {})),
    )


def format_when(first: date | None, last: date | None) -> str | None:
    """Return an ISO date, or ``start/end`` for a range; an end that is not known is written ``..``."""
    if first is None and last is None:
        return None
    if first == last and first is not None:
        return first.isoformat()
    return "/".join(day.isoformat() if day else _OPEN for day in (first, last))


def parse_when(value: str | None) -> tuple[date | None, date | None]:
    """Return the first and last day of a ``when`` value.

    Raises:
        ValueError: it is neither an ISO date nor a range of two.
    """
    if not value:
        return None, None
    left, slash, right = value.partition("/")
    first = None if left == _OPEN else date.fromisoformat(left)
    if not slash:
        return first, first
    return first, None if right == _OPEN else date.fromisoformat(right)


@lru_cache(maxsize=1)
def _schema_text() -> str:
    return (Path(__file__).parent / "statement.schema.json").read_text(encoding="utf-8")


def schema() -> Record:
    """Return the JSON Schema of the statement record, as shipped with the package."""
    loaded: Record = json.loads(_schema_text())
    return loaded


def _offsets(span: Span | None) -> Record:
    return {"start": None, "end": None} if span is None else {"start": span.start, "end": span.end}


def _to_span(record: Mapping[str, Any]) -> Span | None:
    return None if record.get("start") is None else Span(record["start"], record["end"])


def _cue_words(statement: Statement, cue: Span) -> Record:
    """The cue's words are known here only if the cue lies inside the statement; else they are null."""
    at = cue.start - statement.span.start
    text = statement.text[at : at + len(cue)] if statement.span.contains(cue) else None
    return {"text": text, **_offsets(cue)}


def from_voice(v: Voice) -> Record:
    """Return a voice as plain values."""
    return {
        "name": v.name,
        "text": v.text,
        **_offsets(v.span),
        "role": v.role,
        "side": v.side,
        "rule": v.rule,
        "also": list(v.also),
    }


def to_voice(r: Mapping[str, Any]) -> Voice:
    """Return the voice that plain values describe."""
    return Voice(
        name=r["name"],
        text=r["text"],
        span=_to_span(r),
        role=r.get("role"),
        side=r.get("side"),
        rule=r["rule"],
        also=tuple(r.get("also") or ()),
    )


def _event(e: EventFrame) -> Record:
    return {
        "type": e.type,
        "mode": e.mode,
        "context": list(e.context),
        "actors": list(e.actors),
        "recipients": list(e.recipients),
        "auxiliary": list(e.auxiliary),
        "cameo": e.cameo,
        "quad": e.quad,
        "goldstein": e.goldstein,
    }


def _to_event(r: Mapping[str, Any]) -> EventFrame:
    lists = {name: tuple(r.get(name) or ()) for name in ("context", "actors", "recipients", "auxiliary")}
    return EventFrame(
        type=r["type"],
        mode=r.get("mode"),
        cameo=r.get("cameo"),
        quad=r.get("quad"),
        goldstein=r.get("goldstein"),
        **lists,
    )


def _condition(c: Condition) -> Record:
    return {"text": c.text, **_offsets(c.span), "cue": c.cue, "polarity": c.polarity.value}


def _to_condition(r: Mapping[str, Any]) -> Condition:
    return Condition(Span(r["start"], r["end"]), r["text"], r["cue"], Polarity(r["polarity"]))


def _undertaking(u: Undertaking) -> Record:
    return {
        "name": u.name,
        "parties": list(u.parties),
        "guarantors": list(u.guarantors),
        "terms": [_offsets(t) for t in u.terms],
        "from": u.start.isoformat() if u.start else None,
        "until": u.end.isoformat() if u.end else None,
    }


def _to_undertaking(r: Mapping[str, Any]) -> Undertaking:
    days = [date.fromisoformat(r[name]) if r.get(name) else None for name in ("from", "until")]
    return Undertaking(
        name=r.get("name"),
        parties=tuple(r.get("parties") or ()),
        guarantors=tuple(r.get("guarantors") or ()),
        terms=tuple(Span(t["start"], t["end"]) for t in r.get("terms") or ()),
        start=days[0],
        end=days[1],
    )


def _place(p: Place) -> Record:
    return {name: getattr(p, name) for name in ("id", "name", "kind", "lat", "lon", "country", "admin1", "iso")}


def _traces(traces: Iterable[Trace]) -> Record:
    """One object a field; a field with several traces holds a list of them, in their order."""
    found: Record = {}
    for t in traces:
        value = {"rule": t.rule, **_offsets(t.span)}
        if t.field not in found:
            found[t.field] = value
        elif isinstance(found[t.field], list):
            found[t.field].append(value)
        else:
            found[t.field] = [found[t.field], value]
    return found


def _to_traces(record: Mapping[str, Any]) -> Iterable[Trace]:
    for name, value in record.items():
        for one in value if isinstance(value, list) else (value,):
            start = one.get("start")  # of a dozen traces a statement few have a span
            yield Trace(name, one["rule"], None if start is None else Span(start, one["end"]))
