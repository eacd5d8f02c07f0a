"""From PLOVER types and CAMEO codes to quad class and Goldstein value.

PLOVER's quad classes are those of its manual; CAMEO's follow the code's root. Goldstein values are those that the
field uses with CAMEO (Goldstein 1992 as mapped by the CAMEO project), a value a code or its nearest parent.
"""

from __future__ import annotations

from functools import lru_cache

from aftertalks.lexicon import load

VERBAL_COOPERATION, MATERIAL_COOPERATION, VERBAL_CONFLICT, MATERIAL_CONFLICT = (
    "verbal cooperation",
    "material cooperation",
    "verbal conflict",
    "material conflict",
)
_QUADS = {
    VERBAL_COOPERATION: "AGREE CONSULT SUPPORT",
    MATERIAL_COOPERATION: "COOPERATE AID CONCEDE RETREAT",
    VERBAL_CONFLICT: "REQUEST ACCUSE REJECT THREATEN",
    MATERIAL_CONFLICT: "PROTEST SANCTION MOBILIZE COERCE ASSAULT",
}
QUAD_OF_TYPE = {name: quad for quad, names in _QUADS.items() for name in names.split()}
TYPES = tuple(QUAD_OF_TYPE)


def quad_class(event_type: str) -> str:
    """Return PLOVER's quad class of one of its types."""
    return QUAD_OF_TYPE[event_type]


def penta_class(cameo: str) -> int:
    """Return CAMEO's pentaclass: 0 statement, 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict."""
    root = int(cameo[:2])
    return 0 if root < 3 else 1 if root < 6 else 2 if root < 9 else 3 if root < 14 else 4


@lru_cache(maxsize=1)
def _goldstein() -> dict[str, float]:
    return {str(code): float(value) for record in load("cameo") for code, value in record["values"].items()}


def goldstein(cameo: str) -> float | None:
    """Return the Goldstein value, -10 (conflict) to 10 (cooperation), of a CAMEO code; null for an unknown one."""
    for length in range(len(cameo), 1, -1):
        if cameo[:length] in _goldstein():
            return _goldstein()[cameo[:length]]
    return None
