"""A frame on the globe and the land in it, as steps of SVG paths: countries, their divisions, disputed borders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, radians

from aftertalks.lexicon import shapes
from aftertalks.lexicon.outlines import outlines
from aftertalks.lexicon.shapes import Box, Ring

WIDTH = 900.0
FLAT, TALL = 0.48, 0.62  # least and most height of a map, as a share of its width
WORLD: Box = (-56.0, -180.0, 78.0, 180.0)
DIVISIONS_BELOW = 30.0  # degrees of longitude from which on a map shows no admin-1 borders
_NEAR, _SPECK = 1.0, 2.0  # SVG units: points closer than this say nothing more, rings smaller than this nothing at all


@dataclass(frozen=True, slots=True)
class Land:
    """What is drawn under the points, as the ``d`` of paths in tenths of SVG units.

    Args:
        disputed: each with the names of those who claim or hold it.
    """

    countries: str
    divisions: str
    disputed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """A window on the globe, equirectangular, longitudes shrunk by the middle latitude's cosine."""

    box: Box

    @property
    def squeeze(self) -> float:
        """How long a degree of longitude is, in degrees of latitude."""
        return squeeze(self.box)

    @property
    def scale(self) -> float:
        """SVG units a degree of longitude."""
        return WIDTH / (self.box[3] - self.box[1])

    @property
    def height(self) -> float:
        """SVG units from north to south."""
        return round((self.box[2] - self.box[0]) * self.scale / self.squeeze, 1)

    def x(self, lon: float) -> float:
        """Return a longitude's place in SVG units."""
        return round((lon - self.box[1]) * self.scale, 1)

    def y(self, lat: float) -> float:
        """Return a latitude's place in SVG units."""
        return round((self.box[2] - lat) * self.scale / self.squeeze, 1)

    def holds(self, lat: float, lon: float) -> bool:
        """Say whether a point is in the window."""
        return self.box[0] <= lat <= self.box[2] and self.box[1] <= lon <= self.box[3]

    def path(self, rings: Iterable[Ring]) -> str:
        """Return rings, cut to the window, as the steps of one path in tenths of SVG units."""
        south, west, north, east = self.box
        room = (east - west) / 50
        window = (south - room, west - room, north + room, east + room)
        return "".join(self._steps(ring if _inside(ring, window) else shapes.clipped(ring, window)) for ring in rings)

    def _steps(self, ring: Ring) -> str:
        """Return a ring in tenths of SVG units, each point told from the one before."""
        kept: list[tuple[int, int]] = []
        for lon, lat in ring:
            x, y = round(self.x(lon) * 10), round(self.y(lat) * 10)
            if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= 10 * _NEAR:
                kept.append((x, y))
        xs, ys = [p[0] for p in kept], [p[1] for p in kept]
        if len(kept) < 3 or max(max(xs) - min(xs), max(ys) - min(ys)) < 10 * _SPECK:
            return ""
        moved = (f"{b[0] - a[0]},{b[1] - a[1]}" for a, b in pairwise(kept))
        return f"M{kept[0][0]},{kept[0][1]}l{' '.join(moved)}z"


def _inside(ring: Ring, window: Box) -> bool:
    south, west, north, east = window
    return all(west <= lon <= east and south <= lat <= north for lon, lat in ring)


def squeeze(box: Box) -> float:
    """Return how long a degree of longitude is in the middle of a window, in degrees of latitude; 1 for the world."""
    if box[3] - box[1] > 200:
        return 1.0
    return max(cos(radians((box[0] + box[2]) / 2)), 0.2)


def framed(box: Box) -> Frame:
    """Return a frame that holds a window, widened to a shape that a page has room for."""
    south, west, north, east = box
    ratio = (north - south) / ((east - west) * squeeze(box))
    if ratio < FLAT:
        more = (FLAT * (east - west) * squeeze(box) - (north - south)) / 2
        south, north = south - more, north + more
    elif ratio > TALL:
        more = ((north - south) / (TALL * squeeze(box)) - (east - west)) / 2
        west, east = west - more, east + more
    if east - west >= 360 or west < -200 or east > 200:
        return Frame(WORLD)
    if north > 88 or south < -88:
        shift = min(88 - north, 0) or max(-88 - south, 0)
        south, north = max(south + shift, -88.0), min(north + shift, 88.0)
    return Frame((round(south, 2), round(west, 2), round(north, 2), round(east, 2)))


@lru_cache(maxsize=64)
def land(frame: Frame) -> Land:
    """Return the land in a frame; admin-1 borders only where the frame is narrow enough."""
    found = outlines(frame.box)
    divisions = ""
    if frame.box[3] - frame.box[1] < DIVISIONS_BELOW:
        inside = [u for o in found if not o.claimed_by for u in shapes.units(o.code) if _touches(u.box, frame.box)]
        divisions = "".join(frame.path(u.rings) for u in inside)
    return Land(
        "".join(frame.path(o.rings) for o in found if not o.claimed_by),
        divisions,
        tuple((d, ", ".join(o.claimed_by)) for o in found if o.claimed_by and (d := frame.path(o.rings))),
    )


def _touches(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]
