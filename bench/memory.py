"""Memory of all processes together, sampled while a command runs (Linux: /proc).

    python bench/memory.py [--sizes 200 2000] [--jobs 2] [--packed]     # megabytes of invented JSON Lines
    python bench/memory.py --real 120                                   # seconds of real reading of the largest

The first form passes every document through the whole chain — file, ingestion, queues, worker processes, results in
order, JSON Lines out — with a reading that only cuts paragraphs and without telling the language, so that gigabytes
pass in minutes. The second reads with ``aftertalks read --jobs`` and is stopped after some seconds. Shared pages count
once (PSS).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from corpus import write

MB = 1e6
EVERY = 0.5  # seconds


@dataclass
class Memory:
    """What was seen: seconds since the start and bytes of all processes together."""

    samples: list[tuple[float, int]] = field(default_factory=list)

    def peak(self, first: float = 0.0, last: float = float("inf")) -> float:
        """Return the largest sum of a stretch of time, in MB."""
        return max((size for at, size in self.samples if first <= at <= last), default=0) / MB


def children(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError, ValueError):
                continue
            parents.setdefault(parent, []).append(int(entry.name))
    found = [pid]
    for one in found:
        found += parents.get(one, [])
    return found


def pss(pid: int) -> int:
    """Return a process's share of memory in bytes; 0 where it is gone."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    return 0


def watch(command: list[str], *, seconds: float | None = None) -> tuple[Memory, float, int | None]:
    """Run a command and sample it; return what was seen, how long it took and its exit code (null: stopped)."""
    seen, began = Memory(), time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        at = time.perf_counter() - began
        seen.samples.append((at, sum(map(pss, children(process.pid)))))
        if seconds is not None and at > seconds:
            for pid in reversed(children(process.pid)):
                os.kill(pid, 9)
            process.wait()
            return seen, at, None
        time.sleep(EVERY)
    return seen, time.perf_counter() - began, process.returncode


def _cutter() -> Callable[[list[object]], list[object]]:
    """A reading that costs next to nothing: each sentence an event told by the narrator."""
    from aftertalks.model import Certainty, Document, Form, Kind, Polarity, Reading, Span, Statement

    def statement(document: Document, start: int, text: str) -> Statement:
        span = Span(start, start + len(text))
        return Statement(
            document.id, span, text, Kind.EVENT, Form.NARRATION, "narrator", Polarity.POSITIVE, Certainty.CERTAIN
        )

    def read(document: Document) -> Reading:
        found, at = [], 0
        for text in document.text.split("\n\n"):
            found.append(statement(document, at, text))
            at += len(text) + 2
        return Reading(document, (), tuple(found))

    return lambda items: [read(i) if isinstance(i, Document) else i for i in items]


def chain(source: str, jobs: int, out: str) -> None:
    """Pass a source through ingestion, worker processes and writer."""
    from aftertalks.flow.reading import _batches, documents
    from aftertalks.ingest import language
    from aftertalks.model import InputError, Settings
    from aftertalks.run import Workers
    from aftertalks.show import lines

    language.identify = lambda text: {"en": 1.0}
    settings = Settings()
    with Workers(_cutter, jobs, lambda item, why: item) as workers, Path(out).open("w", encoding="utf-8") as stream:
        found = workers.map(_batches(documents([source], settings=settings), settings.batch_size))
        for record in lines.records(r for r in found if not isinstance(r, InputError)):
            stream.write(lines.line(record) + "\n")


def through(source: Path, jobs: int) -> dict[str, float | int | None]:
    """Return what passing a file took."""
    command = [sys.executable, __file__, "--chain", str(source), "--jobs", str(jobs)]
    seen, took, code = watch(command)
    return {"input_mb": source.stat().st_size / MB, "peak_mb": seen.peak(), "seconds": took, "code": code}


def real(source: Path, jobs: int, seconds: float) -> str:
    """Return a line that says how memory goes in real reading."""
    out = source.with_suffix(".read")
    command = [sys.executable, "-m", "aftertalks", "read", str(source), "--jobs", str(jobs), "--out", str(out)]
    seen, took, code = watch(command, seconds=seconds)
    thirds = [seen.peak(took * n / 3, took * (n + 1) / 3) for n in range(3)]
    shown = ", ".join(f"{t:,.0f}" for t in thirds)
    ended = "stopped" if code is None else f"ended with {code}"
    return f"real reading, {jobs} processes, {ended} after {took:.0f} s: peak by thirds {shown} MB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 2000])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--packed", action="store_true", help="gzip the input")
    parser.add_argument("--real", type=float, metavar="SECONDS")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--chain", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.chain:
        chain(given.chain, given.jobs, os.devnull)
        return
    found = []
    with tempfile.TemporaryDirectory() as made:
        for size in given.sizes if given.real is None else given.sizes[-1:]:
            source = Path(made, f"{size}.jsonl" + (".gz" if given.packed else ""))
            write(source, size)
            if given.real:
                print(real(source, given.jobs, given.real), flush=True)
            else:
                found.append(one := through(source, given.jobs))
                told = "{input_mb:,.0f} MB: peak {peak_mb:,.0f} MB in {seconds:.0f} s, exit code {code}".format(**one)
                print(told, flush=True)
            source.unlink()
    if given.json:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
