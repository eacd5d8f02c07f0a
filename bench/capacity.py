"""What a core reads, what a worker needs, and what a million articles cost; prints the table of docs/capacity.md.

    python bench/capacity.py FOLDER [--articles 300] [--json] [--write docs/capacity.md]

FOLDER's texts are cut into articles of about 500 words, and one worker reads them as ``aftertalks read --out SHARDS/``
does: ingestion, reading, writing. Hours are of the processor, which other work on the machine disturbs little.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

WORDS = 500
MARKS = "<!-- figures: bench/capacity.py -->", "<!-- end of figures -->"


def articles(folder: Path, most: int) -> list[dict[str, str]]:
    """Cut a folder's texts at paragraphs into articles of about ``WORDS`` words; short remains are left out."""
    made: list[dict[str, str]] = []
    for path in sorted(folder.glob("*.txt")):
        day = re.search(r"\d{4}-\d\d-\d\d", path.name)
        some: list[str] = []
        for paragraph in path.read_text(encoding="utf-8").split("\n\n"):
            some.append(paragraph)
            if sum(len(p.split()) for p in some) >= WORDS:
                made.append({"text": "\n\n".join(some), "published": day[0] if day else "2017-07-08"})
                some = []
    return made[:most]


class Here:
    """An engine of this process alone, so that its clock and its memory are those of a worker."""

    def __init__(self, make: Callable[[], Any], patience: float) -> None:
        self.make = make
        self.started = self.spent = 0.0

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def map(self, batches: Iterator[Any]) -> Iterator[Any]:
        """Do every batch, and keep the processor's seconds of starting and of working apart."""
        began = time.process_time()
        work = self.make()
        first = work(next(batches))  # the first shard warms up: it is one short text
        self.started = time.process_time() - began
        yield from first
        for batch in batches:
            began = time.process_time()
            yield from work(batch)
            self.spent += time.process_time() - began


def sizes(folder: Path) -> dict[str, int]:
    """Return the bytes of each kind of file, plain and packed."""
    found = {}
    for kind in ("statements", "documents"):
        data = b"".join(p.read_bytes() for p in sorted((folder / kind).iterdir()))
        found[kind], found[f"{kind}.gz"] = len(data), len(gzip.compress(data, 6))
    return found


def measure(source: Path, form: str) -> dict[str, Any]:
    """Read a file of articles as a worker does and say what it took."""
    from aftertalks.flow.shards import running
    from aftertalks.flow.shards.job import Form, Job
    from aftertalks.model import Settings

    engines: list[Here] = []

    def start(make: Callable[[], Any], patience: float) -> Here:
        engines.append(Here(make, patience))
        return engines[0]

    with tempfile.TemporaryDirectory() as made:
        first = Path(made, "first.jsonl")
        first.write_text(json.dumps({"text": "The two sides agreed on a truce. “It will hold,” envoy Ann Lee said."}))
        job = Job(f"{made}/out", Settings(), Form(form), source.stat().st_size)
        # The small file is a shard of its own: the large one, which fills one, does not fit behind it.
        done = running.read_shards(job, [str(first), str(source)], start=start)
        read = [json.loads(line)["text"] for line in source.open(encoding="utf-8")]
        return {
            "articles": len(read), "words": sum(len(t.split()) for t in read), "tokens": tokens(read),
            "bytes_in": source.stat().st_size, "statements": done.statements, "cpu": engines[0].spent,
            "start": engines[0].started, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            "out": sizes(Path(made, "out")),
        }  # fmt: skip


def tokens(texts: list[str]) -> int:
    """Count tokens as spaCy's tokenizer cuts them."""
    import spacy

    nlp = spacy.blank("en")
    return sum(len(nlp.make_doc(t)) for t in texts)


def fed(source: Path) -> float:
    """Return the processor's seconds of keeping shards in a new ledger, an article."""
    from aftertalks.flow.keeping import Ledger
    from aftertalks.flow.shards import running
    from aftertalks.flow.shards.job import Job
    from aftertalks.model import Settings

    with tempfile.TemporaryDirectory() as made:
        done = running.read_shards(Job(f"{made}/out", Settings()), [str(source)], start=running.processes(1))
        began = time.process_time()
        with Ledger(f"{made}/x.db") as ledger:
            for _ in ledger.add_sources([f"{made}/out"]):
                pass
        return (time.process_time() - began) / max(done.documents, 1)


