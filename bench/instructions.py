"""Counts the machine's instructions of one warm reading of a shipped sample, under valgrind: no clock, so no noise.

    python bench/instructions.py            count, and tell the change against bench/instructions.json
    python bench/instructions.py --record   count, and write the file anew

A count depends on the versions of Python, numpy and spaCy, which the file names; it hardly depends on the machine, and
not on what else runs there. The sample is read once in one process and twice in another; the difference is one warm
reading. Valgrind takes some minutes for each, most of them for loading the pipeline.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SAMPLE = HERE.parent / "samples" / "2017-07-07_commentary_after-hamburg.txt"
RECORD = HERE / "instructions.json"


def read(times: int) -> None:
    """Read the sample so many times."""
    from aftertalks.model import Document, Settings
    from aftertalks.read.reader import Reader

    reader = Reader(Settings())
    document = Document(SAMPLE.read_text(encoding="utf-8"))
    for _ in range(times):
        reader.read(document)


def counted(times: int) -> int:
    """Run this file under valgrind and return how many instructions it took."""
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    with tempfile.TemporaryDirectory() as made:
        tool = ["valgrind", "--tool=cachegrind", "--cache-sim=no", f"--cachegrind-out-file={made}/counts"]
        done = subprocess.run(
            [*tool, sys.executable, __file__, "--inside", str(times)],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, **one, "PYTHONHASHSEED": "0"},
        )
    total = re.search(r"I\s+refs:\s+([\d,]+)", done.stderr)
    if total is None:
        raise SystemExit("valgrind counted nothing")
    return int(total[1].replace(",", ""))


def versions() -> dict[str, str]:
    """Return what a count depends on besides our own code."""
    found = {name: importlib.metadata.version(name) for name in ("numpy", "spacy", "thinc")}
    return {"python": platform.python_version(), "machine": platform.machine(), **found}


def main() -> int:
    """Count, compare, record."""
    parser = argparse.ArgumentParser(description="count the instructions of one warm reading")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--inside", type=int, default=0, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        read(asked.inside)
        return 0
    now = {
        "sample": SAMPLE.name,
        "letters": len(SAMPLE.read_text(encoding="utf-8")),
        "instructions": counted(2) - counted(1),
    }
    now |= versions()
    print(f"{now['instructions']:,} instructions for one reading of {SAMPLE.name} ({now['letters']:,} letters)")
    if RECORD.exists():
        before = json.loads(RECORD.read_text(encoding="utf-8"))
        change = now["instructions"] / before["instructions"] - 1
        print(f"{before['instructions']:,} recorded; {change:+.1%}")
        other = [f"{k} {before.get(k)}, now {v}" for k, v in now.items() if k != "instructions" and before.get(k) != v]
        if other:
            print("not the same ground: " + "; ".join(other))
    if asked.record or not RECORD.exists():
        RECORD.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
