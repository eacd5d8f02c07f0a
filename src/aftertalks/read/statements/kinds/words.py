"""What the words around a clause tell of its kind: the cue that reports it, the lead-in of its list."""

from __future__ import annotations

import re

from aftertalks.model import Kind
from aftertalks.read.statements.predicates import verb_classes


def lead_kind(words: str) -> Kind | None:
    """Say what kind a lead-in gives the items of its list; null if it only announces them.

    Args:
        words: the lead-in's last sentence, ending in a colon ("The two sides agreed to:").
    """
    parts = re.findall(r"[a-z']+", words.lower())
    known = verb_classes()
    if any({"agree", "undertake"} & known.get(w, frozenset()) for w in parts):
        return Kind.AGREEMENT
    tail = parts[-4:]
    if {"will", "shall"} & set(tail):
        return Kind.AGREEMENT
    if {"must", "should"} & set(tail):
        return Kind.RECOMMENDATION
    if any({"demand", "want"} & known.get(w, frozenset()) for w in tail):
        return Kind.POSITION
    return None


def cue_classes(words: str) -> frozenset[str]:
    """Return the classes of an attribution's cue words, longest known stretch first."""
    known = verb_classes()
    parts = words.lower().split()
    for size in range(min(3, len(parts)), 0, -1):
        for start in range(len(parts) - size + 1):
            found = known.get(" ".join(parts[start : start + size]))
            if found:
                return found
    return frozenset()
