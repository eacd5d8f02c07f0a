"""Areas in words, in administrative units, and in an event table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from aftertalks.lexicon.loader import load
from aftertalks.lexicon.names import fold_name

_APOSTROPHES = re.compile("['’‘ʼ`´ʿʾ]")
_BRACKETS = re.compile(r"\([^()]{0,80}\)")
_GENERIC = frozenset(
    "governorate oblast province region state district department prefecture division raion wilaya muhafazat "
    "special republican city county territory republic of the".split()
)
_COMPASS = re.compile(r"\b(north|south) ?(east|west)(?:ern)?\b")
_POINT = re.compile(r"\b(north|south|east|west|northeast|northwest|southeast|southwest)(?:ern)?\b")
_OWNER = re.compile(r"['’]s\b")
MAX_WORDS = 400  # letters of an area's wording that are looked at


@lru_cache(maxsize=65536)
def fold_unit(name: str) -> str:
    """Return a unit's name without accents, marks and words such as "governorate"."""
    words = fold_name(_APOSTROPHES.sub("", name)).split()
    return " ".join(w for w in words if w not in _GENERIC) or " ".join(words)


@lru_cache(maxsize=65536)
def fold_country(name: str) -> str:
    """Return a country's name without what stands in brackets ("Russia (Soviet Union)")."""
    return fold_name(_BRACKETS.sub(" ", name)) or fold_name(name)


@lru_cache(maxsize=8)
def countries(folders: tuple[Path, ...] = ()) -> dict[str, str]:
    """Return the canonical name of each country by its folded names and its ISO codes."""
    found: dict[str, str] = {}
    for record in load("states", folders):
        names = [record["name"], *record.get("also", ())]
        names += [record[k] for k in ("iso2", "iso3") if k in record]
        for name in names:
            found.setdefault(fold_country(name), record["name"])
    return found


def country_named(name: str) -> str | None:
    """Return the canonical name of a country given by any name or ISO code; null if unknown."""
    return countries().get(fold_country(name))


@lru_cache(maxsize=8)
def _units(folders: tuple[Path, ...] = ()) -> dict[tuple[str, str], tuple[str, frozenset[str]]]:
    """Return name and folded spellings of a unit by country and any folded spelling, and by country and id."""
    found: dict[tuple[str, str], tuple[str, frozenset[str]]] = {}
    for record in load("zones_units", folders):
        spellings = frozenset(fold_unit(n) for n in (record["name"], *record.get("also", ())))
        for key in (*spellings, record["id"]):
            found[(record["country"], key)] = (record["name"], spellings)
    return found


def spellings(country: str | None, unit: str) -> frozenset[str]:
    """Return every folded spelling of a unit; one that the lexicon does not have only as given."""
    folded = fold_unit(unit)
    known = _units().get((country or "", folded))
    return known[1] if known else frozenset([folded])


@lru_cache(maxsize=512)
def known_units(country: str) -> frozenset[str]:
    """Return all folded spellings of all units known of a country."""
    return frozenset(s for (c, _), (_, names) in _units().items() if c == country for s in names)


@dataclass(frozen=True, slots=True)
class Area:
    """Where a check looks.

    Args:
        words: the area as worded.
        country: canonical name of the country, whose remainder is the control.
        admin1: names of first-level units; empty means the whole country.
        zones: names of zones of a GeoJSON file that is given when the check is run; they narrow the area.
        rule: why these units.
    """

    words: str
    country: str
    admin1: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    rule: str = ""

    @property
    def shown(self) -> str:
        """The area in a few words."""
        if self.zones:
            return ", ".join(self.zones)
        return ", ".join(self.admin1) or self.country


def resolve(words: str) -> Area | None:
    """Turn an area's wording into units; null where the lexicon has no part, unit or country for it.

    >>> resolve("the south-western part of Syria").admin1
    ('Daraa', 'Quneitra', 'As-Suwayda')
    """
    folded = f" {_fold_words(words[:MAX_WORDS])} "
    for name, area in _named_areas():
        if f" {name} " in folded:
            return Area(words, area.country, area.admin1, rule=area.rule)
    return None


def _fold_words(words: str) -> str:
    folded = fold_name(_OWNER.sub("", words)) if _OWNER.search(words) else fold_name(words)
    folded = _COMPASS.sub(r"\1\2", folded)
    folded = _POINT.sub(r"\1ern", folded)
    folded = re.sub(r"\b(\w{4,9}ern)(?: (?:part|parts|side|half))? of (?:the )?", r"\1 ", folded)
    return _turned(re.sub(r"\bthe ", "", folded))


def _turned(folded: str) -> str:
    """Put a compass word that follows its country before it ("syria southwestern" → "southwestern syria")."""
    words = folded.split()
    for n in range(1, len(words)):
        if _POINT.fullmatch(words[n]) and " ".join(words[max(n - 1, 0) : n]) in countries():
            words[n - 1], words[n] = words[n], words[n - 1]
    return " ".join(words)


@lru_cache(maxsize=1)
def _named_areas() -> tuple[tuple[str, Area], ...]:
    """Every folded name of a part, a unit or a country with its area; longest name first within each kind."""
    by_id = {r["id"]: r for r in load("zones_units")}
    parts: list[tuple[str, Area]] = []
    for record in load("zones"):
        units = tuple(by_id[u]["name"] for u in record["units"])
        area = Area("", record["country"], units, rule=f"{record['name']}: {record['basis']}")
        parts += [(_fold_words(name), area) for name in (record["name"], *record.get("also", ()))]
    units_named: list[tuple[str, Area]] = []
    for record in by_id.values():
        area = Area("", record["country"], (record["name"],), rule=f"unit {record['id']}")
        units_named += [(_fold_words(name), area) for name in (record["name"], *record.get("also", ()))]
    states = [
        (_fold_words(name), Area("", record["name"], rule="the whole country"))
        for record in load("states")
        for name in (record["name"], *record.get("also", ()))
    ]
    return tuple(pair for kind in (parts, units_named, states) for pair in _longest(kind))


def _longest(pairs: Iterable[tuple[str, Area]]) -> list[tuple[str, Area]]:
    return sorted(pairs, key=lambda pair: -len(pair[0]))
