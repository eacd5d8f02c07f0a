"""Times reading in one process and in several, alternating, with the peak memory of each run and its processes.

    python bench/jobs.py FOLDER [--jobs 2] [--runs 2]

Every run starts the command anew, pipeline and all; what counts is the ratio. The readings must be the same.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def run(folder: Path, jobs: int) -> tuple[float, str]:
    """Read a folder; return the seconds that it took and a digest of what came out."""
    with tempfile.TemporaryDirectory() as made:
        out = Path(made) / "read.jsonl"
        began = time.perf_counter()
        given = ["read", str(folder), "--jobs", str(jobs), "--format", "jsonl", "--out", str(out)]
        subprocess.run([sys.executable, "-m", "aftertalks", *given], check=False, capture_output=True)
        return time.perf_counter() - began, hashlib.sha256(out.read_bytes()).hexdigest()


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="time reading in several processes")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--runs", type=int, default=2)
    asked = parser.parse_args()
    took: dict[int, list[float]] = {1: [], asked.jobs: []}
    digests = set()
    for _ in range(asked.runs):
        for jobs in took:
            seconds, digest = run(asked.folder, jobs)
            took[jobs].append(seconds)
            digests.add(digest)
    one, several = (statistics.median(took[jobs]) for jobs in took)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"1 process: {one:.1f} s; {asked.jobs} processes: {several:.1f} s; {one / several:.2f} times as fast")
    print(f"largest process: {peak:.0f} MB; {'the same readings' if len(digests) == 1 else 'DIFFERENT READINGS'}")
    return 0 if len(digests) == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
