"""Pairs found statements with gold ones and counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from aftertalks.evaluate.gold import Values
from aftertalks.evaluate.same import same_name, same_speaker, same_time
from aftertalks.model import Kind

COMPLETE = (Kind.AGREEMENT, Kind.EXPECTATION, Kind.POSITION, Kind.RECOMMENDATION)
HALF = 0.5
SAME_KIND = 0.15  # advantage of a pair of one kind over one of two
_WORD = re.compile(r"\w+")
Test = Callable[[Values, Values], bool]


def _right(gold: Values, name: str) -> list[Any]:
    return [gold.get(name), *gold.get(f"alt_{name}", ())]


def _kind_right(gold: Values, found: Values) -> bool:
    return found["kind"] in _right(gold, "kind")


def _speaker_right(gold: Values, found: Values) -> bool:
    return any(same_speaker(found.get("speaker") or "narrator", s) for s in _right(gold, "speaker"))


def _polarity_right(gold: Values, found: Values) -> bool:
    return found.get("polarity") in _right(gold, "polarity")


def _time_right(gold: Values, found: Values) -> bool:
    return any(same_time(found.get("when"), w) for w in _right(gold, "when"))


# Each level asks for more than the one before.
_LEVELS: dict[str, tuple[Test, ...]] = {
    "kind": (_kind_right,),
    "kind_speaker": (_kind_right, _speaker_right),
    "full": (_kind_right, _speaker_right, _polarity_right, _time_right),
}


def pair(text: str, gold: Sequence[Values], found: Sequence[Values]) -> dict[int, int]:
    """Pair gold with found statements, one to one.

    Returns:
        For the place of each paired gold statement the place of the found one.
    """

    def covered(s: Values) -> frozenset[int]:
        return frozenset(m.start() for m in _WORD.finditer(text, s["start"], s["end"]))

    gold_words, found_words = [covered(s) for s in gold], [covered(s) for s in found]
    possible: list[tuple[float, int, int, int]] = []
    for i, ours in enumerate(gold_words):
        for j, theirs in enumerate(found_words):
            if not ours & theirs:
                continue
            share = len(ours & theirs) / len(ours | theirs)
            if share >= HALF:
                share += SAME_KIND if _kind_right(gold[i], found[j]) else 0.0
                possible.append((share, -abs(gold[i]["start"] - found[j]["start"]), i, j))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(possible, reverse=True):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _count(text: str, gold: Sequence[Values], found: Sequence[Values]) -> Counter[str]:
    pairs = pair(text, gold, found)
    taken = set(pairs.values())
    couples: list[tuple[Values | None, Values | None]] = [
        (g, found[pairs[i]] if i in pairs else None) for i, g in enumerate(gold)
    ]
    couples += [(None, f) for j, f in enumerate(found) if j not in taken]
    c: Counter[str] = Counter(gold=len(gold), found=len(found), paired=len(pairs))
    for g, f in couples:
        _count_kinds(c, g, f)
        if g is not None:
            _count_time(c, g, f)
        if g is not None and f is not None:
            _count_pair(c, g, f)
    return c


def _count_kinds(c: Counter[str], g: Values | None, f: Values | None) -> None:
    """Count one couple at every level; one right only by an alternative of the other sort is neither hit nor miss."""
    right = g is not None and f is not None and _kind_right(g, f)
    asked = g is not None and g["kind"] in COMPLETE and not (right and f is not None and f["kind"] not in COMPLETE)
    given = f is not None and f["kind"] in COMPLETE and not (right and g is not None and g["kind"] not in COMPLETE)
    for level, tests in _LEVELS.items():
        hit = g is not None and f is not None and all(test(g, f) for test in tests)
        c[f"{level}+"] += asked and hit
        c[f"{level}-"] += asked and not hit
        c[f"{level}!"] += given and not hit
    if asked and g is not None:
        c[f"{f['kind'] if right and f is not None else g['kind']}{'+' if right else '-'}"] += 1
    if given and not right and f is not None:
        c[f"{f['kind']}!"] += 1


def _count_time(c: Counter[str], g: Values, f: Values | None) -> None:
    said = f.get("when") if f is not None else None
    if said and any(same_time(said, w) for w in _right(g, "when") if w):
        c["when+"] += 1
        return
    c["when-"] += bool(g.get("when")) and None not in _right(g, "when")[1:]
    c["when!"] += bool(said)


def _count_pair(c: Counter[str], g: Values, f: Values) -> None:
    c["speaker"] += _speaker_right(g, f)
    c["form"] += f.get("form") in _right(g, "form")
    c["polarity"] += _polarity_right(g, f)
    c[f"{g['kind']}->{f['kind']}"] += 1
    places, place = _right(g, "where"), f.get("where")
    if place and any(same_name(place, p) for p in places if p):
        c["where+"] += 1
    else:
        c["where-"] += bool(g.get("where")) and None not in places
        c["where!"] += bool(place)
    ours, theirs = list(g.get("actors") or ()), list(f.get("actors") or ())
    c["actors_asked"] += len(ours)
    c["actors_given"] += len(theirs)
    c["actors_met"] += sum(any(same_name(a, b) for b in theirs) for a in ours)
    c["actors_right"] += sum(any(same_name(a, b) for a in ours) for b in theirs)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _prf(precision: float, recall: float) -> dict[str, float]:
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"p": round(precision, 3), "r": round(recall, 3), "f1": round(f1, 3)}


def _measure(c: Counter[str], name: str) -> dict[str, float]:
    hit = c[f"{name}+"]
    return _prf(_share(hit, hit + c[f"{name}!"]), _share(hit, hit + c[f"{name}-"]))


def score(
    documents: Iterable[tuple[str, str, Sequence[Values], Sequence[Values]]],
    *,
    types: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Score documents.

    Args:
        documents: for each its name, text, gold statements and found statement records.
        types: sort of source by document's name, for example ``readout``; those without are told together as unknown.

    Returns:
        Figures rounded to three decimals, by the names used above, with ``by_kind``, ``gold_by_kind`` (how many there
        are), ``by_document``, ``confusion`` and, where types are given, ``by_source_type``; there ``n`` is how many
        gold statements or pairs a rate rests on.
    """
    counts = {name: _count(text, gold, found) for name, text, gold, found in documents}
    c: Counter[str] = sum(counts.values(), Counter())
    pairs = max(c["paired"], 1)
    confused = Counter({name: n for name, n in c.items() if "->" in name})
    return {
        "documents": len(counts),
        "gold": c["gold"],
        "predicted": c["found"],
        "found": round(_share(c["paired"], c["gold"]), 3),
        **{level: _measure(c, level) for level in _LEVELS},
        **{f"{name}_accuracy": round(c[name] / pairs, 3) for name in ("speaker", "form", "polarity")},
        "when": _measure(c, "when"),
        "where": _measure(c, "where"),
        "actors": _prf(_share(c["actors_right"], c["actors_given"]), _share(c["actors_met"], c["actors_asked"])),
        "by_kind": {kind.value: _measure(c, kind.value) for kind in COMPLETE},
        "gold_by_kind": {kind.value: _asked(c, kind.value) for kind in COMPLETE},
        "confusion": dict(confused.most_common()),
        "by_document": {name: dict(_document(d)) for name, d in counts.items()},
        **({"by_source_type": _by_type(counts, types)} if types else {}),
    }


