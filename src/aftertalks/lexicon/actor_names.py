"""Actors' names by id.

A statement holds names as its text has them and ids where the lexicon knows them; the two lists are not parallel (a
person whom only the text introduces may have no id). Who needs the name of an id asks here.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from aftertalks.lexicon.loader import load
from aftertalks.lexicon.names import fold_name


@lru_cache(maxsize=1)
def _listed() -> dict[str, str]:
    found = {f"state:{r['iso3']}": str(r["name"]) for r in load("states")}
    found |= {f"org:{r['id']}": str(r["name"]) for r in load("organisations")}
    found |= {f"group:{r['id']}": str(r["name"]) for r in load("groups")}
    return found


def actor_name(identity: str, named: Iterable[str] = ()) -> str | None:
    """Return the name of an actor; null if neither the lexicon nor the statement tells it.

    Args:
        identity: ``state:RUS``, ``person:vladimir-putin`` …
        named: the names that the statement holds; one whose id this is comes out as written there.
    """
    if identity in _listed():
        return _listed()[identity]
    last = identity.rpartition(":")[2]
    return next((name for name in named if fold_name(name).replace(" ", "-") == last), None)


@lru_cache(maxsize=1)
def _states_of_holders() -> dict[str, str | None]:
    """By a person's id the one state whose offices the lexicon says they held; null for somebody who served two."""
    found: dict[str, str | None] = {}
    for record in load("offices"):
        for holder in record["holders"] if "state" in record else ():
            name = holder.rpartition(" ")[0].replace("*", "")
            person = f"person:{fold_name(name).replace(' ', '-')}"
            state = f"state:{record['state']}"
            found[person] = state if found.get(person, state) == state else None
    return found


def state_of(identity: str) -> str | None:
    """Return the id of the state that an actor acts for; null if its id and the lexicon's offices do not tell.

    Args:
        identity: ``person:vladimir-putin``, ``ministry:RUS:defence-ministry``, ``office:usa-president`` …
    """
    kind, _, rest = identity.partition(":")
    if kind == "person":
        return _states_of_holders().get(identity)
    code = rest.partition("-" if kind == "office" else ":")[0].upper()
    known = kind in {"government", "ministry", "organisation", "office"} and f"state:{code}" in _listed()
    return f"state:{code}" if known else None


@lru_cache(maxsize=1)
def _two_letters() -> dict[str, str]:
    return {str(r["iso3"]): str(r["iso2"]) for r in load("states") if r.get("iso2")}


def country_code(iso3: str) -> str | None:
    """Return a state's ISO 3166-1 alpha-2 code; null if the lexicon has none."""
    return _two_letters().get(iso3)


@lru_cache(maxsize=1)
def _by_two_letters() -> dict[str, str]:
    return {str(r["iso2"]): str(r["name"]) for r in load("states") if r.get("iso2")}


def country_name(iso2: str) -> str | None:
    """Return a state's name by its ISO 3166-1 alpha-2 code; null if the lexicon has none."""
    return _by_two_letters().get(iso2)


@lru_cache(maxsize=1)
def _bodies() -> frozenset[str]:
    return frozenset(_listed().values())


def is_body(name: str) -> bool:
    """Say whether a name is that of a state, organisation or group of the lexicon."""
    return name in _bodies()


def display_name(identity: str, named: Iterable[str] = ()) -> str:
    """Return a name for people, never an id: "government of Syria", "ambassador of Libya", "the parties".

    Args:
        identity: ``government:SYR:government``, ``office:lby-ambassador``, ``collective:the-parties`` …
        named: the names that the statement holds.
    """
    known = actor_name(identity, named)
    if known is not None:
        return known
    sort, _, rest = identity.partition(":")
    state, _, what = rest.partition(":")
    owner = _listed().get(f"state:{state}")
    if what and owner:
        return f"government of {_titled(what)}" if sort == "gov" else f"{_spaced(what)} of {_with_article(owner)}"
    if sort == "office":
        return _office(rest)
    return _titled(rest) if sort in {"person", "media"} else _spaced(rest)


def _office(slug: str) -> str:
    """Return whose office a slug such as ``lby-foreign-minister`` or ``un-envoy`` is."""
    head, _, post = slug.partition("-")
    owner = _listed().get(f"state:{head.upper()}") or _listed().get(f"org:{head}")
    return f"{_spaced(post)} of {_with_article(owner)}" if owner and post else _spaced(slug)


def _with_article(name: str) -> str:
    takes = name.startswith(("United ", "European ")) or " Republic" in name or name in _PLURAL
    return f"the {name}" if takes else name


def _spaced(slug: str) -> str:
    return slug.replace(":", " ").replace("-", " ").strip() or slug


def _titled(slug: str) -> str:
    return " ".join(word.capitalize() for word in _spaced(slug).split())


_PLURAL = frozenset({"Netherlands", "Philippines", "Maldives", "Bahamas", "Gambia", "Comoros", "Seychelles"})
