"""Which judgements stand: the log is only ever appended to, so taking one back is a further line of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from aftertalks.model import Judgement

UNDOES = "undoes"


def standing(judgements: Sequence[Judgement]) -> list[Judgement]:
    """Return the judgements that no later one took back, oldest first, without those that only took back."""
    held: list[Judgement] = []
    for j in judgements:
        if not j.reason.startswith(f"{UNDOES} "):
            held.append(j)
            continue
        gone = [k for k in held if j.reason.startswith(f"{UNDOES} {k.outcome} by {k.by} of {_stamp(k.at)}:")]
        if gone:
            held.remove(gone[-1])
    return held


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
