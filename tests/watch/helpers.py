"""Made-up event data in the formats that users bring."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from aftertalks.watch.rows import Dataset, EventRow
from aftertalks.watch.table import EventTable, TableBuilder

GED = {
    "id": "1", "date_start": "2017-07-01", "date_end": "2017-07-02 00:00:00.000", "date_prec": "2",
    "latitude": "32.62", "longitude": "36.1", "where_coordinates": "Daraa town", "where_prec": "1",
    "adm_1": "Daraa Governorate", "adm_2": "Markaz Daraa district", "country": "Syria", "type_of_violence": "1",
    "conflict_name": "Syria: Government", "dyad_name": "Government of Syria - Syrian insurgents",
    "side_a": "Government of Syria", "side_b": "Syrian insurgents", "best": "3", "low": "2", "high": "5",
    "number_of_sources": "2", "source_office": "Agency", "source_headline": "Three killed, says \"Agency\"",
}  # fmt: skip
ACLED = {
    "event_id_cnty": "SYR1", "event_date": "09 July 2017", "time_precision": "1", "event_type": "Battles",
    "sub_event_type": "Armed clash", "actor1": "Military Forces of Syria (2000-2024)",
    "actor2": "Opposition Rebels (Syria)", "country": "Syria", "admin1": "Dar'a", "admin2": "Dar'a",
    "location": "Daraa", "latitude": "32.62", "longitude": "36.1", "geo_precision": "2", "source": "Agency",
    "notes": "Clashes; two killed", "fatalities": "2",
}  # fmt: skip
POLECAT = {
    "Event ID": "P1", "Event Date": "2018-05-03", "Event Type": "CONSULT", "Event Mode": "meet",
    "Actor Name": "Russia", "Actor Country": "RUS", "Primary Actor Sector": "GOV", "Recipient Name": "Turkey",
    "Recipient Country": "TUR", "Primary Recipient Sector": "GOV", "Placename": "Astana", "Province": "None",
    "Country": "Kazakhstan", "Latitude": "51.1", "Longitude": "71.4", "Source": "Agency",
    "Headline": "Ministers met in the capital",
}  # fmt: skip


def gdelt_line(**fields: str) -> str:
    """One line of GDELT 2's event table: 61 cells, no header."""
    cells = [""] * 61
    usual = {
        0: "900", 1: "20180503", 5: "RUSGOV", 6: "RUSSIA", 15: "TURGOV", 16: "TURKEY", 26: "042", 32: "3", 51: "4",
        52: "Daraa, Dar`A, Syria", 56: "32.62", 57: "36.1", 60: "https://news.example/1",
    }  # fmt: skip
    for at, value in (usual | {int(k.removeprefix("c")): v for k, v in fields.items()}).items():
        cells[at] = value
    return "\t".join(cells) + "\n"


def table_text(rows: Iterable[dict[str, str]], delimiter: str = ",") -> str:
    rows = list(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def save(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


START = date(2017, 7, 9)


def event(n: int, day: date, **fields: Any) -> EventRow:
    """A state-based event in Daraa, unless fields say otherwise."""
    usual: dict[str, Any] = {
        "lat": 32.6, "lon": 36.1, "place_precision": "place", "country": "Syria", "admin1": "Daraa Governorate",
        "side_a": "Government of Syria", "side_b": "Syrian insurgents", "kind": "state-based", "violent": True,
        "deaths_low": 1, "deaths": 1, "deaths_high": 2,
    }  # fmt: skip
    values = usual | {"last": day} | fields
    return EventRow("UCDP GED", str(n), day, **values)


def weekly(counts: Sequence[int], *, first: date, key: int = 0, **fields: Any) -> list[EventRow]:
    """Events spread over weeks: so many in each."""
    return [
        event(key + 1000 * week + n, first + timedelta(days=7 * week + n % 7), **fields)
        for week, count in enumerate(counts)
        for n in range(count)
    ]


def header(**fields: Any) -> Dataset:
    usual: dict[str, Any] = {
        "fatal_only": True, "digest": "0" * 64, "licence": "CC BY 4.0", "citation": "Made up",
        "first": date(2016, 7, 1), "last": date(2018, 7, 1),
    }  # fmt: skip
    return Dataset("UCDP GED", "made-up.csv", **(usual | fields))


def table(rows: Iterable[EventRow], **fields: Any) -> EventTable:
    builder = TableBuilder()
    builder.add_rows(rows, header(**fields))
    return builder.done()
