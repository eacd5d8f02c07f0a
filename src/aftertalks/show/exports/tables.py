"""The three tables that flat exports share: their columns with types and meanings, and the rows.

CSV, Parquet, pandas, polars, SQLite and GeoJSON all take their columns from here, so that a column means the same
everywhere. JSON Lines is nested and canonical; a table holds what fits into columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aftertalks.lexicon.shapes import middle_of
from aftertalks.model import Place, Reading, Statement
from aftertalks.model.account import Account
from aftertalks.model.events import CodedEvent
from aftertalks.show.exports.dates import due_time

Row = dict[str, Any]


class Type(StrEnum):
    """What a column holds; every column may hold nulls."""

    TEXT = "text"
    TEXTS = "list of texts"
    WHOLE = "whole number"
    NUMBER = "number"
    FLAG = "true or false"
    DAY = "date"
    MOMENT = "moment, UTC"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Args:
        means: what it holds, for the documentation and for the metadata of files that carry any.
    """

    name: str
    type: Type
    means: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table's name, meaning and columns."""

    name: str
    means: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names in order."""
        return tuple(c.name for c in self.columns)


def _columns(declared: str) -> tuple[Column, ...]:
    """Read columns from lines of ``name | type | meaning``."""
    lines = [[part.strip() for part in line.split("|")] for line in declared.strip().splitlines()]
    return tuple(Column(name, Type(kind), means) for name, kind, means in lines)


_ORIGIN = """
document       | text          | id of the document: hash of its text and date
source         | text          | file, address or - from which it was read
title          | text          | the document's title
publisher      | text          | its publisher
published      | date          | its publication date
url            | text          | its own address
"""
_PLACE = """
where          | text          | the place as worded
place_id       | text          | the gazetteer's entry (geonames:…, iso:…, region:…)
place_name     | text          | its name
place_kind     | text          | country, admin1, city, region, water …: how exact the point is
lat            | number        | degrees north, WGS 84; of a country a round point, of its part the middle
lon            | number        | degrees east, WGS 84
country        | text          | ISO 3166-1 alpha-2; claimants of a disputed place joined with /
admin1         | text          | first-level division
"""

STATEMENTS = Table(
    "statements",
    "One content with one attribution: exact words, who says so, how surely, about whom, when and where.",
    _columns(f"""{_ORIGIN.strip()}
id             | text          | the statement's id, the same on every machine
start          | whole number  | offset of its first code point in the document's text
end            | whole number  | offset after its last
text           | text          | its words, unchanged
kind           | text          | event, agreement, position, expectation, recommendation, assessment
form           | text          | direct, indirect, mixed, narration
speaker        | text          | full name, narrator, or null if the text does not tell
via            | list of texts | who passed it on, outermost first
polarity       | text          | positive, negative
certainty      | text          | certain, probable, possible, unlikely, unknown
actors         | list of texts | who acts or is concerned, by name
actor_ids      | list of texts | the same by id (state:RUS, person:…)
about          | text          | what it is about
issue          | text          | the heading or subject that it stands under
instrument     | text          | truce, zone, treaty, sanctions, talks …
event_type     | text          | PLOVER type
event_mode     | text          | PLOVER mode
auxiliary      | list of texts | historical, future, hypothetical, negated
cameo          | text          | CAMEO code
quad           | text          | PLOVER's quad class
goldstein      | number        | Goldstein value, -10 to 10
when_first     | date          | first day of the content's time
when_last      | date          | its last day; the same for a day
precision      | text          | of that time: day, time, week, month, quarter, season, year, range …
when_text      | text          | the words that tell it
deadline       | date          | last day by which it is due, if the text sets one
{_PLACE.strip()}
voice_certain  | true or false | false where only tense or place tells that the speaker goes on
document_voice | text          | whose utterance the document is, for the narrator's statements
conditions     | list of texts | what it hangs on, word for word
"""),
)

ENTRIES = Table(
    "entries",
    "One proposition on which statements are voices; the first voice's words, what all tell, what became of it.",
    _columns("""
id             | text          | the entry's id, the same on every machine
book           | text          | agreed, wanted, expected, happened
summary        | text          | the words of its first voice
due_first      | date          | first day on which it is due
due_last       | date          | last day; the same for a day
due_precision  | text          | of the words that tell it: day, time, week, month … ; set by a judgement: day
due_text       | text          | those words
outcome        | text          | unchecked, kept, broken, happened, did not happen … ; unchecked is not "did not happen"
judged_by      | text          | rule, check or person that judged last
judged_at      | moment, UTC   | when
judged_reason  | text          | why
parties        | list of texts | who acts or is concerned, by name
instrument     | text          | truce, zone, treaty, sanctions, talks …
where          | text          | the place as worded
voices         | whole number  | how many statements speak of it
documents      | whole number  | how many documents in words of their own
contradicted   | true or false | whether voices contradict each other
withdrawn      | true or false | whether no document's latest edition says it any more
speaker        | text          | who speaks in the first voice
certainty      | text          | of the first voice
polarity       | text          | of the first voice
statement      | text          | id of the first voice
statements     | list of texts | ids of all voices, oldest document first
document       | text          | document of the first voice
url            | text          | its address
citation       | text          | title, publisher and date of it
published      | date          | its publication date
"""),
)

EVENTS = Table(
    "events",
    "Events told by statements of the kind event, one row a pair of source and target.",
    _columns(f"""
