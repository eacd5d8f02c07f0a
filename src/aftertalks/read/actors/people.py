"""People: surnames resolved by the text and by the document's date, and people whom only the text introduces."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from aftertalks.lexicon.loader import load
from aftertalks.lexicon.names import Words
from aftertalks.model import Actor
from aftertalks.read.actors.atoms import Atom, Scene, persons_of
from aftertalks.read.actors.offices import OfficeTable, Person, slug

_PARTICLES = frozenset("al el bin ibn von van der den de di da del la le dos das ben abu ter ould".split())
_NOT_NAMES = frozenset(
    "the a an this that these those he she it they we you i his her its their our in on at of for and but or if "
    "when while after before during since according also however monday tuesday wednesday thursday friday "
    "saturday sunday january february march april may june july august september october november december mr mrs "
    "ms dr sir lord lady us un eu as by with from to not no yes s there here what who how why".split()
)
_OFFICE_LABELS = {"head-of-state": "head of state", "un-ambassador": "ambassador to the UN"}
MAX_NAME_WORDS = 5


def office_label(office: str) -> str:
    """Return an office's id as words ("foreign-minister" → "foreign minister")."""
    return _OFFICE_LABELS.get(office, office.replace("-", " "))


def person_actor(person: Person, day: date | None) -> Actor:
    """Return a person of the lexicon as an actor, with role and side as known on ``day``."""
    spell = person.spell_at(day)
    side = (spell.side if spell else None) or person.side
    held = spell is not None and day is not None and spell.holds(day)
    role = None
    if spell is not None and day is not None:
        role = office_label(spell.office) if held else f"former {office_label(spell.office)}"
    sector = "GOV" if held else "ELI"
    if side is None and spell is not None:
        code: str | None = "IGO" if spell.org else None
    else:
        code = f"{side} {sector}" if side else None
    return Actor(f"person:{slug(person.name)}", person.name, "person", side, code, role)


@dataclass
class Cast:
    """The people that one text names in full.

    Args:
        known: people of the lexicon by folded surname.
        introduced: people of the text alone, by folded surname.
    """

    known: dict[str, list[Person]] = field(default_factory=dict)
    introduced: dict[str, list[Actor]] = field(default_factory=dict)
    _ids: set[str] = field(default_factory=set)  # of those introduced

    def meet(self, person: Person) -> None:
        """Note that the text has the full name."""
        for surname in person.surnames:
            people = self.known.setdefault(slug(surname), [])
            if person not in people:
                people.append(person)

    def introduce(self, actor: Actor) -> None:
        """Note somebody that the lexicon does not have."""
        if actor.id not in self._ids:
            self._ids.add(actor.id)
            self.introduced.setdefault(slug(actor.name).split("-")[-1], []).append(actor)


def _other_given_name(words: Words, atom: Atom, titled: bool) -> bool:
    """Say whether a capitalised word that is no title stands before a surname ("Melania Trump")."""
    k = atom.first - 1
    if titled or k < 0 or words.gap(k) not in {" ", "\u00a0"} or not words.capital(k):
        return False
    return words.folded[k] not in _NOT_NAMES and not (words.opens_sentence(k) and words.folded[k] in {"if", "both"})


def _family_first(words: Words, atom: Atom, key: str) -> bool:
    """Say whether given names follow a family name that stands first ("Kim Tae-hyo", who is not Kim Jong-un)."""
    if atom.last >= len(words) or words.gap(atom.last - 1) != " " or not words.capital(atom.last):
        return False
    return any(slug(p.name).startswith(key + "-") for p in persons_of(atom)) and not is_common(words, atom.last)


def past_holder(scene: Scene, atom: Atom, office: str) -> tuple[Actor, str] | None:
    """Resolve "President Yeltsin" in a text of 2021: the only one of that name who ever held the office."""
    day = scene.published
    if day is None:
        return None
    held = [p for p in persons_of(atom) if any(s.office == office and s.first <= day for s in p.spells)]
    return (
        (person_actor(held[0], day), "surname: the only holder of the office of that name") if len(held) == 1 else None
    )


def resolve_surname(scene: Scene, atom: Atom, cast: Cast, *, titled: bool) -> tuple[Actor, str] | None:
    """Resolve a bare surname.

    Args:
        scene: the text.
        atom: a ``surname`` atom.
        cast: people with their full names in the text.
        titled: whether a title stands right before.

    Returns:
        The actor and the rule, or None where the name could be anybody's.
    """
    words = scene.words
    key = "-".join(words.folded[atom.first : atom.last])
    if _family_first(words, atom, key):
        return None
    if not titled and atom.first - 1 not in scene.titles and _other_given_name(words, atom, titled):
        return None
    met = [p for p in persons_of(atom) if p in cast.known.get(key, [])]
    strangers = cast.introduced.get(key, [])
    if len(met) == 1 and not strangers:
        return person_actor(met[0], scene.published), "surname: full name in the text"
    if met or strangers:
        if not met and len(strangers) == 1:
            return strangers[0], "surname: introduced in the text"
        return _only_holder(met, scene.published, "surname: the one in office of several named")
    people = [p for p in persons_of(atom) if titled or not p.guarded]
    return _only_holder(people, scene.published, "surname: office holder at the document's date")


