"""Draws statement pairs for judging, and keeps judged ones by reference.

    python scripts/draw_pairs.py sheet SHARED DOSSIER [--each 2] [--seed 5]    statements, numbered, and drawn pairs
    python scripts/draw_pairs.py keep SHARED JUDGED.txt                        writes evals/pairs/{dev,test}.jsonl

SHARED holds ``texts`` (with ``index.json``) and ``eval/statements/gold``. ``sheet`` prints every statement that stands
in a book, then ``--each`` pairs of every stratum: likeness of the content words (cosine with idf over the dossier, four
bands) × whether a party is shared × in one document or across two. The bands are not printed beside the pairs, so that
who judges does not see them. A judged line reads ``DOSSIER A B + agrees wording`` or ``DOSSIER A B - occasion``, with
the sheet's numbers; ``*`` at its end marks a pair that was found by reading rather than drawn. What is kept is the
document's name, both ends of each span, and for every document the digest of its text: no word of it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from aftertalks.flow.reading import read_all
from aftertalks.ledger.proposition import Proposition
from aftertalks.model import Document, Reading, Settings

PAIRS = Path(__file__).resolve().parents[1] / "evals" / "pairs"
BANDS = (0.10, 0.25, 0.45, 0.70)  # lower bounds of cosine likeness
Vector = dict[str, float]


def dossiers() -> dict[str, dict[str, Any]]:
    """Return the dossiers: their documents, and whether they are for development or test."""
    found: dict[str, dict[str, Any]] = json.loads((PAIRS / "dossiers.json").read_text(encoding="utf-8"))
    return found


def document(shared: Path, name: str) -> Document:
    """Return a document of the collection by its name, with its date."""
    index = {r["name"]: r for r in json.loads((shared / "texts" / "index.json").read_text(encoding="utf-8"))}
    text = (shared / f"{name}.txt").read_text(encoding="utf-8")
    known = index.get(Path(name).name)
    return Document(text, source=name, published=date.fromisoformat(known["date"] if known else name[-10:]))


def read_dossiers(shared: Path, names: list[str]) -> dict[str, list[Reading]]:
    """Read the documents of some dossiers."""
    wanted = {name: [document(shared, d) for d in dossiers()[name]["documents"]] for name in names}
    flat = iter(list(read_all([d for docs in wanted.values() for d in docs], settings=Settings())))
    return {name: [next(flat) for _ in docs] for name, docs in wanted.items()}


def numbered(readings: list[Reading]) -> list[Proposition]:
    """Return the statements that stand in a book, in the order of the sheet."""
    found = [Proposition(s, r.document.published) for r in readings for s in r.statements]
    return [p for p in found if p.book is not None]


def vectors(propositions: list[Proposition]) -> list[Vector]:
    """Return the content words of propositions, weighted by idf, each of length 1."""
    df = Counter(word for p in propositions for word in p.words)
    made: list[Vector] = []
    for p in propositions:
        weights = {w: math.log((len(propositions) + 1) / df[w]) for w in p.words}
        length = math.sqrt(sum(x * x for x in weights.values())) or 1.0
        made.append({w: x / length for w, x in weights.items()})
    return made


def stratum(a: Proposition, b: Proposition, likeness: float) -> tuple[int, bool, bool]:
    """Return band of likeness, whether a party is shared, and whether both stand in one document."""
    band = sum(likeness >= low for low in BANDS)
    return band, bool(a.parties & b.parties), a.statement.document == b.statement.document


def drawn(propositions: list[Proposition], *, each: int, seed: int) -> list[tuple[int, int]]:
    """Return pairs of numbers, ``each`` of every stratum, in random order."""
    dice = random.Random(seed)
    weights = vectors(propositions)
    heaps: dict[tuple[int, bool, bool], list[tuple[int, int]]] = defaultdict(list)
    for i, a in enumerate(propositions):
        for j in range(i + 1, len(propositions)):
            alike = sum(x * weights[j].get(w, 0.0) for w, x in weights[i].items())
            if alike >= BANDS[0]:
                heaps[stratum(a, propositions[j], alike)].append((i + 1, j + 1))
    chosen = [pair for key in sorted(heaps) for pair in dice.sample(heaps[key], min(each, len(heaps[key])))]
    dice.shuffle(chosen)
    return chosen


def sheet(shared: Path, name: str, *, each: int, seed: int) -> Iterator[str]:
    """Yield the lines that are judged by."""
    readings = read_dossiers(shared, [name])[name]
    propositions = numbered(readings)
    sources = {r.document.id: r.document for r in readings}
    last = ""
    for n, p in enumerate(propositions, 1):
        s = p.statement
        if s.document != last:
            last = s.document
            yield f"## {sources[last].source} {p.published}"
        yield f"{n}|{s.kind.value[:2]}|{s.speaker or '?'}|{s.when or ''}|{' '.join(s.text.split())}"
    yield "## pairs"
    yield from (f"{a} {b}" for a, b in drawn(propositions, each=each, seed=seed))


def _reference(p: Proposition, names: dict[str, str]) -> dict[str, Any]:
    return {"document": names[p.statement.document], "start": p.statement.span.start, "end": p.statement.span.end}


def keep(shared: Path, judged: Path) -> None:
    """Write judged pairs and the digests of their documents."""
    lines = [line.split() for line in judged.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    read = read_dossiers(shared, list(dict.fromkeys(line[0] for line in lines)))
    held = {name: numbered(readings) for name, readings in read.items()}
    names = {r.document.id: r.document.source for readings in read.values() for r in readings}
    made: dict[str, list[str]] = {"dev": [], "test": []}
    for dossier, a, b, sign, *rest in lines:
        told = [word for word in rest if word != "*"]
        stance, reason = told if sign == "+" else (None, told[0])
        record = {
            "dossier": dossier,
            "a": _reference(held[dossier][int(a) - 1], names),
            "b": _reference(held[dossier][int(b) - 1], names),
            "same": sign == "+",
            "stance": stance,
            "reason": reason,
            "drawn": "by reading" if "*" in rest else "by stratum",
        }
        made[dossiers()[dossier]["split"]].append(json.dumps(record))
    for split, records in made.items():
        (PAIRS / f"{split}.jsonl").write_text("\n".join(records) + "\n", encoding="utf-8")
    digests = {
        r.document.source: {
            "sha256": hashlib.sha256(r.document.text.encode()).hexdigest(),
            "published": str(r.document.published),
        }
        for readings in read.values()
        for r in readings
    }
    (PAIRS / "documents.json").write_text(json.dumps(digests, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def main() -> int:
    """Print a sheet, or keep judged pairs."""
    parser = argparse.ArgumentParser(description="draw statement pairs for judging, and keep judged ones")
    parser.add_argument("what", choices=["sheet", "keep"])
    parser.add_argument("shared", type=Path)
    parser.add_argument("given", help="a dossier's name, or the file of judged lines")
    parser.add_argument("--each", type=int, default=2)
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args()
    if asked.what == "keep":
        keep(asked.shared, Path(asked.given))
        return 0
    for line in sheet(asked.shared, asked.given, each=asked.each, seed=asked.seed):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
