"""Kills ``aftertalks add`` at random points and looks at what is left.

    python bench/kills.py 50 [SOURCE ...]
    python bench/kills.py 50 --server          # on a PostgreSQL server of its own, made in a temporary folder

A real process adds real files (``samples/`` if none are named) and gets SIGKILL when a random number of documents is
there and a random moment more has passed. After every kill the ledger must be sound and every document in it whole: as
many statements as in a ledger whose add was never killed. Then the same command goes on, until the next kill. After
some kills it may end: its ledger, exported, must be the same as the undisturbed one but for the moments at which things
were added; then a new one is begun.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aftertalks.flow.keeping import Ledger
from aftertalks.model import LedgerError
from aftertalks.store import archive

ROOT = Path(__file__).resolve().parents[1]
MOMENTS = {"added_at", "made_at", "noted_at", "judged_at", "joined_at", "set_at", "voice_added_at"}
LONGEST = 0.25  # seconds that pass after a document is there


def told(place: str) -> list[str]:
    """Return everything that a ledger holds, without the moments at which it came."""
    with Ledger(place, create=False) as ledger, ledger.store.asking() as connection:
        return [json.dumps({k: v for k, v in line.items() if k not in MOMENTS}) for line in archive.lines(connection)]


def whole(place: str) -> tuple[int, dict[str, int]]:
    """Return how many documents a ledger has, and of each its statements; a ledger that is unsound is an error."""
    with Ledger(place, create=False) as ledger:
        wrong = ledger.store.check()
        if wrong:
            raise SystemExit(f"{place}: {wrong}")
        with ledger.store.asking() as connection:
            lines = list(archive.lines(connection))
    said = Counter(line["record"]["document"] for line in lines if line["type"] == "statement")
    documents = {line["id"]: said[line["id"]] for line in lines if line["type"] == "document"}
    return len(documents), documents


def count(place: str) -> int:
    """Return how many documents are there; none while there is no ledger."""
    with contextlib.suppress(LedgerError), Ledger(place, create=False) as ledger:
        return ledger.store.counts()["document"]
    return 0


def begin(sources: list[str], place: str) -> subprocess.Popen[bytes]:
    """Begin adding in a process of its own."""
    words = [sys.executable, "-m", "aftertalks", "add", *sources, "--db", place]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)


def kill_once(sources: list[str], place: str, dice: random.Random, expected: dict[str, int]) -> bool:
    """Begin adding and kill it at a random point; return whether it was killed before it ended."""
    there = count(place)
    wait_for = dice.randint(there, max(len(expected) - 1, there))
    process = begin(sources, place)
    while process.poll() is None and count(place) < wait_for:
        time.sleep(0.01)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(dice.uniform(0, LONGEST))
    killed = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    if Path(place).exists() or "://" in place:
        with contextlib.suppress(LedgerError):
            _, documents = whole(place)
            broken = {d: n for d, n in documents.items() if expected.get(d) != n}
            if broken:
                raise SystemExit(f"{place}: half added: {broken}")
    return killed


def rounds(sources: list[str], places: Iterator[str], points: int, dice: random.Random) -> Iterator[str]:
    """Kill as often as asked; yield what was seen.

    Raises:
        SystemExit: a ledger is unsound, holds half of a document, or is not the same in the end.
    """
    undisturbed = next(places)
    begin(sources, undisturbed).wait()
    wanted, (total, expected) = told(undisturbed), whole(undisturbed)
    yield f"undisturbed: {total} documents, {len(wanted):,} lines"
    done = ends = 0
    while done < points:
        place = next(places)
        here = 0
        for _ in range(min(dice.randint(1, 8), points - done)):
            here += kill_once(sources, place, dice, expected)
        begin(sources, place).wait()
        if told(place) != wanted:
            raise SystemExit(f"{place}: after {here} kills it is not the same")
        done, ends = done + here, ends + 1
        yield f"{done} kills, {ends} ledgers whole and the same"


def files(folder: Path) -> Iterator[str]:
    """Yield names of new ledgers."""
    n = 0
    while True:
        n += 1
        yield str(folder / f"{n}.db")


def main() -> int:
    """Kill and tell."""
    parser = argparse.ArgumentParser(description="kill `aftertalks add` at random points")
    parser.add_argument("points", type=int)
    parser.add_argument("sources", nargs="*", default=[str(ROOT / "samples")])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--server", action="store_true", help="on a PostgreSQL server of its own")
    asked: Any = parser.parse_args()
    dice = random.Random(asked.seed)
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        places = files(folder)
        if asked.server:
            sys.path.insert(0, str(ROOT / "tests"))
            from postgresql import a_server

            server = stack.enter_context(a_server())
            places = (stack.enter_context(server.database()) for _ in iter(int, 1))
        for line in rounds(asked.sources, places, asked.points, dice):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
