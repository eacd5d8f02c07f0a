"""Rows that have a point, as GeoJSON (RFC 7946).

A country's or region's point is a round one somewhere inside it; ``place_kind`` says so in every feature, and whoever
draws a map should not draw it like a town's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, TextIO

from aftertalks.show.exports.tables import Row, Table


def write_geojson(table: Table, rows: Iterable[Row], out: TextIO) -> tuple[int, int]:
    """Write a feature a line for every row with a point.

    Returns:
        How many rows have one, and how many have none and are left out.
    """
    head = json.dumps({"name": table.name, "description": table.means}, ensure_ascii=True)[1:-1]
    out.write(f'{{"type": "FeatureCollection", {head}, "features": [')
    placed = without = 0
    for row in rows:
        if row["lat"] is None or row["lon"] is None:
            without += 1
            continue
        out.write(("," if placed else "") + "\n" + json.dumps(_feature(row), ensure_ascii=True))
        placed += 1
    out.write("\n]}\n")
    return placed, without


def _feature(row: Row) -> dict[str, Any]:
    # GeoJSON's order is longitude, latitude.
    kept = {name: value for name, value in row.items() if name not in {"lat", "lon"}}
    return {
        "type": "Feature",
        "id": row["id"],
        "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
        "properties": {name: v.isoformat() if isinstance(v, date) else v for name, v in kept.items()},
    }
