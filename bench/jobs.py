"""Times reading in one process and in several, alternating, with the peak memory of each run and its processes.

    python bench/jobs.py FOLDER [--jobs 2] [--runs 2] [--json]

Every run starts the command anew, pipeline and all; what counts is the ratio. The readings must be the same. The
processor's seconds of all processes together tell what the ratio would be on cores that nobody else uses: those of one
process, divided by the share that each of several has.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # one process is one core's work


def processor() -> float:
    """Return the processor's seconds of all processes that were started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(folder: Path, jobs: int) -> tuple[float, float, str]:
    """Read a folder; return the seconds that it took, those of the processor, and a digest of what came out."""
    with tempfile.TemporaryDirectory() as made:
        out = Path(made) / "read.jsonl"
        began, used = time.perf_counter(), processor()
        given = ["read", str(folder), "--jobs", str(jobs), "--format", "jsonl", "--out", str(out)]
        subprocess.run([sys.executable, "-m", "aftertalks", *given], check=False, capture_output=True)
        took = time.perf_counter() - began, processor() - used
        return *took, hashlib.sha256(out.read_bytes()).hexdigest()


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="time reading in several processes")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    took: dict[int, list[float]] = {1: [], asked.jobs: []}
    busy: dict[int, list[float]] = {jobs: [] for jobs in took}
    digests = set()
    for _ in range(asked.runs):
        for jobs, all_seconds in took.items():
            seconds, used, digest = run(asked.folder, jobs)
            all_seconds.append(seconds)
            busy[jobs].append(used)
            digests.add(digest)
    one, several = (statistics.median(took[jobs]) for jobs in took)
    cpu_one, cpu_several = (statistics.median(busy[jobs]) for jobs in busy)
    bound = cpu_one / (cpu_several / asked.jobs)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    if asked.json:
        same = len(digests) == 1
        shown = {"one": one, "several": several, "jobs": asked.jobs, "bound": bound, "peak_mb": peak, "same": same}
        print(json.dumps(shown))
        return 0 if same else 1
    print(f"1 process: {one:.1f} s; {asked.jobs} processes: {several:.1f} s; {one / several:.2f} times as fast")
    print(f"processor: {cpu_one:.1f} s; {cpu_several:.1f} s; on free cores {bound:.2f} times as fast at most")
    print(f"largest process: {peak:.0f} MB; {'the same readings' if len(digests) == 1 else 'DIFFERENT READINGS'}")
    return 0 if len(digests) == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
