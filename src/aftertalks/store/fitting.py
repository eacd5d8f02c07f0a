"""What the fields of an exported line may hold, so that nothing comes in that could not be read afterwards."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from aftertalks.model import AftertalksError, Book, Outcome
from aftertalks.model.account import Stance, Standing
from aftertalks.model.record import from_record
from aftertalks.model.review import Action, Topic

MOST = 2**31  # that a column of whole numbers holds
_ENTRY = re.compile("[0-9a-f]{12}")
_LONG = 60  # letters of a value that are told


@dataclass(frozen=True, slots=True)
class Want:
    """What a field may hold.

    Args:
        what: in words, as "a day, as 2017-07-08".
        holds: says whether a value is one.
        null: whether it may be missing, too.
    """

    what: str
    holds: Callable[[Any], bool]
    null: bool = False

    def fits(self, value: object) -> bool:
        """Say whether a value is what is wanted."""
        return self.null if value is None else self.holds(value)


def _day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _moment(value: object) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _text(value: object) -> bool:
    return isinstance(value, str)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and abs(value) < MOST


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _entry(value: object) -> bool:
    return isinstance(value, str) and _ENTRY.fullmatch(value) is not None


def _stretch(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_whole, value)) and value[0] <= value[1]


def _runs(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(run, list) and len(run) == 3 and all(map(_whole, run)) for run in value
    )


def _sections(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(s, list) and len(s) == 7 and _stretch(s[:2]) and all(map(_text, (s[2], s[4])))
        and (s[3] is None or _text(s[3])) and all(ends is None or _stretch(ends) for ends in s[5:])
        for s in value
    )  # fmt: skip


def _query(value: object) -> bool:
    return (
        isinstance(value, dict)
        and {"actors", "issue", "place", "words", "since", "until"} <= set(value)
        and _texts(value["actors"])
        and all(value[name] is None or _text(value[name]) for name in ("issue", "place", "words"))
        and all(value[name] is None or _day(value[name]) for name in ("since", "until"))
    )


def _object(value: object) -> bool:
    """Say whether a value is the text of a JSON object."""
    try:
        return isinstance(value, str) and isinstance(json.loads(value), dict)
    except (ValueError, RecursionError):
        return False


def _record(value: object) -> bool:
    """Say whether a value is a statement's record."""
    try:
        from_record(value)  # type: ignore[arg-type]
    except (AftertalksError, AttributeError, TypeError):
        return False
    return True


