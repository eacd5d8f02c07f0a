"""Every verdict that the rule decides, every answer that it proposes, with the words of both, to be read by a person.

usage: python bench/answers.py FOLDER_OR_FILE ... [--index INDEX.json]

The index, a list of objects with ``name``, ``title``, ``source`` and ``date``, dates texts that carry no date of their
own. Prints one block a verdict and a count at the end; whether a verdict is right, only reading tells.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from aftertalks.flow.keeping import Ledger
from aftertalks.model import Document, InputError


def indexed(index: Path) -> Iterator[Document]:
    for r in sorted(json.loads(index.read_text(encoding="utf-8")), key=lambda r: r["date"]):
        file = index.parent / f"{r['name']}.txt"
        if file.exists():
            day = date.fromisoformat(r["date"][:10])
            text = file.read_text(encoding="utf-8")
            yield Document(text, source=file.name, title=r["title"], publisher=r["source"], published=day)


def one_line(text: str) -> str:
    return " ".join(text.split())


def show(ledger: Ledger) -> Counter[str]:
    counts: Counter[str] = Counter()
    for account in ledger.accounts():
        decided = {i: j for j in account.entry.judgements for i in j.evidence}
        for p in account.proposals:
            how = "decided" if p.statement.id in decided else "proposed"
            counts[f"{how}: {p.outcome}"] += 1
            lead = account.voices[0]
            print(f"\n{how.upper()} {p.outcome} {p.score:.2f}: {p.reason}")
            print(f"  entry  {lead.source.published} {one_line(lead.statement.text)}")
            print(f"  report {p.source.published} {one_line(p.statement.text)}")
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", nargs="*")
    parser.add_argument("--index", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "answers.db") as ledger:
        for document in indexed(given.index) if given.index else ():
            ledger.add(document)
        for done in ledger.add_sources(given.sources):
            if isinstance(done, InputError):
                print(done)
        counts = show(ledger)
    print("\n" + (", ".join(f"{n} {what}" for what, n in sorted(counts.items())) or "no verdict, no proposal"))


if __name__ == "__main__":
    main()
