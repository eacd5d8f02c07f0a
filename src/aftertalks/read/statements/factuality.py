"""How far a clause presents its predicate as having happened: −3 (did not) … 3 (did), after UDS-IH2's scale.

A linear score over features of the parse: the predicate's auxiliaries, negation and tag, what introduces its clause,
and the predicates that govern it. The weights were fitted by ``scripts/train_factuality.py``; each can be read in the
data file. Features that the weights do not know count nothing.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from aftertalks.lexicon.loader import DATA

WEIGHTS = DATA / "factuality.json.gz"
_CLAUSAL = frozenset({"ccomp", "xcomp", "advcl", "relcl", "acl", "conj", "pcomp", "csubj", "parataxis", "prep", "dobj"})


def _own(token: Any) -> Iterator[str]:
    yield f"tag={token.tag_}"
    yield f"dep={token.dep_}"
    yield f"word={token.lower_}"
    subject = False
    for child in token.children:
        if child.dep_ in {"aux", "auxpass"}:
            yield f"aux={child.lower_}"
            yield f"aux+tag={child.lower_}|{token.tag_}"
        elif child.dep_ == "neg":
            yield "neg"
            yield f"neg+dep={token.dep_}"
        elif child.dep_ == "mark" or child.tag_ in {"WRB", "WP", "WDT"}:
            yield f"mark={child.lower_}"
        elif child.dep_ == "advmod":
            yield f"adv={child.lower_}"
        elif child.dep_.startswith(("nsubj", "csubj", "expl")):
            subject = True
            yield f"subj={child.dep_}|{child.lower_ if child.tag_ == 'PRP' else child.tag_}"
            if child.left_edge.lower_ in {"no", "nobody", "nothing", "few", "any", "anyone"}:
                yield "subj-quantifier=" + child.left_edge.lower_
        elif child.dep_ in {"dobj", "attr"} and child.left_edge.lower_ in {"no", "nothing", "any"}:
            yield f"obj-quantifier={child.left_edge.lower_}"
    yield f"subject={subject}|{token.tag_}|{token.dep_}"


def _governors(token: Any) -> Iterator[str]:
    path = ""
    inner = token
    for depth in range(4):
        outer = inner.head
        if outer is inner or inner.dep_ == "ROOT":
            yield f"root-at={depth}"
            return
        if inner.dep_ in _CLAUSAL:
            path += "<" + inner.dep_
            yield f"gov{depth}={outer.lower_}|{inner.dep_}"
            yield f"gov={outer.lower_}"
            yield f"govtag={outer.tag_}|{inner.dep_}"
        for child in outer.children:
            if child.dep_ in {"aux", "auxpass"}:
                yield f"gov-aux{min(depth, 1)}={child.lower_}|{inner.dep_}"
            elif child.dep_ == "neg":
                yield f"gov-neg{min(depth, 1)}={inner.dep_}"
            elif child.dep_ == "mark":
                yield f"gov-mark={child.lower_}"
        inner = outer
    yield f"path={path}"


def features(token: Any) -> list[str]:
    """Return the feature names of one predicate token, each at most once."""
    question = token.sent.text.rstrip().endswith("?")
    return list(dict.fromkeys(["bias", f"question={question}", *_own(token), *_governors(token)]))


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """Return the fitted weight of each known feature."""
    with gzip.open(WEIGHTS, "rt", encoding="utf-8") as stream:
        loaded: dict[str, float] = json.load(stream)
    return loaded


def factuality(token: Any) -> float:
    """Score a predicate token between −3 (presented as not happening) and 3 (presented as fact)."""
    known = weights()
    return max(-3.0, min(3.0, sum(known.get(name, 0.0) for name in features(token))))
