"""Measures the event coder on the PLOVER gold sentences (GSR), on PLV and on CBQ.

    python bench/events.py EVENTS_DIR [--misses SET]

GSR and PLV mark one event a sentence, so only recall is fair there. CBQ gives a sentence one pentaclass; class 0
sentences (statements and appeals, CAMEO 01 and 02) state no deed. Three measures tell how many of them are coded as deeds done:
``deed``, an event of classes 1 to 4 that is told as done (no auxiliary mode); ``material``, of classes 2 and 4 only;
``any``, whatever event, appeals among them.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aftertalks.model import Document, Settings
from aftertalks.model.events import EventMention
from aftertalks.read.events import find_events
from aftertalks.read.events.codes import penta_class
from aftertalks.read.parse import parse_many
from aftertalks.read.reader import Reader

PENTA = {"STATEMENT": 0, "VerbalCoop": 1, "MaterialCoop": 2, "VerbalConfl": 3, "MaterialConfl": 4}


def load(path: Path) -> list[dict[str, Any]]:
    """Return the sentences of one set."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def code(texts: list[str]) -> Iterator[tuple[str, list[EventMention]]]:
    """Code sentences one by one, each a document of its own."""
    reader = Reader()
    for parsed in parse_many((Document(t) for t in texts), settings=Settings()):
        yield parsed.document.text, find_events(parsed, actors=reader.find_actors(parsed))


def predicted(text: str, mentions: list[EventMention]) -> list[dict[str, Any]]:
    """Return events in the form that the shared scorer reads."""
    return [
        {
            "type": m.frame.type,
            "source_text": [s.of(text) for s in m.sources],
            "target_text": [s.of(text) for s in (m.targets or (m.sources if m.frame.recipients else ()))],
        }
        for m in mentions
    ]


def _scorer(folder: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score_events", folder / "score_events.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold_sentences(folder: Path, name: str, *, show: bool = False) -> dict[str, float]:
    """Return recall by type, and by type, source and target, on one of the sets that mark an event a sentence."""
    records = load(folder / f"{name}.jsonl")
    for record, (text, mentions) in zip(records, code([r["text"] for r in records]), strict=True):
        record["pred"] = predicted(text, mentions)
        record["rules"] = [(m.frame.type, m.rule, m.frame.auxiliary) for m in mentions]
    out = _scorer(folder).score(records, show=show)
    if show:
        _show_misses(records)
    return {
        "type recall": out["type"][1],
        "type+source+target recall": out["type+src+tgt"][1],
        "type precision": out["type"][0],
    }


def _show_misses(records: list[dict[str, Any]]) -> None:
    for r in records:
        for e in r["events"]:
            same = [p for p in r["pred"] if p["type"] in e["type"].split("|")]
            hit = bool(same)
            roles = any(_ov(e["source"], p["source_text"]) and _ov(e["target"], p["target_text"]) for p in same)
            if not roles:
                mark = "ROLE" if hit else "TYPE"
                print(f"{mark} {e['type']} S{e['source']} T{e['target']} {e.get('trigger')}\n   {r['text']}")
                for p, rule in zip(r["pred"], r["rules"], strict=True):
                    print("      ", rule, p["source_text"], "→", p["target_text"])


def _ov(gold: list[str], made: list[str]) -> bool:
    words = lambda v: set(" ".join(v).lower().replace("'s", "").split()) - {"the", "a", "an", "of", "and"}  # noqa: E731
    return not gold or bool(words(gold) & words(made))


def pentaclass(folder: Path, *, show: bool = False) -> dict[str, float]:
    """Return how class 0 fares by the three measures, and the recall of classes 1 to 4."""
    records = load(folder / "cbq_train.jsonl")
    zero = {"deed": 0, "material": 0, "any": 0}
    total = done = right = anything = 0
    for record, (text, mentions) in zip(records, code([r["text"] for r in records]), strict=True):
        gold = PENTA[record["events"][0]["type"]]
        classes = [(penta_class(m.frame.cameo or "010"), m) for m in mentions]
        told = [(c, m) for c, m in classes if not m.frame.auxiliary]
        if gold == 0:
            zero["deed"] += any(c > 0 for c, _ in told)
            zero["material"] += any(c in {2, 4} for c, _ in told)
            zero["any"] += bool(mentions)
            total += 1
            if show and any(c > 0 for c, _ in told):
                print("ZERO", text, [(m.frame.type, m.rule) for c, m in told if c > 0])
        else:
            done += 1
            right += any(c == gold for c, _ in classes)
            anything += any(c == gold for c, _ in told)
            if show and not any(c == gold for c, _ in told):
                print("MISS", gold, text, [(m.frame.type, m.rule, m.frame.auxiliary) for m in mentions])
    return {
        "class 0 coded as a deed done": zero["deed"] / total,
        "class 0 coded as a material deed": zero["material"] / total,
        "class 0 coded as anything": zero["any"] / total,
        "classes 1-4 recall, told as done": anything / done,
        "classes 1-4 recall": right / done,
    }


def main() -> int:
    """Print every measure; with ``--misses`` also what went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", metavar="SET", help="gsr, plv_train or cbq")
    given = parser.parse_args()
    for name in ("gsr", "plv_train"):
        for key, value in gold_sentences(given.folder, name, show=given.misses == name).items():
            print(f"{name}: {key}: {value:.3f}")
    for key, value in pentaclass(given.folder, show=given.misses == "cbq").items():
        print(f"cbq: {key}: {value:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
