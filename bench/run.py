"""Runs the benches beside their peers and writes docs/benchmarks.md with its charts.

    python bench/run.py FOLDER [--runs 3] [--sizes 20 60 200] [--docs docs]

FOLDER holds texts (``.txt``). Each bench is a command of its own, named in the page; this one runs them one after
another, takes their figures and draws them. Give the machine nothing else to do meanwhile.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from charts import bars, line
from corpus import write
from peers import OURS

BENCH = Path(__file__).parent
MEGABYTES = 4  # of invented articles for several processes: enough that starting them does not count for much
MARKS = "<!-- figures: bench/run.py -->", "<!-- end of figures -->"


def run(script: str, *given: str) -> Any:
    """Run a bench and return the JSON that it prints last."""
    print(f"bench/{script} {' '.join(given)} ...", file=sys.stderr)
    done = subprocess.run(
        [sys.executable, str(BENCH / script), *given, "--json"], check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def machine() -> str:
    """Describe the machine without naming it."""
    info = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    named = re.search(r"^model name\s*:\s*(.+)$", info, re.M)
    family = re.sub(r"\s+(?:\d|@|CPU|Processor).*", "", named[1]) if named else platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = f"Python {platform.python_version()}, spaCy {version('spacy')}"
    return f"{family}, {os.cpu_count()} cores, {memory:.0f} GB of memory, {platform.system()}, {python}"


def peers_part(found: dict[str, Any]) -> tuple[list[str], str]:
    """Return the table of peers and its chart."""
    ours = found[OURS]["rate"]
    rows = sorted(found.items(), key=lambda item: -item[1]["rate"])
    table = ["| | tokens a second and core | Aftertalks, times as fast | what comes out |", "|---|---|---|---|"]
    table += [
        f"| {name} | {one['rate']:,.0f} | {ours / one['rate']:.2f} | {one['count']:,} {one['gives']} |"
        for name, one in rows
    ]
    if "spaCy + textacy" not in found:
        table.append("| textacy | not installed | | |")
    table.append("| BBC Citron, PETRARCH2 | not on PyPI: not run | | |")
    chart = bars("Tokens a second, one core", [(n, o["rate"]) for n, o in rows], unit="tokens a second", marked=OURS)
    return table, chart


def jobs_part(found: dict[str, Any]) -> tuple[list[str], str]:
    """Return the table of processes and its chart."""
    jobs = found["jobs"]
    faster = found["one"] / found["several"]
    table = [
        "| | seconds | times as fast |", "|---|---|---|", f"| 1 process | {found['one']:.1f} | 1 |",
        f"| {jobs} processes | {found['several']:.1f} | {faster:.2f} (by the processor's clock {found['bound']:.2f}) |",
    ]  # fmt: skip
    chart = bars("Times as fast as one process", [("1 process", 1.0), (f"{jobs} processes", faster)], unit="times")
    return table, chart


def memory_part(found: list[dict[str, Any]]) -> tuple[list[str], str]:
    """Return the table of memory and its chart."""
    table = ["| input, MB | peak of all processes, MB |", "|---|---|"]
    table += [f"| {one['input_mb']:,.0f} | {one['peak_mb']:,.0f} |" for one in found]
    points = [(one["input_mb"], one["peak_mb"]) for one in found]
    return table, line("Memory does not grow with the input", points, across="input in MB", up="peak in MB")


def page(folder: Path, runs: int, sizes: list[int]) -> tuple[str, dict[str, str]]:
    """Run everything; return the page's figures and the charts by name."""
    peers, peers_chart = peers_part(run("peers.py", str(folder), "--runs", str(runs)))
    with tempfile.TemporaryDirectory() as made:
        large = Path(made, "invented.jsonl")
        write(large, MEGABYTES)
        jobs, jobs_chart = jobs_part(run("jobs.py", str(large), "--runs", "1"))
    memory, memory_chart = memory_part(run("memory.py", "--sizes", *map(str, sizes)))
    parts = [
        f"Measured on: {machine()}.", "",
        "### One core, beside peers (`python bench/peers.py FOLDER`)", "", *peers, "",
        "![tokens a second by tool](bench/peers.svg)", "",
        f"### Several processes (`python bench/jobs.py` on {MEGABYTES} MB of `python bench/corpus.py`)", "", *jobs, "",
        "![speed by processes](bench/jobs.svg)", "",
        "### Memory by size of the input (`python bench/memory.py`)", "", *memory, "",
        "![memory by input](bench/memory.svg)",
    ]  # fmt: skip
    return "\n".join(parts), {"peers": peers_chart, "jobs": jobs_chart, "memory": memory_chart}


def main() -> None:
    from capacity import put

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20, 60, 200], help="inputs for the memory, in MB")
    parser.add_argument("--docs", type=Path, default=BENCH.parent / "docs")
    given = parser.parse_args()
    text, drawn = page(given.folder, given.runs, given.sizes)
    (given.docs / "bench").mkdir(parents=True, exist_ok=True)
    for name, chart in drawn.items():
        (given.docs / "bench" / f"{name}.svg").write_text(chart + "\n", encoding="utf-8")
    put(given.docs / "benchmarks.md", text, MARKS)
    print(text)


if __name__ == "__main__":
    main()
