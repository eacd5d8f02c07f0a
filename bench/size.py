"""Measures a ledger at size: how adding grows, how long questions and pages take, and how many bytes a statement needs.

    python bench/size.py add LEDGER 100000              # invented statements, each document added as users add it
    python bench/size.py repeat LEDGER 10               # the same ten times over, under other ids and days
    python bench/size.py ask LEDGER                     # search, lists, counts, next, changes, opening
    python bench/size.py pages LEDGER                   # every page of the server

LEDGER is a file or a ``postgresql://`` address. What is added is invented (``bench/invented.py``), the same for the same
``--seed``. ``add`` goes on where it was stopped, and tells milliseconds of processor and of the clock by tenths. ``repeat`` makes large
ledgers quickly: it writes rows, not documents, so it says nothing of adding; what ``add`` adds afterwards is held against
all of them.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import invented

from aftertalks.flow.keeping import Ledger
from aftertalks.store.homes import on_server


def add(place: str, size: int, *, seed: int) -> Iterator[str]:
    """Yield how long adding takes, tenth by tenth."""
    yield f"{'statements':>12} {'ms of processor':>16} {'ms by the clock':>16} {'entries':>9} {'voices':>8} {'answers':>8}"
    with Ledger(place) as ledger:
        done = told = entries = voices = proposals = 0
        wall, processor = time.perf_counter(), time.process_time()
        made_wall = made_processor = 0.0
        for reading in invented.readings(size, seed=seed):
            made_wall += time.perf_counter() - wall
            made_processor += time.process_time() - processor
            wall, processor = time.perf_counter(), time.process_time()
            added = ledger.keep(reading)
            if told == done:
                spent = [0.0, 0.0]
            spent[0] += time.perf_counter() - wall
            spent[1] += time.process_time() - processor
            wall, processor = time.perf_counter(), time.process_time()
            done += len(reading.statements)
            entries, voices, proposals = entries + added.entries, voices + added.voices, proposals + added.proposals
            if done - told >= size / 10 or done >= size:
                count = done - told
                told = done
                yield (
                    f"{done:>12,} {spent[1] / count * 1000:>16.2f} {spent[0] / count * 1000:>16.2f} {entries:>9,} "
                    f"{voices:>8,} {proposals:>8,}"
                )
    yield f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB; {_bytes(place)}"


def _bytes(place: str) -> str:
    with Ledger(place, create=False) as ledger, ledger.store.asking() as connection:
        count = ledger.store.counts()["statement"]
        if on_server(place):
            held = connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one()
        else:
            held = sum(p.stat().st_size for p in (Path(place), Path(place + "-wal")) if p.exists())
    return f"{held / count:,.0f} bytes a statement ({count:,} statements, {held / 2**20:,.0f} MB)"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="measure a ledger at size")
    parser.add_argument("--seed", type=int, default=7)
    steps = parser.add_subparsers(dest="step", required=True)
    one = steps.add_parser("add")
    one.add_argument("ledger")
    one.add_argument("size", type=int)
    asked = parser.parse_args()
    if asked.step == "add":
        for line in add(asked.ledger, asked.size, seed=asked.seed):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
