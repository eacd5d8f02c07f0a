"""The pair set: sound in itself, and its documents are the ones that were judged."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

PAIRS = Path(__file__).resolve().parents[1] / "evals" / "pairs"
STANCES = {"agrees", "contradicts"}
LEAST_PAIRS, LEAST_SAME = 300, 80


def _pairs(split: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (PAIRS / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()]


def _json(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PAIRS / name).read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_every_pair_is_judged_by_reference_in_its_own_dossier(split: str) -> None:
    dossiers, documents = _json("dossiers.json"), _json("documents.json")
    for pair in _pairs(split):
        dossier = dossiers[pair["dossier"]]
        assert dossier["split"] == split
        assert (pair["stance"] in STANCES) is pair["same"]
        assert set(pair["a"]) == set(pair["b"]) == {"document", "start", "end"}
        for side in (pair["a"], pair["b"]):
            assert side["document"] in dossier["documents"]
            assert side["document"] in documents
            assert 0 <= side["start"] < side["end"]


def test_there_are_enough_and_none_is_judged_twice() -> None:
    pairs = _pairs("train") + _pairs("dev") + _pairs("test")
    keys = {frozenset((s["document"], s["start"], s["end"]) for s in (p["a"], p["b"])) for p in pairs}
    assert len(keys) == len(pairs) >= LEAST_PAIRS
    assert sum(p["same"] for p in pairs) >= LEAST_SAME


def test_no_document_of_the_test_split_is_used_elsewhere() -> None:
    dossiers, known = _json("dossiers.json"), _json("documents.json")
    splits = {
        s: [d for r in dossiers.values() if (r["split"] == "test") is s for d in r["documents"]] for s in (True, False)
    }
    digests = {s: {known[d]["sha256"] for d in names if d in known} for s, names in splits.items()}
    assert not digests[True] & digests[False]


def test_the_documents_are_those_that_were_judged(shared: Path) -> None:
    for name, known in _json("documents.json").items():
        text = (shared / f"{name}.txt").read_bytes()
        assert hashlib.sha256(text).hexdigest() == known["sha256"], name
