"""Phrases built from names.

"The Turkish foreign minister", "Ministry of Defence of Russia", "the Trump administration", "US President Donald
Trump", "Valdai Club Program Director Dmitry Suslov".
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from aftertalks.lexicon.names import Words
from aftertalks.model import Actor
from aftertalks.read.actors.atoms import QUANTIFIERS, Atom, Scene, persons_of
from aftertalks.read.actors.offices import slug
from aftertalks.read.actors.people import (
    Cast,
    leader,
    name_after,
    office_label,
    past_holder,
    person_actor,
    resolve_surname,
    text_actor,
)
from aftertalks.read.actors.records import Body, Role
from aftertalks.read.actors.titles import OWNERS, Title, states_from, title_at

_STATES = frozenset("state demonym people capital seat metonym".split())
_PAST = frozenset("former ex then late outgoing longtime deputy assistant vice first second".split())
_LONE_BODIES = frozenset("government opposition rebels military police parliament".split())
_COURTESY = frozenset("mr mrs ms dr sir mister lord lady".split())
_CHIEFS = frozenset(["secretary-general", "head", "officer"])


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of one or more names.

    Args:
        first, last: its words, ``last`` exclusive.
        actor: whom it means.
        form: as in ``ActorMention``.
        rule: how it was resolved.
    """

    first: int
    last: int
    actor: Actor
    form: str
    rule: str


def _wording(scene: Scene, first: int, last: int) -> str:
    text = scene.words.text[scene.words.starts[first] : scene.words.ends[last - 1]]
    return " ".join(text.split())


def _body_phrase(scene: Scene, title: Title, cast: Cast) -> Phrase | None:
    body = title.role
    assert isinstance(body, Body)
    owner, side = title.owner, title.owner.country if title.owner else None
    name = _wording(scene, title.first, title.last)
    if title.owner_atom is not None and title.owner_atom.kind in {"person", "surname"}:
        holder = _holder_of(scene, title.owner_atom, cast)
        if holder is None or body.kind not in {"government", "ministry"}:
            return None
        side = holder.country
        name = name.replace("’s ", " ").replace("'s ", " ")
        ident = f"gov:{side}:{slug(holder.name)}" if side else f"gov:{slug(name)}"
        return Phrase(
            title.first,
            title.last,
            Actor(ident, name, body.kind, side, f"{side} {body.sector}" if side else None),
            "name",
            "leader's government",
        )
    if owner is None or title.owner_atom is None:
        return None
    head = scene.words.starts[title.last - 1]
    lower = scene.words.text[head].islower()
    code = f"{side} {body.sector}" if side else owner.code
    if body.as_state and lower and title.owner_atom.kind in _STATES:
        return Phrase(title.first, title.last, replace(owner, code=code), "demonym", f"state by its {body.id}")
    if owner.kind != "state":
        return Phrase(title.first, title.last, owner, "name", f"organisation by its {body.id}")
    ident = f"{body.kind}:{side}:{body.id}" if body.kind != "collective" else f"collective:{slug(name)}"
    return Phrase(title.first, title.last, Actor(ident, name, body.kind, side, code), "name", f"{body.id} of a state")


def _holder_of(scene: Scene, atom: Atom, cast: Cast) -> Actor | None:
    if atom.kind == "person":
        return person_actor(persons_of(atom)[0], scene.published)
    found = resolve_surname(scene, atom, cast, titled=True)
    return found[0] if found else None


def _office_owner(title: Title) -> tuple[str, str] | None:
    """Return the office table's owner key and the office id of a title."""
    role = title.role
    assert isinstance(role, Role)
    if role.only is not None:
        return role.only, role.id
    if title.owner is None or title.owner_atom is None:
        return None
    owner = title.owner
    if title.owner_atom.kind in {"capital", "seat"}:
        return slug(owner.name + " capital"), role.id
    key = owner.country if owner.kind == "state" and owner.country else owner.id.split(":", 1)[1]
    return key, role.id


