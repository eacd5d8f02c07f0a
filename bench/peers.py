"""Times a full reading beside what others offer for parts of it: same documents, one thread, in turns.

    python bench/peers.py FOLDER [--runs 3] [--json]

Peers that are not installed are left out and named. textacy comes with ``pip install 'aftertalks[bench]'``. Of the
others that are known, BBC's Citron and the PETRARCH coders are not on PyPI (the package ``citron`` there is another).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

from aftertalks.model import DEFAULT_PIPELINE, Document, Settings  # noqa: E402

Run = Callable[[list[str]], int]
OURS = "Aftertalks, a full reading"


def _pipeline(*added: str) -> Any:
    import spacy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nlp = spacy.load(DEFAULT_PIPELINE)
    for component in added:
        nlp.add_pipe(component)
    return nlp


def peers() -> dict[str, tuple[str, Run]]:
    """Return each peer's name with what its results are and what runs it."""
    from aftertalks.read.reader import Reader

    stock, quoting, reader = _pipeline(), _pipeline("aftertalks_quotes"), Reader(Settings())
    found: dict[str, tuple[str, Run]] = {
        "spaCy alone": (
            "sentences with tags, trees, names", lambda ts: sum(len(list(d.sents)) for d in stock.pipe(ts))
        ),
        "spaCy + Aftertalks' quotes": (
            "quotations, direct and indirect", lambda ts: sum(len(d._.attributions) for d in quoting.pipe(ts))
        ),
        OURS: (
            "statements", lambda ts: sum(len(r.statements) for r in reader.read_many(Document(t) for t in ts))
        ),
    }  # fmt: skip
    try:
        from textacy.extract import direct_quotations
    except ImportError:
        return found

    def quotations(texts: list[str]) -> int:
        count = 0
        for doc in stock.pipe(texts):
            with contextlib.suppress(ValueError):  # it gives up on a text with an odd number of quotation marks
                count += len(list(direct_quotations(doc)))
        return count

    gives = "direct quotations; none of texts with an odd number of marks"
    return found | {"spaCy + textacy": (gives, quotations)}


def compare(texts: list[str], runs: int) -> dict[str, dict[str, Any]]:
    """Run all in turns; return for each its tokens a processor second and how much it found."""
    import spacy

    blank = spacy.blank("en")
    tokens = sum(len(blank.make_doc(t)) for t in texts)
    all_of = peers()
    took: dict[str, list[float]] = {name: [] for name in all_of}
    counts: dict[str, int] = {}
    for _, run in all_of.values():
        run(texts[:2])
    for _ in range(runs):
        for name, (_, run) in all_of.items():
            began = time.process_time()
            counts[name] = run(texts)
            took[name].append(time.process_time() - began)
    return {
        name: {"rate": tokens / statistics.median(took[name]), "gives": gives, "count": counts[name]}
        for name, (gives, _) in all_of.items()
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    texts = [p.read_text(encoding="utf-8") for p in sorted(given.folder.glob("*.txt"))]
    found = compare(texts, given.runs)
    if given.json:
        print(json.dumps(found))
        return 0
    for name, one in found.items():
        print(f"{name:<28} {one['rate']:9,.0f} tokens a processor second  {one['count']:7,} {one['gives']}")
    if "spaCy + textacy" not in found:
        print("textacy is not installed: pip install 'aftertalks[bench]'")
    return 0


if __name__ == "__main__":
    sys.exit(main())