def planned(source: Path) -> float:
    """Return how many bytes a second the plan scans, of a file of 100 MB."""
    from aftertalks.ingest.pieces import pieces

    with tempfile.TemporaryDirectory() as made:
        large = Path(made, "large.jsonl")
        data = source.read_bytes()
        with large.open("wb") as out:
            for _ in range(max(100_000_000 // len(data), 1)):
                out.write(data)
        began = time.process_time()
        assert all(pieces(str(large), most=4_000_000))
        return large.stat().st_size / (time.process_time() - began)


def child(*given: str) -> Any:
    """Run a part of this bench in a process of its own and return what it printed."""
    done = subprocess.run([sys.executable, __file__, *given], check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def figures(folder: Path, most: int) -> dict[str, Any]:
    """Measure everything."""
    with tempfile.TemporaryDirectory() as made:
        source = Path(made, "articles.jsonl")
        source.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles(folder, most)))
        found: dict[str, Any] = child("--child", "jsonl", str(source))
        found["parquet"] = child("--child", "parquet", str(source))["out"]["statements"]
        found["fed"] = child("--child", "fed", str(source))
        found["planned"] = planned(source)
    return found


def size(count: float) -> str:
    """Return bytes in words."""
    for unit, name in ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if count >= unit:
            return f"{count / unit:,.3g} {name}" if count < 100 * unit else f"{count / unit:,.0f} {name}"
    return f"{count:.0f} bytes"


def table(f: dict[str, Any]) -> str:
    """Return the figures as Markdown."""
    n = f["articles"]
    each = f["cpu"] / n
    out = f["out"]

    def of(total: float) -> str:
        return f"{size(total / n)} | {size(total / n * 1e6)} | {size(total / n * 1e8)}"

    rows = [
        "| what | an article | 1 million | 100 million |",
        "|---|---|---|---|",
        f"| core-hours | {each * 1000:,.0f} ms | {each * 1e6 / 3600:,.1f} h | {each * 1e8 / 3600:,.0f} h |",
        f"| input, JSON Lines | {of(f['bytes_in'])} |",
        f"| statements | {f['statements'] / n:.1f} | {f['statements'] / n:.1f} million | "
        f"{f['statements'] / n * 100:,.0f} million |",
        f"| statements, JSON Lines | {of(out['statements'])} |",
        f"| the same, gzipped | {of(out['statements.gz'])} |",
        f"| statements, Parquet | {of(f['parquet'])} |",
        f"| documents, JSON Lines | {of(out['documents'])} |",
        f"| keeping in a new ledger, one process | {f['fed'] * 1000:,.0f} ms | | |",
        "",
        f"One core reads {f['tokens'] / f['cpu']:,.0f} tokens a second, {n / f['cpu']:.1f} articles of "
        f"{f['words'] / n:.0f} words, ingestion and writing included. A worker takes {size(f['peak'])} at most and "
        f"{f['start']:.1f} s of processor to start. The plan scans {size(f['planned'])} of JSON Lines a second. "
        f"Measured on {n:,} articles.",
    ]
    return "\n".join(rows)


def put(page: Path, text: str, marks: tuple[str, str] = MARKS) -> None:
    """Put the figures between their marks in a page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(marks[0])
    _, mark, after = rest.partition(marks[1])
    if not mark:
        raise SystemExit(f"{page}: lacks the marks {marks[0]} and {marks[1]}")
    page.write_text(f"{before}{marks[0]}\n{text}\n{marks[1]}{after}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("samples"))
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", type=Path, metavar="PAGE")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        what, source = given.child
        print(json.dumps(fed(Path(source)) if what == "fed" else measure(Path(source), what)))
        return
    found = figures(given.folder, given.articles)
    if given.write:
        put(given.write, table(found))
    print(json.dumps(found) if given.json else table(found))


if __name__ == "__main__":
    main()
