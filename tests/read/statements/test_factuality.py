from __future__ import annotations

import sys
from pathlib import Path

import pytest

from aftertalks.model import Document
from aftertalks.read.parse import parse
from aftertalks.read.statements.factuality import factuality

ROOT = Path(__file__).resolve().parents[3]


def score(text: str, word: str) -> float:
    doc = parse(Document(text)).doc
    return factuality(next(t for t in doc if t.text == word))


def test_told_deeds_stand_above_wishes_and_denials() -> None:
    told = score("The two ministers signed the treaty on Friday.", "signed")
    wished = score("The minister wants to sign the treaty.", "sign")
    denied = score("The minister did not sign the treaty.", "sign")
    future = score("The ministers will sign the treaty.", "sign")
    assert told > 1.5
    assert all(told - 1.0 > other for other in (future, wished, denied))


@pytest.mark.parametrize("text", ["If the sides sign, aid will flow.", "They may sign the pact."])
def test_the_unreal_is_not_fact(text: str) -> None:
    assert score(text, "sign") < 1.0


def test_correlation_with_uds_ih2(shared: Path) -> None:
    sys.path.insert(0, str(ROOT / "bench"))
    from modality import correlation

    r, n = correlation(shared / "eval" / "modality" / "uds_ih2_traindev.jsonl")
    assert n == 2642
    assert r >= 0.73
