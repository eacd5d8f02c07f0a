"""Shapes of countries and their admin-1 units: who covers a point, what a compass part covers, and GeoJSON of them.

The polygons are Natural Earth's (public domain), simplified; good for maps and for asking in which unit a town lies,
not for where exactly a border runs. See THIRD_PARTY.md and scripts/compile_shapes.py.
"""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from aftertalks.lexicon.loader import DATA, load
from aftertalks.model import LexiconError

Ring = tuple[tuple[float, float], ...]
Box = tuple[float, float, float, float]
_SCALE = 100
_ISO = re.compile(r"[A-Z]{2}-(?!X\d)[A-Z0-9]{1,3}")
_PART = re.compile(r"iso:([A-Z]{2})/part:(\w+)")
COVERED = 0.5
"""Share of a unit's area inside a compass part from which the unit belongs to it."""


@dataclass(frozen=True, slots=True)
class Unit:
    """An admin-1 unit.

    Args:
        code: ISO 3166-2, or the source's own placeholder where ISO has none.
        country: ISO 3166-1 alpha-2, as the source files it.
        box: south, west, north, east in degrees.
        rings: closed rings of (longitude, latitude); inner rings are holes (even-odd rule).
        claimed_by: of a disputed unit, all who claim or hold it; no side is taken.
    """

    code: str
    country: str
    name: str
    box: Box
    rings: tuple[Ring, ...]
    claimed_by: tuple[str, ...] = ()

    @property
    def iso(self) -> str | None:
        """The ISO 3166-2 code, if it is one."""
        return self.code if _ISO.fullmatch(self.code) else None

    def covers(self, lat: float, lon: float) -> bool:
        """Say whether a point lies in the unit (even-odd rule)."""
        south, west, north, east = self.box
        if not (south <= lat <= north and west <= lon <= east):
            return False
        inside = False
        for ring in self.rings:
            for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True):
                if (y0 > lat) != (y1 > lat) and lon < (x1 - x0) * (lat - y0) / (y1 - y0) + x0:
                    inside = not inside
        return inside

    @property
    def area(self) -> float:
        """Area in square degrees, holes taken off; for shares only."""
        return _area(self.rings)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a country, computed from its shape.

    Args:
        box: the window that the compass words make of the country's box.
        rings: the country's shape inside it.
        units: admin-1 units of which at least half the area lies inside, with that share.
    """

    box: Box
    rings: tuple[Ring, ...]
    units: tuple[tuple[Unit, float], ...]


@lru_cache(maxsize=1)
def _database() -> sqlite3.Connection:
    path = DATA / "shapes.sqlite"
    if not path.is_file():
        raise LexiconError(f"{path} is missing; reinstall aftertalks or run scripts/compile_shapes.py")
    return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)


@lru_cache(maxsize=1)
def _claims() -> Mapping[str, tuple[str, ...]]:
    return {r["code"]: tuple(r["claimed_by"]) for r in load("disputed_units")}


@lru_cache(maxsize=64)
def units(country: str) -> tuple[Unit, ...]:
    """Return a country's admin-1 units, by code; disputed ones come with every state that claims them.

    Args:
        country: ISO 3166-1 alpha-2; for one that there is none of the answer is empty.
    """
    asked = "SELECT code, country, name, south, west, north, east, rings FROM unit WHERE country = ? ORDER BY code"
    filed = [_unit(row) for row in _database().execute(asked, (country,))]
    known = {u.code for u in filed}
    claimed = [unit(code) for code, claimants in _claims().items() if country in claimants and code not in known]
    return tuple(sorted([*filed, *(u for u in claimed if u is not None)], key=lambda u: u.code))


def unit(code: str) -> Unit | None:
    """Return a unit by its code, or None."""
    asked = "SELECT code, country, name, south, west, north, east, rings FROM unit WHERE code = ?"
    row = _database().execute(asked, (code,)).fetchone()
    return _unit(row) if row else None


def disputed() -> Mapping[str, tuple[str, ...]]:
    """Return the units that more than one party claims or holds, by code, with all of these parties."""
    return _claims()


def countries() -> tuple[str, ...]:
    """Return every country that has shapes."""
    return tuple(r[0] for r in _database().execute("SELECT DISTINCT country FROM unit ORDER BY country"))


def _unit(row: Sequence[Any]) -> Unit:
    code, country, name, south, west, north, east, packed = row
    return Unit(code, country, name, (south, west, north, east), unpacked(packed), _claims().get(code, ()))


def unpacked(packed: bytes) -> tuple[Ring, ...]:
    """Return rings that are stored as differences in hundredths of a degree."""
    rings = []
    for flat in json.loads(zlib.decompress(packed)):
        x = y = 0
        ring = []
        for dx, dy in zip(flat[::2], flat[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x / _SCALE, y / _SCALE))
        rings.append(tuple(ring))
    return tuple(rings)


@lru_cache(maxsize=4096)
def unit_at(country: str, lat: float, lon: float) -> Unit | None:
    """Return the unit of a country in which a point lies; None near simplified coasts and borders, and elsewhere."""
    return next((u for u in units(country) if u.covers(lat, lon)), None)


def country_box(country: str) -> Box | None:
    """Return the box around a country's units; None for one without shapes."""
    boxes = [u.box for u in units(country)]
    if not boxes:
        return None
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def part_of_box(box: Box, compass: str) -> Box:
    """Return the box of a compass part: halves for one letter, quarters for two, the middle for "central".

    Args:
        box: south, west, north, east in degrees.
        compass: ``n``, ``sw``, ``central`` …
    """
    south, west, north, east = box
    lat, lon = (south + north) / 2, (west + east) / 2
    if compass == "central":
        return ((south + lat) / 2, (west + lon) / 2, (north + lat) / 2, (east + lon) / 2)
    if "n" in compass and len(compass) <= 2:
        south = lat
    if "s" in compass and len(compass) <= 2:
        north = lat
    if "e" in compass and len(compass) <= 2:
        west = lon
    if "w" in compass and len(compass) <= 2:
        east = lon
    return (south, west, north, east)


