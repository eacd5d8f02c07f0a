"""Times a full reading beside stock spaCy's pipeline alone, one thread, same documents, same run.

    python bench/speed.py FOLDER [--runs 3] [--stages]

Runs alternate between the two, so that a noisy machine disturbs both; what counts is the ratio of the medians.
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

from aftertalks.model import DEFAULT_PIPELINE, Document, Settings  # noqa: E402


def load(folder: Path) -> list[Document]:
    """Return the folder's texts as documents."""
    return [Document(p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*.txt"))]


def stock(documents: list[Document], nlp: Any) -> int:
    """Parse with the pipeline as it comes; return how many tokens there are."""
    return sum(len(doc) for doc in nlp.pipe(d.text for d in documents))


def ours(documents: list[Document], reader: Any) -> int:
    """Read in full; return how many statements there are."""
    return sum(len(r.statements) for r in reader.read_many(documents))


def timed(run: Any, *given: Any) -> tuple[float, int]:
    """Return seconds and result."""
    start = time.perf_counter()
    result = run(*given)
    return time.perf_counter() - start, result


def stages(documents: list[Document]) -> None:
    """Print where the time of a reading goes, by function, from a profile."""
    import cProfile
    import pstats

    from aftertalks.read.reader import Reader

    reader = Reader(Settings())
    ours(documents[:2], reader)
    profile = cProfile.Profile()
    profile.runcall(ours, documents, reader)
    pstats.Stats(profile).sort_stats("cumulative").print_stats(60)


def main() -> int:
    """Print tokens a second of both and the ratio."""
    import spacy

    from aftertalks.read.reader import Reader

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--stages", action="store_true")
    given = parser.parse_args()
    documents = load(given.folder)
    if given.stages:
        stages(documents)
        return 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nlp = spacy.load(DEFAULT_PIPELINE)
    reader = Reader(Settings())
    ours(documents[:2], reader)
    times: dict[str, list[float]] = {"stock": [], "ours": []}
    tokens = statements = 0
    for _ in range(given.runs):
        seconds, statements = timed(ours, documents, reader)
        times["ours"].append(seconds)
        seconds, tokens = timed(stock, documents, nlp)
        times["stock"].append(seconds)
    middle = {k: statistics.median(v) for k, v in times.items()}
    print(f"{len(documents)} documents, {tokens:,} tokens, {statements:,} statements, {given.runs} runs")
    for name, seconds in middle.items():
        print(f"{name:<6} {seconds:6.2f} s  {tokens / seconds:9,.0f} tokens/s")
    print(f"ratio  {middle['stock'] / middle['ours']:6.2f}  (a full reading against stock parsing alone)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
