"""Event data as frozen values: one row of any dataset, the dataset's header, and an error of one row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

DATE_PRECISIONS = ("day", "days", "week", "month", "year", "unknown")
PLACE_PRECISIONS = ("place", "near", "admin2", "admin1", "region", "country", "none", "unknown")
FINE_PLACES = frozenset({"place", "near", "admin2"})  # precise enough to be laid against a zone's boundary


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event as a dataset codes it.

    Args:
        dataset: the family, for example ``UCDP GED``.
        id: the dataset's own id.
        first, last: first and last day on which it may have happened.
        date_precision: one of ``DATE_PRECISIONS``.
        lat, lon: degrees, WGS 84; null where the dataset gives none.
        place_precision: one of ``PLACE_PRECISIONS``.
        place: the dataset's words for the place.
        dyad: the dataset's name of the pair.
        side_a, side_b: names of the sides; several members are joined as the dataset joins them.
        code_a, code_b: actor codes (``SYRGOV``), where the dataset has any.
        kind: type of violence or event: ``state-based``, ``non-state``, ``one-sided``; ACLED's event type; PLOVER's
            type; CAMEO's code.
        mode: ACLED's sub-event type or PLOVER's mode.
        violent: whether armed force was used in it, by the rule of its family.
        deaths_low, deaths, deaths_high: lowest, best, highest estimate; null where the dataset counts none.
        sources: number of sources.
        source: who reported it.
        headline: the source's headline, or the dataset's note.
    """

    dataset: str
    id: str
    first: date
    last: date
    date_precision: str = "day"
    lat: float | None = None
    lon: float | None = None
    place_precision: str = "unknown"
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    place: str | None = None
    dyad: str | None = None
    side_a: str | None = None
    side_b: str | None = None
    code_a: str | None = None
    code_b: str | None = None
    kind: str | None = None
    mode: str | None = None
    violent: bool = False
    deaths_low: int | None = None
    deaths: int | None = None
    deaths_high: int | None = None
    sources: int | None = None
    source: str | None = None
    headline: str | None = None
    url: str | None = None

    @property
    def key(self) -> str:
        """Id that is unique over datasets, for example ``UCDP GED:147997``."""
        return f"{self.dataset}:{self.id}"


@dataclass(frozen=True, slots=True)
class Dataset:
    """Where rows come from and on what terms; printed wherever they are used.

    Args:
        family: ``UCDP GED``, ``ACLED``, ``GDELT 2``, ``POLECAT`` or ``Aftertalks``.
        file: name of the file, without its folder.
        version: the dataset's version; null if neither the file's name nor the user gives it.
        licence: the terms, in words.
        citation: how to cite it.
        accessed: the day on which the user got the file; null if not given.
        digest: SHA-256 of the file's bytes, hexadecimal.
        fatal_only: whether the dataset holds only events with at least one death.
        machine_coded: whether a program coded it from news.
        violence_coded: whether it means to list every event of armed violence that it can find.
        first, last: the days that the data reach over: what the user states, else the first and last event's.
        rows: rows kept; ``duplicates`` and ``errors`` count those that were not.
        country: country that the user says all rows are in, for files without such a column.
        notes: warnings of the reading, a line each.
    """

    family: str
    file: str
    version: str | None = None
    licence: str = ""
    citation: str = ""
    accessed: date | None = None
    digest: str = ""
    fatal_only: bool = False
    machine_coded: bool = False
    violence_coded: bool = True
    first: date | None = None
    last: date | None = None
    rows: int = 0
    duplicates: int = 0
    errors: int = 0
    country: str | None = None
    notes: tuple[str, ...] = ()

    def to_record(self) -> dict[str, Any]:
        """Return the header as plain values."""
        return {
            "family": self.family,
            "file": self.file,
            "version": self.version,
            "licence": self.licence,
            "citation": self.citation,
            "accessed": _iso(self.accessed),
            "digest": self.digest,
            "fatal_only": self.fatal_only,
            "machine_coded": self.machine_coded,
            "violence_coded": self.violence_coded,
            "first": _iso(self.first),
            "last": _iso(self.last),
            "rows": self.rows,
            "duplicates": self.duplicates,
            "errors": self.errors,
            "country": self.country,
            "notes": list(self.notes),
        }

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Dataset:
        """Return the header that ``to_record`` wrote."""
        values = dict(record)
        for name in ("accessed", "first", "last"):
            values[name] = date.fromisoformat(values[name]) if values.get(name) else None
        values["notes"] = tuple(values.get("notes", ()))
        return cls(**values)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@dataclass(frozen=True, slots=True)
class RowError:
    """One row that could not be read; the rest went on.

    Args:
        line: the line of the file, counted from 1, on which the row ends.
        problem: what is wrong.
        cure: what the user can do.
    """

    file: str
    line: int
    problem: str
    cure: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.problem}; {self.cure}"
