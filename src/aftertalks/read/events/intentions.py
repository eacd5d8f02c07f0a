"""What a declared intention is in PLOVER: to help is to AGREE, to harm is to THREATEN, not to help is to REJECT.

"Finland will give Tanzania a grant" commits Finland now (AGREE) and names an aid still to come (AID, future).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aftertalks.read.events.arguments import controller
from aftertalks.read.events.codes import MATERIAL_CONFLICT, quad_class
from aftertalks.read.events.matching import Deed
from aftertalks.read.events.patterns import EventType

_WILL = frozenset({"will", "'ll", "’ll", "shall", "wo"})
_MAY = frozenset({"may", "could", "might"})
_READY = frozenset({"ready", "willing", "prepared", "set", "determined", "poised"})
_OWN = frozenset({"it", "he", "she", "they", "we", "i"})
_AGREE = EventType("AGREE", None, "030")
_REJECT = EventType("REJECT", None, "120")
_THREATEN = EventType("THREATEN", None, "130")
_REQUEST = EventType("REQUEST", None, "100")


def intention(deed: Deed, modes: tuple[str, ...], means_of: dict[int, EventType]) -> tuple[EventType, str] | None:
    """Return what the doer binds himself to by naming a deed to come, and the rule; None if he does not.

    Args:
        deed: the deed named.
        modes: its auxiliary modes.
        means_of: by token, what the verbs of the text stand for.
    """
    if deed.nominal or deed.means.type in {None, "REJECT", "THREATEN", "ACCUSE", "REQUEST"}:
        return None
    negated = "negated" in modes
    if deed.means.type == "AGREE":  # "failed to reach a deal"; what is agreed is no further commitment
        return (_REJECT, "agreement:failed") if negated and "hypothetical" not in modes else None
    marker = _marker(deed.token, means_of)
    if marker is None:
        return None
    harms = quad_class(str(deed.means.type)) == MATERIAL_CONFLICT
    if marker == "may":
        return (_THREATEN, "intent:may") if harms and not negated else None
    if harms != negated:
        return (_THREATEN if harms else _REJECT), f"intent:{marker}"
    return None if marker == "promise" else (_AGREE, f"intent:{marker}")


def _marker(token: Any, means_of: dict[int, EventType]) -> str | None:
    words = {c.lower for c in token.children if c.dep == "aux"}
    if words & _WILL:
        return "will"
    if "would" in words and _says_of_himself(token):
        return "would"
    clauses = [c for c in token.children if c.dep == "advcl"]
    if words & _MAY and any(m.lower in {"if", "unless"} for c in clauses for m in c.children):
        return "may"
    head = token.head
    if token.dep in {"xcomp", "ccomp"} and head != token:
        if head.lower in _READY:
            return str(head.lower)
        if head.lower == "going":
            return "going to"
        above = means_of.get(head.i)
        if above is not None and above.intent and not any(c.dep == "neg" for c in head.children):
            return "promise" if above.type == "AGREE" else str(head.lower)
    if token.dep == "conj" and head != token and not words:
        return _marker(head, means_of)
    return None


def _says_of_himself(token: Any) -> bool:
    if token.dep not in {"ccomp", "conj"} or token.head == token:
        return False
    subject = controller(token)
    return subject is not None and subject.lower in _OWN


def obligation(deed_token: Any, sayer: Any) -> EventType | None:
    """Return REQUEST where somebody says what another must do: "declared that China must drop its barriers"."""
    words = {c.lower for c in deed_token.children if c.dep == "aux"}
    own = next((c for c in deed_token.children if c.dep in {"nsubj", "nsubjpass"}), None)
    if not words & {"must", "should"} or own is None or own.lower in _OWN or sayer is None:
        return None
    return replace(_REQUEST, complement="hypothetical")
