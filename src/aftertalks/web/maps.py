"""The map: where what statements tell is placed, week by week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from aftertalks.lexicon import shapes
from aftertalks.lexicon.actor_names import country_name
from aftertalks.lexicon.shapes import Box
from aftertalks.model import Book, UsageError
from aftertalks.model.account import EntryVoice
from aftertalks.web.ask import Ask, View
from aftertalks.web.desk import Desk
from aftertalks.web.land import WORLD, framed, land
from aftertalks.web.spots import Spot, marks, spots

MARGIN = 1.5  # degrees around the outermost points
MOST = 0.9  # share of the voices that the usual frame holds; the rest may lie far off
COUNTRIES = 6  # that are offered as views
AREAS = 12  # shapes that are drawn at most
SAID = 200  # statements that are listed of one place


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _week(voice: EntryVoice) -> date | None:
    day = voice.statement.when or voice.source.published
    return week_of(day) if day else None


def map_page(desk: Desk, ask: Ask) -> View:
    """Places that statements tell, by week, on a map with countries' borders; a place is its gazetteer's point."""
    book, day, chosen = ask.text("book"), ask.day("week"), ask.text("place")
    if book is not None and book not in list(Book):
        raise UsageError(f"book: no {book!r}; there are: {', '.join(Book)}")
    told = [(a, v, _week(v)) for a in desk.accounts() if book in {None, a.entry.book.value} for v in a.voices
            if v.statement.place]  # fmt: skip
    weeks = Counter(w.isoformat() for _, _, w in told if w)
    week = week_of(day) if day else None
    found = spots((a, v) for a, v, w in told if week is None or w == week)
    picked = next((s for s in found if s.key == chosen), None)
    frame = framed(_window(found, ask))
    drawn = marks(found, frame)
    inside = {m.spot.key for m in drawn}
    values = {
        "found": found, "marks": drawn, "frame": frame, "land": land(frame), "picked": picked, "said": SAID,
        "areas": [(s, d) for s in found if s.key in inside and (d := frame.path(s.area()))][:AREAS],
        "outside": [s for s in found if s.lat is not None and s.key not in inside],
        "wide": [s for s in found if s.lat is None], "books": list(Book), "book": book, "views": _views(found),
        "weeks": sorted(weeks.items(), reverse=True), "week": week, "moves": _moves(frame.box),
        "before": max((w for w in weeks if week is None or w < week.isoformat()), default=None),
        "after": min((w for w in weeks if week and w > week.isoformat()), default=None),
    }  # fmt: skip
    record = {
        "weeks": dict(weeks), "box": list(frame.box),
        "places": [
            {"key": s.key, "name": s.name, "kind": s.place.kind, "lat": s.lat, "lon": s.lon, "region": s.region,
             "statements": [v.statement.id for _, v in s.held]}
            for s in found
        ],
    }  # fmt: skip
    return View("map.html", "Map", record, values)


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
        held = sorted((getattr(s, axis), len(s.held)) for s in found if s.lat is not None)
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
            held[s.place.country] += len(s.held)
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
