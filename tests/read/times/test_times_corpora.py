"""Floors on real data, which the repository does not hold; they may be raised, never lowered."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[3]


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"{path.stem}_loaded", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_narratives(shared: Path) -> None:
    folder = shared / "eval" / "times"
    bench, scorer = _module(ROOT / "bench" / "times.py"), _module(folder / "score_times.py")
    docs = bench.load_docs(scorer, folder)
    apart = scorer.score(docs, bench.tag)
    assert apart["value"][2] >= 0.87
    assert apart["relaxed"][0] >= 0.98
    joined = scorer.score(docs, lambda text, dct: bench.tag(text, dct, ranges=True))
    assert joined["value"][2] >= 0.80


def test_every_line_of_future_facing_news_is_right(shared: Path) -> None:
    bench = _module(ROOT / "bench" / "times.py")
    raw = (shared / "eval" / "times" / "political_future.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in raw.splitlines()]
    assert len(lines) >= 16
    assert [line["text"] for line in lines if not bench.sentence_right(line)] == []
