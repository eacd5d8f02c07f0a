"""Offices, functions and bodies with their owners: "Turkish foreign minister", "Ministry of Defence of Russia"."""

from __future__ import annotations

from dataclasses import dataclass

from aftertalks.lexicon.names import Words
from aftertalks.model import Actor
from aftertalks.read.actors.atoms import Atom, Scene
from aftertalks.read.actors.records import Body, Role

OWNERS = frozenset("state demonym people capital seat metonym org person surname".split())
_FILLERS = frozenset(
    "s deputy first second former ex then new acting special senior top permanent chief interim current late "
    "newly elected outgoing incumbent longtime veteran state federal national central own presidential vice "
    "assistant principal lead joint local regional military armed civilian political government own led spiritual "
    "backed".split()
)
_NOT_HOLDER = frozenset("former ex deputy assistant vice elect".split())
_AFTER_GENERAL = frozenset(
    "of to for and or who said says told has had was is are were will would in on at by as from with but that".split()
)
_ADJECTIVAL = frozenset(
    "general deputy chief fellow major representative secretary head private prince marshal captain premier".split()
)
MAX_FILLERS = 4
MAX_STATES = 12
MAX_TITLES = 3


@dataclass(frozen=True, slots=True)
class Title:
    """An office or function with its owner; ``past`` if "former" or the like stands in it."""

    first: int
    last: int
    role: Role | Body
    many: bool
    owner: Actor | None
    owner_atom: Atom | None
    past: bool


def _skip(words: Words, i: int) -> int:
    """Return the word after a possessive "s" that begins at ``i``."""
    return i + 1 if i < len(words) and words.folded[i] == "s" and words.gap(i - 1) in {"'", "’"} else i


def _adjective(scene: Scene, atom: Atom) -> bool:
    words = scene.words
    if words.folded[atom.last - 1] not in _ADJECTIVAL or words.capital(atom.last - 1):
        return False
    if not words.near(atom.last - 1):
        return False
    following = words.folded[atom.last]
    return not words.capital(atom.last) and following not in _AFTER_GENERAL


def _is_title(scene: Scene, atom: Atom | None) -> bool:
    return atom is not None and atom.kind in {"role", "roles", "body"} and not _adjective(scene, atom)


def _spokesman(scene: Scene, atom: Atom) -> Atom:
    """Return the role right behind a body, if there is one ("Foreign Ministry spokesman"), else the body."""
    following = scene.by_start.get(atom.last)
    if atom.kind == "body" and following is not None and following.kind == "role":
        return following if scene.words.gap(atom.last - 1) == " " else atom
    return atom


def _title_from_owner(scene: Scene, atom: Atom) -> Atom | None:
    """Find the office word that an owner's name leads to, over at most four words such as "deputy"."""
    words = scene.words
    if not words.near(atom.last - 1) and words.gap(atom.last - 1) not in {"'", "’", "’ ", "' "}:
        return None
    i = _skip(words, atom.last)
    for _ in range(MAX_FILLERS + 1):
        if i >= len(words) or (i > atom.last and not words.near(i - 1) and i != _skip(words, atom.last)):
            return None
        found = scene.by_start.get(i)
        if found is not None and _is_title(scene, found):
            return _spokesman(scene, found)
        if found is not None or not (
            words.folded[i] in _FILLERS or (atom.kind in {"org", "state", "demonym"} and words.capital(i))
        ):
            return None
        if words.gap(i).strip() not in {"", "-"}:
            return None
        i += 1
    return None


def _owner_after(scene: Scene, atom: Atom) -> tuple[Atom, int] | None:
    """Find the owner in "President of (the) X"; returns it with the phrase's end."""
    words = scene.words
    i = atom.last
    if i >= len(words) or words.folded[i] not in {"of", "for", "to"} or words.gap(i - 1) != " ":
        return None
    i += 1
    if i < len(words) and words.folded[i] == "the":
        i += 1
    owner = scene.by_start.get(i)
    if owner is None or owner.kind not in {"state", "org", "capital"}:
        return None
    return owner, owner.last


def _side(owner: Atom | None, scene: Scene) -> Actor | None:
    if owner is None:
        return None
    if owner.kind in {"person", "surname"}:
        return None
    return owner.actor


def title_at(scene: Scene, atom: Atom) -> Title | None:
    """Read the title that begins with ``atom``, an owner or an office word."""
    words = scene.words
    if _is_title(scene, atom):
        first, head, owner = atom.first, atom, None
        after = _owner_after(scene, atom)
        last = atom.last
        if after is not None and words.folded[atom.last] != "to":
            owner, last = after
        elif after is not None:
            last = after[1]
    elif atom.kind in OWNERS:
        found = _title_from_owner(scene, atom)
        if found is None or (atom.kind in {"person", "surname"} and found.kind != "body"):
            return None
        first, head, owner, last = atom.first, found, atom, found.last
        after = _owner_after(scene, found)
        if after is not None and words.folded[found.last] in {"to", "for"}:
            last = after[1]
    else:
        return None
    past = bool({words.folded[k] for k in range(max(first - 1, 0), head.last)} & _NOT_HOLDER)
    role = head.values[0]
    for _ in range(MAX_TITLES):
        further = scene.by_start.get(last)
        if further is None or further.kind != "role" or words.gap(last - 1) != " " or isinstance(role, Body):
            break
        role = role if further.values[0].id == "officer" else further.values[0]
        last = further.last
    return Title(first, last, role, head.kind == "roles", _side(owner, scene), owner, past)


def states_from(scene: Scene, i: int, *, after_of: bool = False) -> list[Atom]:
    """Return the states or adjectives that stand side by side from word ``i``: "Russia, Turkey and Iran".

    Args:
        scene: the text with its names.
        i: first word.
        after_of: whether "of" and perhaps "the" must come first.
    """
    words = scene.words
    if after_of:
        if i >= len(words) or words.folded[i] != "of":
            return []
        i += 1
    chain: list[Atom] = []
    while i < len(words) and len(chain) < MAX_STATES:
        i += words.folded[i] == "the"
        atom = scene.by_start.get(i)
        if atom is None or atom.kind not in {"state", "demonym"}:
            break
        chain.append(atom)
        i = atom.last
        if i < len(words) and words.folded[i] == "and" and words.gap(i - 1) in {" ", ", "}:
            i += 1
        elif i >= len(words) or words.gap(i - 1) != ", ":
            break
    return chain
