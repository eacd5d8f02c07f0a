"""Single names found in a text, each settled to one reading, before phrases are built from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from aftertalks.lexicon.loader import load
from aftertalks.lexicon.names import Match, Words, fold
from aftertalks.model import Actor
from aftertalks.read.actors.offices import Person
from aftertalks.read.actors.records import ActorLexicon

_ORDER = (
    "person",
    "org",
    "guarded",
    "state",
    "demonym",
    "people",
    "capital",
    "seat",
    "metonym",
    "user",
    "body",
    "role",
    "roles",
    "surname",
    "block",
)
_RANK = {kind: rank for rank, kind in enumerate(_ORDER)}
_PLACE_WORDS = frozenset("in at near outside around inside across throughout within into toward towards".split())
_NAME_HEADS = frozenset(
    "bank university museum church institute academy gulf sea bay battle treaty voice times port city coast "
    "embassy".split()
)


QUANTIFIERS = frozenset(
    "many some older younger ordinary most few several thousands hundreds millions two three four five ten".split()
)


@dataclass(frozen=True, slots=True)
class Atom:
    """One name: words ``first`` to ``last`` exclusive.

    Args:
        kind: state, demonym, people, capital, seat, metonym, org, person, surname, role, roles, body or block.
        values: the records of that name and kind.
        locative: whether the words before make it a place ("in Moscow").
    """

    first: int
    last: int
    kind: str
    values: tuple[Any, ...]
    locative: bool = False

    @property
    def actor(self) -> Actor:
        """The first record, for kinds whose records are actors."""
        actor: Actor = self.values[0]
        return actor


@dataclass
class Scene:
    """A text with its names and what the document's date makes of them.

    Args:
        words: the text's words.
        lexicon: what names are looked up in.
        published: the document's date.
        atoms: the names in order, not overlapping.
        by_start: the same by their first word.
    """

    words: Words
    lexicon: ActorLexicon
    published: date | None
    atoms: list[Atom] = field(default_factory=list)
    by_start: dict[int, Atom] = field(default_factory=dict)

    @cached_property
    def titles(self) -> frozenset[int]:
        """Words of offices, states and adjectives, which may stand before a surname."""
        kinds = {"role", "roles", "state", "demonym"}
        return frozenset(k for a in self.atoms if a.kind in kinds for k in range(a.first, a.last))


def _counted(scene: Scene, match: Match) -> bool:
    """Say whether "many" or the like makes a people of an adjective ("many Japanese", not "many Japanese troops")."""
    words, i = scene.words, match.last
    if match.first == 0 or words.folded[match.first - 1] not in QUANTIFIERS:
        return False
    following = scene.lexicon.index.table.get(words.folded[i], ()) if i < len(words) else ()
    return not any(n.kind in {"body", "role", "roles"} for n in following)


def _settle(match: Match, scene: Scene) -> Atom:
    kinds = {name.kind for name in match.names}
    kind = min(kinds, key=_RANK.__getitem__)
    if kind == "demonym" and "people" in kinds:
        kind = "people" if _counted(scene, match) else kind
    if kind == "role" and "surname" in kinds:
        kind = "surname" if scene.words.capital(match.first) else "role"
    return Atom(match.first, match.last, kind, tuple(name.value for name in match.names if name.kind == kind))


def _stands_in_name(words: Words, atom: Atom) -> bool:
    """Say whether a word that may be a person's name has another capitalised word at its side ("Chad Wolf")."""
    before, after = atom.first - 1, atom.last
    if after < len(words) and words.gap(after - 1) == " " and words.capital(after) and not words.raw(after).isupper():
        return True
    return before >= 0 and words.gap(before) == " " and words.capital(before) and not words.opens_sentence(before)


