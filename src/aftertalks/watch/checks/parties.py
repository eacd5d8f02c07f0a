"""Who fought whom: sides of events matched against the parties of a check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache

from aftertalks.lexicon.loader import load
from aftertalks.lexicon.names import fold_name
from aftertalks.watch.checks.areas import countries, fold_country

ANYONE = "*"
_MEMBERS = re.compile(r"[,;] ")
_YEARS = re.compile(r"\((?:\d{4}|-|\s|present){1,12}\)")
_FORCES = ("government of", "military forces of", "police forces of", "armed forces of")
_SECTORS = ("", "GOV", "MIL", "COP", "SPY", "LEG", "JUD", "ELI")
_CAPITALS = re.compile(r"[^\W\d_]{2,}")
_OWN_WORDS = re.compile(r"^(?:the )?(.{2,40}?)(?: (?:government|regime|army|armed forces|military))$")
Pair = tuple[str | None, str | None, str | None, str | None]


class Stratum(IntEnum):
    """What an event is to a check's parties."""

    OTHERS = 0
    PARTIES = 1
    EXCEPTED = 2


@lru_cache(maxsize=1)
def _aliases() -> dict[str, frozenset[str]]:
    """Return all folded names of a group, its members' included, by each of its folded names."""
    own: dict[str, set[str]] = {}
    members: dict[str, list[str]] = {}
    for record in (*load("groups"), *load("zones_parties")):
        names = {fold_name(n) for n in (record["name"], *record.get("also", ()))}
        key = fold_name(record["name"])
        own.setdefault(key, set()).update(names)
        members.setdefault(key, []).extend(fold_name(m) for m in record.get("members", ()))
    by_name: dict[str, set[str]] = {}
    for key, names in own.items():
        full = set(names)
        for member in members[key]:
            full |= own.get(member, {member})
        for name in names:
            by_name.setdefault(name, set()).update(full)
    return {name: frozenset(full) for name, full in by_name.items()}


@lru_cache(maxsize=1)
def _adjectives() -> dict[str, str]:
    return {
        fold_name(word): record["name"]
        for record in load("states")
        for word in (*record.get("adj", ()), *record.get("capital", ()))
    }


def state_named(name: str) -> str | None:
    """Return the state that a party's name means ("Damascus", "the Syrian government", "Government of Syria")."""
    folded = fold_country(name)
    for lead in _FORCES:
        if folded.startswith(lead + " "):
            folded = folded.removeprefix(lead + " ")
            break
    known = countries().get(folded) or _adjectives().get(folded)
    if known:
        return known
    words = _OWN_WORDS.match(folded)
    inner = words[1] if words else folded
    return countries().get(inner) or _adjectives().get(inner)


@lru_cache(maxsize=1)
def _iso3() -> dict[str, str]:
    return {record["name"]: record["iso3"] for record in load("states") if "iso3" in record}


@dataclass(frozen=True)
class Camp:
    """One side of a check: names that mean it.

    Args:
        exact: folded names of groups.
        states: canonical names of states whose government and forces are meant.
        anyone: whether every armed group is meant that is no state's own forces.
    """

    exact: frozenset[str]
    states: frozenset[str]
    anyone: bool = False

    @classmethod
    def of(cls, names: Iterable[str]) -> Camp:
        """Make a camp from names as a user or a text gives them."""
        exact: set[str] = set()
        states: set[str] = set()
        anyone = False
        for name in names:
            folded = fold_name(name)
            if name.strip() == ANYONE:
                anyone = True
            elif folded in _aliases():
                exact |= _aliases()[folded]
            elif state := state_named(name):
                states.add(state)
            else:
                exact.add(folded)
        return cls(frozenset(exact), frozenset(states), anyone)

    def has(self, side: str | None, code: str | None) -> bool:
        """Say whether a side of an event belongs to this camp; of several members one suffices."""
        if not side:
            return False
        members = [_member(m) for m in _MEMBERS.split(side)]
        if self.anyone and any(_is_group(m, code) for m in members):
            return True
        if any(m in self.exact or m.startswith(self._forces) for m in members) or self._coded(code):
            return True
        return not code and any(m in self._plain for m in members)

    @cached_property
    def _forces(self) -> tuple[str, ...]:
        return tuple(f"{lead} {fold_country(state)}" for state in self.states for lead in _FORCES)

    @cached_property
    def _plain(self) -> frozenset[str]:
        return frozenset(fold_country(state) for state in self.states)

    def _coded(self, code: str | None) -> bool:
        if not code:
            return False
        return any(
            code.startswith(iso) and code[len(iso) :].strip() in _SECTORS
            for iso in (_iso3().get(state, "?") for state in self.states)
        )


@lru_cache(maxsize=65536)
def _member(side: str) -> str:
    folded = fold_name(_YEARS.sub(" ", side))
    for lead in _FORCES:
        if folded.startswith(lead + " "):
            inner = fold_country(_YEARS.sub(" ", side))
            return inner if inner.startswith(lead) else folded
    return folded


def _is_group(member: str, code: str | None) -> bool:
    """Say whether a side is an armed group that is neither civilians nor a state's own forces."""
    if member in _civilians() or member.startswith(tuple(f"{lead} " for lead in _FORCES)):
        return False
    return (code or "")[3:].strip() not in {*_SECTORS[1:], "CVL"}


@lru_cache(maxsize=1)
def _civilians() -> frozenset[str]:
    return _aliases()["civilians"]


def strata(pairs: Sequence[Pair | None], camps: Sequence[Sequence[str]], carved: Sequence[str]) -> list[Stratum]:
    """Say for each pair of sides whether it is violence between the parties, with an excepted group, or other.

    Args:
        pairs: side A, side B, code A, code B.
        camps: the parties; violence between two different camps counts. Empty: all violence counts.
        carved: names of groups that the undertaking excepts.
    """
    sides = [Camp.of(names) for names in camps]
    out = Camp.of(carved)
    return [_stratum(pair, sides, out) for pair in pairs]


def _stratum(pair: Pair | None, camps: Sequence[Camp], carved: Camp) -> Stratum:
    if pair is None:
        return Stratum.OTHERS
    a, b, code_a, code_b = pair
    if carved.has(a, None) or carved.has(b, None):
        return Stratum.EXCEPTED
    if not camps:
        return Stratum.PARTIES
    in_a = [n for n, camp in enumerate(camps) if camp.has(a, code_a)]
    in_b = [n for n, camp in enumerate(camps) if camp.has(b, code_b)]
    return Stratum.PARTIES if any(x != y for x in in_a for y in in_b) else Stratum.OTHERS
