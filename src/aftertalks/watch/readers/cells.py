"""One cell of a table: days, numbers and coordinates, or an error that says what is wrong."""

from __future__ import annotations

import math
from datetime import date
from functools import lru_cache

_MONTHS = {
    name: n + 1
    for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split())
}  # fmt: skip
MAX_TEXT = 2000  # letters kept of a headline or note
_MAX_DEATHS = 10_000_000


class BadCellError(ValueError):
    """A cell that cannot be read.

    Args:
        problem: what is wrong.
        cure: what the user can do.
    """

    def __init__(self, problem: str, cure: str) -> None:
        super().__init__(problem)
        self.problem, self.cure = problem, cure


@lru_cache(maxsize=65536)
def day(cell: str) -> date:
    """Read a day written year first, or with its month's name; anything that could mean two days is refused."""
    text = cell.strip()
    found = _numeric(text) or _named(text)
    if found is None:
        shown = text[:40] or "empty"
        raise BadCellError(f"date {shown!r} cannot be read", "write it as YYYY-MM-DD")
    return found


def _numeric(text: str) -> date | None:
    head = text[:10].replace("/", "-")
    try:
        if len(text) == 8 and text.isdigit():
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        if len(head) == 10 and (len(text) == 10 or text[10] in "T "):
            return date.fromisoformat(head)
    except ValueError:
        return None
    return None


def _named(text: str) -> date | None:
    parts = text.replace("-", " ").replace(",", " ").split()
    if len(parts) != 3:
        return None
    month = _MONTHS.get(parts[1][:3].lower())
    try:
        return date(int(parts[2]), month, int(parts[0])) if month and len(parts[2]) == 4 else None
    except ValueError:
        return None


def text(cell: str) -> str | None:
    """Return a cell's words; null for an empty one and for "None"."""
    cell = cell.strip()
    return None if not cell or cell == "None" else cell[:MAX_TEXT]


def count(cell: str, *, what: str) -> int | None:
    """Read a number of deaths or sources: null for an empty cell, never negative."""
    cell = cell.strip()
    if not cell:
        return None
    try:
        value = int(cell)
    except ValueError:
        try:
            value = int(float(cell))
        except (ValueError, OverflowError):
            raise BadCellError(f"{what} {cell[:40]!r} is not a number", "mend the cell or empty it") from None
    if not 0 <= value <= _MAX_DEATHS:
        raise BadCellError(f"{what} {cell[:40]!r} is out of range", "mend the cell or empty it")
    return value


def degrees(lat: str, lon: str) -> tuple[float | None, float | None]:
    """Read a latitude and a longitude: both or neither."""
    if not lat.strip() or not lon.strip() or lat == "None" or lon == "None":
        return None, None
    try:
        y, x = float(lat), float(lon)
    except ValueError:
        raise BadCellError(f"coordinates {lat[:20]!r}, {lon[:20]!r} are not numbers", "mend or empty both") from None
    if not (math.isfinite(y) and math.isfinite(x) and -90 <= y <= 90 and -180 <= x <= 180):
        raise BadCellError(f"coordinates {lat[:20]}, {lon[:20]} are off the globe", "mend or empty both")
    return y, x