def _only_holder(people: list[Person], day: date | None, rule: str) -> tuple[Actor, str] | None:
    if day is None:
        return None
    now = [p for p in people if any(s.holds(day) for s in p.spells)]
    lately = now or [p for p in people if p.known_on(day)]
    return (person_actor(lately[0], day), rule) if len(lately) == 1 else None


@lru_cache(maxsize=1)
def _common() -> tuple[frozenset[str], tuple[str, ...]]:
    records = load("not_names")
    words = frozenset(w for r in records if r["use"] == "word" for w in r["words"])
    return words, tuple(w for r in records if r["use"] == "ending" for w in r["words"])


def is_common(words: Words, i: int) -> bool:
    """Say whether a capitalised word is no name: listed, or the text writes it small elsewhere, too."""
    listed, endings = _common()
    folded = words.folded[i]
    return folded in listed or (len(folded) > 6 and folded.endswith(endings)) or folded in words.small


def name_after(words: Words, i: int, taken: set[int]) -> int:
    """Return the end (exclusive) of a capitalised personal name that begins with word ``i``; ``i`` if none does."""
    k = i
    capitals = 0
    while k < len(words) and k - i < MAX_NAME_WORDS and k not in taken:
        folded = words.folded[k]
        if words.capital(k) and folded not in _NOT_NAMES and not is_common(words, k):
            capitals += 1
        elif not (k > i and (_inner_particle(words, k) or _hyphenated(words, k))):
            break
        k += 1
        if k < len(words) and not _name_gap(words, k - 1):
            break
    return k if capitals else i


def _inner_particle(words: Words, k: int) -> bool:
    return words.folded[k] in _PARTICLES and k + 1 < len(words) and words.capital(k + 1)


def _hyphenated(words: Words, k: int) -> bool:
    """Say whether a word in small letters is the tail of a name ("Tae-hyo", "Sha’ath")."""
    return words.gap(k - 1) in {"-", "’", "'"} and len(words.raw(k)) > 1


def _name_gap(words: Words, i: int) -> bool:
    gap = words.gap(i)
    return gap in {" ", "-", "\u00a0", "'", "’", " [", "] "} or (gap == ". " and len(words.raw(i)) == 1)


@lru_cache(maxsize=1)
def _given() -> frozenset[str]:
    return frozenset(n for name in ("given_names", "given_names_more") for r in load(name) for n in r["names"].split())


def strangers(scene: Scene, busy: set[int]) -> list[tuple[int, int]]:
    """Find full names that neither lexicon nor title tells, by their given name ("Chris Appy").

    Args:
        scene: the text.
        busy: words of mentions already found.

    Returns:
        First and last word (exclusive) of each.
    """
    words, given = scene.words, _given()
    found: list[tuple[int, int]] = []
    last = 0
    for i in words.capitals:
        if i < last or i in busy or words.folded[i] not in given or i + 1 == len(words):
            continue
        if i > 0 and words.near(i - 1) and words.capital(i - 1) and not words.opens_sentence(i - 1):
            continue
        end = name_after(words, i, busy)
        plain = [k for k in range(i, end) if words.folded[k] not in _PARTICLES and len(words.raw(k)) > 1]
        longer = end < len(words) and words.gap(end - 1) == " " and words.capital(end) and end not in busy
        if len(plain) > 1 and not words.raw(i).isupper() and not longer:
            found.append((i, end))
            last = end
    return found


def text_actor(words: Words, first: int, last: int, *, role: str | None, side: str | None, code: str | None) -> Actor:
    """Return an actor for somebody whom only the text names."""
    name = words.text[words.starts[first] : words.ends[last - 1]]
    return Actor(f"text:{slug(name)}", " ".join(name.split()), "person", side, code, role)


def leader(table: OfficeTable, owner: str, day: date) -> Person | None:
    """Return the one person whom "the leader" of a state or group means on ``day``, or None."""
    if table.holder(owner, "supreme-leader", day) is not None:
        return None
    for office in ("leader", "chancellor", "president", "head-of-state", "prime-minister", "secretary-general"):
        person = table.holder(owner, office, day)
        if person is None:
            continue
        rival = table.holder(owner, "prime-minister", day) if office == "president" else None
        if rival is not None and owner not in _PRESIDENTIAL:
            return None if owner not in _PARLIAMENTARY else rival
        return person
    return None


_PRESIDENTIAL = frozenset("USA RUS FRA UKR CHN TUR CYP PSE SYR GEO ROU YEM AFG KAZ XAB XSO".split())
_PARLIAMENTARY = frozenset(
    "ITA ISR IND GRC HUN SRB EST LVA CZE SVK AUT FIN PAK IRQ LBN XKX HRV BGR SGP ETH MKD MNE ARM".split()
)
