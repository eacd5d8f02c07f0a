"""Polarity and certainty of a clause, each with the words that show it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from aftertalks.lexicon import load, verb_forms
from aftertalks.model import Certainty, Polarity, Span
from aftertalks.read.statements.predicates import clause_complement, infinitive, predicate

_ORDER = ("unknown", "unlikely", "possible", "probable", "certain")


@dataclass(frozen=True, slots=True)
class Modality:
    """Polarity and certainty with their rules and cue spans (null where the bare assertion decides)."""

    polarity: Polarity
    polarity_rule: str
    certainty: Certainty
    certainty_rule: str
    cue: Span | None


@lru_cache(maxsize=1)
def _cues() -> dict[tuple[str, str], str]:
    """Map (part of speech, form) to a certainty level."""
    found: dict[tuple[str, str], str] = {}
    for record in load("certainty"):
        for field in ("modals", "adverbs", "adjectives"):
            for word in record.get(field, ()):
                found[field, word] = record["level"]
        for verb in record.get("verbs", ()):
            for form in verb_forms(verb):
                found["verbs", form] = record["level"]
    return found


def _level(token: Any) -> str | None:
    cues = _cues()
    word = token.lower
    if token.tag == "MD":
        return cues.get(("modals", word.replace("’", "'")))
    if token.tag.startswith("RB"):
        return cues.get(("adverbs", word))
    if token.tag.startswith("JJ") or token.dep in {"acomp", "oprd"}:
        return cues.get(("adjectives", word))
    if token.tag.startswith("VB"):
        return cues.get(("verbs", word))
    return None


def _layers(head: Any) -> list[Any]:
    """The predicate and the layers of opinion under it, outermost first, five at most."""
    found = [head]
    for _ in range(4):
        below = clause_complement(found[-1]) or infinitive(found[-1])
        if below is None:
            break
        found.append(below)
    return found


def _candidates(head: Any) -> list[Any]:
    tokens = []
    for layer in _layers(head):
        tokens.append(layer)
        tokens.extend(c for c in layer.children if c.dep in {"aux", "advmod", "acomp", "oprd", "attr"})
    return tokens


def read_modality(head: Any, *, opposed: bool, above: Any = None) -> Modality:
    """Read polarity and certainty.

    Args:
        head: the content's main predicate.
        opposed: whether the deciding word itself refuses or opposes.
        above: the cue's token, whose own hedge ("hopes", "doubts") counts as well.

    Returns:
        The modality; without any cue a clause is asserted as certain, and the rule says so.
    """
    p = predicate(head)
    negated = p.negated or any(
        predicate(layer).negated for layer in _layers(head)[:2] if layer != head and not p.classes - {"opinion"}
    )
    if opposed:
        polarity, rule = Polarity.NEGATIVE, "refusing-word"
    elif negated:
        polarity, rule = Polarity.NEGATIVE, "negated-predicate"
    else:
        polarity, rule = Polarity.POSITIVE, "no-negation"
    best: tuple[int, Any] | None = None
    for token in [*([above] if above is not None else []), *_candidates(head)]:
        level = _level(token)
        if level is not None and (best is None or _ORDER.index(level) < best[0]):
            best = (_ORDER.index(level), token)
    if best is None:
        return Modality(polarity, rule, Certainty.CERTAIN, "plain-assertion", None)
    return Modality(polarity, rule, Certainty(_ORDER[best[0]]), f"cue:{best[1].lower}", best[1].span)
