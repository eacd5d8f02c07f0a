"""Pages of what was read: search with facets, one document with its marks, the sources."""

from __future__ import annotations

from collections import Counter

from aftertalks.model import Kind, Section, Span, UsageError
from aftertalks.model.record import to_record
from aftertalks.show.exports.site import public_source
from aftertalks.show.fields import fields
from aftertalks.show.lines import hit_record, source_fields
from aftertalks.show.marking import Marker
from aftertalks.store.searching import RANKED
from aftertalks.web.ask import Ask, View
from aftertalks.web.desk import Desk

MOST_HITS = 2000  # that are counted for the facets
PAGE = 50
SOURCES = 100  # of a page


def search_page(desk: Desk, ask: Ask) -> View:
    """Statements by words, kind, speaker, actor, subject and date of publication, with counts of what was found."""
    kind = ask.text("kind")
    query = desk.ledger.query(
        ask.text("q"), kind=kind, speaker=ask.text("speaker"), actor=ask.text("actor"), since=ask.day("since"),
        until=ask.day("until"), publisher=ask.text("publisher"), month=ask.text("month"),
        instrument=ask.text("instrument"),
    )  # fmt: skip
    found = desk.ledger.store.found(query, limit=MOST_HITS)
    at = ask.whole("from", 0, most=MOST_HITS)
    facets = desk.ledger.store.facets(found)
    shown = desk.ledger.store.hits(found[at : at + PAGE])
    record = {
        "total": len(found), "capped": len(found) == MOST_HITS, "facets": {k: dict(c) for k, c in facets.items()},
        "hits": [hit_record(h.statement, h.source, h.entry) for h in shown],
    }  # fmt: skip
    values = {"hits": shown, "total": len(found), "most": MOST_HITS, "facets": facets, "at": at, "page": PAGE,
              "kinds": list(Kind), "ranked": RANKED}  # fmt: skip
    return View("search.html", "Search", record, values)


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
    held = desk.ledger.store.entries_of([s.id for s in reading.statements])
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
    return View("document.html", doc.title or public_source(doc.source), record, values)


def sources_page(desk: Desk, ask: Ask) -> View:
    """Every document, oldest first, with its citation and how much was read from it."""
    at = ask.whole("from", 0, most=10**9)
    found, total = desk.ledger.store.cited(ask.text("q") or "", at, SOURCES)
    said = desk.ledger.store.said_in([s.id for s in found])
    record = {
        "total": total, "sources": [{"id": s.id, **source_fields(s), "statements": said.get(s.id, 0)} for s in found]
    }  # fmt: skip
    values = {"sources": found, "said": said, "total": total, "at": at, "page": SOURCES}
    return View("sources.html", "Sources", record, values)