def _measure_of(c: Counter[str], name: str) -> dict[str, float]:
    return _measure(c, name) | {"n": _asked(c, name)}


def _asked(c: Counter[str], name: str) -> int:
    return c[f"{name}+"] + c[f"{name}-"]


def _by_type(counts: Mapping[str, Counter[str]], types: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Join the counts of documents of one sort of source."""
    sorts: dict[str, list[Counter[str]]] = {}
    for name, c in counts.items():
        sorts.setdefault(types.get(name, "unknown"), []).append(c)
    return {sort: _source_type(held) for sort, held in sorted(sorts.items())}


def _source_type(held: Sequence[Counter[str]]) -> dict[str, Any]:
    c: Counter[str] = sum(held, Counter())
    accuracies = {
        f"{name}_accuracy": {"share": round(_share(c[name], c["paired"]), 3), "n": c["paired"]}
        for name in ("speaker", "form", "polarity")
    }
    return {
        "documents": len(held),
        "gold": c["gold"],
        **{level: _measure_of(c, level) for level in _LEVELS},
        **accuracies,
        "when": _measure_of(c, "when"),
        "by_kind": {kind.value: _measure_of(c, kind.value) for kind in COMPLETE},
    }


def _document(c: Counter[str]) -> Iterator[tuple[str, float]]:
    yield "gold", c["gold"]
    yield "pred", c["found"]
    for level in _LEVELS:
        yield f"{level}_f1", _measure(c, level)["f1"]
