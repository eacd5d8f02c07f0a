"""Aftertalks' own coded events as rows: what its readings report as done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aftertalks.model import Kind, Polarity, Statement
from aftertalks.watch.readers.families import Family
from aftertalks.watch.rows import EventRow

OWN = Family(
    "Aftertalks",
    "the terms of the documents that were read",
    "Aftertalks' reading of the documents that each row names",
    frozenset(),
    lambda places: lambda row: (),
    machine_coded=True,
)
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
        names = dict(zip(s.actor_ids, s.actors, strict=False))
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