def part_of(place: str) -> Part | None:
    """Return the computed shape of a place that is a part of a country.

    Args:
        place: the place's id, as ``iso:SY/part:sw``; other places have no computed part.
    """
    match = _PART.fullmatch(place)
    box = country_box(match[1]) if match else None
    return part(match[1], part_of_box(box, match[2])) if match and box else None


@lru_cache(maxsize=4096)
def middle_of(place: str) -> tuple[float, float] | None:
    """Return latitude and longitude of the middle of a part of a country: the centroid of all its land.

    Args:
        place: the place's id, as ``iso:SY/part:sw``; other places have no computed part.
    """
    found = part_of(place)
    return middle_of_rings(found.rings) if found else None


def middle_of_rings(rings: Iterable[Ring]) -> tuple[float, float] | None:
    """Return latitude and longitude of the centroid of some rings together; None where they hold no area."""
    edges = [pair for ring in rings for pair in zip(ring, (*ring[1:], ring[0]), strict=True)]
    twice = [x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in edges]  # twice the area under each edge
    if not sum(twice):
        return None
    lat = sum(t * (a[1] + b[1]) for t, (a, b) in zip(twice, edges, strict=True)) / (3 * sum(twice))
    lon = sum(t * (a[0] + b[0]) for t, (a, b) in zip(twice, edges, strict=True)) / (3 * sum(twice))
    return round(lat, 2), round(lon, 2)


def part(country: str, box: Box) -> Part:
    """Return what a window covers of a country.

    Args:
        country: ISO 3166-1 alpha-2.
        box: south, west, north, east in degrees.
    """
    rings: list[Ring] = []
    inside: list[tuple[Unit, float]] = []
    for one in units(country):
        cut = tuple(r for r in (clipped(ring, box) for ring in one.rings) if len(r) >= 3)
        whole = one.area
        share = _area(cut) / whole if cut and whole else 0.0
        rings += cut
        if share >= COVERED:
            inside.append((one, round(min(share, 1.0), 3)))
    return Part(box, tuple(rings), tuple(inside))


def clipped(ring: Ring, box: Box) -> Ring:
    """Return a ring cut to a window, side by side (Sutherland and Hodgman)."""
    south, west, north, east = box
    points = list(ring)
    for axis, bound, above in ((1, south, True), (0, west, True), (1, north, False), (0, east, False)):
        made: list[tuple[float, float]] = []
        for i, here in enumerate(points):
            before = points[i - 1]
            inside = here[axis] >= bound if above else here[axis] <= bound
            was = before[axis] >= bound if above else before[axis] <= bound
            if inside != was:
                made.append(_crossing(before, here, axis, bound))
            if inside:
                made.append(here)
        points = made
    return tuple(points)


def _crossing(a: tuple[float, float], b: tuple[float, float], axis: int, bound: float) -> tuple[float, float]:
    t = (bound - a[axis]) / (b[axis] - a[axis])
    other = a[1 - axis] + t * (b[1 - axis] - a[1 - axis])
    return (bound, other) if axis == 0 else (other, bound)


def _area(rings: Sequence[Ring]) -> float:
    """Area of rings whose holes run the other way round."""
    total = 0.0
    for ring in rings:
        total += sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True)) / 2
    return abs(total)


def to_geojson(code: str) -> dict[str, Any] | None:
    """Return a country (two letters) or a unit as a GeoJSON feature collection; None if there is no such shape."""
    found = units(code) if len(code) == 2 else tuple(u for u in (unit(code),) if u is not None)
    return {"type": "FeatureCollection", "features": [_feature(u) for u in found]} if found else None


def _feature(one: Unit) -> dict[str, Any]:
    rings = [[[x, y] for x, y in (*ring, ring[0])] for ring in one.rings]
    return {
        "type": "Feature",
        "id": one.code,
        "properties": {"name": one.name, "country": one.country, "claimed_by": list(one.claimed_by)},
        "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]},
    }
