"""The words before a time that make a deadline of it."""

from __future__ import annotations

import re

from aftertalks.read.times.words import B, S

ABOUT = rf"(?:(?i:about|around|approximately|roughly|the|at{S}the|at{S}latest|midnight{S}on|noon{S}on|on){S}){{0,2}}"
_DEADLINE = re.compile(
    rf"{B}(?P<cue>(?i:by{S}no{S}later{S}than|(?:no|not){S}later{S}than|prior{S}to|ahead{S}of|by|until|till|up{S}to|before|"
    rf"deadline{S}(?:of|is|was)|{S}within)){S}{ABOUT}$"
)


def deadline_cue(text: str, start: int) -> str:
    """Return the word before ``start`` that makes a deadline of it; empty if there is none."""
    match = _DEADLINE.search(text, max(0, start - 48), start)
    return re.sub(r"\s+", " ", match["cue"].lower()).strip() if match else ""
