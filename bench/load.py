"""Holds a real server under readers and writers, on this machine only: ``python bench/load.py [--seconds 600]``.

A ledger is made of the samples, in a folder of its own, and served by a process of its own on a free port of the
loopback address. Readers ask for every page in turn, pause, and ask again; writers decide questions of the review
queue and take that back, or add short texts. What counts as an error: an answer of 500 or more, none within 60
seconds, or a connection that breaks. A writer that is told to come back later (429) does. Told at the end: requests,
errors, times, and what memory the server took after a tenth of the time and at its end. Exit 1 if there was an error.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60.0
PROGRAM = {"accept": "application/json"}
PAGES = (
    "/next?as_of=2017-07-08", "/entries", "/entries?book=agreed", "/search?q=truce",
    "/search?kind=agreement&q=ceasefire",
    "/timeline", "/map", "/matrix", "/actors", "/speakers", "/sources", "/next.json?as_of=2017-07-20", "/review",
    "/search.json?q=sanctions", "/changes.atom?as_of=2017-07-20", "/openapi.json",
)  # fmt: skip


@dataclass
class Tally:
    """What came back."""

    took: dict[str, list[float]] = field(default_factory=lambda: {"read": [], "write": []})
    statuses: Counter[int] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)

    async def ask(
        self, client: httpx.AsyncClient, what: str, method: str, at: str, **given: object
    ) -> httpx.Response | None:
        """Make a request and count it."""
        began = time.perf_counter()
        try:
            answer = await client.request(method, at, **given)  # type: ignore[arg-type]
        except httpx.HTTPError as error:
            self.errors[f"{type(error).__name__} at {method} {at.partition('?')[0]}"] += 1
            return None
        self.took[what].append(time.perf_counter() - began)
        self.statuses[answer.status_code] += 1
        if answer.status_code >= 500:
            self.errors[f"{answer.status_code} at {method} {at.partition('?')[0]}"] += 1
        return answer


async def reader(client: httpx.AsyncClient, tally: Tally, ends: float, pause: float, seed: int) -> None:
    """Ask for pages and for what they link to."""
    chance = random.Random(seed)
    entries: list[str] = []
    while time.monotonic() < ends:
        at = chance.choice(PAGES)
        if entries and chance.random() < 0.2:
            at = f"/entry/{chance.choice(entries)}"
        answer = await tally.ask(client, "read", "GET", at)
        if answer is not None and answer.status_code == 200 and at.startswith("/next.json"):
            entries = [e["id"] for group in ("dated", "undated") for e in answer.json().get(group, [])] or entries
        await asyncio.sleep(chance.uniform(0.5, 1.5) * pause)


async def reviewer(client: httpx.AsyncClient, tally: Tally, ends: float, pause: float) -> None:
    """Decide a question, and take that back."""
    while time.monotonic() < ends:
        found = await tally.ask(client, "read", "GET", "/review.json")
        questions = found.json()["questions"] if found is not None and found.status_code == 200 else []
        for one in questions[:1]:
            given = {"action": "accept", "question": one["id"], "reason": "load"}
            for form in (given, {"action": "undo"}):
                await tally.ask(client, "write", "POST", "/review", data=form, headers=PROGRAM)
        await asyncio.sleep(pause)


async def adder(client: httpx.AsyncClient, tally: Tally, ends: float, pause: float, numbers: count[int]) -> None:
    """Add texts, each a new one."""
    while time.monotonic() < ends:
        n = next(numbers)
        text = f"Minister Number {n} said that the talks in city {n} would go on. He expects a truce by Sunday."
        given = {"text": text, "published": "2017-07-08"}
        answer = await tally.ask(client, "write", "POST", "/add", data=given, headers=PROGRAM)
        wait = float(answer.headers.get("retry-after", 0)) if answer is not None and answer.status_code == 429 else 0.0
        await asyncio.sleep(max(pause, min(wait, 10.0)))


def memory(process: int) -> int:
    """Return a process' resident memory in KiB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