id             | text          | statement and number of the pair
statement      | text          | the statement's id
published      | date          | publication date of the document
date           | date          | day of the event
dated_by       | text          | text if the words give the day, else publication
type           | text          | PLOVER type
mode           | text          | PLOVER mode
context        | list of texts | PLOVER contexts
auxiliary      | list of texts | historical, future, hypothetical, negated
cameo          | text          | CAMEO code
quad           | text          | PLOVER's quad class
goldstein      | number        | Goldstein value, -10 to 10
source_id      | text          | who does it; null where nobody that is known is named
source_name    | text          | its name
source_country | text          | ISO 3166-1 alpha-3 of the side it acts for
source_sector  | text          | PLOVER sector
target_id      | text          | to whom
target_name    | text          | its name
target_country | text          | ISO 3166-1 alpha-3
target_sector  | text          | PLOVER sector
{_PLACE.strip()}
text           | text          | the statement's words
origin         | text          | publisher or source
url            | text          | address of the document
"""),
)

TABLES = {table.name: table for table in (STATEMENTS, ENTRIES, EVENTS)}


def statement_rows(readings: Iterable[Reading]) -> Iterator[Row]:
    """Return a row for every statement of some readings."""
    for reading in readings:
        d = reading.document
        origin = {
            "document": d.id, "source": d.source, "url": d.url, "title": d.title, "publisher": d.publisher,
            "published": d.published,
        }  # fmt: skip
        for s in reading.statements:
            yield origin | statement_row(s)


def statement_row(s: Statement) -> Row:
    """Return a statement's columns without those of its document."""
    e = s.event
    return {
        "id": s.id, "start": s.span.start, "end": s.span.end, "text": s.text, "kind": s.kind.value,
        "form": s.form.value, "speaker": s.speaker, "via": [v.name or v.text for v in s.chain[:-1]],
        "polarity": s.polarity.value, "certainty": s.certainty.value, "actors": list(s.actors),
        "actor_ids": list(s.actor_ids), "about": s.about, "issue": s.issue, "instrument": s.instrument,
        "event_type": e.type if e else None, "event_mode": e.mode if e else None,
        "auxiliary": list(e.auxiliary) if e else [], "cameo": e.cameo if e else None, "quad": e.quad if e else None,
        "goldstein": e.goldstein if e else None, "when_first": s.when, "when_last": s.when_end,
        "precision": s.precision, "when_text": s.when_text, "deadline": s.deadline, "where": s.where,
        **_place(s.place), "voice_certain": s.attribution_certain, "document_voice": s.document_voice,
        "conditions": [c.text for c in s.conditions],
    }  # fmt: skip


def _place(p: Place | None) -> Row:
    if p is None:
        return dict.fromkeys(("place_id", "place_name", "place_kind", "lat", "lon", "country", "admin1"))
    # A part of a country has the country's point; in a table it would be drawn where the words do not put it.
    lat, lon = middle_of(p.id) or (p.lat, p.lon)
    return {
        "place_id": p.id, "place_name": p.name, "place_kind": p.kind, "lat": lat, "lon": lon,
        "country": p.country, "admin1": p.admin1,
    }  # fmt: skip


def entry_rows(accounts: Iterable[Account]) -> Iterator[Row]:
    """Return a row for every entry."""
    return (entry_row(account) for account in accounts)


def entry_row(account: Account) -> Row:
    """Return an entry's columns."""
    e, lead = account.entry, account.voices[0]
    s, source = lead.statement, lead.source
    time, last = due_time(account), e.judgements[-1] if e.judgements else None
    return {
        "id": e.id, "book": e.book.value, "summary": e.summary,
        "due_first": e.due[0] if e.due else None, "due_last": e.due[1] if e.due else None,
        "due_precision": time.precision if time else None, "due_text": time.words if time else None,
        "outcome": e.outcome.value, "judged_by": last.by if last else None, "judged_at": last.at if last else None,
        "judged_reason": last.reason if last else None, "parties": list(e.parties), "instrument": e.instrument,
        "where": e.where, "voices": len(account.voices), "documents": account.documents,
        "contradicted": account.contradicted, "withdrawn": account.withdrawn, "speaker": s.speaker,
        "certainty": s.certainty.value, "polarity": s.polarity.value, "statement": s.id,
        "statements": list(e.statements), "document": source.id, "url": source.url, "citation": source.citation,
        "published": source.published,
    }  # fmt: skip


def event_rows(events: Iterable[CodedEvent]) -> Iterator[Row]:
    """Return a row for every coded event."""
    for e in events:
        f = e.frame
        yield {
            "id": e.id, "statement": e.id.partition(".")[0], "published": e.published, "date": e.date,
            "dated_by": "text" if e.dated else "publication" if e.date else None, "type": f.type, "mode": f.mode,
            "context": list(f.context), "auxiliary": list(f.auxiliary), "cameo": f.cameo, "quad": f.quad,
            "goldstein": f.goldstein,
            **{
                f"{name}_{part}": getattr(side, part)
                for name, side in (("source", e.source), ("target", e.target))
                for part in ("id", "name", "country", "sector")
            },
            "where": e.place_words, **_place(e.place), "text": e.text, "origin": e.origin, "url": e.url,
        }  # fmt: skip
