"""The dataset families: how each is recognised, on what terms it comes, and how a row of it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from aftertalks.watch.readers import cells
from aftertalks.watch.readers.cells import BadCellError

Cells = Sequence[str]
Values = tuple[Any, ...]  # the fields of an EventRow, in order
Parse = Callable[[Cells], Values]


@dataclass(frozen=True)
class Family:
    """A dataset family.

    Args:
        required: columns without which a file is not read.
        parser: makes, from the place of each column, the function that reads one row.
    """

    name: str
    licence: str
    citation: str
    required: frozenset[str]
    parser: Callable[[Mapping[str, int]], Parse]
    fatal_only: bool = False
    machine_coded: bool = False
    violence_coded: bool = True


class Columns:
    """Looks cells up by column name; a column that the file lacks reads as empty."""

    def __init__(self, places: Mapping[str, int]) -> None:
        self._places = places

    def get(self, *names: str) -> Callable[[Cells], str]:
        """Return a function that reads the first of ``names`` that the file has."""
        for name in names:
            if name in self._places:
                at = self._places[name]
                return lambda row: row[at]
        return lambda row: ""


_GED_KINDS = {"1": "state-based", "2": "non-state", "3": "one-sided"}
_GED_DATES = {"1": "day", "2": "days", "3": "week", "4": "month", "5": "year"}
_GED_PLACES = {
    "1": "place", "2": "near", "3": "admin2", "4": "admin1", "5": "region", "6": "country", "7": "none",
}  # fmt: skip


def known(cell: str, names: Mapping[str, str], what: str) -> str:
    """Return what a cell's code means; one that is in no codebook makes the row unreadable."""
    value = names.get(cell.strip())
    if value is None:
        raise BadCellError(f"{what} {cell[:20]!r} is not in the codebook", f"use one of {', '.join(names)}")
    return value


def _precision(cell: str, names: Mapping[str, str], what: str) -> str:
    return known(cell, names, what) if cell.strip() else "unknown"


def identity(cell: str) -> str:
    """Return an event's id; without one the row cannot be told from others."""
    value = cell.strip()
    if not value or len(value) > 200:
        raise BadCellError("the row has no usable id", "give every event an id of its own")
    return value


def period(first: date, last: date) -> tuple[date, date]:
    """Return first and last day, if they are in this order."""
    if last < first:
        raise BadCellError(f"it ends on {last}, before it begins on {first}", "mend one of the two dates")
    return first, last


def ged(places: Mapping[str, int]) -> Parse:
    """Read rows of UCDP's Georeferenced Event Dataset."""
    get = Columns(places).get
    key, start, end = get("id"), get("date_start"), get("date_end", "date_start")
    date_prec, where_prec = get("date_prec"), get("where_prec")
    lat, lon, country = get("latitude"), get("longitude"), get("country")
    adm1, adm2, where = get("adm_1"), get("adm_2"), get("where_coordinates")
    dyad, side_a, side_b, kind = get("dyad_name"), get("side_a"), get("side_b"), get("type_of_violence")
    low, best, high, sources = get("low"), get("best"), get("high"), get("number_of_sources")
    office, headline, mode = get("source_office"), get("source_headline"), get("conflict_name")

    def parse(row: Cells) -> Values:
        first, last = period(cells.day(start(row)), cells.day(end(row) or start(row)))
        y, x = cells.degrees(lat(row), lon(row))
        number = sources(row).strip()
        return (
            "UCDP GED", identity(key(row)), first, last, _precision(date_prec(row), _GED_DATES, "date_prec"),
            y, x, _precision(where_prec(row), _GED_PLACES, "where_prec"),
            cells.text(country(row)), cells.text(adm1(row)), cells.text(adm2(row)), cells.text(where(row)),
            cells.text(dyad(row)), cells.text(side_a(row)), cells.text(side_b(row)), None, None,
            known(kind(row), _GED_KINDS, "type_of_violence"), cells.text(mode(row)), True,
            cells.count(low(row), what="low"), cells.count(best(row), what="best"),
            cells.count(high(row), what="high"),
            None if number.startswith("-") else cells.count(number, what="number_of_sources"),
            cells.text(office(row)), cells.text(headline(row)), None,
        )  # fmt: skip

    return parse


_ACLED_VIOLENCE = frozenset({"battles", "explosions/remote violence", "violence against civilians", "remote violence"})
_ACLED_DATES = {"1": "day", "2": "week", "3": "month"}
_ACLED_PLACES = {"1": "place", "2": "near", "3": "admin1"}


def acled(places: Mapping[str, int]) -> Parse:
    """Read rows of ACLED; violence is its battles, explosions and violence against civilians."""
    get = Columns(places).get
    key, when = get("event_id_cnty", "data_id"), get("event_date")
    time_prec, geo_prec = get("time_precision"), get("geo_precision")
    lat, lon, country = get("latitude"), get("longitude"), get("country")
    adm1, adm2, where = get("admin1"), get("admin2"), get("location")
    actor1, actor2 = get("actor1"), get("actor2")
    kind, sub, deaths = get("event_type"), get("sub_event_type"), get("fatalities")
    source, notes = get("source"), get("notes")

    def parse(row: Cells) -> Values:
        first = cells.day(when(row))
        y, x = cells.degrees(lat(row), lon(row))
        a, b = cells.text(actor1(row)), cells.text(actor2(row))
        best, name = cells.count(deaths(row), what="fatalities"), cells.text(kind(row))
        if name is None:
            raise BadCellError("event_type is empty", "mend the cell")
        return (
            "ACLED", identity(key(row)), first, first, _precision(time_prec(row), _ACLED_DATES, "time_precision"),
            y, x, _precision(geo_prec(row), _ACLED_PLACES, "geo_precision"),
            cells.text(country(row)), cells.text(adm1(row)), cells.text(adm2(row)), cells.text(where(row)),
            f"{a} - {b}" if a and b else a or b, a, b, None, None,
            name, cells.text(sub(row)), name.lower() in _ACLED_VIOLENCE or name.lower().startswith("battle"),
            None, best, None, None, cells.text(source(row)), cells.text(notes(row)), None,
        )  # fmt: skip

    return parse