async def watch(process: int, seconds: float) -> tuple[int, int, int]:
    """Return the memory after a tenth of the time, the most, and the last."""
    seen = []
    for _ in range(max(int(seconds), 10)):
        await asyncio.sleep(seconds / max(int(seconds), 10))
        seen.append(memory(process))
    return seen[len(seen) // 10], max(seen), seen[-1]


async def hold(
    at: str, tokens: list[str], process: int, *, seconds: float, readers: int, writers: int, pause: float
) -> tuple[Tally, tuple[int, int, int]]:
    """Let readers and writers loose for the given seconds; return what came back, and the server's memory."""
    tally, ends, numbers = Tally(), time.monotonic() + seconds, count(1)
    limits = httpx.Limits(max_connections=readers + writers + 5)

    def client(token: str) -> httpx.AsyncClient:
        headers = {"authorization": f"Bearer {token}", "accept": "text/html"}
        return httpx.AsyncClient(base_url=at, timeout=PATIENCE, limits=limits, headers=headers, trust_env=False)

    clients = [client(token) for token in tokens]
    asking = [reader(clients[n % len(clients)], tally, ends, pause, n) for n in range(readers)]
    changing = [
        adder(clients[n % len(clients)], tally, ends, min(5.0, seconds / 4), numbers) if n % 5 < 2
        else reviewer(clients[n % len(clients)], tally, ends, pause)
        for n in range(writers)
    ]  # fmt: skip
    used, *_ = await asyncio.gather(watch(process, seconds), *asking, *changing)
    for one in clients:
        await one.aclose()
    return tally, used


def command(*words: str) -> str:
    """Run a command of Aftertalks; return what it prints."""
    done = subprocess.run([sys.executable, "-m", "aftertalks", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


def told(tally: Tally, used: tuple[int, int, int], seconds: float) -> None:
    """Print the figures."""
    for what, took in tally.took.items():
        ordered = sorted(took) or [0.0]
        p50, p95, p99 = (ordered[min(int(len(ordered) * q), len(ordered) - 1)] * 1000 for q in (0.5, 0.95, 0.99))
        print(f"{what:<6} {len(took):>8,} answers  p50 {p50:,.0f} ms  p95 {p95:,.0f} ms  p99 {p99:,.0f} ms")
    every = len(tally.took["read"]) + len(tally.took["write"])
    print(f"{every / seconds:.1f} answers a second; by status {dict(tally.statuses)}")
    print(f"errors {sum(tally.errors.values()):,} {dict(tally.errors) or ''}")
    early, most, late = (kib / 1024 for kib in used)
    print(f"memory of the server: {early:.0f} MB after a tenth, {most:.0f} MB at most, {late:.0f} MB at the end")


def reviewers(db: str, *names: str) -> list[str]:
    """Make reviewers of a ledger's server; return a token of each."""
    tokens = []
    for name in names:
        command("users", "add", name, "--role", "reviewer", "--no-password", "--db", db)
        tokens.append(command("users", "token", name, "--db", db).strip().splitlines()[-1].split()[-1])
    return tokens


@contextlib.contextmanager
def served(db: str) -> Iterator[tuple[str, int]]:
    """Serve a ledger in a process of its own; yield its address and the process' number."""
    words = [sys.executable, "-m", "aftertalks", "serve", "--db", db, "--port", "0", "--as-of", "2017-07-20"]
    server = subprocess.Popen([*words, "--add-limit", "100000"], stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    try:
        yield next(w for w in server.stderr.readline().split() if w.startswith("http")), server.pid
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(120)
        server.stderr.close()


def main() -> int:
    """Serve, hold, tell."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=600)
    options.add_argument("--readers", type=int, default=50)
    options.add_argument("--writers", type=int, default=5)
    options.add_argument("--pause", type=float, default=1.0, help="seconds between two requests of one reader (1)")
    options.add_argument("--samples", type=Path, default=ROOT / "samples")
    given = options.parse_args()
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    asked = {name: getattr(given, name) for name in ("seconds", "readers", "writers", "pause")}
    with tempfile.TemporaryDirectory(prefix="aftertalks-load-") as folder:
        db = str(Path(folder) / "talks.db")
        command("add", str(given.samples), "--db", db)
        tokens = reviewers(db, "Ana", "Ben", "Cem")
        with served(db) as (at, process):
            tally, used = asyncio.run(hold(at, tokens, process, **asked))
        told(tally, used, given.seconds)
        sound = command("doctor", "--db", db)
        print("the ledger is sound" if "BAD" not in sound else sound)
    return 1 if tally.errors else 0


if __name__ == "__main__":
    sys.exit(main())
