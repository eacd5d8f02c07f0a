"""Compile src/aftertalks/lexicon/data/outlines.sqlite: countries' outlines, dissolved from the units of shapes.sqlite.

    pip install -r scripts/requirements.txt && python scripts/compile_outlines.py

Units of one country are joined where they touch; gaps that the simplified polygons leave between them are closed. Units
that more than one party claims (disputed_units.yaml) stand alone, so that no outline takes a side. Rings are
simplified, rounded to a hundredth of a degree and stored as differences, those below a fifth of a degree left out
unless a country has no larger one. The output is the same on every run with the pinned shapely.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from shapely import make_valid
from shapely.geometry import MultiPolygon, Polygon
from shapely.ops import unary_union

from aftertalks.lexicon import shapes

OUTPUT = Path(__file__).parent.parent / "src/aftertalks/lexicon/data/outlines.sqlite"
GAP = 0.02  # degrees; twice the tolerance of shapes.sqlite
TOLERANCE = 0.02
SMALL = 0.2  # degrees, of a ring's box
SCALE = 100
Row = tuple[str, str, float, float, float, float, bytes]


def _polygon(unit: shapes.Unit) -> MultiPolygon | Polygon:
    """Return a unit's area by the even-odd rule."""
    area = Polygon()
    for ring in sorted((make_valid(Polygon(r)) for r in unit.rings if len(r) >= 3), key=lambda r: -r.area):
        area = area.symmetric_difference(ring) if area.intersects(ring) else area.union(ring)
    return area


def _outline(areas: Iterable[MultiPolygon | Polygon]) -> list[list[tuple[int, int]]]:
    whole = unary_union(list(areas))
    closed = whole.buffer(GAP, join_style="mitre").buffer(-GAP, join_style="mitre").simplify(TOLERANCE)
    joined = whole if closed.is_empty else closed
    polygons = sorted(getattr(joined, "geoms", [joined]), key=lambda p: (-p.area, p.bounds))
    large = [p for p in polygons if _extent(p) >= SMALL] or polygons[:1]
    rings = []
    for polygon in large:
        if isinstance(polygon, Polygon):
            rings += [polygon.exterior, *(i for i in polygon.interiors if Polygon(i).area > SMALL**2)]
    return [[(round(x * SCALE), round(y * SCALE)) for x, y in ring.coords[:-1]] for ring in rings]


def _extent(polygon: Polygon) -> float:
    west, south, east, north = polygon.bounds
    return max(east - west, north - south)


def _packed(rings: list[list[tuple[int, int]]]) -> bytes:
    flat: list[list[int]] = []
    for ring in rings:
        x = y = 0
        row: list[int] = []
        for px, py in ring:
            row += [px - x, py - y]
            x, y = px, py
        flat.append(row)
    return zlib.compress(json.dumps(flat, separators=(",", ":")).encode(), 9)


def _rows() -> Iterator[Row]:
    apart = set(shapes.disputed())
    for country in shapes.countries():
        mine = [u for u in shapes.units(country) if u.country == country and u.code not in apart]
        if mine:
            rings = _outline(_polygon(u) for u in mine)
            if rings:  # a few islets have no area at this scale
                yield _row(country, "country", rings)
    for code in sorted(apart):
        unit = shapes.unit(code)
        assert unit is not None, code
        yield _row(code, "disputed", _outline([_polygon(unit)]))


def _row(code: str, what: str, rings: list[list[tuple[int, int]]]) -> Row:
    xs, ys = [p[0] / SCALE for r in rings for p in r], [p[1] / SCALE for r in rings for p in r]
    return code, what, min(ys), min(xs), max(ys), max(xs), _packed(rings)


def main() -> None:
    """Write the file anew."""
    OUTPUT.unlink(missing_ok=True)
    with sqlite3.connect(OUTPUT) as made:
        made.execute("PRAGMA page_size = 4096")
        made.execute(
            "CREATE TABLE outline (code TEXT PRIMARY KEY, what TEXT NOT NULL, south REAL, west REAL, north REAL, "
            "east REAL, rings BLOB NOT NULL) WITHOUT ROWID"
        )
        made.executemany("INSERT INTO outline VALUES (?, ?, ?, ?, ?, ?, ?)", _rows())
    made.execute("VACUUM")
    made.close()
    print(f"{OUTPUT}: {OUTPUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