def is_elsewhere(words: Words, first: int, state: str, folders: tuple[Path, ...] = ()) -> bool:
    """Say whether a state's name is another place's here ("Georgia" in a text on Alabama and Florida).

    Args:
        words: the text.
        first: the name's word.
        state: ISO 3166-1 alpha-3.
        folders: the user's lexicon folders.
    """
    for record in load("homonyms", folders):
        if record["state"] != state or words.folded[first] != fold(record["name"]):
            continue
        here = words.vocabulary
        speak_for, against = here & frozenset(record["for"]), here & frozenset(record["against"])
        if first >= 1 and words.gap(first - 1).strip() == "," and words.capital(first - 1) and not speak_for:
            return words.folded[first - 1] not in {"armenia", "azerbaijan", "ukraine", "moldova", "russia", "turkey"}
        return len(against) > len(speak_for)
    return False


def _head_of_name(words: Words, first: int) -> bool:
    """Say whether "of" and a capitalised institution stand before ("Bank of England", "Gulf of Oman")."""
    k = first - 1
    if k >= 0 and words.folded[k] == "the":
        k -= 1
    return k >= 1 and words.folded[k] == "of" and words.capital(k - 1) and words.folded[k - 1] in _NAME_HEADS


def is_locative(words: Words, first: int) -> bool:
    """Say whether the words before make a name a place: "in Moscow", "in and around Damascus", "in Moscow and Kyiv"."""
    k = first - 1
    if k >= 0 and words.folded[k] in {
        "the",
        "central",
        "downtown",
        "nearby",
        "northern",
        "southern",
        "eastern",
        "western",
    }:
        k -= 1
    return k >= 0 and words.folded[k] in _PLACE_WORDS and words.gap(k).strip() == ""


def _refused(scene: Scene, atom: Atom) -> bool:
    words = scene.words
    if atom.kind == "block":
        return True
    if atom.kind == "state":
        guard = scene.lexicon.guards.get(atom.actor.country or "") if atom.last - atom.first == 1 else None
        if guard == "person" and _stands_in_name(words, atom):
            return True
        if guard == "us-state" and is_elsewhere(words, atom.first, atom.actor.country or ""):
            return True
    return atom.kind in {"state", "capital"} and _head_of_name(words, atom.first)


def _in_full(matches: list[Match]) -> set[int]:
    """The identities of all whom names of several words name."""
    return {id(n.value) for match in matches if match.last - match.first > 1 for n in match.names}


def find_atoms(scene: Scene) -> None:
    """Fill ``scene.atoms``: every name of the lexicon, longest first, each with one reading."""
    matches = list(scene.lexicon.index.walk(scene.words))
    in_full = _in_full(matches)
    hired = not scene.words.vocabulary.isdisjoint({"mercenaries", "mercenary", "prigozhin"})
    last_locative = -9
    for match in matches:
        atom = _settle(match, scene)
        if atom.kind == "guarded":
            # A short name that is also a surname counts only where the text has a longer form of it, too.
            if not hired and id(atom.actor) not in in_full:
                continue
            atom = Atom(atom.first, atom.last, "org", atom.values)
        if _refused(scene, atom):
            continue
        if atom.kind == "org" and atom.actor.kind == "collective" and is_locative(scene.words, atom.first):
            continue
        if atom.kind in {"state", "capital", "seat", "metonym"}:
            chained = atom.first - last_locative == 2 and scene.words.folded[atom.first - 1] == "and"
            chained = chained or (atom.first == last_locative + 1 and scene.words.gap(atom.first - 1).strip() == ",")
            if is_locative(scene.words, atom.first) or chained:
                atom = Atom(atom.first, atom.last, atom.kind, atom.values, locative=True)
                last_locative = atom.last - 1
        scene.atoms.append(atom)
    scene.by_start = {a.first: a for a in scene.atoms}


def persons_of(atom: Atom) -> tuple[Person, ...]:
    """Return the people that a ``person`` or ``surname`` atom may mean."""
    return tuple(v for v in atom.values if isinstance(v, Person))
