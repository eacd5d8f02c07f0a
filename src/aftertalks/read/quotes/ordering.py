"""The order in which attributions are given."""

from __future__ import annotations

from aftertalks.model import Attribution


def in_order(attribution: Attribution) -> tuple[int, int, int]:
    """Sort key: by the place of the whole stretch, then of the cue, then the longer first."""
    clause, cue = attribution.clause, attribution.cue
    return clause.start, cue.start if cue is not None else clause.start, -len(clause)
