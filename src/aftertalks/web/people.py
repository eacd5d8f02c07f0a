"""Pages of who speaks and who acts: speakers, actors, pairs of actors, actors against subjects."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import islice

from aftertalks.flow import dossiers
from aftertalks.lexicon.actor_names import display_name
from aftertalks.model import Book, Polarity, UsageError
from aftertalks.model.account import Account, EntryVoice
from aftertalks.model.record import Record
from aftertalks.show.desk_records import speaker_record
from aftertalks.show.lines import entry_record, hit_record
from aftertalks.show.wording import STATUS
from aftertalks.web.ask import Ask, View
from aftertalks.web.desk import Desk

MOST = 200
RELATIONS, YEARS = 8, 12  # others and years that an actor's relations are shown for
# How an actor stands to a subject: the book and the polarity of such an entry.
STANDS = {"agreed": ("agreed", ""), "wants": ("wanted", "positive"), "opposes": ("wanted", "negative")}
QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")


def named(accounts: Iterable[Account]) -> dict[str, str]:
    """Return every actor's name by id: the one that most statements use."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for account in accounts:
        for voice in account.voices:
            for identity in voice.statement.actor_ids:
                name = display_name(identity, voice.statement.actors)
                seen[identity][name] += 1
    return {identity: names.most_common(1)[0][0] for identity, names in seen.items()}


def actors_of(account: Account) -> set[str]:
    """Return the ids of the actors that an entry's voices name."""
    return {i for v in account.voices for i in v.statement.actor_ids}


def _needed(ask: Ask, name: str) -> str:
    value = ask.text(name)
    if value is None:
        raise UsageError(f"{name}: say which; the address lacks ?{name}=…")
    return value


def speakers_page(desk: Desk, ask: Ask) -> View:
    """Everybody who speaks, with the number of statements by kind."""
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for hit in desk.ledger.find():
        if hit.statement.speaker:
            kinds[hit.statement.speaker][hit.statement.kind.value] += 1
    found = sorted(kinds.items(), key=lambda pair: (-pair[1].total(), pair[0]))
    record = {"speakers": [{"name": n, "statements": c.total(), "kinds": dict(c)} for n, c in found]}
    return View("speakers.html", "Speakers", record, {"found": found})


def speaker_page(desk: Desk, ask: Ask) -> View:
    """One speaker: what became of what was expected, and every statement."""
    name = _needed(ask, "name")
    hits = [h for h in desk.ledger.find(speaker=name) if h.statement.speaker == name]
    if not hits:
        raise UsageError(f"name: nobody called {name!r} speaks in this ledger")
    told = next((r for r in dossiers.records(desk.ledger, name) if r.speaker == name), None)
    kinds = Counter(h.statement.kind.value for h in hits)
    record = {
        "name": name, "statements": len(hits), "kinds": dict(kinds), "record": speaker_record(told) if told else None,
        "hits": [hit_record(h.statement, h.source, h.entry) for h in hits[:MOST]],
    }  # fmt: skip
    values = {"name": name, "hits": hits[:MOST], "total": len(hits), "told": told, "kinds": kinds}
    return View("speaker.html", name, record, values)


def actors_page(desk: Desk, ask: Ask) -> View:
    """Every actor with the number of entries that name it, by book."""
    accounts = desk.accounts()
    names = named(accounts)
    books: dict[str, Counter[str]] = defaultdict(Counter)
    for account in accounts:
        for identity in actors_of(account):
            books[identity][account.entry.book.value] += 1
    found = sorted(books.items(), key=lambda pair: (-pair[1].total(), pair[0]))
    record = {"actors": [{"id": i, "name": names[i], "entries": c.total(), "books": dict(c)} for i, c in found]}
    return View("actors.html", "Actors", record, {"found": found, "names": names, "books": list(Book)})


def actor_page(desk: Desk, ask: Ask) -> View:
    """One actor: what it has agreed, wants and opposes, subjects, places, and how it stands with others over time."""
    identity = _needed(ask, "id")
    accounts = desk.accounts()
    names = named(accounts)
    mine = [a for a in accounts if identity in actors_of(a)]
    if not mine:
        raise UsageError(f"id: no entry names an actor {identity!r}")
    books = Counter(a.entry.book.value for a in mine)
    subjects = Counter(i for a in mine for i in subjects_of(a))
    others = Counter(o for a in mine for o in actors_of(a) - {identity})
    places = Counter(place for a in mine for place in _places(a))
    stands = {stand: [a for a in mine if _stand(a) == stand] for stand in STANDS}
    relations = _relations(mine, identity, [o for o, _ in others.most_common(RELATIONS)])
    record = {
        "id": identity, "name": names[identity], "books": dict(books), "subjects": dict(subjects),
        "with": dict(others), "places": {i: n for (i, _), n in places.items()},
        "relations": {o: {y: dict(c) for y, c in years.items()} for o, years in relations.items()},
        "entries": [entry_record(a) for a in mine[:MOST]],
    }  # fmt: skip
    values = {"id": identity, "names": names, "books": books, "subjects": subjects, "others": others, "places": places,
              "stands": stands, "links": STANDS, "relations": relations, "quads": QUADS,
              "most": max((c.total() for years in relations.values() for c in years.values()), default=1),
              "years": sorted({y for years in relations.values() for y in years})[-YEARS:],
              "shown": mine[:30], "total": len(mine), "day": ask.as_of, "status": STATUS}  # fmt: skip
    return View("actor.html", names[identity], record, values)


