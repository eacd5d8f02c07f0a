"""Coded events in the tables that event-data users load: PETRARCH's, POLECAT's (NGEC), GDELT 2's, and JSON Lines.

PETRARCH and GDELT have no auxiliary modes, so that whoever reads them takes every row for a deed done; only those are
written there. POLECAT's table gets the auxiliary modes in a last column of its own.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, TextIO

from aftertalks.model.events import CodedEvent, CodedSide
from aftertalks.show.delimited import safe_cell
from aftertalks.show.lines import line

POLECAT_COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title",
    "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors",
    "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Headline",
    "URL", "Language", "Version", "Auxiliary Modes",
)  # fmt: skip
GDELT_WIDTH = 61
_GDELT_QUADS = {"verbal cooperation": 1, "material cooperation": 2, "verbal conflict": 3, "material conflict": 4}
_PRECISION = {"country": 1, "admin1": 5, "city": 4}
VERSION = "Aftertalks"


def record(event: CodedEvent) -> dict[str, Any]:
    """Return a coded event as plain values, everything in it."""
    f = event.frame
    return {
        "id": event.id,
        "published": event.published.isoformat() if event.published else None,
        "date": event.date.isoformat() if event.date else None,
        "dated_by": "text" if event.dated else "publication" if event.date else None,
        "type": f.type,
        "mode": f.mode,
        "context": list(f.context),
        "auxiliary": list(f.auxiliary),
        "cameo": f.cameo,
        "quad": f.quad,
        "goldstein": f.goldstein,
        "source": asdict(event.source),
        "target": asdict(event.target),
        "trigger": event.trigger,
        "rule": event.rule,
        "where": event.place_words,
        "text": event.text,
        "origin": event.origin,
        "url": event.url,
    }


def write_jsonl(events: Iterable[CodedEvent], out: TextIO) -> int:
    """Write one event a line; return how many."""
    count = 0
    for count, event in enumerate(events, 1):  # noqa: B007
        out.write(line(record(event)) + "\n")
    return count


def petrarch_code(side: CodedSide) -> str:
    """Return a side's code as PETRARCH writes it (``RUSGOV``); ``---`` where nobody that is known is named."""
    return f"{side.country or ''}{side.sector or ''}" or "---"


def write_petrarch(events: Iterable[CodedEvent], out: TextIO) -> int:
    """Write PETRARCH's lines, with tabs and no heading: date, source, target, CAMEO code, id, the phrases, origin."""
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    count = 0
    for event in events:
        if not event.done:
            continue
        count += 1
        day = event.date.strftime("%Y%m%d") if event.date else ""
        words = (event.source.words or event.source.name, event.target.words or event.target.name, event.trigger)
        cells = [day, petrarch_code(event.source), petrarch_code(event.target), event.frame.cameo or "", event.id]
        writer.writerow([*cells, *(safe_cell(w) for w in words), safe_cell(event.origin)])
    return count


def _polecat_side(side: CodedSide) -> list[Any]:
    named, words = safe_cell(side.name), safe_cell(side.words or side.name)
    return [named, side.country, None, side.sector, side.sector, None, words, None]


def write_polecat(events: Iterable[CodedEvent], out: TextIO) -> int:
    """Write a table with POLECAT's columns; what Aftertalks does not know is empty."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(POLECAT_COLUMNS)
    count = 0
    for count, e in enumerate(events, 1):  # noqa: B007
        p = e.place
        name = p.name if p else None
        writer.writerow([
            e.id, e.date, e.frame.type, e.frame.mode, e.frame.goldstein, (e.frame.quad or "").upper(),
            ";".join(e.frame.context),
            *_polecat_side(e.source), *_polecat_side(e.target),
            safe_cell(name), safe_cell(name) if p and p.kind == "city" else None, None, p.admin1 if p else None,
            p.country if p else None, p.lat if p else None, p.lon if p else None,
            p.id.removeprefix("geonames:") if p and p.id.startswith("geonames:") else None, safe_cell(e.place_words),
            p.kind if p else None, safe_cell(e.origin), e.published, None, None, None, safe_cell(e.text), e.url, "en",
            VERSION, ";".join(e.frame.auxiliary),
        ])  # fmt: skip
    return count


def write_gdelt(events: Iterable[CodedEvent], out: TextIO) -> int:
    """Write GDELT 2's event table: 61 tab-separated columns without a heading; what is not known is empty."""
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    count = 0
    for event in events:
        if event.done and event.date is not None and event.frame.cameo is not None:
            count += 1
            writer.writerow(_gdelt_row(event))
    return count


def _gdelt_row(event: CodedEvent) -> list[Any]:
    row: list[Any] = [""] * GDELT_WIDTH
    day, f, p = event.date, event.frame, event.place
    assert day is not None and f.cameo is not None
    number = int(hashlib.sha256(f"{event.id}{event.source.id}{event.target.id}".encode()).hexdigest()[:12], 16)
    start = day.replace(month=1, day=1)
    row[0:5] = [number, f"{day:%Y%m%d}", f"{day:%Y%m}", day.year, f"{day.year + (day - start).days / 365:.4f}"]
    for at, side in ((5, event.source), (15, event.target)):
        row[at] = "" if petrarch_code(side) == "---" else petrarch_code(side)
        row[at + 1], row[at + 2] = safe_cell(side.name or side.words), side.country or ""
        row[at + 7] = side.sector or ""
    row[25:31] = [1, f.cameo, f.cameo[:3], f.cameo[:2], _GDELT_QUADS.get(f.quad or "", ""), f.goldstein]
    row[31:34] = [1, 1, 1]
    if p is not None and p.lat is not None:
        row[51:54] = [_PRECISION.get(p.kind, 0), safe_cell(p.name), p.country or ""]
        row[56:59] = [p.lat, p.lon, p.id]
    row[59] = f"{(event.published or day):%Y%m%d}000000"
    row[60] = event.url or event.origin or ""
    return row


WRITERS = {"jsonl": write_jsonl, "petrarch": write_petrarch, "polecat": write_polecat, "gdelt": write_gdelt}
