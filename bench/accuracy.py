"""Measures the reading on every evaluation corpus at hand and holds the floors.

    python bench/accuracy.py EVAL_DIR [--only NAME …] [--raise]

EVAL_DIR holds ``statements/gold``, ``quotes``, ``times``, ``places``, ``modality`` and ``events`` in their published
forms, each with its own scorer. Prints one table: the figure, its floor, and whether the corpus is the one that the
floor was set on (by digest). Exits with 1 if a figure lies under its floor. ``--raise`` writes floors just below
today's figures; a floor is never lowered by it.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
SLACK = 0.005
Figures = dict[str, float]


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(path.parent))
    sys.modules[path.stem] = module  # a dataclass looks its module up
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(path.parent))
    return module


def digest(paths: list[Path]) -> str:
    """Return a short digest of a corpus' files."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


def statements(folder: Path) -> Figures:
    """Kinds, speakers, dates, places and actors on the hand-annotated documents."""
    from aftertalks.evaluate import load_gold, score
    from aftertalks.flow.reading import read_all
    from aftertalks.model import Settings
    from aftertalks.model.record import to_record

    documents = load_gold(folder / "statements" / "gold")
    readings = read_all([d.document for d in documents], settings=Settings())
    found = score(
        (d.name, d.document.text, d.statements, [to_record(s) for s in reading.statements])
        for d, reading in zip(documents, readings, strict=True)
    )
    return {
        "kind F1": found["kind"]["f1"],
        "kind+speaker F1": found["kind_speaker"]["f1"],
        "full F1": found["full"]["f1"],
        "found": found["found"],
        "speaker accuracy": found["speaker_accuracy"],
        "polarity accuracy": found["polarity_accuracy"],
        "when F1": found["when"]["f1"],
        "where F1": found["where"]["f1"],
        "actors F1": found["actors"]["f1"],
    }


def quotes(folder: Path) -> Figures:
    """Attribution on PolNeAR's development part, by its scorer."""
    predict = _module(HERE.parent / "scripts" / "predict_quotes.py")
    gold = folder / "quotes" / "polnear_dev.jsonl"
    with tempfile.TemporaryDirectory() as kept:
        made = Path(kept) / "dev.jsonl"
        with made.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(record) + "\n" for record in predict.predictions(gold))
        scorer = str(folder / "quotes" / "score_quotes.py")
        found: Figures = {}
        for scope in ("speech", "all"):
            command = [sys.executable, scorer, str(gold), str(made), "--scope", scope, "--json"]
            result = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
            found[f"{scope}: match F1"] = result["strict"]["F1"] / 100
            if scope == "speech":
                found["speech: with speaker F1"] = result["e2e"]["F1"] / 100
                found |= {f"{form} F1": result[form]["F1"] / 100 for form in ("direct", "mixed", "indirect")}
        pronouns = [sys.executable, str(folder / "quotes" / "score_pronouns.py"), str(made)]
        told = subprocess.run(pronouns, capture_output=True, text=True, check=True).stdout
        found["pronouns of 60"] = float(told.split("'right': ")[1].split(",")[0].rstrip("}"))
    return found


def times(folder: Path) -> Figures:
    """Dates: WikiWars' training part and the future-facing sentences."""
    bench = _module(HERE / "times.py")
    scorer = bench.load_scorer(folder / "times")
    docs = bench.load_docs(scorer, folder / "times")
    result = scorer.score(docs, bench.tag)
    lines = (folder / "times" / "political_future.jsonl").read_text(encoding="utf-8").splitlines()
    right = sum(bench.sentence_right(json.loads(line)) for line in lines)
    return {"WikiWars value F1": result["value"][2], "future-facing right": right / len(lines)}


