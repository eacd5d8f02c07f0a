"""Events on a plain frame of latitude and longitude, week by week, with zones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, floor, log10, radians, sqrt

import numpy as np

from aftertalks.watch.pictures import svg
from aftertalks.watch.rows import FINE_PLACES, PLACE_PRECISIONS
from aftertalks.watch.table import EventTable
from aftertalks.watch.table.table import Rows
from aftertalks.watch.zones import Zone, Zones

WIDTH = 760.0
_HEAD, _FOOT, _GAP = 58.0, 22.0, 12.0
_LEGEND = 42  # letters of a holder that the legend shows
MOST_FRAMES = 24
MOST_POINTS = 4000  # a frame; the rest is counted, not drawn
_FRAMES_A_ROW = 4


@dataclass(frozen=True)
class Frame:
    """A stretch of the globe laid on a rectangle; a degree of longitude is shortened as at its middle latitude."""

    west: float
    south: float
    east: float
    north: float
    width: float

    @property
    def height(self) -> float:
        """Height that keeps the shape, within bounds."""
        squeeze = max(cos(radians((self.south + self.north) / 2)), 0.05)
        return min(max(self.width * (self.north - self.south) / ((self.east - self.west) * squeeze), 60.0), 700.0)

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Return the point's place in the frame."""
        x = (lon - self.west) / (self.east - self.west) * self.width
        return x, (self.north - lat) / (self.north - self.south) * self.height


