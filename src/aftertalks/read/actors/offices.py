"""Who held which office when: people, their spells in office, and the questions that a document's date answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from aftertalks.lexicon.loader import Record, load
from aftertalks.lexicon.names import fold_name
from aftertalks.model import LexiconError

AFTER_OFFICE = timedelta(days=3 * 365)
_HOLDER = re.compile(r"(?P<name>.+?) (?P<first>\d{4}(?:-\d\d){0,2})/(?P<last>\d{4}(?:-\d\d){0,2})?")
_ARTICLE = re.compile(r"^(?:al|el|as|ash|an|ad|ar|az)[- ]", re.IGNORECASE)
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LAST_DAY = date(9999, 12, 31)


def slug(name: str) -> str:
    """Return a name as it stands in ids: folded, words joined with hyphens."""
    return fold_name(name).replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Spell:
    """A time in office.

    Args:
        office: id of roles.yaml.
        side: ISO 3166-1 alpha-3 of the state, or None.
        org: id of the organisation or armed group, or None.
        first, last: days, inclusive; an open end is the year 9999.
    """

    office: str
    side: str | None
    org: str | None
    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Say whether the office is held on ``day``."""
        return self.first <= day <= self.last

    def known(self, day: date) -> bool:
        """Say whether the holder is in office on ``day`` or left it less than three years before."""
        return self.first <= day and (self.last == _LAST_DAY or day <= self.last + AFTER_OFFICE)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the lexicon knows.

    Args:
        name: as records print it.
        names: every full name, the first included.
        surnames: forms used alone.
        side: ISO 3166-1 alpha-3 of the state, where no office tells it.
        spells: times in office, oldest first.
        guarded: whether the surname alone says too little.
    """

    name: str
    names: tuple[str, ...]
    surnames: tuple[str, ...]
    side: str | None
    spells: tuple[Spell, ...]
    guarded: bool

    def spell_at(self, day: date | None) -> Spell | None:
        """Return the spell of ``day``, else the last one that began before it; without a day the latest of all."""
        if not self.spells:
            return None
        if day is None:
            return self.spells[-1]
        held = [s for s in self.spells if s.holds(day)]
        before = [s for s in self.spells if s.first <= day]
        return held[0] if held else before[-1] if before else None

    def known_on(self, day: date) -> bool:
        """Say whether readers of ``day`` would take the bare surname for this person."""
        return any(s.known(day) for s in self.spells)


def _day(text: str, *, last: bool) -> date:
    parts = [int(p) for p in text.split("-")]
    if len(parts) == 3:
        return date(parts[0], parts[1], parts[2])
    month = parts[1] if len(parts) == 2 else 12 if last else 1
    return date(parts[0], month, _MONTH_DAYS[month - 1] if last else 1)


def _surnames(starred: str) -> tuple[str, ...]:
    """Return the surname of a name whose family part may be marked with a star, with and without its article."""
    if "*" not in starred:
        words = [w for w in starred.split() if w not in {"Jr.", "Jr", "Sr.", "II", "III"}]
        base = words[-1]
    elif starred.startswith("*"):
        base = starred[1:].split(maxsplit=1)[0]
    else:
        base = starred.split("*", 1)[1]
    bare = _ARTICLE.sub("", base)
    return (base,) if bare == base else (base, bare)


def parse_holder(text: str) -> tuple[str, tuple[str, ...], date, date]:
    """Read ``NAME FIRST/LAST``.

    Returns:
        Name, surnames, first day, last day.

    Raises:
        LexiconError: the text is not of that form or its dates run backwards.
    """
    match = _HOLDER.fullmatch(text)
    if not match:
        raise LexiconError(f"offices: {text!r} is not 'NAME YYYY-MM-DD/YYYY-MM-DD'")
    try:
        first = _day(match["first"], last=False)
        last = _day(match["last"], last=True) if match["last"] else _LAST_DAY
    except ValueError as error:
        raise LexiconError(f"offices: {text!r} has a date that is on no calendar") from error
    if first > last:
        raise LexiconError(f"offices: {text!r} ends before it begins")
    starred = match["name"]
    return starred.replace("*", ""), _surnames(starred), first, last


@dataclass(frozen=True)
class OfficeTable:
    """All people and offices.

    Args:
        people: by canonical name.
        offices: ``(side or organisation, office)`` → holders' names.
    """

    people: dict[str, Person]
    offices: dict[tuple[str, str], tuple[str, ...]]

    def holders(self, owner: str, office: str, day: date) -> list[Person]:
        """Return everybody in the office of a state (alpha-3) or organisation (id) on ``day``."""
        people = [self.people[n] for n in self.offices.get((owner, office), ())]
        return [
            p for p in people if any(s.holds(day) for s in p.spells if s.office == office and owner in (s.side, s.org))
        ]

    def holder(self, owner: str, office: str, day: date) -> Person | None:
        """Return the one holder on ``day``; None if none is known, or two (months overlap)."""
        found = self.holders(owner, office, day)
        starts = {s.first: p for p in found for s in p.spells if s.office == office and s.holds(day)}
        if len(found) > 1 and day in starts:
            return starts[day]
        return found[0] if len(found) == 1 else None


def _person(name: str, surnames: tuple[str, ...], spells: list[Spell], extra: Record, guards: frozenset[str]) -> Person:
    if "surnames" in extra:
        surnames = tuple(extra["surnames"]) and (*surnames, *extra["surnames"])
    guarded = any(fold_name(s) in guards for s in surnames)
    names = (name, *extra.get("also", ()))
    ordered = tuple(sorted(spells, key=lambda s: s.first))
    return Person(name, names, tuple(dict.fromkeys(surnames)), extra.get("side"), ordered, guarded)


def office_table(folders: tuple[Path, ...] = ()) -> OfficeTable:
    """Read offices.yaml, people.yaml and surname_guards.yaml, the user's folders included."""
    spells: dict[str, list[Spell]] = {}
    surnames: dict[str, tuple[str, ...]] = {}
    offices: dict[tuple[str, str], tuple[str, ...]] = {}
    for record in load("offices", folders):
        owner = record.get("state") or record.get("org") or record["group"]
        for holder in record["holders"]:
            name, family, first, last = parse_holder(holder)
            spell = Spell(record["office"], record.get("state"), record.get("org") or record.get("group"), first, last)
            spells.setdefault(name, []).append(spell)
            surnames[name] = family
            key = (owner, record["office"])
            offices[key] = tuple(dict.fromkeys((*offices.get(key, ()), name)))
    extra = {r["name"]: r for r in load("people", folders)}
    guards = frozenset(fold_name(s) for r in load("surname_guards", folders) for s in r["surnames"])
    people = {
        name: _person(name, surnames.get(name) or _surnames(name), spells.get(name, []), extra.get(name, {}), guards)
        for name in (*spells, *(n for n in extra if n not in spells))
    }
    return OfficeTable(people, offices)