def _role_phrase(scene: Scene, title: Title) -> Phrase | None:
    """Resolve a title without a name: "the Russian leader" on the document's date."""
    role = title.role
    assert isinstance(role, Role)
    key = _office_owner(title)
    if key is None:
        return None
    owner, office = key
    day = scene.published
    side = role.only or (title.owner.country if title.owner else None)
    wording = _wording(scene, title.first, title.last)
    code = f"{side} {role.sector}" if side else title.owner.code if title.owner else None
    generic = Actor(f"office:{owner.lower()}-{office}", wording, "office", side, code, role.label)
    if title.many:
        if (
            title.owner is not None
            and title.owner.kind == "state"
            and office in {"official", "expert", "officer", "envoy", "adviser"}
        ):
            return Phrase(title.first, title.last, replace(title.owner, code=code), "demonym", "state by its officials")
        return Phrase(
            title.first,
            title.last,
            replace(generic, id=f"collective:{slug(wording)}", kind="collective"),
            "collective",
            "several holders of an office",
        )
    if title.past or day is None:
        return Phrase(
            title.first,
            title.last,
            generic,
            "role",
            "office without holder: " + ("not the present one" if title.past else "document undated"),
        )
    table = scene.lexicon.table
    person = table.holder(owner, office, day)
    if person is None and (office == "leader" or (office in _CHIEFS and len(owner) != 3)):
        person = leader(table, owner, day)
    if person is None:
        return Phrase(title.first, title.last, generic, "role", "office without known holder at the document's date")
    actor = replace(
        person_actor(person, day), role=office_label(office) if office != "leader" else person_actor(person, day).role
    )
    return Phrase(title.first, title.last, actor, "role", f"{office_label(office)} on {day.isoformat()}")


def _named(scene: Scene, title: Title, cast: Cast, taken: set[int]) -> Phrase | None:
    """Join a title with the name right behind it; people whom the lexicon lacks are introduced by the text."""
    words = scene.words
    if title.last >= len(words) or title.many or words.gap(title.last - 1) not in {" ", " [", "\n", "\u00a0"}:
        return None
    assert isinstance(title.role, Role)
    atom = scene.by_start.get(title.last)
    if atom is not None and atom.kind == "person":
        person = persons_of(atom)[0]
        return Phrase(title.first, atom.last, person_actor(person, scene.published), "name", "name with title")
    side = title.role.only or (title.owner.country if title.owner else None)
    if atom is not None and atom.kind == "surname":
        end = name_after(words, title.last, taken)
        if end <= atom.last:
            found = resolve_surname(scene, atom, cast, titled=True) or past_holder(scene, atom, title.role.id)
            if found is not None and (side is None or found[0].country in {None, side}):
                return Phrase(title.first, atom.last, found[0], "surname", found[1] + ", with title")
    elif atom is not None and atom.kind in OWNERS:
        return None
    end = name_after(words, title.last, taken)
    if end == title.last or not words.capital(title.last) or not _plausible_title(words, title, end):
        return None
    code = f"{side} {title.role.sector}" if side else None
    known = cast.introduced.get(slug(words.raw(end - 1)), [])
    if end - title.last == 1:
        if len(known) == 1:
            return Phrase(title.first, end, known[0], "surname", "introduced in the text, with title")
        actor = text_actor(words, title.last, end, role=title.role.label, side=side, code=code)
        return Phrase(title.first, end, actor, "surname", "title and surname only")
    actor = text_actor(words, title.last, end, role=title.role.label, side=side, code=code)
    cast.introduce(actor)
    return Phrase(title.first, end, actor, "name", "introduced in the text by a title")


def _plausible_title(words: Words, title: Title, end: int) -> bool:
    """A lower-case title before a single capitalised word is seldom a title ("the minister Monday")."""
    if end - title.last > 1:
        return True
    if words.raw(title.last).isupper() and len(words.raw(title.last)) > 1:
        return False
    return words.capital(title.last - 1) and not words.opens_sentence(title.last - 1)