def _undone(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 10


def _one_of(kind: type[StrEnum]) -> Want:
    return Want(f"one of {', '.join(kind)}", lambda value: isinstance(value, str) and value in set(kind))


TEXT, TEXT_OR_NOT = Want("a text", _text), Want("a text or null", _text, null=True)
DAY_OR_NOT, MOMENT = Want("a day, as 2017-07-08, or null", _day, null=True), Want("a time with its zone", _moment)
ENTRY, ENTRY_OR_NOT = Want("an entry's id", _entry), Want("an entry's id or null", _entry, null=True)
SCORE, WHOLE = Want("a number or null", _number, null=True), Want("a whole number", _whole)
TEXTS, STATEMENT = Want("a list of texts", _texts), Want("a statement's record", _record)
OUTCOME, STANCE = _one_of(Outcome), _one_of(Stance)

WANTED: Mapping[str, Mapping[str, Want]] = {
    "document": {
        **dict.fromkeys(("id", "source", "media_type", "text", "read_by"), TEXT),
        **dict.fromkeys(("url", "title", "publisher", "author", "language", "original"), TEXT_OR_NOT),
        "published": DAY_OR_NOT, "offsets": Want("a list of three whole numbers each", _runs), "notes": TEXTS,
        "sections": Want("a list of sections", _sections), "reading_notes": TEXTS, "added_at": MOMENT,
    },
    "statement": {"record": STATEMENT},
    "entry": {
        "id": ENTRY, "book": _one_of(Book), "due_first": DAY_OR_NOT, "due_last": DAY_OR_NOT, "made_at": MOMENT,
    },
    "voice": {
        "entry": ENTRY, "statement": TEXT, "stance": STANCE, "reason": TEXT, "score": SCORE, "added_at": MOMENT,
        "nearest": TEXT_OR_NOT,
    },
    "judgement": {
        "entry": ENTRY, "judged_by": TEXT, "judged_at": MOMENT, "outcome": OUTCOME, "reason": TEXT,
        "evidence": TEXTS, "until": DAY_OR_NOT,
        "details": Want("the text of a JSON object or null", _object, null=True),
    },
    "proposal": {
        "entry": ENTRY, "statement": TEXT, "outcome": OUTCOME, "score": SCORE, "reason": TEXT, "made_at": MOMENT,
    },
    "document_repeat": {
        "document": TEXT, "original": TEXT, "repeat": TEXT, "share": SCORE, "reason": TEXT, "noted_at": MOMENT,
    },
    "statement_standing": {
        "statement": TEXT, "standing": _one_of(Standing), "other": TEXT, "noted_at": MOMENT,
    },
    "decision": {
        "n": WHOLE, "id": TEXT, "topic": _one_of(Topic), "action": _one_of(Action), "decided_by": TEXT,
        "decided_at": MOMENT, "document": TEXT, "first": WHOLE, "last": WHOLE, "words": TEXT,
        **dict.fromkeys(("field", "value", "machine"), TEXT_OR_NOT), "score": SCORE, "reason": TEXT,
        "entry": ENTRY_OR_NOT, "undoes": Want("a decision's number as text, or null", _undone, null=True),
    },
    "set_aside": {
        "id": TEXT, "document": TEXT, "record": STATEMENT, "entry": ENTRY_OR_NOT,
        "stance": Want(f"{STANCE.what} or null", STANCE.holds, null=True), "voice_reason": TEXT_OR_NOT,
        "voice_score": SCORE, "voice_added_at": Want("a time with its zone, or null", _moment, null=True), "why": TEXT,
        "successor": TEXT_OR_NOT, "set_at": MOMENT,
    },
    "entry_joined": {"entry": ENTRY, "into": ENTRY, "reason": TEXT, "joined_at": MOMENT},
    "dossier": {"name": TEXT, "query": Want("what a dossier asks for", _query), "made_at": MOMENT},
    "looked": {"reader": TEXT, "dossier": TEXT, "looked_at": MOMENT},
}  # fmt: skip


def misfit(line: Mapping[str, Any]) -> str | None:
    """Say which field of a line holds what it cannot; null if every one fits.

    Args:
        line: of a kind that there is, with all its fields.
    """
    for name, want in WANTED[line["type"]].items():
        if not want.fits(line[name]):
            told = repr(line[name])
            told = told if len(told) <= _LONG else f"{told[:_LONG]} …"
            return f"is a {line['type']} whose {name} is {told}, not {want.what}"
    return _at_odds(line)


def _at_odds(line: Mapping[str, Any]) -> str | None:
    """Say what two fields of a line cannot hold together."""
    if line["type"] == "decision":
        if line["last"] < line["first"]:
            return f"is a decision on the stretch {line['first']}..{line['last']}, which ends before it begins"
        if line["topic"] == Topic.ENTRY and line["action"] != Action.UNDO and not _places(line["value"]):
            return "is a decision on an entry whose value does not tell the places of its statements"
    if line["type"] == "document" and line["original"] is not None:
        text, original = len(line["text"]), len(line["original"])
        if any(a + n > text or b + n > original for a, b, n in line["offsets"]):
            return "is a document whose offsets lead out of its text or its original"
    return None


def _places(value: str | None) -> bool:
    """Say whether a value tells the places that a merge or split found its statements at."""
    try:
        held = json.loads(value or "[]")
    except (ValueError, RecursionError):
        return False
    return isinstance(held, list) and all(
        isinstance(p, dict) and isinstance(p.get("moved"), bool)
        and set(p) == {"moved", *WANTED["voice"]} and all(w.fits(p[name]) for name, w in WANTED["voice"].items())
        for p in held
    )  # fmt: skip
