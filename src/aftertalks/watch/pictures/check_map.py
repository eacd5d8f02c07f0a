"""The events of a check on a map, week by week, with the area's own units drawn under them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from aftertalks.lexicon import shapes
from aftertalks.lexicon.loader import load
from aftertalks.watch.checks.areas import Area, fold_unit, spellings
from aftertalks.watch.checks.result import ALL, Verdict
from aftertalks.watch.geometry import Ring
from aftertalks.watch.pictures.chart import data_line
from aftertalks.watch.pictures.event_map import MOST_FRAMES, event_map
from aftertalks.watch.table import EventTable, Evidence
from aftertalks.watch.zones import Zone, Zones

_MOST = 66  # letters of a title


def check_map(verdict: Verdict, table: EventTable, *, zones: Zones | None = None) -> str | None:
    """Draw the events that a comparison counts in its area as SVG; null where it compared nothing.

    Args:
        table: the table that the check was run on.
        zones: polygons to draw instead of the area's admin-1 units.
    """
    found = verdict.comparison
    if found is None or verdict.probe.area is None:
        return None
    cells = (found.pairing(ALL).before.ids, found.pairing(ALL).after.ids)
    rows = [cell.rows for cell in cells if isinstance(cell, Evidence)]
    chosen = np.sort(np.concatenate(rows)) if rows else np.zeros(0, np.int64)
    first, last = found.before[0], found.after[1]
    drawn = zones or area_zones(verdict.probe.area)
    return event_map(
        table,
        chosen,
        first=first,
        weeks=min(((last - first).days + 7) // 7, MOST_FRAMES),
        title=f"{_short(verdict.probe.title.rstrip('. '))}: events by week",
        zones=drawn,
        marked=found.after[0],
        credit=f"{data_line(verdict)}. Polygons: {drawn.source}." if drawn is not None else data_line(verdict),
    )


def _short(title: str) -> str:
    """Return a title that leaves room for what stands behind it, cut at a word."""
    return title if len(title) <= _MOST else title[: title.rfind(" ", 0, _MOST)].rstrip(",;:") + " …"


def area_zones(area: Area) -> Zones | None:
    """Return the polygons of an area's admin-1 units, all of the country's where it names none; null without shapes."""
    code = _iso2().get(area.country)
    if code is None:
        return None
    wanted = {fold for name in area.admin1 for fold in spellings(area.country, name)}
    made = [
        Zone(unit.name, area.shown, None, None, tuple(_ring(ring) for ring in unit.rings))
        for unit in shapes.units(code)
        if not wanted or fold_unit(unit.name) in wanted
    ]
    return Zones(made, "Natural Earth") if made else None


def _ring(points: shapes.Ring) -> Ring:
    return np.array(points, np.float64)


@lru_cache(maxsize=1)
def _iso2() -> dict[str, str]:
    return {r["name"]: r["iso2"] for r in load("states") if "iso2" in r}
