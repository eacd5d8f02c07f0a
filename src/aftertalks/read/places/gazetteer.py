"""The packaged gazetteer of towns and divisions (SQLite, compiled by scripts/compile_gazetteer.py)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

from aftertalks.lexicon.loader import DATA
from aftertalks.model import LexiconError

CITY, ADMIN1, ADMIN2 = 0, 1, 2
COMMON, GIVEN, SURNAME = 1, 2, 4
_KINDS = ("city", "admin1", "admin2")
_CHUNK = 400
_CACHE_LIMIT = 200_000


@dataclass(frozen=True, slots=True)
class Row:
    """A place of the gazetteer.

    Args:
        id: GeoNames id.
        lat, lon: degrees, WGS 84; of a division the middle of the box around its towns.
        country: ISO 3166-1 alpha-2.
        a1: GeoNames code of the first-level division.
        people: inhabitants; 0 where unknown.
        level: ``CITY``, ``ADMIN1`` or ``ADMIN2``.
        alternate: whether the key was one of its further names, not its own.
    """

    id: int
    name: str
    lat: float
    lon: float
    country: str
    a1: str
    people: int
    level: int
    alternate: bool = False

    @property
    def kind(self) -> str:
        """``city``, ``admin1`` or ``admin2``."""
        return _KINDS[self.level]


class Gazetteer:
    """Looks places up by folded name; answers are kept in memory.

    Args:
        path: the SQLite file.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise LexiconError(f"{path} is missing; reinstall aftertalks or run scripts/compile_gazetteer.py")
        self._db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._lock = Lock()
        self._rows: dict[str, tuple[Row, ...]] = {}
        self._flags: dict[str, int] = dict(self._db.execute("SELECT key, bits FROM flag"))
        self._admin1: dict[tuple[str, str], str] = {
            (cc, a1): name for cc, a1, name in self._db.execute("SELECT cc, a1, name FROM place WHERE kind = 1")
        }

    def flags(self, key: str) -> int:
        """Return what else a name is: ``COMMON`` word, ``GIVEN`` name, ``SURNAME``."""
        return self._flags.get(key, 0)

    def admin1_name(self, country: str, code: str) -> str | None:
        """Return the name of a first-level division."""
        return self._admin1.get((country, code))

    def lookup(self, keys: Iterable[str]) -> dict[str, tuple[Row, ...]]:
        """Return the places of each key that names any, most inhabitants first."""
        wanted = set(keys)
        with self._lock:
            if len(self._rows) > _CACHE_LIMIT:
                self._rows.clear()
            missing = [k for k in wanted if k not in self._rows]
            for start in range(0, len(missing), _CHUNK):
                self._fetch(missing[start : start + _CHUNK])
            return {k: self._rows[k] for k in wanted if self._rows[k]}

    def _fetch(self, keys: list[str]) -> None:
        marks = ",".join("?" * len(keys))
        sql = (
            "SELECT key, alt, id, p.name, lat, lon, cc, a1, pop, kind FROM name JOIN place p USING (id) "
            f"WHERE key IN ({marks}) ORDER BY pop DESC, id"
        )
        found: dict[str, list[Row]] = {k: [] for k in keys}
        for key, alt, ident, name, lat, lon, cc, a1, pop, kind in self._db.execute(sql, keys):
            found[key].append(Row(ident, name, lat / 1e4, lon / 1e4, cc, a1, pop, kind, bool(alt)))
        self._rows.update({k: tuple(v) for k, v in found.items()})


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Open the packaged gazetteer once a process."""
    return Gazetteer(DATA / "gazetteer.sqlite")