def _places(account: Account) -> set[tuple[str, str]]:
    """Return ids and names of the places that an entry's voices tell."""
    return {(v.statement.place.id, v.statement.place.name) for v in account.voices if v.statement.place}


def _relations(mine: list[Account], identity: str, others: list[str]) -> dict[str, dict[str, Counter[str]]]:
    """Return coded events that name an actor and another, by the other, year and quad class."""
    found: dict[str, dict[str, Counter[str]]] = {}
    for other in others:
        years: dict[str, Counter[str]] = defaultdict(Counter)
        for _, quad, month, _ in _coded(mine, identity, other):
            years[month[:4]][quad] += 1
        years.pop("unda", None)
        if years:
            found[other] = dict(sorted(years.items()))
    return found


def _coded(accounts: Iterable[Account], a: str, b: str) -> list[tuple[EntryVoice, str, str, str]]:
    """Return voices with a coded event that name two actors, with its quad class, its month and the entry's id."""
    return [
        (v, v.statement.event.quad, _month(v), x.entry.id)
        for x in accounts
        for v in x.voices
        if v.statement.event and v.statement.event.quad and {a, b} <= set(v.statement.actor_ids)
    ]


def subjects_of(account: Account) -> set[str]:
    """Return the instruments that an entry is about."""
    own = {v.statement.instrument or account.entry.instrument for v in account.voices}
    return {i for i in own if i}


def _month(voice: EntryVoice) -> str:
    day = voice.statement.when or voice.source.published
    return day.isoformat()[:7] if day else "undated"


def pair_page(desk: Desk, ask: Ask) -> View:
    """Two actors: events that name both, by month and quad class."""
    a, b = _needed(ask, "a"), _needed(ask, "b")
    accounts = desk.accounts()
    names = named(accounts)
    for which, who in (("a", a), ("b", b)):
        if who not in names:
            raise UsageError(f"{which}: no entry names an actor {who!r}")
    both = [x for x in accounts if {a, b} <= actors_of(x)]
    coded = _coded(both, a, b)
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for _, kind, when, _ in coded:
        table[when][str(kind)] += 1
    month, quad = ask.text("month"), ask.text("quad")
    shown = [(v, e) for v, q, m, e in coded if m.startswith(month or "") and quad in {None, q}]
    record: Record = {
        "a": a, "b": b, "months": {m: dict(c) for m, c in sorted(table.items())}, "entries": len(both),
        "events": [hit_record(v.statement, v.source, e) for v, e in islice(shown, MOST)],
    }  # fmt: skip
    values = {"a": a, "b": b, "names": names, "table": sorted(table.items()), "quads": QUADS, "both": len(both),
              "shown": shown[:MOST], "most": max((c.total() for c in table.values()), default=1)}  # fmt: skip
    return View("pair.html", f"{names[a]} and {names[b]}", record, values)


def matrix_page(desk: Desk, ask: Ask) -> View:
    """Actors against subjects: how many entries want, oppose, have agreed."""
    accounts = desk.accounts()
    names = named(accounts)
    cells: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for account in accounts:
        stand = _stand(account)
        for subject in subjects_of(account) if stand else ():
            for who in actors_of(account):
                cells[who, subject][stand] += 1
    rows, columns = Counter[str](), Counter[str]()
    for (who, subject), counts in cells.items():
        rows[who] += counts.total()
        columns[subject] += counts.total()
    most = ask.whole("rows", 20, most=500)
    record = {"cells": [{"actor": w, "subject": s, **dict(c)} for (w, s), c in cells.items()]}
    values = {
        "cells": cells, "rows": [w for w, _ in rows.most_common(most)], "names": names, "total": len(rows),
        "columns": [s for s, _ in columns.most_common(ask.whole("columns", 14, most=500))], "subjects": len(columns),
        "stands": STANDS,
    }  # fmt: skip
    return View("matrix.html", "Matrix", record, values)


def _stand(account: Account) -> str:
    if account.entry.book is Book.AGREED:
        return "agreed"
    if account.entry.book is Book.WANTED:
        return "opposes" if account.voices[0].statement.polarity is Polarity.NEGATIVE else "wants"
    return ""
