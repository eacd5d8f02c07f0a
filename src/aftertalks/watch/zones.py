"""Zones of responsibility: polygons with a holder and a period, read from GeoJSON, and events laid against them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aftertalks.model import InputError
from aftertalks.watch.geometry import Ring, contains, distance_km
from aftertalks.watch.rows import FINE_PLACES, PLACE_PRECISIONS
from aftertalks.watch.table import EventTable
from aftertalks.watch.table.table import Rows

OUTSIDE = "outside every zone"
CONTESTED = "contested"
NEAR_KM = 5.0
MAX_POINTS = 500_000  # of one file's polygons together
MAX_BYTES = 50_000_000


@dataclass(frozen=True, eq=False)
class Zone:
    """One zone.

    Args:
        holder: who holds or answers for it; null if the file does not tell.
        first, last: days between which it stands; null is open.
        rings: of all its polygons, outer rings and holes alike.
    """

    name: str
    holder: str | None
    first: date | None
    last: date | None
    rings: tuple[Ring, ...]

    def stands(self, days: NDArray[Any]) -> NDArray[np.bool_]:
        """Say on which of the days, given as ordinals, the zone stands."""
        low = self.first.toordinal() if self.first else 0
        high = self.last.toordinal() if self.last else date.max.toordinal()
        return (days >= low) & (days <= high)


@dataclass(frozen=True, slots=True)
class Incident:
    """An event laid against the zones.

    Args:
        id: ``family:id``.
        zones: names of the zones that hold it; more than one where they overlap.
        holders: their holders, without repeats.
        boundary_km: distance to the nearest edge of a zone that stands on that day; null where none stands.
        contested: whether zones of different holders hold it.
        near: whether it lies within the asked distance of an edge.
        imprecise: whether the dataset knows its place only roughly, so that zone and distance may be wrong.
    """

    id: str
    day: date
    zones: tuple[str, ...]
    holders: tuple[str, ...]
    boundary_km: float | None
    contested: bool
    near: bool
    imprecise: bool

    @property
    def holder(self) -> str:
        """The holder, ``contested``, or ``outside every zone``."""
        if self.contested:
            return CONTESTED
        return self.holders[0] if self.holders else OUTSIDE


@dataclass(frozen=True, slots=True)
class Assignment:
    """All events of a question laid against the zones.

    Args:
        incidents: by day, then by id.
        unplaced: events without coordinates.
    """

    incidents: tuple[Incident, ...]
    unplaced: tuple[str, ...]

    @property
    def contested(self) -> tuple[Incident, ...]:
        """Events that zones of different holders hold."""
        return tuple(i for i in self.incidents if i.contested)

    @property
    def boundary(self) -> tuple[Incident, ...]:
        """Events near an edge."""
        return tuple(i for i in self.incidents if i.near)

    def by_holder(self, *, first: date, days: int = 7) -> dict[tuple[date, str], int]:
        """Count events by period and holder.

        Args:
            first: the first day of the first period; earlier events are left out.
            days: length of a period.
        """
        counts: Counter[tuple[date, str]] = Counter()
        for one in self.incidents:
            if one.day >= first:
                start = date.fromordinal(one.day.toordinal() - (one.day - first).days % days)
                counts[(start, one.holder)] += 1
        return dict(sorted(counts.items()))


class Zones:
    """Zones of one file.

    Args:
        zones: in the file's order.
        source: the file's name.
    """

    def __init__(self, zones: Sequence[Zone], source: str = "") -> None:
        self.zones, self.source = tuple(zones), source

    @classmethod
    def read(cls, path: str | Path) -> Zones:
        """Read zones from a GeoJSON file.

        Every feature needs ``name``; ``holder``, ``from`` and ``to`` (days) are read where they stand.

        Raises:
            InputError: the file is missing, damaged or no GeoJSON of polygons; the message names the feature.
        """
        path = Path(path)
        try:
            if path.stat().st_size > MAX_BYTES:
                raise InputError(str(path), "larger than 50 MB", "simplify the polygons")
            record = json.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError, RecursionError) as error:
            raise InputError(str(path), f"no GeoJSON ({error})", "check the file") from error
        return cls.of(record, source=str(path))

    @classmethod
    def of(cls, record: Any, *, source: str = "zones") -> Zones:
        """Read zones from a GeoJSON FeatureCollection.

        Raises:
            InputError: it is none; the message names the feature.
        """
        features = record.get("features") if isinstance(record, Mapping) else None
        if not isinstance(features, list) or not features:
            raise InputError(source, "no FeatureCollection with features", "write zones as GeoJSON features")
        zones = [_zone(feature, f"{source}, feature {n}") for n, feature in enumerate(features, 1)]
        if sum(len(ring) for zone in zones for ring in zone.rings) > MAX_POINTS:
            raise InputError(source, "more than 500,000 points", "simplify the polygons")
        return cls(zones, source)

    def named(self, names: Sequence[str]) -> list[Zone]:
        """Return the zones of the given names.

        Raises:
            InputError: a name is not among them.
        """
        wanted = set(names)
        known = {zone.name for zone in self.zones}
        if not wanted <= known:
            raise InputError(
                self.source, f"no zone named {sorted(wanted - known)[0]!r}", f"use one of {', '.join(sorted(known))}"
            )
        return [zone for zone in self.zones if zone.name in wanted]

    def covering(self, table: EventTable, rows: Rows, names: Sequence[str]) -> NDArray[np.bool_]:
        """Say which rows lie in any of the named zones, whatever the day; the area of a check does not move."""
        lon, lat = table.columns["lon"][rows], table.columns["lat"][rows]
        inside = np.zeros(len(rows), bool)
        for zone in self.named(names):
            inside |= contains(zone.rings, lon, lat)
        return inside

    def assign(self, table: EventTable, rows: Rows, *, near_km: float = NEAR_KM) -> Assignment:
        """Lay events against the zones that stand on their day.

        Args:
            rows: row numbers of the table.
            near_km: distance to an edge up to which an event is listed as a boundary incident.
        """
        c = table.columns
        placed = np.isfinite(c["lat"][rows]) & np.isfinite(c["lon"][rows])
        chosen = rows[placed]
        lon, lat, days = c["lon"][chosen], c["lat"][chosen], c["first"][chosen]
        held = np.zeros((len(self.zones), len(chosen)), bool)
        edge = np.full(len(chosen), np.inf)
        for n, zone in enumerate(self.zones):
            stands = np.flatnonzero(zone.stands(days))
            held[n, stands] = contains(zone.rings, lon[stands], lat[stands])
            edge[stands] = np.minimum(edge[stands], distance_km(zone.rings, lon[stands], lat[stands]))
        coarse = np.array([p not in FINE_PLACES for p in PLACE_PRECISIONS])[c["place_precision"][chosen]]
        ids = table.ids(chosen)
        incidents = [
            self._incident(ids[i], int(days[i]), held[:, i], float(edge[i]), near_km, bool(coarse[i]))
            for i in range(len(chosen))
        ]
        incidents.sort(key=lambda one: (one.day, one.id))
        return Assignment(tuple(incidents), tuple(sorted(table.ids(rows[~placed]))))

    def _incident(
        self, key: str, day: int, held: NDArray[np.bool_], edge: float, near_km: float, coarse: bool
    ) -> Incident:
        mine = [self.zones[n] for n in np.flatnonzero(held)]
        holders = tuple(dict.fromkeys(z.holder or z.name for z in mine))
        distance = round(edge, 2) if np.isfinite(edge) else None
        near = distance is not None and distance <= near_km
        return Incident(
            key, date.fromordinal(day), tuple(z.name for z in mine), holders, distance, len(holders) > 1, near, coarse
        )


def _zone(feature: Any, place: str) -> Zone:
    cure = "write a Feature with a Polygon or MultiPolygon and a name"
    if not isinstance(feature, Mapping) or not isinstance(feature.get("geometry"), Mapping):
        raise InputError(place, "no feature with a geometry", cure)
    properties = feature.get("properties") or {}
    name = properties.get("name")
    if not isinstance(name, str) or not name.strip():
        raise InputError(place, "its properties have no name", cure)
    geometry = feature["geometry"]
    coordinates = geometry.get("coordinates")
    if geometry.get("type") == "Polygon":
        coordinates = [coordinates]
    elif geometry.get("type") != "MultiPolygon":
        raise InputError(place, f"{geometry.get('type')!r} is no polygon", cure)
    try:
        rings = tuple(_ring(ring, place) for polygon in coordinates for ring in polygon)
    except TypeError:
        raise InputError(place, "its coordinates are no rings of positions", cure) from None
    if not rings:
        raise InputError(place, "its polygon is empty", cure)
    first, last = _day(properties.get("from"), place, "from"), _day(properties.get("to"), place, "to")
    if first and last and last < first:
        raise InputError(place, f"to, {last}, is before from, {first}", "mend one of them")
    holder = properties.get("holder")
    return Zone(name, str(holder) if holder else None, first, last, rings)


def _ring(positions: Any, place: str) -> Ring:
    try:
        ring = np.array([(float(p[0]), float(p[1])) for p in positions], np.float64)
    except (TypeError, ValueError, IndexError, KeyError):
        raise InputError(place, "a position is not a pair of numbers", "write [longitude, latitude]") from None
    if len(ring) < 3 or not np.isfinite(ring).all():
        raise InputError(place, "a ring of fewer than three positions", "close the ring")
    if (np.abs(ring) > (180, 90)).any():
        raise InputError(place, "a position is off the globe", "write [longitude, latitude] in degrees, WGS 84")
    return ring if (ring[0] == ring[-1]).all() else np.vstack([ring, ring[:1]])


def _day(value: Any, place: str, name: str) -> date | None:
    if value in {None, ""}:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise InputError(place, f"{name} {value!r} is not a day", "write YYYY-MM-DD") from None
