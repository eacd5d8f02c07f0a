"""Measure the time reader on TIMEX3 files and on dated sentences.

Usage: python bench/times.py FOLDER, where FOLDER holds ``score_times.py``, ``wikiwars/`` and ``political_future.jsonl``.
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


def tag(text: str, dct: str | None, *, ranges: bool = False) -> list[tuple[int, int, str, str]]:
    published = date.fromisoformat(dct) if dct else None
    found = find_times(text, published=published, ranges=ranges)
    return [(m.span.start, m.span.end, m.type, m.value or "") for m in found]


def sentence_right(line: dict[str, Any]) -> bool:
    """Say whether one sentence's accepted day or range is what the first usable mention gives, and so its deadline."""
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
    docs = scorer.load_tml_dir(str(folder / "wikiwars" / "trainingset" / "tml"))
    for joined in (False, True):
        errors: list[Any] = []
        result = scorer.score(docs, lambda t, d, joined=joined: tag(t, d, ranges=joined), errors=errors)
        scorer.show("ranges joined" if joined else "ends apart", result)
        if not joined and "-v" in sys.argv:
            for error in errors:
                print(error)
        if not joined and "-d" in sys.argv:
            for doc in docs:
                scorer.show(doc["id"], scorer.score([doc], tag))
    for raw in (folder / "political_future.jsonl").read_text().splitlines():
        line = json.loads(raw)
        if not sentence_right(line):
            print(
                "WRONG",
                line,
                [
                    (m.text, m.value, m.first, m.last, m.role, m.rule)
                    for m in find_times(line["text"], published=date.fromisoformat(line["published"]))
                ],
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
