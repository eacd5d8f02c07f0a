"""When two values of a field are the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"\w+")
# Words by which one person's or body's name is longer than another form of the same name.
_TITLES = frozenset(
    "the of and mr mrs ms sir president prime minister foreign secretary state government administration us u s".split()
)
_ONE_STATE = {
    "united states": ("us", "u.s.", "usa", "america"),
    "united kingdom": ("uk",),
    "russia": ("moscow", "kremlin", "the kremlin", "russian federation"),
    "china": ("prc",),
}
_CANONICAL = {name: state for state, names in _ONE_STATE.items() for name in names}


@lru_cache(maxsize=8192)
def _fold(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    plain = re.sub(r"'s\b", "", plain.casefold().replace("’", "'"))
    plain = re.sub(r"[^\w. ]+", " ", plain).strip()
    plain = re.sub(r"^the\s+", "", plain)
    return _CANONICAL.get(plain, plain)


def same_name(a: str | None, b: str | None) -> bool:
    """Say whether two names may stand for one: the same when folded, or one's words (titles aside) all in the other."""
    if a is None or b is None:
        return a is b
    x, y = _fold(a), _fold(b)
    if x == y or "narrator" in {x, y}:
        return x == y
    one, two = (frozenset(_WORD.findall(name)) - _TITLES for name in (x, y))
    return bool(one and two) and (one <= two or two <= one)


def same_speaker(a: str, b: str) -> bool:
    """Compare speakers; several are joined with ``;`` and each must have its like."""
    ours, theirs = a.split(";"), b.split(";")
    return all(any(same_name(x, y) for y in theirs) for x in ours) and all(
        any(same_name(x, y) for x in ours) for y in theirs
    )


def same_time(a: str | None, b: str | None) -> bool:
    """Compare two times, an ISO date or ``start/end`` each, by their days."""

    def ends(value: str | None) -> tuple[str, str] | None:
        if not value:
            return None
        first, _, last = value.partition("/")
        return first[:10], (last or first)[:10]

    return ends(a) == ends(b)
