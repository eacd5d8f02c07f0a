"""Measure the time reader on TIMEX3 files and on dated sentences.

Usage: python bench/times.py FOLDER [-v]

FOLDER holds ``score_times.py``, ``wikiwars/`` and ``political_future.jsonl``; ``-v`` lists every error.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from aftertalks.model import TimeRole
from aftertalks.read.times import find_times


def load_scorer(folder: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score_times", folder / "score_times.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load_docs(scorer: Any, folder: Path) -> list[dict[str, Any]]:
    docs = []
    for path in sorted((folder / "wikiwars" / "trainingset" / "tml").glob("*.tml")):
        text, dct, gold = scorer.parse_tml(path.read_text(encoding="utf-8", errors="replace"))
        docs.append({"id": path.name, "text": text, "dct": dct, "gold": gold})
    return docs


def tag(text: str, dct: str | None, *, ranges: bool = False) -> list[tuple[int, int, str, str]]:
    """Give the scorer's tuples; TIMEX3 corpora mark the two ends of a range apart, so this does too unless asked."""
    found = find_times(text, published=date.fromisoformat(dct) if dct else None, ranges=ranges)
    return [(m.span.start, m.span.end, m.type, m.value or "") for m in found]


def sentence_right(line: dict[str, Any]) -> bool:
    """Say whether a sentence's day or range and its deadline flag come out as one of the accepted answers."""
    found = find_times(line["text"], published=date.fromisoformat(line["published"]))
    usable = [m for m in found if m.first is not None and m.role not in (TimeRole.DURATION, TimeRole.REPEAT)]
    if not usable:
        return False
    best = next((m for m in usable if m.role is TimeRole.DEADLINE), usable[0])
    when = f"{best.first}" if best.first == best.last else f"{best.first}/{best.last}"
    return when in line["when"] and (best.role is TimeRole.DEADLINE) == bool(line.get("deadline"))


def main() -> int:
    folder = Path(sys.argv[1])
    scorer = load_scorer(folder)
    docs = load_docs(scorer, folder)
    for joined in (False, True):
        errors: list[Any] = []
        result = scorer.score(docs, lambda t, d, joined=joined: tag(t, d, ranges=joined), errors=errors)
        scorer.show("ranges joined" if joined else "range ends apart", result)
        if not joined and "-v" in sys.argv:
            print(*errors, sep="\n")
    undated = [{**doc, "dct": None} for doc in docs]
    scorer.show("no publication date", scorer.score(undated, tag))
    lines = [json.loads(raw) for raw in (folder / "political_future.jsonl").read_text(encoding="utf-8").splitlines()]
    wrong = [line["text"] for line in lines if not sentence_right(line)]
    print(f"future-facing sentences: {len(lines) - len(wrong)} of {len(lines)} right", *wrong, sep="\n  ")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
