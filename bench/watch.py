"""Loads two million made-up events and runs ten thousand checks on them.

    python bench/watch.py [rows] [checks]

Prints seconds and peak memory; the data are made with a fixed seed and are no one's record of anything.
"""

from __future__ import annotations

import csv
import resource
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from aftertalks.watch.checks import Area, Probe, run
from aftertalks.watch.table import EventTable, TableBuilder, load, save

COUNTRIES, UNITS, GROUPS = 60, 16, 5
FIRST, DAYS = date(1998, 1, 1), 9_500
HEADER = (
    "id date_start date_end date_prec latitude longitude where_coordinates where_prec adm_1 adm_2 country "
    "type_of_violence conflict_name dyad_name side_a side_b best low high deaths_civilians number_of_sources "
    "source_office source_date source_headline"
).split()
COUNTRY_NAMES = (
    "Syria Ukraine Yemen Sudan Ethiopia Colombia Afghanistan Iraq Libya Mali Nigeria Somalia Myanmar Pakistan India "
    "Philippines Thailand Turkey Israel Lebanon Egypt Algeria Chad Niger Cameroon Kenya Uganda Rwanda Burundi Angola "
    "Mozambique Mexico Brazil Peru Haiti Honduras Guatemala Georgia Armenia Azerbaijan Russia Tajikistan Uzbekistan "
    "Nepal Bangladesh Indonesia Malaysia China Iran Jordan Tunisia Morocco Senegal Guinea Liberia Ghana Togo Benin "
    "Gabon Zambia"
).split()


def write(path: Path, rows: int) -> None:
    made = np.random.default_rng(7)
    country = np.minimum(made.zipf(1.4, rows) - 1, COUNTRIES - 1)
    unit, group = made.integers(0, UNITS, rows), made.integers(0, GROUPS, rows)
    day, deaths = made.integers(0, DAYS, rows), made.geometric(0.25, rows)
    lat, lon = made.uniform(-30, 50, rows).round(4), made.uniform(-70, 120, rows).round(4)
    days = [(FIRST + timedelta(days=d)).isoformat() for d in range(DAYS)]
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for n in range(rows):
            name, d, k = COUNTRY_NAMES[country[n]], days[day[n]], int(deaths[n])
            a, b = f"Government of {name}", f"Front {group[n]} of {name}"
            out.writerow([
                n, d, d, 1, lat[n], lon[n], f"Town {n % 5000}", 1 + n % 3, f"{name} unit {unit[n]}",
                f"District {n % 400}", name, 1, f"{name}: Government", f"{a} - {b}", a, b, k, k, k + 1, 0, 1, "Agency",
                d, f"{k} killed near town {n % 5000} as fighting goes on, officials and residents say",
            ])  # fmt: skip


def probes(count: int) -> list[Probe]:
    made = np.random.default_rng(11)
    found = []
    for _ in range(count):
        name = COUNTRY_NAMES[min(int(made.zipf(1.4)) - 1, COUNTRIES - 1)]
        units = tuple(f"{name} unit {u}" for u in made.choice(UNITS, int(made.integers(1, 4)), replace=False))
        start = FIRST + timedelta(days=int(made.integers(200, DAYS - 200)))
        parties = ((f"Government of {name}",), (f"Front {made.integers(0, GROUPS)} of {name}",))
        area = Area("", name, units)
        found.append(Probe(title="made up", instrument="truce", start=start, area=area, parties=parties))
    return found


def now() -> tuple[float, float]:
    return perf_counter(), process_time()


def told(what: str, since: tuple[float, float]) -> None:
    wall, cpu = perf_counter() - since[0], process_time() - since[1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:<34} {wall:7.1f} s, of processor {cpu:7.1f} s, peak {peak:6.0f} MB", flush=True)


def measure(table: EventTable, count: int) -> None:
    since = now()
    outcomes: dict[str, int] = {}
    for probe in probes(count):
        verdict = run(probe, table)
        outcomes[verdict.outcome.value] = outcomes.get(verdict.outcome.value, 0) + 1
    told(f"{count:,} checks", since)
    print(outcomes)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000
    checks = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        path, kept = Path(folder, "ged.csv"), Path(folder, "events.npz")
        write(path, rows)
        print(f"{rows:,} rows, {path.stat().st_size / 1e6:.0f} MB of CSV")
        since = now()
        builder = TableBuilder()
        builder.add(path)
        table = builder.done()
        told("read, sorted, indexed by id", since)
        since = now()
        save(table, kept)
        told("written to disk", since)
        since = now()
        table = load(kept)
        told("loaded from disk", since)
        measure(table, checks)


if __name__ == "__main__":
    main()
