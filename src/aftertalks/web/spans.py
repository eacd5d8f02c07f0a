"""Pages of when and where: the timeline, and the map by weeks."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import islice

import numpy as np

from aftertalks.flow.overview import UNDATED, Ints, Overview
from aftertalks.model import Book
from aftertalks.show.lines import entry_record
from aftertalks.show.timeline import Dated, laid_out, near
from aftertalks.show.wording import STATUS, shorten
from aftertalks.web.ask import Ask, View
from aftertalks.web.desk import Desk

MARGIN = 2.0  # degrees around the outermost points
WIDTH = 900.0
PAGE = 50  # entries below the timeline
POINTS, EACH, MOST = 200, 10, 300  # places on the map, statements below it of each and of all


def timeline_page(desk: Desk, ask: Ask) -> View:
    """What is due and what happened, on a calendar."""
    book, day = ask.text("book"), ask.as_of
    held = desk.overview()
    meant = held.last != UNDATED
    if book is not None:
        meant = meant & held.has("book", book)
    found = np.flatnonzero(meant)
    first, last = near(day)
    close = found[(held.last[found] >= first.toordinal()) & (held.first[found] <= last.toordinal())]
    names, books = held.names(close), [Book(held.words["book"].words[n]) for n in held.book[close].tolist()]
    days = zip(held.first[close].tolist(), held.last[close].tolist(), strict=True)
    dated = [
        Dated(one, which, (date.fromordinal(a), date.fromordinal(b)))
        for one, which, (a, b) in zip(names, books, days, strict=True)
    ]
    drawing = laid_out(dated, desk.ledger.store.summaries, as_of=day, besides=int(found.size - close.size))
    shown = desk.entries(held.names(found[:PAGE]))
    values = {"drawing": drawing, "day": day, "shown": shown, "total": int(found.size), "status": STATUS,
              "books": Counter(held.counted("book", held.book[found]))}  # fmt: skip
    return View(
        "timeline.html", "Timeline", {"total": int(found.size), "entries": [entry_record(a) for a in shown]}, values
    )


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def map_page(desk: Desk, ask: Ask) -> View:
    """Places that statements tell, by week; a place is its gazetteer's point."""
    held = desk.overview()
    placed = np.flatnonzero(held.place >= 0)
    monday = held.day[placed] - (held.day[placed] - 1) % 7
    known, counts = np.unique(monday[held.day[placed] > 0], return_counts=True)
    weeks = {date.fromordinal(n).isoformat(): c for n, c in zip(known.tolist(), counts.tolist(), strict=True)}
    week = week_of(given) if (given := ask.day("week")) else None
    shown = placed if week is None else placed[monday == week.toordinal()]
    points = _points(held, shown)
    frame = _Frame([(lat, lon) for (_, lat, lon), _ in points])
    told = desk.ledger.store.hits([n for _, voices in points for n in held.n[voices[:EACH]].tolist()][:MOST])
    marks, left = [], iter(told)
    for n, ((name, lat, lon), voices) in enumerate(points, 1):
        mine = list(islice(left, min(len(voices), EACH)))
        label = shorten(mine[0].statement.text, 90) if mine else ""
        marks.append({"x": frame.x(lon), "y": frame.y(lat), "r": round(4 + 2 * min(len(voices), 400) ** 0.5, 1), "n": n,
                      "held": mine, "total": len(voices), "name": name, "label": label})  # fmt: skip
    places = [
        {
            "name": name,
            "lat": lat,
            "lon": lon,
            "total": len(voices),
            "statements": [h.statement.id for h in mark["held"]],
        }
        for mark, ((name, lat, lon), voices) in zip(marks, points, strict=True)
    ]
    order = list(weeks)
    at = order.index(week.isoformat()) if week and week.isoformat() in order else None
    values = {"marks": marks, "frame": frame, "weeks": list(weeks.items()), "week": week,
              "before": order[at - 1] if at else None,
              "after": order[at + 1] if at is not None and at + 1 < len(order) else None}  # fmt: skip
    return View("map.html", "Map", {"weeks": weeks, "places": places}, values)


def _points(held: Overview, voices: Ints) -> list[tuple[tuple[str, float, float], list[int]]]:
    """Places with the voices that tell them, those with most first, at most ``POINTS``."""
    at = voices[np.argsort(held.place[voices], kind="stable")]
    known, first, counts = np.unique(held.place[at], return_index=True, return_counts=True)
    most = sorted(zip(known.tolist(), first.tolist(), counts.tolist(), strict=True), key=lambda p: (-p[2], p[0]))[
        :POINTS
    ]
    return [(held.words["place"].words[place], at[a : a + n].tolist()) for place, a, n in most]


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
