"""Measures the merging of statements on hand-judged pairs, and how adding grows.

    python bench/merging.py SHARED [--errors dev] [--json]
    python bench/merging.py --grow 10000 100000

SHARED holds the documents that ``evals/pairs`` refers to (``texts``, ``eval/statements/gold``). Every document is read
as it is for users; each side of a pair is the read statement that covers it best, and the pair is decided as the ledger
decides it: by :func:`aftertalks.ledger.merging.likeness`, if the two share a block. A side that is not read, or read
as an assessment, cannot be merged: such pairs count as kept apart. Precision, recall and F1 are those of "same
proposition"; ``train`` and ``dev`` are what the rules are made on, ``test`` is other dossiers. Documents whose text is not the one that
was judged are refused.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from aftertalks.flow.keeping import Ledger
from aftertalks.flow.reading import read_all
from aftertalks.ledger.blocking import block_keys
from aftertalks.ledger.merging import Likeness, likeness, stance_of
from aftertalks.ledger.proposition import Proposition
from aftertalks.model import (
    Certainty,
    Document,
    Form,
    Kind,
    Polarity,
    Reading,
    Settings,
    Span,
    Statement,
)

PAIRS = Path(__file__).resolve().parents[1] / "evals" / "pairs"
SPLITS = ("train", "dev", "test")
DOCUMENT = 40  # statements of an invented document
LEAST_COVERED = 0.5  # share of the longer of two spans that must be common to be the same statement


@dataclass(frozen=True)
class Decided:
    """A judged pair and what the ledger makes of it.

    Args:
        judged: the pair as it stands in the file.
        sides: the read statements; null where none covers the judged span.
        like: the decision; null if a side is missing.
    """

    judged: dict[str, Any]
    sides: tuple[Proposition | None, Proposition | None]
    like: Likeness | None

    @property
    def merged(self) -> bool:
        """Whether the ledger makes them voices of one entry."""
        return self.like is not None and self.like.merges

    @property
    def same(self) -> bool:
        """Whether the judge calls them one proposition."""
        return bool(self.judged["same"])


def pairs(split: str) -> list[dict[str, Any]]:
    """Return the judged pairs of a split."""
    lines = (PAIRS / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def documents(shared: Path, names: set[str]) -> list[Document]:
    """Return the documents of the pairs.

    Raises:
        SystemExit: a document's text is not the one that was judged.
    """
    known = json.loads((PAIRS / "documents.json").read_text(encoding="utf-8"))
    found: list[Document] = []
    for name in sorted(names):
        text = (shared / f"{name}.txt").read_text(encoding="utf-8")
        if hashlib.sha256(text.encode()).hexdigest() != known[name]["sha256"]:
            raise SystemExit(f"{name}: its text is not the one that was judged; take the collection's first version")
        found.append(Document(text, source=name, published=date.fromisoformat(known[name]["published"])))
    return found


def read(shared: Path) -> dict[str, Reading]:
    """Read every document that a pair names."""
    names = {pair[side]["document"] for split in SPLITS for pair in pairs(split) for side in "ab"}
    return {r.document.source: r for r in read_all(documents(shared, names), settings=Settings())}


def side(reading: Reading, reference: dict[str, Any]) -> Proposition | None:
    """Return the read statement that covers a judged span best; null if none covers enough of it."""
    first, last = reference["start"], reference["end"]
    best, found = LEAST_COVERED, None
    for s in reading.statements:
        common = min(last, s.span.end) - max(first, s.span.start)
        share = common / max(last - first, len(s.span))
        if share >= best:
            best, found = share, s
    return Proposition(found, reading.document.published) if found is not None else None


def decide(readings: dict[str, Reading], split: str) -> Iterator[Decided]:
    """Yield every pair of a split with its decision."""
    for pair in pairs(split):
        a, b = (side(readings[pair[s]["document"]], pair[s]) for s in "ab")
        yield Decided(pair, (a, b), _decision(a, b) if a is not None and b is not None else None)


def _decision(a: Proposition, b: Proposition) -> Likeness:
    """What the ledger decides: it compares only statements that share a block."""
    if not set(block_keys(a)) & set(block_keys(b)):
        return Likeness(0.0, likeness(a, b).reason + " (share no block)")
    return likeness(a, b)


def figures(decided: list[Decided]) -> dict[str, float]:
    """Return precision, recall and F1 of "same proposition", and how many stances of rightly merged pairs are right."""
    right = [d for d in decided if d.same and d.merged]
    made, wanted = sum(d.merged for d in decided), sum(d.same for d in decided)
    precision, recall = len(right) / max(made, 1), len(right) / max(wanted, 1)
    stances = sum(stance_of(*d.sides) == d.judged["stance"] for d in right if d.sides[0] and d.sides[1])  # type: ignore[arg-type]
    return {
        "pairs": len(decided),
        "same": wanted,
        "merged": made,
        "precision": precision,
        "recall": recall,
        "F1": 2 * precision * recall / max(precision + recall, 1e-9),
        "stances right": stances / max(len(right), 1),
    }


def errors(decided: list[Decided]) -> Iterator[str]:
    """Yield what was merged wrongly or missed, with the words and the reason."""
    for d in sorted(decided, key=lambda d: (d.same, d.judged["reason"])):
        if d.merged is d.same:
            continue
        what = "MISSED" if d.same else "WRONG"
        why = f"{d.like.score:.2f} {d.like.reason}" if d.like else "not read"
        yield f"{what} {d.judged['dossier']} {d.judged['reason']}: {why}"
        for p in d.sides:
            if p is not None:
                yield f"    {p.statement.kind.value} {p.published} {sorted(p.parties)} {p.statement.text[:240]!r}"


def by_reason(decided: list[Decided]) -> Iterator[str]:
    """Yield, for every judged reason, how many pairs of it are decided rightly."""
    total = Counter((d.same, d.judged["reason"]) for d in decided)
    right = Counter((d.same, d.judged["reason"]) for d in decided if d.merged is d.same)
    for same, reason in sorted(total, reverse=True):
        label = "same" if same else "not the same"
        yield f"  {label:<13} {reason:<14} {right[same, reason]:>4} of {total[same, reason]}"


def synthetic(size: int, *, alike: bool, seed: int = 7) -> Iterator[Reading]:
    """Yield readings of ``DOCUMENT`` statements each, ``size`` in all: agreements of two parties on invented matters.

    Args:
        alike: all but a number is the same in every statement; else words are drawn from 2,000.
    """
    dice = random.Random(seed)
    words = ["".join(dice.choices("bcdfghjklmnprstvz", k=2)) + f"o{n}a" for n in range(2000)]
    for first in range(0, size, DOCUMENT):
        count = min(DOCUMENT, size - first)
        if alike:
            texts = [f"They agreed that post {first + n} on the line opens under joint patrol." for n in range(count)]
        else:
            texts = [f"They agreed that {' '.join(dice.choices(words, k=dice.randint(5, 12)))}." for _ in range(count)]
        yield _invented(texts, date(2000, 1, 1) + timedelta(days=dice.randrange(9000)))


def _invented(texts: list[str], published: date) -> Reading:
    document = Document("\n".join(texts), source="invented", published=published)
    made, at = [], 0
    for text in texts:
        span = Span(at, at + len(text))
        at += len(text) + 1
        made.append(
            Statement(
                document.id, span, text, Kind.AGREEMENT, Form.NARRATION, "narrator", Polarity.POSITIVE,
                Certainty.CERTAIN, actors=("Jordan", "Russia"), actor_ids=("state:JOR", "state:RUS"),
            )
        )  # fmt: skip
    return Reading(document, (), tuple(made))


def grow(sizes: list[int]) -> Iterator[str]:
    """Yield how long ledgers of invented statements take to make, and how long the last tenth of each takes."""
    yield f"{'statements':>10}  {'wording':<13} {'seconds':>8} {'ms each':>8} {'last tenth':>10} {'entries':>8}"
    for alike, name in ((False, "drawn"), (True, "near-identical")):
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "grow.db") as ledger:
                began, late, entries = time.perf_counter(), 0.0, 0
                for n, reading in enumerate(synthetic(size, alike=alike)):
                    at = time.perf_counter()
                    entries += ledger.keep(reading).entries
                    late += (time.perf_counter() - at) * (n * DOCUMENT >= size * 0.9)
                took = time.perf_counter() - began
            each, last = took / size * 1000, late / (size * 0.1) * 1000
            yield f"{size:>10,}  {name:<13} {took:>8.1f} {each:>8.2f} {last:>10.2f} {entries:>8,}"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="measure merging on judged pairs")
    parser.add_argument("shared", type=Path, nargs="?")
    parser.add_argument("--grow", type=int, nargs="+", metavar="SIZE", help="instead: time ledgers of these sizes")
    parser.add_argument("--errors", choices=SPLITS)
    parser.add_argument("--reasons", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if asked.grow:
        for line in grow(asked.grow):
            print(line, flush=True)
        return 0
    if asked.shared is None:
        parser.error("name the folder of the documents, or --grow SIZE")
    readings = read(asked.shared)
    found = {split: list(decide(readings, split)) for split in SPLITS}
    if asked.json:
        print(json.dumps({split: figures(d) for split, d in found.items()}))
        return 0
    for split, decided in found.items():
        told = figures(decided)
        print(f"{split:<5}" + "  ".join(f"{k} {v if isinstance(v, int) else f'{v:.3f}'}" for k, v in told.items()))
        if asked.reasons:
            print("\n".join(by_reason(decided)))
    if asked.errors:
        print("\n".join(errors(found[asked.errors])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