def event_map(
    table: EventTable,
    rows: Rows,
    *,
    first: date,
    weeks: int,
    title: str,
    zones: Zones | None = None,
    marked: date | None = None,
    credit: str = "",
) -> str:
    """Draw events as SVG, a small map a week.

    Args:
        rows: row numbers of the events; those without coordinates or outside the weeks are counted in the description.
        first: the first day of the first week.
        weeks: how many weeks, at most 24.
        zones: drawn where they stand in that week, in a colour by holder.
        marked: a date whose week's frame is outlined.
        credit: where the events and the polygons come from, written below.
    """  # fmt: skip
    weeks = max(1, min(weeks, MOST_FRAMES))
    c = table.columns
    days = c["first"][rows]
    inside = (days >= first.toordinal()) & (days < first.toordinal() + 7 * weeks)
    placed = np.isfinite(c["lat"][rows]) & np.isfinite(c["lon"][rows])
    chosen = rows[inside & placed]
    a_row = min(weeks, _FRAMES_A_ROW)
    width = (WIDTH - _GAP * (a_row + 1)) / a_row
    frame = _frame(table, chosen, zones, width)
    holders = list(dict.fromkeys(z.holder or z.name for z in zones.zones)) if zones else []
    parts = [
        svg.words(title[:90], _GAP, 22, font_size=15, font_weight="600"),
        *_legend(holders),
    ]
    counts = []
    for n in range(weeks):
        day = first + timedelta(weeks=n)
        x = _GAP + (n % a_row) * (width + _GAP)
        y = _HEAD + (n // a_row) * (frame.height + _FOOT + _GAP)
        week = chosen[(c["first"][chosen] - first.toordinal()) // 7 == n]
        counts.append(f"week from {day}: {len(week)}")
        outlined = marked is not None and day <= marked < day + timedelta(weeks=1)
        body = _week(table, week, frame, zones, holders, day, outlined)
        parts.append(svg.element("g", body, transform=f"translate({svg.number(x)} {svg.number(y)})"))
    height = _HEAD + -(-weeks // a_row) * (frame.height + _FOOT + _GAP)
    if credit:
        parts.append(svg.words(credit[:120], _GAP, height + 2, font_size=9.5, fill=svg.FAINT))
        height += _GAP
    told = (
        f"Events by week on a frame from {frame.south:.2f} to {frame.north:.2f} degrees north and {frame.west:.2f} to "
        f"{frame.east:.2f} degrees east. {'; '.join(counts)}. {int((inside & ~placed).sum())} without coordinates."
    )
    return svg.picture(parts, width=WIDTH, height=height, title=title, description=told)


def _frame(table: EventTable, rows: Rows, zones: Zones | None, width: float) -> Frame:
    boxes = []
    if len(rows):
        lon, lat = table.columns["lon"][rows], table.columns["lat"][rows]
        boxes.append((lon.min(), lat.min(), lon.max(), lat.max()))
    rings = [ring for zone in (zones.zones if zones else ()) for ring in zone.rings]
    boxes += [(*ring.min(axis=0), *ring.max(axis=0)) for ring in rings]
    if not boxes:
        boxes = [(-180.0, -90.0, 180.0, 90.0)]
    west, south = (float(min(b[i] for b in boxes)) for i in (0, 1))
    east, north = (float(max(b[i] for b in boxes)) for i in (2, 3))
    room = max(0.06 * max(east - west, north - south), 0.05)
    return Frame(west - room, south - room, east + room, north + room, width)


def _legend(holders: Sequence[str]) -> list[str]:
    parts, x = [], _GAP
    for n, holder in enumerate(holders[: len(svg.FILLS)]):
        fill = svg.FILLS[n % len(svg.FILLS)]
        parts.append(svg.element("rect", x=x, y=34, width=11, height=11, fill=fill, stroke=svg.FAINT))
        parts.append(svg.words(holder[:_LEGEND], x + 16, 43.5))
        x += 32 + 6.4 * min(len(holder), _LEGEND)
    parts.append(svg.element("circle", cx=x + 6, cy=39.5, r=3.5, fill=svg.MARK, fill_opacity="0.7"))
    parts.append(svg.words("event; larger: more deaths", x + 16, 43.5))
    parts.append(svg.element("circle", cx=x + 186, cy=39.5, r=3.5, fill="none", stroke=svg.MARK))
    parts.append(svg.words("place known roughly", x + 196, 43.5))
    return parts


def _week(
    table: EventTable, rows: Rows, frame: Frame, zones: Zones | None, holders: Sequence[str], day: date, outlined: bool
) -> str:
    edge = svg.MARK if outlined else svg.GRID
    parts = [
        svg.element(
            "rect", width=frame.width, height=frame.height, fill="#f6f8fa", stroke=edge,
            stroke_width=2.0 if outlined else 1.0,
        ),
        *_graticule(frame),
    ]  # fmt: skip
    days = day.toordinal() + np.arange(7)
    standing = [z for z in (zones.zones if zones else ()) if z.stands(days).any()]
    parts += [_zone(z, frame, svg.FILLS[holders.index(z.holder or z.name) % len(svg.FILLS)]) for z in standing]
    parts += _points(table, rows, frame)
    shown = f"{day.day} {day:%b} {day.year}: {len(rows):,} event{'' if len(rows) == 1 else 's'}"
    parts.append(svg.words(shown, 0, frame.height + 14, font_weight="600" if outlined else "400"))
    return "".join(parts)


def _zone(zone: Zone, frame: Frame, fill: str) -> str:
    steps = "".join(svg.path([frame.at(x, y) for x, y in ring.tolist()]) + "Z" for ring in zone.rings)
    told = svg.element("title", svg.escape(f"{zone.name}, {zone.holder}" if zone.holder else zone.name))
    return svg.element(
        "path", told, d=steps, fill=fill, fill_opacity="0.55", fill_rule="evenodd", stroke=svg.FAINT, stroke_width=1.0
    )


def _points(table: EventTable, rows: Rows, frame: Frame) -> list[str]:
    c = table.columns
    fine = np.array([p in FINE_PLACES for p in PLACE_PRECISIONS])[c["place_precision"][rows]]
    parts = []
    for row, sharp in zip(rows[:MOST_POINTS].tolist(), fine[:MOST_POINTS].tolist(), strict=True):
        x, y = frame.at(float(c["lon"][row]), float(c["lat"][row]))
        size = min(1.8 + 0.7 * sqrt(max(int(c["deaths"][row]), 0)), 9.0)
        style = {"fill": svg.MARK, "fill_opacity": "0.6"} if sharp else {"fill": "none", "stroke": svg.MARK}
        parts.append(svg.element("circle", cx=x, cy=y, r=size, **style))
    return parts


def _graticule(frame: Frame) -> list[str]:
    step = _round_step((frame.east - frame.west) / 3)
    parts = []
    for n in range(floor(frame.west / step) + 1, floor(frame.east / step) + 1):
        x, _ = frame.at(n * step, frame.south)
        parts.append(svg.element("line", x1=x, x2=x, y1=0, y2=frame.height, stroke=svg.GRID))
        if x < frame.width - 22:  # a label there would run out of the frame
            parts.append(svg.words(f"{n * step:g}°", x + 2, frame.height - 3, font_size=8, fill=svg.FAINT))
    for n in range(floor(frame.south / step) + 1, floor(frame.north / step) + 1):
        _, y = frame.at(frame.west, n * step)
        parts.append(svg.element("line", x1=0, x2=frame.width, y1=y, y2=y, stroke=svg.GRID))
        parts.append(svg.words(f"{n * step:g}°", 2, y - 2, font_size=8, fill=svg.FAINT))
    return parts


def _round_step(width: float) -> float:
    """Return 1, 2 or 5 times a power of ten, near ``width``."""
    base = 10.0 ** floor(log10(max(width, 1e-6)))
    return base * max(n for n in (1, 2, 5) if n == 1 or n * base <= width)
