"""Aftertalks' own coded events as rows: what its readings report as done."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TextIO

from aftertalks.lexicon.actor_names import actor_name
from aftertalks.model import Kind, Polarity, Statement
from aftertalks.watch.readers import cells
from aftertalks.watch.readers.families import Cells, Columns, Family, Parse, Values, identity, known, period
from aftertalks.watch.rows import DATE_PRECISIONS, PLACE_PRECISIONS, EventRow

_COLUMNS = tuple(name for name in EventRow.__slots__ if name not in {"dataset", "id"})

_PRECISE = {
    "date_precision": {name: name for name in DATE_PRECISIONS},
    "place_precision": {name: name for name in PLACE_PRECISIONS},
}  # fmt: skip


def own(places: Mapping[str, int]) -> Parse:
    """Read rows of a table that :func:`write_own` made."""
    get = Columns(places).get
    key = get("aftertalks_id")
    read = {name: get(name) for name in _COLUMNS[2:]}
    first, last, lat, lon = get("first"), get("last", "first"), get("lat"), get("lon")
    counts = {"deaths_low", "deaths", "deaths_high", "sources"}

    def value(name: str, cell: str) -> Any:
        if name in _PRECISE:
            return known(cell, _PRECISE[name], name) if cell.strip() else "unknown"
        if name in counts:
            return cells.count(cell, what=name)
        return cell == "True" if name == "violent" else cells.text(cell)

    def parse(row: Cells) -> Values:
        held = {name: value(name, of(row)) for name, of in read.items()}
        held["lat"], held["lon"] = cells.degrees(lat(row), lon(row))
        days = period(cells.day(first(row)), cells.day(last(row)))
        return ("Aftertalks", identity(key(row)), *days, *held.values())

    return parse


OWN = Family(
    "Aftertalks",
    "the terms of the documents that were read",
    "Aftertalks' reading of the documents that each row names",
    frozenset({"aftertalks_id", "first", "last", "kind"}),
    own,
    machine_coded=True,
)


def write_own(rows: Iterable[EventRow], out: TextIO) -> int:
    """Write rows as a CSV table that is read back as event data; returns how many."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["aftertalks_id", *_COLUMNS])
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007  it is returned
        values = (getattr(row, name) for name in _COLUMNS)
        writer.writerow([row.id, *("" if v is None else v for v in values)])
    return count


_PRECISIONS = {"day": "day", "time": "day", "week": "week", "month": "month", "year": "year"}


def rows_of(statements: Iterable[Statement], *, urls: dict[str, str] | None = None) -> Iterator[EventRow]:
    """Yield a row for each statement of a deed done: an event, not negated, planned or supposed, with a date.

    Args:
        statements: of any number of readings.
        urls: the document's address by its id.
    """
    for s in statements:
        if s.kind is not Kind.EVENT or s.event is None or s.when is None or s.polarity is Polarity.NEGATIVE:
            continue
        if s.event.auxiliary and set(s.event.auxiliary) != {"historical"}:
            continue
        names = {i: name for i in s.actor_ids if (name := actor_name(i, s.actors)) is not None}
        sides = [", ".join(names.get(one, one) for one in ids) or None for ids in (s.event.actors, s.event.recipients)]
        yield EventRow(
            "Aftertalks",
            s.id,
            s.when,
            s.when_end or s.when,
            _PRECISIONS.get(s.precision or "", "unknown"),
            s.place.lat if s.place else None,
            s.place.lon if s.place else None,
            _place_precision(s),
            s.place.country if s.place else None,
            s.place.admin1 if s.place else None,
            place=s.where,
            side_a=sides[0],
            side_b=sides[1],
            kind=s.event.type,
            mode=s.event.mode,
            violent=s.event.type == "ASSAULT",
            source=s.speaker,
            headline=s.text,
            url=(urls or {}).get(s.document),
        )


def _place_precision(s: Statement) -> str:
    if s.place is None:
        return "none"
    return {"city": "place", "admin1": "admin1", "country": "country", "region": "region"}.get(s.place.kind, "unknown")
