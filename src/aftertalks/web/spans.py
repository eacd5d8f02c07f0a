"""Pages of when and where: the timeline, and the map by weeks."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from aftertalks.model import Statement
from aftertalks.model.account import Account, EntryVoice
from aftertalks.show.lines import entry_record
from aftertalks.show.timeline import timeline
from aftertalks.show.wording import STATUS, shorten
from aftertalks.web.ask import Ask, View
from aftertalks.web.desk import Desk

MARGIN = 2.0  # degrees around the outermost points
WIDTH = 900.0


def timeline_page(desk: Desk, ask: Ask) -> View:
    """What is due and what happened, on a calendar."""
    book = ask.text("book")
    shown = [a for a in desk.accounts() if a.entry.due is not None and book in {None, a.entry.book.value}]
    values = {"drawing": timeline(shown, as_of=ask.as_of), "day": ask.as_of, "shown": shown[:100],
              "total": len(shown), "status": STATUS, "books": Counter(a.entry.book.value for a in shown)}  # fmt: skip
    return View("timeline.html", "Timeline", {"entries": [entry_record(a) for a in shown]}, values)


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def located(accounts: list[Account]) -> list[tuple[Account, EntryVoice, float, float]]:
    """Return every voice that tells a place with a point."""
    return [
        (a, v, v.statement.place.lat, v.statement.place.lon)
        for a in accounts
        for v in a.voices
        if v.statement.place and v.statement.place.lat is not None and v.statement.place.lon is not None
    ]


def map_page(desk: Desk, ask: Ask) -> View:
    """Places that statements tell, by week; a place is its gazetteer's point."""
    found = [(a, v, lat, lon, _week(v)) for a, v, lat, lon in located(desk.accounts())]
    weeks = Counter(w.isoformat() for *_, w in found if w)
    week = ask.day("week")
    shown = [x for x in found if week is None or (x[4] is not None and x[4] == week_of(week))]
    frame = _Frame([(lat, lon) for _, _, lat, lon, _ in shown])
    points: dict[tuple[float, float], list[tuple[Account, Statement]]] = {}
    for a, v, lat, lon, _ in shown:
        points.setdefault((lat, lon), []).append((a, v.statement))
    marks = [
        {"x": frame.x(lon), "y": frame.y(lat), "r": round(4 + 2 * len(held) ** 0.5, 1), "n": n, "held": held,
         "name": held[0][1].place.name if held[0][1].place else "", "label": shorten(held[0][1].text, 90)}
        for n, ((lat, lon), held) in enumerate(sorted(points.items(), key=lambda p: -len(p[1])), 1)
    ]  # fmt: skip
    places = [
        {"name": m["name"], "lat": lat, "lon": lon, "statements": [s.id for _, s in held]}
        for m, ((lat, lon), held) in zip(marks, sorted(points.items(), key=lambda p: -len(p[1])), strict=True)
    ]
    order = sorted(weeks)
    at = order.index(week_of(week).isoformat()) if week and week_of(week).isoformat() in order else None
    values = {"marks": marks, "frame": frame, "weeks": sorted(weeks.items()), "week": week_of(week) if week else None,
              "before": order[at - 1] if at else None,
              "after": order[at + 1] if at is not None and at + 1 < len(order) else None}  # fmt: skip
    return View("map.html", "Map", {"weeks": dict(weeks), "places": places}, values)


def _week(voice: EntryVoice) -> date | None:
    day = voice.statement.when or voice.source.published
    return week_of(day) if day else None


class _Frame:
    """An equirectangular frame around points, longitudes shrunk by the middle latitude's cosine."""

    def __init__(self, points: list[tuple[float, float]]) -> None:
        from math import cos, radians

        lats, lons = [p[0] for p in points] or [0.0], [p[1] for p in points] or [0.0]
        self.south, self.north = max(min(lats) - MARGIN, -90), min(max(lats) + MARGIN, 90)
        self.west, self.east = min(lons) - MARGIN, max(lons) + MARGIN
        self.scale = WIDTH / (self.east - self.west)
        self.stretch = self.scale / max(cos(radians((self.south + self.north) / 2)), 0.2)
        self.width, self.height = WIDTH, round((self.north - self.south) * self.stretch, 1)
        step = next(s for s in (1, 2, 5, 10, 20, 30, 60, 360) if (self.east - self.west) / s <= 9)
        self.meridians = [d for d in range(-180, 181, step) if self.west <= d <= self.east]
        self.parallels = [d for d in range(-90, 91, step) if self.south <= d <= self.north]

    def x(self, lon: float) -> float:
        """Return a longitude's place in SVG units."""
        return round((lon - self.west) * self.scale, 1)

    def y(self, lat: float) -> float:
        """Return a latitude's place in SVG units."""
        return round((self.north - lat) * self.stretch, 1)