_GDELT_VIOLENCE = ("18", "19", "20")  # CAMEO roots: assault, fight, unconventional mass violence
_GDELT_PLACES = {"1": "country", "2": "admin1", "3": "place", "4": "place", "5": "admin1"}


def gdelt(places: Mapping[str, int]) -> Parse:
    """Read rows of GDELT 2's event table; place names come from the action's full place name."""

    def parse(row: Cells) -> Values:
        first = cells.day(row[1])
        y, x = cells.degrees(row[56], row[57])
        precision = _GDELT_PLACES.get(row[51].strip(), "none")
        names = [part.strip() for part in row[52].split(",")]
        inner = names[-2] if len(names) >= 2 and precision in {"place", "admin1"} else None
        if precision == "place" and len(names) == 2:
            inner = None  # "town, country": no admin-1 name stands there
        a, b = cells.text(row[6]), cells.text(row[16])
        code = row[26].strip()
        if not code:
            raise BadCellError("EventCode is empty", "mend the cell")
        return (
            "GDELT 2", identity(row[0]), first, first, "day", y, x, precision,
            names[-1] or None, inner, None, cells.text(row[52]),
            f"{a} - {b}" if a and b else a or b, a, b, cells.text(row[5]), cells.text(row[15]),
            code, None, code.startswith(_GDELT_VIOLENCE),
            None, None, None, cells.count(row[32], what="NumSources"), None, None, cells.text(row[60]),
        )  # fmt: skip

    return parse


def polecat(places: Mapping[str, int]) -> Parse:
    """Read rows of POLECAT, or any table in PLOVER's terms with its column names."""
    get = Columns(places).get
    key, when = get("event_id", "id"), get("event_date", "date")
    kind, mode = get("event_type"), get("event_mode", "mode")
    a_name, b_name = get("actor_name", "source_name"), get("recipient_name", "target_name")
    a_state, b_state = get("actor_country"), get("recipient_country")
    a_sector, b_sector = get("primary_actor_sector"), get("primary_recipient_sector")
    lat, lon, country = get("latitude"), get("longitude"), get("country")
    adm1, adm2, where = get("province"), get("district"), get("placename")
    source, headline, url = get("source"), get("headline"), get("url")

    def code(state: str, sector: str) -> str | None:
        return " ".join(part for part in (cells.text(state), cells.text(sector)) if part) or None

    def parse(row: Cells) -> Values:
        first = cells.day(when(row))
        y, x = cells.degrees(lat(row), lon(row))
        a, b, name = cells.text(a_name(row)), cells.text(b_name(row)), cells.text(kind(row))
        if name is None:
            raise BadCellError("Event Type is empty", "mend the cell")
        province, named = cells.text(adm1(row)), cells.text(where(row))
        precision = "place" if named and y is not None else "admin1" if province else "country"
        return (
            "POLECAT", identity(key(row)), first, first, "day", y, x, precision,
            cells.text(country(row)), province, cells.text(adm2(row)), named,
            f"{a} - {b}" if a and b else a or b, a, b,
            code(a_state(row), a_sector(row)), code(b_state(row), b_sector(row)),
            name.upper(), cells.text(mode(row)), name.upper() == "ASSAULT",
            None, None, None, None, cells.text(source(row)), cells.text(headline(row)), cells.text(url(row)),
        )  # fmt: skip

    return parse


GED = Family(
    "UCDP GED",
    "CC BY 4.0",
    "Sundberg and Melander (2013), Introducing the UCDP Georeferenced Event Dataset, Journal of Peace Research 50(4); "
    "and the year's article of Davies, Pettersson and Öberg on organized violence",
    frozenset({"id", "date_start", "side_a", "side_b", "type_of_violence", "best"}),
    ged,
    fatal_only=True,
)
ACLED = Family(
    "ACLED",
    "ACLED's terms of use: attribution, no redistribution of the raw rows",
    "Raleigh, Linke, Hegre and Karlsen (2010), Introducing ACLED, Journal of Peace Research 47(5)",
    frozenset({"event_date", "event_type", "actor1"}),
    acled,
)
GDELT = Family(
    "GDELT 2",
    "free for any use with a citation of the GDELT Project",
    "Leetaru and Schrodt (2013), GDELT: Global Data on Events, Location and Tone",
    frozenset(),
    gdelt,
    machine_coded=True,
)
POLECAT = Family(
    "POLECAT",
    "see the terms on the dataset's own page",
    "Halterman and others, POLECAT: the POLitical Event Classification, Attributes, and Types dataset",
    frozenset({"event_date", "event_type", "actor_name"}),
    polecat,
    machine_coded=True,
)
FAMILIES = {family.name: family for family in (GED, ACLED, GDELT, POLECAT)}
