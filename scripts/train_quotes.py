"""Trains the quotation ranker's weights on a PolNeAR-style JSON Lines file.

python scripts/train_quotes.py TRAIN.jsonl WEIGHTS.json.gz

Each line holds ``text`` and ``quotes`` with ``sources``, ``cues`` and ``contents`` as lists of offset pairs. Only the
weights are written; no text is kept.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aftertalks.model import Document, Settings
from aftertalks.read.parse import parse_many
from aftertalks.read.parsed import Parsed
from aftertalks.read.quotes import candidates, features
from aftertalks.read.quotes.candidates import Edge, Frame
from aftertalks.read.quotes.contents import Marked, mark_tokens
from aftertalks.read.quotes.cues import Cue, find_cues
from aftertalks.read.quotes.drafts import READ, unread_tokens
from aftertalks.read.quotes.marks import find_quoted
from aftertalks.read.quotes.ranker import on_side, sides
from aftertalks.read.quotes.sources import find_source
from aftertalks.read.quotes.stems import stem
from aftertalks.read.tree import Tree

Example = tuple[list[list[str]], tuple[int, ...]]
Pairs = list[list[int]]
SEEDS = 4
"""Runs whose weights are averaged."""
TOLERANCE = 0.18
"""Share of the content's letters by which an edge may differ from the annotator's and still count as right."""


@dataclass
class Examples:
    """Training examples of the models: each a list of options with their features, and the right ones."""

    cue: list[Example]
    side: list[Example]
    start: list[Example]
    end: list[Example]


@dataclass
class Page:
    """A document ready for alignment."""

    parsed: Parsed
    tree: Tree
    marked: Marked
    skip: set[int]
    quotes: list[dict[str, Any]]


def pages(rows: Sequence[dict[str, Any]]) -> Iterator[Page]:
    """Parse the rows and lay quotation marks over them."""
    documents = (Document(r["text"]) for r in rows)
    for row, parsed in zip(rows, parse_many(documents, settings=Settings()), strict=True):
        tree = parsed.tree
        blocks = [s.span for s in parsed.sections if s.role in READ or s.readable]
        marked = mark_tokens(tree, find_quoted(parsed.document.text, blocks))
        yield Page(parsed, tree, marked, unread_tokens(parsed, tree), row["quotes"])


def vocabulary_of(all_pages: Iterable[Page]) -> set[str]:
    """Stems of verbs and nouns that are cues often enough to be worth asking about."""
    seen: Counter[str] = Counter()
    cued: Counter[str] = Counter()
    for page in all_pages:
        tree = page.tree
        spans = [c for q in page.quotes for c in q["cues"]]
        for i, tag in enumerate(tree.tag):
            if tag[:2] == "VB" or tag in {"NN", "NNS"}:
                key = ("v:" if tag[0] == "V" else "n:") + stem(tree.lower[i])
                seen[key] += 1
                cued[key] += any(a <= tree.start[i] < b for a, b in spans)
    return {k for k, n in cued.items() if n >= 3 and n / seen[k] >= 0.08}


def _letters(text: str, start: int, end: int) -> int:
    return sum(c.isalnum() for c in text[start:end])


def _distance(text: str, a: int, b: int) -> int:
    return _letters(text, min(a, b), max(a, b))


def _nearest(tree: Tree, edges: list[Edge], offset: int, size: int, *, ends: bool) -> tuple[int, ...]:
    """Edges near enough to an offset, the nearest first; none if all are off by a fifth of the content or more.

    Edges that differ from the gold one by a few words only ("that", a closing adverb) count as right too.
    """
    gaps = [_distance(tree.text, tree.end[e.token] if ends else tree.start[e.token], offset) for e in edges]
    order = sorted(range(len(gaps)), key=lambda k: gaps[k])
    if gaps[order[0]] > 0.2 * size:
        return ()
    return (order[0], *(k for k in order[1:] if gaps[k] <= TOLERANCE * size))


def _parts(tree: Tree, frame: Frame, contents: Pairs) -> tuple[Pairs, Pairs]:
    """Gold spans before and after the phrase that touch the cue's sentence (or run into it)."""
    low, high = tree.start[frame.phrase[0]], tree.start[frame.cue.token]
    stop = tree.end[frame.sentence[1] - 1]
    left = [c for c in contents if c[0] < low and c[1] <= high + 1]
    right = [c for c in contents if c[0] >= high and c[0] < stop]
    return left, right


