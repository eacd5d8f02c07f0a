"""Places that voices tell, gathered into the points of a map, with labels that leave each other room."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from aftertalks.lexicon import shapes
from aftertalks.lexicon.loader import load
from aftertalks.lexicon.names import fold_name
from aftertalks.lexicon.shapes import Ring
from aftertalks.model.mentions import Place
from aftertalks.web.land import Frame

EXACT = frozenset({"city", "site", "admin2"})  # kinds of place whose point is where things happen
WIDE = frozenset({"continent"})  # kinds too wide for a point
SMALLEST, WIDEST, MANY = 3.5, 18.0, 150  # SVG units of a point's radius; points that are many on one map
LETTER, LINE = 6.3, 13.0  # SVG units that a label's letter is wide and its line high


@dataclass(frozen=True, slots=True)
class Told:
    """A place as some voices tell it.

    Args:
        words: theirs for it.
        n: how many voices.
        number: by which they are found again.
    """

    place: Place
    words: str | None
    n: int = 1
    number: int = -1


@dataclass(slots=True)
class Spot:
    """A point of the map.

    Args:
        key: what it is asked for by in an address.
        lat, lon: degrees; null for what is too wide for a point.
        region: whether the point is only the middle of something wider.
        held: the ways in which voices tell it.
        n: how many voices tell it.
    """

    key: str
    place: Place
    lat: float | None
    lon: float | None
    region: bool
    held: list[Told] = field(default_factory=list)
    n: int = 0

    @property
    def name(self) -> str:
        """The place's name; of a part of a country, the words that most statements use."""
        if ":" not in self.place.id.partition("/")[2]:
            return self.place.name
        words: Counter[str] = Counter()
        for t in self.held:
            if t.words:
                words[t.words] += t.n
        return words.most_common(1)[0][0] if words else self.place.name

    def area(self) -> tuple[Ring, ...]:
        """Return the shape that its words name, if one is known: that of a zone of the lexicon, or a computed part."""
        names = {fold_name(t.words) for t in self.held if t.words} | {fold_name(self.place.name)}
        codes = next((codes for codes, known in _zones() if names & known), ())
        units = [u for u in map(shapes.unit, codes) if u is not None]
        if units:
            return tuple(r for u in units for r in u.rings)
        part = shapes.part_of(self.place.id)
        return part.rings if part else ()


@lru_cache(maxsize=1)
def _zones() -> tuple[tuple[tuple[str, ...], frozenset[str]], ...]:
    """The units of every zone of the lexicon, with its folded names."""
    return tuple((tuple(z["units"]), frozenset(map(fold_name, (z["name"], *z.get("also", ()))))) for z in load("zones"))


def spots(told: Iterable[Told]) -> list[Spot]:
    """Gather places by the point that they are drawn at, those with most voices first.

    The point 0° 0° in the Gulf of Guinea is what databases hold where they know no place; nothing is shown there.
    """
    found: dict[str, Spot] = {}
    for one in told:
        place = one.place
        point = point_of(place)
        if point is None and place.kind not in WIDE:
            continue
        key = f"{point[0]:.2f},{point[1]:.2f}" if point else place.id
        lat, lon = point or (None, None)
        spot = found.setdefault(key, Spot(key, place, lat, lon, True))
        spot.region = spot.region and place.kind not in EXACT
        spot.held.append(one)
        spot.n += one.n
    for spot in found.values():
        if ":" in spot.place.id.partition("/")[2] and (middle := shapes.middle_of_rings(spot.area())):
            spot.lat, spot.lon = middle  # where its words name a zone, the zone's middle, not that of the compass part
    return sorted(found.values(), key=lambda s: (-s.n, s.key))


def point_of(place: Place) -> tuple[float, float] | None:
    """Return the point that a place is drawn at; null if it has none."""
    if place.kind in WIDE or place.lat is None or place.lon is None or (not place.lat and not place.lon):
        return None
    return shapes.middle_of(place.id) or (place.lat, place.lon)


@dataclass(frozen=True, slots=True)
class Mark:
    """A spot as it is drawn, in SVG units.

    Args:
        label: where its name stands and how it is anchored; null where there is no room.
    """

    spot: Spot
    x: float
    y: float
    r: float
    label: tuple[float, float, str] | None = None


def marks(found: Sequence[Spot], frame: Frame) -> list[Mark]:
    """Lay spots on a frame, the largest first; a name that would lie on another name or point is left out."""
    inside = [s for s in found if s.lat is not None and s.lon is not None and frame.holds(s.lat, s.lon)]
    grows = _growth(inside)
    drawn = [
        Mark(s, frame.x(s.lon or 0.0), frame.y(s.lat or 0.0), round(SMALLEST + grows * s.n**0.5, 1)) for s in inside
    ]
    taken = [(m.x - m.r, m.y - m.r, m.x + m.r, m.y + m.r) for m in drawn]
    made = []
    for n, m in enumerate(drawn):
        label, box = next(((at, b) for at, b in _tries(m) if _free(b, taken, n, frame)), (None, None))
        if box is not None:
            taken.append(box)
        made.append(Mark(m.spot, m.x, m.y, m.r, label))
    return made


def _growth(found: Sequence[Spot]) -> float:
    """Return how fast points grow with the root of what they count: the largest stays small, smaller among many."""
    if not found:
        return 0.0
    widest = max(WIDEST * min(1.0, math.sqrt(MANY / len(found))), 2 * SMALLEST)
    return min(1.6, (widest - SMALLEST) / math.sqrt(max(s.n for s in found)))


Room = tuple[float, float, float, float]


def _tries(m: Mark) -> list[tuple[tuple[float, float, str], Room]]:
    wide = LETTER * len(m.spot.name)
    right, left, top, low = m.x + m.r + 3, m.x - m.r - 3, m.y - m.r - 4, m.y + m.r + LINE - 1
    return [
        ((right, m.y + 4, "start"), (right, m.y + 4 - LINE, right + wide, m.y + 6)),
        ((left, m.y + 4, "end"), (left - wide, m.y + 4 - LINE, left, m.y + 6)),
        ((m.x, top, "middle"), (m.x - wide / 2, top - LINE, m.x + wide / 2, top + 2)),
        ((m.x, low, "middle"), (m.x - wide / 2, low - LINE, m.x + wide / 2, low + 2)),
    ]


def _free(box: Room, taken: Sequence[Room], own: int, frame: Frame) -> bool:
    """Say whether a box lies in the frame and on nothing but its own point."""
    west, top, east, low = box
    if west < 2 or top < 2 or east > frame.x(frame.box[3]) - 2 or low > frame.height - 2:
        return False
    for n, (left, high, right, deep) in enumerate(taken):
        if left <= east and west <= right and high <= low and top <= deep and n != own:
            return False
    return True
