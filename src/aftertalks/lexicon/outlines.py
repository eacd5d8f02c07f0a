"""Countries' outlines, and those of disputed units, which belong to no country's outline.

Dissolved from Natural Earth's admin-1 polygons (public domain) by scripts/compile_outlines.py; for maps, not for asking
where exactly a border runs.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import lru_cache

from aftertalks.lexicon.loader import DATA
from aftertalks.lexicon.shapes import Box, Ring, disputed, unpacked
from aftertalks.model import LexiconError


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of a country or of a disputed unit.

    Args:
        code: ISO 3166-1 alpha-2 of a country; of a disputed unit its code.
        rings: closed rings of (longitude, latitude); inner rings are holes (even-odd rule).
        claimed_by: of a disputed unit, all who claim or hold it; empty for a country.
    """

    code: str
    rings: tuple[Ring, ...]
    claimed_by: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _database() -> sqlite3.Connection:
    path = DATA / "outlines.sqlite"
    if not path.is_file():
        raise LexiconError(f"{path} is missing; reinstall aftertalks or run scripts/compile_outlines.py")
    return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)


@lru_cache(maxsize=64)
def outlines(box: Box) -> tuple[Outline, ...]:
    """Return what lies in a window, countries first.

    Args:
        box: south, west, north, east in degrees.
    """
    where = "south <= ? AND west <= ? AND north >= ? AND east >= ?"
    asked = f"SELECT code, rings FROM outline WHERE {where} ORDER BY what, code"
    south, west, north, east = box
    claims = disputed()
    rows = _database().execute(asked, (north, east, south, west)).fetchall()
    return tuple(Outline(code, unpacked(packed), claims.get(code, ())) for code, packed in rows)
