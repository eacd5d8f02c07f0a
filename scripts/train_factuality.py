"""Fits the weights of ``aftertalks.read.statements.factuality`` by ridge regression on UDS-IH2's training split.

    python scripts/train_factuality.py UDS_IH2.jsonl

The file holds one predicate a line: text, span (code points), label (−3..3), split. Only lines of split ``train`` are
used. Writes the weights as sorted JSON, gzipped without a time stamp, so that the same data gives the same file.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from aftertalks.model import DEFAULT_PIPELINE
from aftertalks.read.parse import load_pipeline
from aftertalks.read.statements.factuality import WEIGHTS, features

RIDGE = 8.0
MIN_COUNT = 3
STEPS = 120


def rows(path: Path, split: str) -> Iterator[tuple[list[str], float]]:
    """Yield the features and the label of every predicate of a split."""
    nlp = load_pipeline(DEFAULT_PIPELINE)
    data = [r for r in map(json.loads, path.read_text(encoding="utf-8").splitlines()) if r["split"] == split]
    texts = list(dict.fromkeys(r["text"] for r in data))
    docs = dict(zip(texts, nlp.pipe(texts, batch_size=32), strict=True))
    for r in data:
        doc = docs[r["text"]]
        token = next((t for t in doc if t.idx <= r["span"][0] < t.idx + len(t.text_with_ws)), None)
        if token is not None:
            yield features(token), r["label"]


def fit(examples: list[tuple[list[str], float]]) -> dict[str, float]:
    """Solve the ridge regression by conjugate gradients."""
    counts = Counter(f for names, _ in examples for f in names)
    index = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= MIN_COUNT))}
    row = np.array([i for i, (names, _) in enumerate(examples) for f in names if f in index])
    column = np.array([index[f] for names, _ in examples for f in names if f in index])
    target = np.array([label for _, label in examples])
    n, m = len(examples), len(index)

    def forward(w: np.ndarray) -> np.ndarray:
        return np.bincount(row, weights=w[column], minlength=n)

    def backward(r: np.ndarray) -> np.ndarray:
        return np.bincount(column, weights=r[row], minlength=m)

    w = np.zeros(m)
    residual = backward(target)
    direction = residual.copy()
    size = residual @ residual
    for _ in range(STEPS):
        moved = backward(forward(direction)) + RIDGE * direction
        step = size / (direction @ moved)
        w += step * direction
        residual -= step * moved
        new = residual @ residual
        if new < 1e-6:
            break
        direction = residual + (new / size) * direction
        size = new
    return {f: round(float(w[i]), 3) for f, i in index.items() if abs(w[i]) >= 0.02}


def main() -> None:
    """Fit and write the weights."""
    weights = fit(list(rows(Path(sys.argv[1]), "train")))
    with WEIGHTS.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as stream:
        stream.write(json.dumps(weights, sort_keys=True, separators=(",", ":")).encode())
    print(f"{len(weights)} weights, {WEIGHTS.stat().st_size} bytes")


if __name__ == "__main__":
    main()
