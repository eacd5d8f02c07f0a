"""Correlates our factuality score with UDS-IH2's labels on its development split.

python bench/modality.py UDS_IH2.jsonl
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from aftertalks.model import DEFAULT_PIPELINE
from aftertalks.read.parse import load_pipeline
from aftertalks.read.statements.factuality import factuality


def correlation(path: Path, split: str = "dev") -> tuple[float, int]:
    """Return Pearson's r and the number of predicates."""
    nlp = load_pipeline(DEFAULT_PIPELINE)
    data = [r for r in map(json.loads, path.read_text(encoding="utf-8").splitlines()) if r["split"] == split]
    texts = list(dict.fromkeys(r["text"] for r in data))
    docs = dict(zip(texts, nlp.pipe(texts, batch_size=32), strict=True))
    ours, gold = [], []
    for r in data:
        token = next(t for t in docs[r["text"]] if t.idx <= r["span"][0] < t.idx + len(t.text_with_ws))
        ours.append(factuality(token))
        gold.append(r["label"])
    return float(np.corrcoef(ours, gold)[0, 1]), len(gold)


if __name__ == "__main__":
    r, n = correlation(Path(sys.argv[1]))
    print(f"UDS-IH2 dev: r = {r:.3f} over {n} predicates")