def _sided(side: str, feats: list[str]) -> list[str]:
    return [on_side(side, f) for f in feats]


def _learn_content(page: Page, frame: Frame, contents: Pairs, out: Examples, ground: list[str]) -> None:
    tree, marked = page.tree, page.marked
    left, right = _parts(tree, frame, contents)
    side = "B" if left and right else "L" if left else "R" if right else ""
    options = sides(tree, frame)
    if side not in options:
        return
    if len(options) > 1:
        told = features.side_features(tree, frame, ground)
        out.side.append(([_sided(s, told) for s in options], (options.index(side),)))
    if side in "LB":
        edges = candidates.left_starts(tree, marked, frame)
        size = max(_letters(tree.text, left[0][0], left[-1][1]), 1)
        right_ones = _nearest(tree, edges, left[0][0], size, ends=False) if len(edges) > 1 else ()
        if right_ones:
            feats = [_sided("L", features.start_features(tree, marked, frame, e, "L", k)) for k, e in enumerate(edges)]
            out.start.append((feats, right_ones))
    if side in "RB":
        _learn_right(page, frame, right[0], side, out)


def _learn_right(page: Page, frame: Frame, content: list[int], side: str, out: Examples) -> None:
    tree, marked = page.tree, page.marked
    edges = candidates.right_starts(tree, marked, frame)
    size = max(_letters(tree.text, content[0], content[1]), 1)
    right_ones = _nearest(tree, edges, content[0], size, ends=False) if edges else ()
    if not right_ones:
        return
    feats = [_sided(side, features.start_features(tree, marked, frame, e, side, k)) for k, e in enumerate(edges)]
    out.start.append((feats, right_ones))
    start = edges[right_ones[0]].token
    ends = candidates.right_ends(tree, marked, frame, start)
    right_ends = _nearest(tree, ends, content[1], size, ends=True) if len(ends) > 1 else ()
    if right_ends:
        told = [_sided(side, features.end_features(tree, marked, frame, start, e)) for e in ends]
        out.end.append((told, right_ends))


def _owner(tree: Tree, cue: Cue, quotes: list[dict[str, Any]]) -> int | None:
    """Number of the gold attribution whose cue holds this token."""
    at = tree.start[cue.token]
    for n, q in enumerate(quotes):
        if any(a <= at < b for a, b in q["cues"]):
            return n
    return None


def _main_cue(tree: Tree, cues: list[Cue]) -> Cue:
    """Of several candidates inside one gold cue the one that governs: a plain reporting verb, else the last verb."""
    strong = [c for c in cues if c.kind == "verb" and any(k.name in {"say", "tell", "write"} for k in c.word.classes)]
    verbs = [c for c in cues if c.kind == "verb"]
    return (strong or verbs[-1:] or cues)[0]


def collect(page: Page, vocabulary: set[str], out: Examples) -> None:
    """Add a document's examples."""
    tree, marked = page.tree, page.marked
    cues = [
        c for c in find_cues(tree, vocabulary=vocabulary) if c.token not in page.skip and marked.inside[c.token] < 0
    ]
    owned: dict[int, list[Cue]] = {}
    free: list[Cue] = []
    for cue in cues:
        n = _owner(tree, cue, page.quotes)
        if n is None:
            free.append(cue)
        else:
            owned.setdefault(n, []).append(cue)
    inner = [c for q in page.quotes for c in q["contents"]]
    for cue in free:
        if not any(a <= tree.start[cue.token] < b for a, b in inner):
            frame = candidates.make_frame(tree, marked, cue, find_source(tree, cue, marked.inside))
            out.cue.append(([features.context(tree, marked, frame)], ()))
    for n, several in owned.items():
        cue = _main_cue(tree, several)
        frame = candidates.make_frame(tree, marked, cue, find_source(tree, cue, marked.inside))
        ground = features.context(tree, marked, frame)
        out.cue.append(([ground], (0,)))
        _learn_content(page, frame, page.quotes[n]["contents"], out, ground)


def _pack(examples: list[Example], index: dict[str, int]) -> list[tuple[Any, Any, tuple[int, ...]]]:
    """Turn features into numbers: for each example its feature ids, how many each option has, and the right ones."""
    packed = []
    for options, label in examples:
        ids = [np.fromiter((index[f] for f in o if f in index), dtype=np.int32) for o in options]
        packed.append((np.concatenate(ids), np.array([len(i) for i in ids]), label))
    return packed


