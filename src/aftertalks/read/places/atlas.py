"""Countries, regions and waters: the places that the lexicon describes by hand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from aftertalks.lexicon.loader import Record, load
from aftertalks.lexicon.names import NameIndex
from aftertalks.model import Place

Box = tuple[float, float, float, float]  # south, west, north, east


@dataclass(frozen=True)
class Area:
    """A place of the lexicon with what ``Place`` has no room for.

    Args:
        place: the place.
        box: south, west, north, east in degrees, where the record has one.
        claimants: names of those who claim it, for disputed places.
        weak: whether the name is as often something else.
    """

    place: Place
    box: Box | None = None
    claimants: tuple[str, ...] = ()
    weak: bool = False


@dataclass(frozen=True)
class Atlas:
    """All areas.

    Args:
        index: their names.
        areas: by id.
        countries: alpha-2 → area.
        demonyms: index of adjectives and peoples, which are evidence of a country but no places.
    """

    index: NameIndex
    areas: dict[str, Area]
    countries: dict[str, Area]
    demonyms: NameIndex


def _area(record: Record, prefix: str) -> Area:
    at = record.get("at") or (None, None)
    country = record.get("country") or record.get("countries")
    place = Place(f"{prefix}:{record['id']}", record["name"], record["kind"], at[0], at[1], country)
    box = record.get("box")
    claimants = tuple(record.get("disputed", ()))
    return Area(place, tuple(box) if box else None, claimants, bool(record.get("weak")))


def _state_area(record: Record) -> Area:
    lat, lon = record["at"]
    claimed = record.get("claimed_by")
    place = Place(f"iso:{record['iso2']}", record["name"], "country", lat, lon, record["iso2"])
    return Area(place, None, (record["name"], *claimed.split("/")) if claimed else ())


@lru_cache(maxsize=4)
def atlas(folders: tuple[Path, ...] = ()) -> Atlas:
    """Build the atlas once a process and set of user folders."""
    index, demonyms = NameIndex(), NameIndex()
    areas: dict[str, Area] = {}
    countries: dict[str, Area] = {}
    for record in load("states", folders):
        area = _state_area(record)
        areas[area.place.id] = countries[record["iso2"]] = area
        for name in (record["name"], *record.get("also", ())):
            index.add(name, "country", area)
        for word in (*record["adj"], *record.get("people", [a + "s" for a in record["adj"]])):
            if word != record["name"]:
                demonyms.add(word, "demonym", record["iso2"])
    for lexicon in ("regions", "waters"):
        for record in load(lexicon, folders):
            area = _area(record, "region")
            areas[area.place.id] = area
            for name in (record["name"], *record.get("also", ())):
                index.add(name, "region", area)
    for record in load("not_actors", folders):
        if not record.get("place"):
            for name in (record["name"], *record.get("also", ())):
                index.add(name, "block", None)
    index.finish()
    demonyms.finish()
    return Atlas(index, areas, countries, demonyms)
