"""Reads a PolNeAR-style JSON Lines file and writes our attributions in the scorer's format.

python scripts/predict_quotes.py GOLD.jsonl PREDICTIONS.jsonl
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aftertalks.model import Attribution, Document, Settings
from aftertalks.read.parse import parse_many
from aftertalks.read.quotes import find_attributions
from aftertalks.read.quotes.exports import outermost
from aftertalks.read.reader import Reader


def as_prediction(text: str, found: Attribution) -> dict[str, Any]:
    """Turn an attribution into the scorer's record."""
    voice = found.voices[0]  # PolNeAR marks the outermost reporter
    span = [voice.span.start, voice.span.end] if voice.span is not None else None
    return {
        "speaker": voice.text,
        "speaker_span": span,
        "resolved": "; ".join(n for n in (voice.name, *voice.also) if n) or None,
        "cue": found.cue.of(text) if found.cue is not None else None,
        "cue_span": [found.cue.start, found.cue.end] if found.cue is not None else None,
        "content": " ".join(c.of(text) for c in found.contents),
        "contents": [[c.start, c.end] for c in found.contents],
        "start": found.contents[0].start,
        "end": found.contents[-1].end,
        "rule": found.rule,
    }


def predictions(gold: Path) -> Iterator[dict[str, Any]]:
    """Yield one record a document."""
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    reader = Reader()
    documents = [Document(r["text"]) for r in rows]
    started = time.perf_counter()
    for row, parsed in zip(rows, parse_many(documents, settings=Settings()), strict=True):
        actors = reader.find_actors(parsed)
        found = find_attributions(parsed, actors=actors, scope="all")
        quotes = [as_prediction(row["text"], a) for a in outermost(found) if a.rule != "free indirect"]
        now = time.perf_counter()
        yield {"id": row["id"], "seconds": now - started, "quotes": quotes}
        started = now


def main() -> None:
    """Read, predict, write."""
    with Path(sys.argv[2]).open("w", encoding="utf-8") as out:
        for record in predictions(Path(sys.argv[1])):
            out.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
