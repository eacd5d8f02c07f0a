"""Times a full reading beside stock spaCy's pipeline alone, one thread, same documents, same run.

    python bench/speed.py FOLDER [--runs 3] [--every N] [--profile]

Runs alternate between the two, so that a noisy machine disturbs both; what counts is the ratio of the medians. Both
the clock on the wall and the processor's time are told: the second is less disturbed by what else runs. A table after
it says which stage of a reading takes what share.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
import warnings
from pathlib import Path
from typing import Any

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

from stages import table, watching  # noqa: E402

from aftertalks.model import DEFAULT_PIPELINE, Document, Settings  # noqa: E402


def load(folder: Path, every: int) -> list[Document]:
    """Return the folder's texts, or each so-and-so-manieth of them, as documents."""
    return [Document(p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*.txt"))[::every]]


def stock(documents: list[Document], nlp: Any) -> int:
    """Parse with the pipeline as it comes; return how many tokens there are."""
    return sum(len(doc) for doc in nlp.pipe(d.text for d in documents))


def ours(documents: list[Document], reader: Any) -> int:
    """Read in full; return how many statements there are."""
    return sum(len(r.statements) for r in reader.read_many(documents))


def timed(run: Any, *given: Any) -> tuple[float, float, int]:
    """Return seconds on the wall, seconds of the processor, and the result."""
    start, busy = time.perf_counter(), time.process_time()
    result = run(*given)
    return time.perf_counter() - start, time.process_time() - busy, result


def stages(documents: list[Document], reader: Any, tokens: int) -> None:
    """Print where the time of a reading goes, stage by stage."""
    with watching() as clock:
        ours(documents, reader)
    print(f"\n{table(clock.stop(), tokens)}")


def profile(documents: list[Document], reader: Any) -> None:
    """Print where the time of a reading goes, function by function."""
    import cProfile
    import pstats

    profiler = cProfile.Profile()
    profiler.runcall(ours, documents, reader)
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(60)


def main() -> int:
    """Print tokens a second of both and the ratio."""
    import spacy

    from aftertalks.read.reader import Reader

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each N-th text, for a shorter run")
    parser.add_argument("--profile", action="store_true", help="only print a profile of the reading by function")
    given = parser.parse_args()
    documents = load(given.folder, given.every)
    reader = Reader(Settings())
    ours(documents[:2], reader)
    if given.profile:
        profile(documents, reader)
        return 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nlp = spacy.load(DEFAULT_PIPELINE)
    walls: dict[str, list[float]] = {"stock": [], "ours": []}
    cpus: dict[str, list[float]] = {"stock": [], "ours": []}
    tokens = statements = 0
    for _ in range(given.runs):
        wall, cpu, statements = timed(ours, documents, reader)
        walls["ours"].append(wall)
        cpus["ours"].append(cpu)
        wall, cpu, tokens = timed(stock, documents, nlp)
        walls["stock"].append(wall)
        cpus["stock"].append(cpu)
    print(f"{len(documents)} documents, {tokens:,} tokens, {statements:,} statements, {given.runs} runs")
    for clock, times in (("wall", walls), ("cpu", cpus)):
        middle = {k: statistics.median(v) for k, v in times.items()}
        for name, seconds in middle.items():
            print(f"{clock:<4} {name:<6} {seconds:6.2f} s  {tokens / seconds:9,.0f} tokens/s")
        print(
            f"{clock:<4} ratio  {middle['stock'] / middle['ours']:6.2f}  (a reading against stock parsing alone)"
        )
    stages(documents, reader, tokens)
    print(f"{'stock parse':<12} {'':>6} {statistics.median(cpus['stock']) / tokens * 1e6:9.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
