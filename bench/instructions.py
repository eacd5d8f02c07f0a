"""Counts the machine's instructions of one warm reading of a shipped sample, under valgrind: no clock, so no noise.

    python bench/instructions.py            count, and tell the change against bench/instructions.json
    python bench/instructions.py --record   count, and write the file anew

A count depends on the versions of Python, numpy and spaCy, which the file names; it hardly depends on the machine, and
not on what else runs there. Valgrind takes some minutes, most of them for loading the pipeline.
"""

from __future__ import annotations

import argparse
import ctypes
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
GATE = "bsearch"
"""A function of the C library through which the reading is called, so that valgrind can count what runs inside it."""


def read_inside_gate() -> None:
    """Read the sample once to warm up, once more inside the gate."""
    from aftertalks.model import Document, Settings
    from aftertalks.read.reader import Reader

    reader = Reader(Settings())
    document = Document(SAMPLE.read_text(encoding="utf-8"))
    reader.read(document)
    compare = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
    callback = compare(lambda *_: int(not reader.read(document).statements))
    one = ctypes.c_int(1)
    getattr(ctypes.CDLL(None), GATE)(ctypes.byref(one), ctypes.byref(one), 1, ctypes.sizeof(one), callback)


def counted() -> int:
    """Run this file under valgrind and return how many instructions ran inside the gate."""
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    with tempfile.TemporaryDirectory() as made:
        out = Path(made) / "counts"
        tool = ["valgrind", "--tool=callgrind", f"--toggle-collect={GATE}", f"--callgrind-out-file={out}"]
        subprocess.run(
            [*tool, sys.executable, __file__, "--inside"],
            check=True,
            capture_output=True,
            env={**os.environ, **one, "PYTHONHASHSEED": "0"},
        )
        totals = re.search(r"^(?:summary|totals): (\d+)", out.read_text(encoding="utf-8"), re.MULTILINE)
    if totals is None:
        raise SystemExit("valgrind counted nothing")
    return int(totals[1])


def versions() -> dict[str, str]:
    """Return what a count depends on besides our own code."""
    found = {name: importlib.metadata.version(name) for name in ("numpy", "spacy", "thinc")}
    return {"python": platform.python_version(), "machine": platform.machine(), **found}


def main() -> int:
    """Count, compare, record."""
    parser = argparse.ArgumentParser(description="count the instructions of one warm reading")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        read_inside_gate()
        return 0
    now = {"sample": SAMPLE.name, "letters": len(SAMPLE.read_text(encoding="utf-8")), "instructions": counted()}
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
