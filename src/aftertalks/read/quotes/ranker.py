"""The learned ranker: which cues report something, on which side the content stands, where it begins and ends.

Four log-linear models over the same parse, with weights trained on PolNeAR's training part
(``scripts/train_quotes.py``; see ``docs/quotes.md``). Without the weights the rules of ``contents`` decide.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from pathlib import Path

from aftertalks.read.quotes import candidates, features
from aftertalks.read.quotes.candidates import Edge, Frame
from aftertalks.read.quotes.contents import Marked
from aftertalks.read.quotes.sources import Range
from aftertalks.read.tree import Tree

WEIGHTS = Path(__file__).parents[2] / "lexicon" / "data" / "quotes.json.gz"
Table = dict[str, float]


@dataclass(frozen=True)
class Weights:
    """The four tables, and the words beyond the lexicon that were seen to report.

    Args:
        cue: weight of each feature.
        side, start, end: the same for each side (``L``, ``R``, ``B``) that content may be taken from.
        vocabulary: stems of further verbs and nouns, as ``v:stem`` and ``n:stem``.
    """

    cue: Table
    side: dict[str, Table]
    start: dict[str, Table]
    end: dict[str, Table]
    vocabulary: frozenset[str]


@lru_cache(maxsize=1)
def load_weights() -> Weights | None:
    """Load the packaged weights; None if they are not installed."""
    if not WEIGHTS.is_file():
        return None
    raw = json.loads(gzip.decompress(WEIGHTS.read_bytes()))
    side, start, end = (_by_side(raw[name]) for name in ("side", "start", "end"))
    return Weights(raw["cue"], side, start, end, frozenset(raw["vocabulary"]))


def on_side(side: str, feature: str) -> str:
    """Return a feature's name in the file of weights, where the sides share a table."""
    return f"{side}|{feature}"


def _by_side(table: Table) -> dict[str, Table]:
    found: dict[str, Table] = {"L": {}, "R": {}, "B": {}}
    for name, weight in table.items():
        found[name[0]][name[2:]] = weight
    return found


@dataclass(frozen=True, slots=True)
class Content:
    """A cue's likeliest content.

    Args:
        side: ``L``, ``R`` or ``B``.
        spans: token ranges of the content.
    """

    side: str
    spans: tuple[Range, ...]


def score(table: Table, feats: Sequence[str]) -> float:
    """Return the sum of the features' weights."""
    get = table.get
    return sum([get(f, 0.0) for f in feats])


def sides(tree: Tree, frame: Frame) -> list[str]:
    """Return the sides on which a cue could have content at all."""
    first, stop = frame.sentence
    words_before = any(not candidates.is_mark(tree, i) for i in range(max(first, frame.phrase[0] - 4), frame.phrase[0]))
    words_after = frame.right >= 0 or any(
        not candidates.is_mark(tree, i) for i in range(frame.cue.last + 1, min(stop, frame.phrase[1] + 5))
    )
    if frame.cue.kind == "noun":
        return ["R"] if words_after else []
    return [s for s, ok in (("L", words_before), ("R", words_after), ("B", words_before and words_after)) if ok]


def normalised(scores: Sequence[float]) -> list[float]:
    """Turn scores into log-probabilities."""
    top = max(scores)
    total = top + log(sum(exp(s - top) for s in scores))
    return [s - total for s in scores]


def best_start(tree: Tree, marked: Marked, frame: Frame, weights: Weights, side: str) -> Edge | None:
    """Return the likeliest beginning on one side."""
    edges = (candidates.left_starts if side == "L" else candidates.right_starts)(tree, marked, frame)
    if not edges:
        return None
    scored = [
        (score(weights.start[side], features.start_features(tree, marked, frame, e, side, i)), -i)
        for i, e in enumerate(edges)
    ]
    return edges[-max(scored)[1]]


def _right(tree: Tree, marked: Marked, frame: Frame, weights: Weights, side: str) -> Range | None:
    """Return the likeliest stretch after the phrase, beginning and end chosen together."""
    edges = candidates.right_starts(tree, marked, frame)
    if not edges:
        return None
    starts = normalised(
        [
            score(weights.start[side], features.start_features(tree, marked, frame, e, side, i))
            for i, e in enumerate(edges)
        ]
    )
    best: tuple[float, Range] | None = None
    for log_start, edge in sorted(zip(starts, edges, strict=True), key=lambda x: -x[0])[:3]:
        if best is not None and log_start < best[0]:
            break
        ends = candidates.right_ends(tree, marked, frame, edge.token)
        if not ends:
            continue
        logs = normalised(
            [score(weights.end[side], features.end_features(tree, marked, frame, edge.token, e)) for e in ends]
        )
        i = max(range(len(ends)), key=lambda k: logs[k])
        if best is None or log_start + logs[i] > best[0]:
            best = (log_start + logs[i], (edge.token, ends[i].token))
    return best[1] if best else None


def probability(weights: Weights, ground: list[str]) -> float:
    """Return how likely a cue reports anything, by its features in its sentence."""
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, score(weights.cue, ground)))))


def read_content(tree: Tree, marked: Marked, frame: Frame, weights: Weights, ground: list[str]) -> Content | None:
    """Choose a cue's content; None where there is none.

    Args:
        ground: the cue's features in its sentence.
    """
    options = sides(tree, frame)
    if not options:
        return None
    told = features.side_features(tree, frame, ground)
    scored = [score(weights.side[s], told) for s in options]
    side = options[max(range(len(options)), key=lambda i: scored[i])]
    spans: list[Range] = []
    if side in "LB":
        last = candidates.left_end(tree, frame)
        if tree.tag[last] in {"WDT", "WP"} and marked.inside[last] < 0 and side == "B":
            spans.append((last, last))  # ", which, the minister said, …": the relative clause alone
        elif (edge := best_start(tree, marked, frame, weights, "L")) is not None and edge.token <= last:
            spans.append((edge.token, last))
    if side in "RB":
        right = _right(tree, marked, frame, weights, side)
        quoted = (
            bool(spans) and marked.inside[spans[0][0]] >= 0 and marked.inside[spans[0][0]] == marked.inside[spans[0][1]]
        )
        # After a quotation only a quotation goes on: what is not quoted belongs to the narrator.
        if right is not None and not (quoted and marked.inside[right[0]] < 0):
            spans.append(right)
    return Content(side, tuple(spans)) if spans else None