def several(scene: Scene, atom: Atom) -> list[Phrase]:
    """Read "presidents of Russia, Turkey and Iran" and "Russian and Turkish foreign ministers" as their holders.

    Returns:
        One phrase a state; none where the shape is another or a holder is not known.
    """
    chain = states_from(scene, atom.first) if atom.kind in {"state", "demonym"} else []
    if len(chain) > 1:
        head = scene.by_start.get(chain[-1].last)
        spans = [(a.first, a.last) for a in chain]
    else:
        head, chain = atom, states_from(scene, atom.last, after_of=True)
        spans = [(a.first, a.last) for a in chain]
        spans[:1] = [(atom.first, chain[0].last)] if chain else []
    if head is None or head.kind != "roles" or len(chain) < 2:
        return []
    if head is not atom:
        spans[-1] = (spans[-1][0], head.last)
    role = head.values[0]
    found: list[Phrase] = []
    for owner, (first, last) in zip(chain, spans, strict=True):
        one = _role_phrase(scene, Title(first, last, role, False, owner.actor, owner, False))
        known = one is not None and one.actor.kind == "person"
        state = Phrase(first, last, owner.actor, "name", "state by its holder")
        found.append(one if one is not None and known else state)
    return found if any(p.actor.kind == "person" for p in found) else []


def build_phrase(scene: Scene, atom: Atom, cast: Cast, taken: set[int]) -> Phrase | None:
    """Build the longest phrase that begins with ``atom``, or None where it is only a word.

    Args:
        scene: the text with its names.
        atom: the name to begin with.
        cast: people named in full; grows with those introduced here.
        taken: words of names of the lexicon other than titles, which cannot be part of a new person's name.
    """
    title = title_at(scene, atom)
    if title is not None:
        if isinstance(title.role, Body):
            return _body_phrase(scene, title, cast) or single(scene, atom, cast)
        return _named(scene, title, cast, taken) or _role_phrase(scene, title)
    return single(scene, atom, cast)


def _lone_body(scene: Scene, atom: Atom) -> Phrase | None:
    """Return "the opposition", "the regime": an actor whose state only the text around tells."""
    body = atom.values[0]
    k = atom.first - 1
    if k < 0 or scene.words.folded[k] != "the" or scene.words.gap(k) != " " or body.id not in _LONE_BODIES:
        return None
    if atom.last < len(scene.words) and scene.words.folded[atom.last] == "of":
        return None
    name = _wording(scene, atom.first, atom.last)
    actor = Actor(f"collective:{slug(name)}", name, body.kind, None, None)
    return Phrase(k, atom.last, actor, "collective", "whose it is, the text must tell")


def single(scene: Scene, atom: Atom, cast: Cast) -> Phrase | None:
    """Return the mention that one name makes by itself."""
    words = scene.words
    if atom.kind in {"person"}:
        return Phrase(atom.first, atom.last, person_actor(persons_of(atom)[0], scene.published), "name", "full name")
    if atom.kind == "surname":
        titled = atom.first > 0 and words.folded[atom.first - 1] in _COURTESY
        found = resolve_surname(scene, atom, cast, titled=titled)
        return Phrase(atom.first, atom.last, found[0], "surname", found[1]) if found else None
    if atom.kind == "people":
        k = atom.first - 1
        if k >= 0 and words.folded[k] in QUANTIFIERS:
            name = _wording(scene, k, atom.last)
            return Phrase(
                k,
                atom.last,
                Actor(f"collective:{slug(name)}", name, "collective", atom.actor.country, f"{atom.actor.code} CVL"),
                "collective",
                "some people of a state",
            )
        return Phrase(atom.first, atom.last, atom.actor, "demonym", "people of a state")
    if atom.kind in {"capital", "seat"}:
        if atom.locative or atom.kind == "seat":
            return None
        return Phrase(atom.first, atom.last, atom.actor, "metonym", "capital for its state")
    if atom.kind == "metonym":
        return (
            None if atom.locative else Phrase(atom.first, atom.last, atom.actor, "metonym", "seat for its institution")
        )
    if atom.kind == "demonym":
        return Phrase(atom.first, atom.last, atom.actor, "demonym", "adjective of a state")
    if atom.kind == "state":
        rule = "name of a state" + (", in a phrase of place" if atom.locative else "")
        return Phrase(atom.first, atom.last, atom.actor, "name", rule)
    if atom.kind == "user":
        return Phrase(atom.first, atom.last, atom.values[0].at(scene.published), "name", "the user's actor file")
    if atom.kind == "body":
        return _lone_body(scene, atom)
    if atom.kind == "org":
        return Phrase(atom.first, atom.last, atom.actor, "name", "name of an organisation or group")
    return None