def _errors(scores: Any, sizes: list[int], labels: list[tuple[int, ...]]) -> tuple[Any, float]:
    """Predicted less wanted probability of every option, and the summed loss.

    Of several right options each is wanted as much as the model favours it.
    """
    error = np.empty_like(scores)
    loss, at = 0.0, 0
    for size, label in zip(sizes, labels, strict=True):
        part = scores[at : at + size]
        if size == 1:
            p = 1.0 / (1.0 + np.exp(-part))
            loss -= float(np.log(max(float(p[0] if label else 1 - p[0]), 1e-12)))
            error[at] = p[0] - bool(label)
        else:
            p = np.exp(part - part.max())
            p /= p.sum()
            chosen = list(label)
            mass = max(float(p[chosen].sum()), 1e-12)
            loss -= float(np.log(mass))
            wanted = np.zeros_like(p)
            wanted[chosen] = p[chosen] / mass
            error[at : at + size] = p - wanted
        at += size
    return error, loss


def train(
    examples: list[Example], *, epochs: int, rate: float, dropout: float, batch: int = 64, rare: int = 3
) -> dict[str, float]:
    """Fit a log-linear model by Adagrad with dropout of features; one option means yes or no.

    Args:
        examples: options with features, and the right ones (for one option: it or none).
        epochs: passes over the examples.
        rate: step size.
        dropout: share of features left out at random at each step.
        batch: examples a step.
        rare: features seen less often are left out.
    """
    counts = Counter(f for options, _ in examples for o in options for f in set(o))
    index = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= rare))}
    packed = _pack(examples, index)
    mean = sum(_fit(packed, len(index), seed, epochs, rate, dropout, batch) for seed in range(SEEDS)) / SEEDS
    return {f: round(float(mean[i]), 3) for f, i in index.items() if abs(mean[i]) >= 0.01}


def _fit(
    packed: list[tuple[Any, Any, tuple[int, ...]]],
    n: int,
    seed: int,
    epochs: int,
    rate: float,
    dropout: float,
    batch: int,
) -> Any:
    """One run of Adagrad; the mean of several runs with other orders and dropouts is steadier than any of them."""
    weights, squares = np.zeros(n), np.full(n, 1e-6)
    chance = np.random.default_rng(seed)
    for epoch in range(epochs):
        order = chance.permutation(len(packed))
        loss = 0.0
        for first in range(0, len(order), batch):
            chosen = [packed[k] for k in order[first : first + batch]]
            flat = np.concatenate([c[0] for c in chosen])
            lens = np.concatenate([c[1] for c in chosen])
            owner = np.repeat(np.arange(len(lens)), lens)
            kept = chance.random(len(flat)) >= dropout
            flat, owner = flat[kept], owner[kept]
            scores = np.bincount(owner, weights[flat], minlength=len(lens)) / (1.0 - dropout)
            error, lost = _errors(scores, [len(c[1]) for c in chosen], [c[2] for c in chosen])
            loss += lost
            gradient = np.bincount(flat, error[owner], minlength=n) / (len(chosen) * (1.0 - dropout))
            gradient += 1e-6 * weights
            squares += gradient * gradient
            weights -= rate * gradient / np.sqrt(squares)
        print(f"  epoch {epoch}: {loss / max(len(packed), 1):.4f} over {len(packed)}", flush=True)
    return weights


def main() -> None:
    """Read, align, train, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=0.05)
    parser.add_argument("--dropout", type=float, default=0.25)
    args = parser.parse_args()
    rows = [json.loads(line) for line in args.train.read_text(encoding="utf-8").splitlines()]
    ready = list(pages(rows))
    vocabulary = vocabulary_of(ready)
    examples = Examples([], [], [], [])
    for page in ready:
        collect(page, vocabulary, examples)
    tables = {}
    for name in ("cue", "side", "start", "end"):
        print(name)
        tables[name] = train(getattr(examples, name), epochs=args.epochs, rate=args.rate, dropout=args.dropout)
    payload = {**tables, "vocabulary": sorted(vocabulary)}
    args.weights.write_bytes(gzip.compress(json.dumps(payload, ensure_ascii=False).encode(), mtime=0))


if __name__ == "__main__":
    main()
