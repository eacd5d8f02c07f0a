"""The actor lexicon as one index of names: states, organisations, armed groups, media, offices, people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from aftertalks.lexicon.loader import Record, load
from aftertalks.lexicon.names import NameIndex, fold_name
from aftertalks.model import Actor, LexiconError
from aftertalks.read.actors.offices import OfficeTable, office_table, slug


@dataclass(frozen=True, slots=True)
class Role:
    """A word for an office or function (roles.yaml)."""

    id: str
    label: str
    sector: str
    only: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A word for what a state acts through (bodies.yaml)."""

    id: str
    kind: str
    sector: str
    as_state: bool = False


@dataclass(frozen=True)
class ActorLexicon:
    """Everything the finder looks names up in.

    Args:
        index: all names.
        states: actors of states by alpha-3.
        guards: alpha-3 → what else the name may be (``person``, ``us-state``).
        orgs: actors of organisations and groups by their record's id.
        table: people and offices.
    """

    index: NameIndex
    states: dict[str, Actor]
    guards: dict[str, str]
    orgs: dict[str, Actor]
    table: OfficeTable


def plural(noun: str) -> str:
    """Return a role noun's plural ("minister of defence" → "ministers of defence")."""
    head, sep, rest = noun.partition(" of ")
    if not sep:
        head, sep, rest = noun.partition(" to ")
    if head.endswith("man"):
        return head[:-3] + "men" + sep + rest
    if head.endswith("y") and head[-2] not in "aeiou":
        return head[:-1] + "ies" + sep + rest
    return head + ("es" if head.endswith(("s", "ch", "x")) else "s") + sep + rest


def _people_words(record: Record) -> list[str]:
    return list(record["people"]) if "people" in record else [a + "s" for a in record["adj"]]


def _add_states(index: NameIndex, states: dict[str, Actor], guards: dict[str, str], folders: tuple[Path, ...]) -> None:
    for r in load("states", folders):
        iso3 = r["iso3"]
        actor = Actor(f"state:{iso3}", r["name"], "state", iso3, iso3)
        states[iso3] = actor
        if r.get("guard"):
            guards[iso3] = r["guard"]
        for name in (r["name"], *r.get("also", ())):
            index.add(name, "state", actor)
        for word in r["adj"]:
            if word != r["name"]:
                index.add(word, "demonym", actor)
        for word in _people_words(r):
            index.add(word, "people", actor)
        for word in r.get("capital", ()):
            index.add(word, "seat" if r.get("neutral_capital") else "capital", actor)


def _add_organisations(index: NameIndex, orgs: dict[str, Actor], folders: tuple[Path, ...]) -> None:
    for lexicon, kind in (("organisations", "organisation"), ("groups", "group")):
        prefix = "org" if lexicon == "organisations" else "group"
        for r in load(lexicon, folders):
            actor = Actor(f"{prefix}:{r['id']}", r["name"], r.get("kind", kind), r.get("country"), r["code"])
            orgs[r["id"]] = actor
            for name in (r["name"], *r.get("also", ())):
                index.add(
                    name, "guarded" if r.get("guard") and " " not in name else "org", actor, exact=bool(r.get("exact"))
                )
            for name in r.get("metonyms", ()):
                index.add(name, "capital", actor)
    for r in load("media", folders):
        actor = Actor(
            f"media:{slug(r['name'])}", r["name"], "media", r.get("country"), f"{r.get('country') or ''} MED".strip()
        )
        for name in (r["name"], *r.get("also", ())):
            index.add(name, "org", actor)


def _add_roles(index: NameIndex, folders: tuple[Path, ...]) -> None:
    for r in load("roles", folders):
        role = Role(r["id"], r["label"], r["sector"])
        for noun in r["nouns"]:
            index.add(noun, "role", role)
            index.add(plural(noun), "roles", role)
        for iso3, nouns in r.get("only", {}).items():
            for noun in nouns:
                index.add(noun, "role", Role(r["id"], noun, r["sector"], iso3))
                index.add(plural(noun), "roles", Role(r["id"], noun, r["sector"], iso3))
    for r in load("bodies", folders):
        for noun in r["nouns"]:
            index.add(noun, "body", Body(r["id"], r["kind"], r["sector"], bool(r.get("as_state"))))


def _add_people(index: NameIndex, table: OfficeTable) -> None:
    for person in table.people.values():
        for name in person.names:
            index.add(name, "person", person)
        for surname in person.surnames:
            index.add(surname, "surname", person)


@dataclass(frozen=True, slots=True)
class UserActor:
    """An actor of a user's ``actors.yaml``: ``codes`` with first and last day, null where open."""

    name: str
    codes: tuple[tuple[str, date | None, date | None], ...]

    def at(self, day: date | None) -> Actor:
        """Return the actor with the code that holds on ``day``; without a day, the first code without a period."""
        held = [c for c, a, b in self.codes if (a is None and b is None) or (day and (a or day) <= day <= (b or day))]
        code = held[0] if held else None
        country = code[:3] if code and code[:3].isalpha() and code[:3] not in {"IGO", "NGO", "IMG", "MNC"} else None
        return Actor(f"user:{slug(self.name)}", self.name, "organisation", country, code)


def _user_code(text: str) -> tuple[str, date | None, date | None]:
    code, _, period = text.rpartition(" ") if "/" in text else (text, "", "")
    first, _, last = period.partition("/")
    return code, date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None


def _add_user_actors(index: NameIndex, folders: tuple[Path, ...]) -> None:
    for r in load("actors", folders):
        try:
            codes = tuple(_user_code(str(c)) for c in r.get("codes", ()))
        except ValueError as error:
            raise LexiconError(f"actors: {r.get('name')!r} has a code whose period is not FIRST/LAST") from error
        user = UserActor(r["name"], codes)
        for name in (r["name"], *r.get("also", ())):
            index.add(str(name), "user", user)


def _add_blocks(index: NameIndex, folders: tuple[Path, ...]) -> None:
    """Names of waters, lands and things that hold a state's name but are not that state ("Gulf of Mexico")."""
    states = {
        fold_name(n)
        for r in load("states", folders)
        for n in (r["name"], *r.get("also", ()), *r["adj"], *r.get("capital", ()))
    }
    for lexicon in ("regions", "waters", "not_actors"):
        for r in load(lexicon, folders):
            for name in (r["name"], *r.get("also", ())):
                words = fold_name(name).split()
                if lexicon == "not_actors" or (
                    len(words) > 1
                    and any(
                        " ".join(words[a:b]) in states for a in range(len(words)) for b in range(a + 1, len(words) + 1)
                    )
                ):
                    index.add(name, "block", None)


@lru_cache(maxsize=4)
def actor_lexicon(folders: tuple[Path, ...] = ()) -> ActorLexicon:
    """Build the index once a process and set of user folders."""
    index = NameIndex()
    states: dict[str, Actor] = {}
    guards: dict[str, str] = {}
    orgs: dict[str, Actor] = {}
    table = office_table(folders)
    _add_states(index, states, guards, folders)
    _add_organisations(index, orgs, folders)
    _add_roles(index, folders)
    _add_people(index, table)
    for r in load("metonyms", folders):
        actor = states[r["state"]] if "state" in r else orgs[r["org"]]
        for name in (r["name"], *r.get("also", ())):
            index.add(name, "metonym", actor)
    _add_user_actors(index, folders)
    _add_blocks(index, folders)
    index.finish()
    return ActorLexicon(index, states, guards, orgs, table)