def places(folder: Path) -> Figures:
    """Places: GeoVirus, given mentions, within 161 km; and the mentions themselves."""
    from aftertalks.read.places import PlaceFinder

    scorer = _module(folder / "places" / "score_places.py")
    finder = PlaceFinder()
    docs = scorer.load("GeoVirus")
    hits = made = wanted = 0

    def resolve(text: str, mentions: list[tuple[int, int, str]], doc: Any) -> list[tuple[float, float] | None]:
        nonlocal hits, made, wanted
        found = finder.find(text, published=None)
        by_start = {m.span.start: m for m in found}
        met = sum(any(m.span.start < e and s < m.span.end for m in found) for s, e, *_ in mentions)
        hits, made, wanted = hits + met, made + len(found), wanted + len(mentions)
        out: list[tuple[float, float] | None] = []
        for start, end, _ in mentions:
            m = by_start.get(start) or next((x for x in found if x.span.start < end and start < x.span.end), None)
            known = m.place if m is not None else None
            out.append((known.lat, known.lon) if known and known.lat is not None and known.lon is not None else None)
        return out

    result = scorer.score(docs, resolve)
    precision, recall = hits / max(made, 1), hits / max(wanted, 1)
    return {
        "within 161 km": result["acc_all"],
        "mentions found, F1 by overlap": 2 * precision * recall / max(precision + recall, 1e-9),
    }


def modality(folder: Path) -> Figures:
    """Factuality of predicates on UDS-IH2's development split."""
    r, _ = _module(HERE / "modality.py").correlation(folder / "modality" / "uds_ih2_traindev.jsonl")
    return {"UDS-IH2 dev r": r}


def events(folder: Path) -> Figures:
    """Events: recall on the PLOVER gold sentences, and how few statements and appeals are coded as deeds done."""
    bench = _module(HERE / "events.py")
    gold = bench.gold_sentences(folder / "events", "gsr")
    penta = bench.pentaclass(folder / "events")
    return {
        "GSR type recall": gold["type recall"],
        "GSR type, source, target recall": gold["type+source+target recall"],
        "CBQ class 0 not coded as done": 1 - penta["class 0 coded as a deed done"],
        "CBQ classes 1-4 recall, told as done": penta["classes 1-4 recall, told as done"],
    }


def merging(folder: Path) -> Figures:
    """Merging on the hand-judged pairs; their documents lie beside the evaluation data."""
    bench = _module(HERE / "merging.py")
    readings = bench.read(folder.parent)
    found: Figures = {}
    for split in bench.SPLITS:
        told = bench.figures(list(bench.decide(readings, split)))
        found |= {f"{split} {name}": told[name] for name in ("precision", "recall", "F1")}
    return found


MEASURES: dict[str, tuple[Callable[[Path], Figures], str]] = {
    "statements": (statements, "statements/gold/*"),
    "quotes": (quotes, "quotes/polnear_dev.jsonl"),
    "times": (times, "times/wikiwars/trainingset/tml/*.tml"),
    "places": (places, "places/GeoVirus.xml"),
    "modality": (modality, "modality/*.jsonl"),
    "merging": (merging, "evals/pairs/*.jsonl"),
    "events": (events, "events/*.jsonl"),
}


def measure(folder: Path, names: list[str]) -> Iterator[tuple[str, str, str, float]]:
    """Yield corpus, digest, measure and figure."""
    for name in names:
        run, pattern = MEASURES[name]
        home = HERE.parent if pattern.startswith("evals/") else folder
        mark = digest(list(home.glob(pattern)))
        for what, figure in run(folder).items():
            yield name, mark, what, round(figure, 3)


def main() -> int:
    """Measure, print, compare with the floors."""
    parser = argparse.ArgumentParser(description="measure the reading and hold the floors")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", choices=list(MEASURES), default=list(MEASURES))
    parser.add_argument("--raise", dest="lift", action="store_true")
    asked = parser.parse_args()
    floors: dict[str, dict[str, Any]] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    low = 0
    print(f"{'corpus':<11} {'measure':<36} {'figure':>7} {'floor':>7}")
    for corpus, mark, what, figure in measure(asked.folder, asked.only):
        key = f"{corpus}: {what}"
        known = floors.get(key)
        same = known is not None and known["digest"] == mark
        floor = known["floor"] if known is not None and same else None
        under = floor is not None and figure < floor
        low += under
        note = "UNDER ITS FLOOR" if under else "" if same else "another corpus than the floor's: not held"
        print(f"{corpus:<11} {what:<36} {figure:>7.3f} {floor if floor is not None else '-':>7} {note}")
        if asked.lift:
            slack = 1.0 if figure > 1 else SLACK
            floors[key] = {"floor": max(round(figure - slack, 3), floor or 0.0), "digest": mark}
    if asked.lift:
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
