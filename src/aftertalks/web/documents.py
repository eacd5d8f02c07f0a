"""Pages of what was read: search with facets, one document with its marks, the sources."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from aftertalks.model import Kind, Section, Span, UsageError
from aftertalks.model.record import to_record
from aftertalks.show.fields import fields
from aftertalks.show.lines import hit_record, source_fields
from aftertalks.show.marking import Marker
from aftertalks.web.ask import Ask, View
from aftertalks.web.desk import Desk

MOST_HITS = 2000  # that are counted for the facets
PAGE = 50


def search_page(desk: Desk, ask: Ask) -> View:
    """Statements by words, kind, speaker, actor, subject and date of publication, with counts of what was found."""
    kind = ask.text("kind")
    words, publisher, month, instrument = (ask.text(n) for n in ("q", "publisher", "month", "instrument"))
    hits = desk.ledger.find(
        words, kind=kind, speaker=ask.text("speaker"), actor=ask.text("actor"), since=ask.day("since"),
        until=ask.day("until"), limit=MOST_HITS,
    )  # fmt: skip
    hits = [
        h for h in hits
        if publisher in {None, h.source.publisher} and month in {None, _month(h.source.published)}
        and instrument in {None, h.statement.instrument}
    ]  # fmt: skip
    at = ask.whole("from", 0, most=MOST_HITS)
    facets = {
        "kind": Counter(h.statement.kind.value for h in hits),
        "speaker": Counter(h.statement.speaker for h in hits if h.statement.speaker),
        "publisher": Counter(h.source.publisher for h in hits if h.source.publisher),
        "month": Counter(_month(h.source.published) for h in hits),
        "instrument": Counter(h.statement.instrument for h in hits if h.statement.instrument),
        "actor": Counter(a for h in hits for a in dict.fromkeys(h.statement.actors)),
    }
    shown = hits[at : at + PAGE]
    record = {
        "total": len(hits), "capped": len(hits) == MOST_HITS, "facets": {k: dict(c) for k, c in facets.items()},
        "hits": [hit_record(h.statement, h.source, h.entry) for h in shown],
    }  # fmt: skip
    values = {"hits": shown, "total": len(hits), "most": MOST_HITS, "facets": facets, "at": at, "page": PAGE,
              "kinds": list(Kind)}  # fmt: skip
    return View("search.html", "Search", record, values)


def _month(day: date | None) -> str:
    return day.isoformat()[:7] if day else "undated"


def document_page(desk: Desk, ask: Ask) -> View:
    """One document with its statements marked, by kind and speaker."""
    reading = desk.ledger.reading(ask.parts["id"])
    doc = reading.document
    kind, speaker = ask.text("kind"), ask.text("speaker")
    if kind is not None and kind not in list(Kind):
        raise UsageError(f"kind: no {kind!r}; there are: {', '.join(Kind)}")
    marked = sorted(
        (s for s in reading.statements if kind in {None, s.kind} and speaker in {None, s.speaker or ""}),
        key=lambda s: (s.span.start, -s.span.end),
    )
    marker = Marker(doc.text, marked)
    sections = reading.sections or (Section(Span(0, len(doc.text)), "body", None, "no sections"),)
    held = {h: a.entry.id for a in desk.accounts() for h in a.entry.statements}
    values = {
        "doc": doc,
        "notes": list(dict.fromkeys((*doc.notes, *reading.notes))),
        "blocks": [(section, marker.stretches(section.span)) for section in sections],
        "marked": marked,
        "fields": {s.id: fields(s) for s in marked},
        "held": held,
        "kinds": Counter(s.kind.value for s in reading.statements),
        "speakers": Counter(s.speaker or "" for s in reading.statements),
        "total": len(reading.statements),
    }
    record = {
        "id": doc.id, "title": doc.title, "source": doc.source, "url": doc.url, "publisher": doc.publisher,
        "published": doc.published.isoformat() if doc.published else None, "text": doc.text,
        "statements": [to_record(s) | {"entry": held.get(s.id)} for s in marked],
    }  # fmt: skip
    return View("document.html", doc.title or doc.source, record, values)


def sources_page(desk: Desk, ask: Ask) -> View:
    """Every document, oldest first, with its citation and how much was read from it."""
    said = Counter(h.statement.document for h in desk.ledger.find())
    words = (ask.text("q") or "").casefold()
    found = [s for s in desk.ledger.sources() if words in " ".join(filter(None, (s.citation, s.source))).casefold()]
    record = {"sources": [{"id": s.id, **source_fields(s), "statements": said[s.id]} for s in found]}
    plain = [replace(s, source=s.source.rsplit("/", 1)[-1]) for s in found]
    return View("sources.html", "Sources", record, {"sources": plain, "said": said})
