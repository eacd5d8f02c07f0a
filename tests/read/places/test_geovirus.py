"""Places of a public news corpus: resolution of given mentions, and finding them, above floors that may only rise."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from aftertalks.model import Span
from aftertalks.read.places import PlaceFinder

FOLDER = Path(__file__).parents[4] / "shared" / "eval" / "places"
ACCURACY_FLOOR = 0.89  # within 161 km, all mentions; measured .906
DETECTION_FLOOR = 0.93  # F1 of overlapping mentions; measured .945

pytestmark = [
    pytest.mark.skipif(not FOLDER.is_dir(), reason="no corpus beside the checkout"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def scorer() -> Any:
    spec = importlib.util.spec_from_file_location("score_places", FOLDER / "score_places.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _true_start(text: str, start: int, phrase: str) -> int:
    """The corpus counts from one, and some of its offsets are off: look the phrase up."""
    return start - 1 if text[start - 1 :].startswith(phrase) else max(text.find(phrase), 0)


@pytest.fixture(scope="module")
def documents(scorer: Any) -> list[dict[str, Any]]:
    found = scorer.load("GeoVirus")
    for d in found:
        starts = [_true_start(d["text"], g[0], g[2]) for g in d["gold"]]
        d["gold"] = [(s, s + len(g[2]), *g[2:]) for s, g in zip(starts, d["gold"], strict=True)]
    return found


def test_given_mentions_are_resolved(scorer: Any, documents: list[dict[str, Any]]) -> None:
    finder = PlaceFinder()

    def resolve(text: str, mentions: list[Any], _: Any) -> list[Any]:
        places = finder.locate(text, [Span(a, b) for a, b, _ in mentions])
        return [(p.lat, p.lon) if p and p.lat is not None else None for p in places]

    assert scorer.score(documents, resolve)["acc_all"] >= ACCURACY_FLOOR


def test_mentions_are_found(documents: list[dict[str, Any]]) -> None:
    finder = PlaceFinder()
    hits = predicted = wanted = 0
    for d in documents:
        gold = {(a, b) for a, b, *_ in d["gold"]}
        wanted += len(gold)
        for m in finder.find(d["text"]):
            predicted += 1
            hit = next((g for g in gold if m.span.start < g[1] and g[0] < m.span.end), None)
            if hit:
                gold.discard(hit)
                hits += 1
    assert 2 * hits / (predicted + wanted) >= DETECTION_FLOOR
