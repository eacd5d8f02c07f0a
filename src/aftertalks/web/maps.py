"""The map: where what statements tell is placed, week by week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import islice

import numpy as np

from aftertalks.flow.coded import Ints
from aftertalks.flow.overview import Overview
from aftertalks.lexicon import shapes
from aftertalks.lexicon.actor_names import country_name
from aftertalks.lexicon.shapes import Box
from aftertalks.model import Book, UsageError
from aftertalks.model.mentions import Place
from aftertalks.model.record import Record
from aftertalks.store.searching import Hit
from aftertalks.web.ask import Ask, View
from aftertalks.web.desk import Desk
from aftertalks.web.land import WORLD, framed, land
from aftertalks.web.spots import Spot, Told, marks, spots

MARGIN = 1.5  # degrees around the outermost points
MOST = 0.9  # share of the voices that the usual frame holds; the rest may lie far off
COUNTRIES = 6  # that are offered as views
AREAS = 12  # shapes that are drawn at most
SAID = 200  # statements that are listed of one place
EACH = 10  # statements of a place that the JSON twin names


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def map_page(desk: Desk, ask: Ask) -> View:
    """Places that statements tell, by week, on a map with countries' borders; a place is its gazetteer's point."""
    book, day, chosen = ask.text("book"), ask.day("week"), ask.text("place")
    if book is not None and book not in list(Book):
        raise UsageError(f"book: no {book!r}; there are: {', '.join(Book)}")
    held = desk.overview()
    told = _told(held, book)
    mondays = held.day[told] - (held.day[told] - 1) % 7
    known, counts = np.unique(mondays[held.day[told] > 0], return_counts=True)
    weeks = {date.fromordinal(n).isoformat(): c for n, c in zip(known.tolist(), counts.tolist(), strict=True)}
    week = week_of(day) if day else None
    shown = told if week is None else told[mondays == week.toordinal()]
    found = spots(_ways(held, shown))
    picked = next((s for s in found if s.key == chosen), None)
    frame = framed(_window(found, ask))
    drawn = marks(found, frame)
    inside = {m.spot.key for m in drawn}
    values = {
        "found": found, "marks": drawn, "frame": frame, "land": land(frame), "picked": picked,
        "said": _said(desk, held, shown, picked) if picked else [],
        "areas": list(islice(((s, d) for s in found if s.key in inside and (d := frame.path(s.area()))), AREAS)),
        "outside": [s for s in found if s.lat is not None and s.key not in inside],
        "wide": [s for s in found if s.lat is None], "books": list(Book), "book": book, "views": _views(found),
        "weeks": sorted(weeks.items(), reverse=True), "week": week, "moves": _moves(frame.box),
        "before": max((w for w in weeks if week is None or w < week.isoformat()), default=None),
        "after": min((w for w in weeks if week and w > week.isoformat()), default=None),
    }  # fmt: skip
    return View("map.html", "Map", lambda: _record(desk, held, shown, found, weeks, frame.box), values)


def _record(desk: Desk, held: Overview, shown: Ints, found: Sequence[Spot], weeks: dict[str, int], box: Box) -> Record:
    """Return the JSON twin of the map, with the first statements of every place."""
    first = _first(desk, held, shown)
    return {
        "weeks": weeks, "box": list(box),
        "places": [
            {"key": s.key, "name": s.name, "kind": s.place.kind, "lat": s.lat, "lon": s.lon, "region": s.region,
             "total": s.n, "statements": [i for t in s.held for i in first[t.number]][:EACH]}
            for s in found
        ],
    }  # fmt: skip


def _told(held: Overview, book: str | None) -> Ints:
    """Return the voices that tell a place, of one book or of all, as their entries come: soonest due first."""
    told = np.flatnonzero(held.place >= 0)
    if book is not None:
        told = told[held.has("book", book)[held.of[told]]]
    return told[np.argsort(held.of[told], kind="stable")]


def _ways(held: Overview, voices: Ints) -> list[Told]:
    """Return the places that voices tell, each as it is told, with how many tell it so."""
    numbers, counts = np.unique(held.place[voices], return_counts=True)
    words = held.words["place"].words
    return [
        Told(Place(*words[n][:6]), words[n][6], count, n)
        for n, count in zip(numbers.tolist(), counts.tolist(), strict=True)
    ]


def _said(desk: Desk, held: Overview, voices: Ints, spot: Spot) -> list[Hit]:
    """Return the first statements that are told of a point."""
    mine = voices[np.isin(held.place[voices], [t.number for t in spot.held])]
    return desk.ledger.store.hits(held.n[mine[:SAID]].tolist())


def _first(desk: Desk, held: Overview, voices: Ints) -> dict[int, list[str]]:
    """Return by the number of a place as it is told the ids of its first statements."""
    order = voices[np.argsort(held.place[voices], kind="stable")]
    numbers, starts, counts = np.unique(held.place[order], return_index=True, return_counts=True)
    few = order[np.arange(order.size) - np.repeat(starts, counts) < EACH]
    ids = desk.ledger.store.ids_of(held.n[few].tolist())
    found: dict[int, list[str]] = {n: [] for n in numbers.tolist()}
    for number, n in zip(held.place[few].tolist(), held.n[few].tolist(), strict=True):
        found[number].append(ids[n])
    return found


def _window(found: Sequence[Spot], ask: Ask) -> Box:
    """Return what the address asks to see: a box, the world, a country, else where most of the places lie."""
    if given := ask.text("box"):
        return _box(given)
    view = ask.text("view") or "places"
    if view == "world":
        return WORLD
    if view != "places":
        box = shapes.country_box(view)
        if box is None:
            raise UsageError(f"view: no {view!r}; world, places, or a country's two letters")
        return _roomy(box)
    return _roomy(_around(found)) if any(s.lat is not None for s in found) else WORLD


def _box(given: str) -> Box:
    try:
        south, west, north, east = (float(part) for part in given.split(","))
    except ValueError as error:
        raise UsageError(f"box: {given!r} is not four numbers: south,west,north,east in degrees") from error
    if not (-90 <= south < north <= 90 and -360 <= west < east <= 360 and east - west >= 0.1 and north - south >= 0.05):
        raise UsageError(f"box: {given!r} is no window on the globe")
    return south, west, north, east


def _around(found: Sequence[Spot]) -> Box:
    """Return the box around the middle nine tenths of the voices, by latitude and longitude each."""
    sides = []
    for axis in ("lat", "lon"):
        held = sorted((getattr(s, axis), s.n) for s in found if s.lat is not None)
        total, seen, low, high = sum(n for _, n in held), 0, held[0][0], held[-1][0]
        edge = total * (1 - MOST) / 2
        inner = []
        for value, n in held:
            if seen + n > edge and seen < total - edge:
                inner.append(value)
            seen += n
        low, high = (min(inner), max(inner)) if inner else (low, high)
        sides.append((low, high))
    (south, north), (west, east) = sides
    return south, west, north, east


def _roomy(box: Box) -> Box:
    south, west, north, east = box
    room = max(MARGIN, 0.06 * max(north - south, east - west))
    return max(south - room, -88), west - room, min(north + room, 88), east + room


def _views(found: Sequence[Spot]) -> list[tuple[str, str]]:
    """Return views to choose from: where the places lie, the world, the countries with most voices."""
    held: Counter[str] = Counter()
    for s in found:
        if s.place.country and len(s.place.country) == 2:
            held[s.place.country] += s.n
    named = [(code, country_name(code) or code) for code, _ in held.most_common(COUNTRIES)]
    return [("places", "most places"), ("world", "world"), *((c, n) for c, n in named if shapes.country_box(c))]


def _moves(box: Box) -> list[tuple[str, str, str]]:
    """Return sign, name and box of the ways to move the frame."""
    south, west, north, east = box
    lat, lon, high, wide = (south + north) / 2, (west + east) / 2, north - south, east - west

    def at(up: float, right: float, times: float) -> str:
        half = min(high * times / 2, 88)
        middle = min(max(lat + up * high, half - 88), 88 - half)
        across = min(wide * times / 2, 180)
        sides = (middle - half, lon + right * wide - across, middle + half, lon + right * wide + across)
        return ",".join(f"{side:.2f}" for side in sides)

    moves = [("+", "closer", at(0, 0, 0.5)), ("−", "farther", at(0, 0, 2)), ("←", "west", at(0, -0.3, 1)),
             ("→", "east", at(0, 0.3, 1)), ("↑", "north", at(0.3, 0, 1)), ("↓", "south", at(-0.3, 0, 1))]  # fmt: skip
    return [m for m in moves if wide > 0.5 or m[0] != "+"]
