"""Pages of who speaks and who acts: speakers, actors, pairs of actors, actors against subjects."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

import numpy as np

from aftertalks.flow import dossiers
from aftertalks.flow.coded import Ints
from aftertalks.flow.listing import Listed
from aftertalks.flow.overview import Overview
from aftertalks.model import Book, UsageError
from aftertalks.model.record import Record
from aftertalks.show.desk_records import speaker_record
from aftertalks.show.lines import entry_record, hit_record
from aftertalks.show.wording import STATUS
from aftertalks.store import Query
from aftertalks.web.ask import Ask, View
from aftertalks.web.desk import Desk

PAGE = 100  # actors or speakers
SHOWN = 50  # entries or statements
FIRST = 8  # entries that are shown of each way in which an actor stands
RELATIONS, YEARS = 8, 12  # others and years that an actor's relations are shown for
QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
# How an actor stands to a subject: the book and the polarity of such an entry.
STANDS = {"agreed": ("agreed", ""), "wants": ("wanted", "positive"), "opposes": ("wanted", "negative")}


def named(desk: Desk, ids: Iterable[str]) -> dict[str, str]:
    """Return actors' names by id: as the lexicon or a statement has it, else in words; never an id."""
    return desk.ledger.store.actor_names(dict.fromkeys(ids))


def _needed(ask: Ask, name: str) -> str:
    value = ask.text(name)
    if value is None:
        raise UsageError(f"{name}: say which; the address lacks ?{name}=…")
    return value


def speakers_page(desk: Desk, ask: Ask) -> View:
    """Everybody who speaks, or whose name has a part, with the number of statements by kind, who says most first."""
    at = ask.whole("from", 0, most=10**9)
    found, total = desk.ledger.store.speakers(at, PAGE, ask.text("q") or "")
    record = {
        "total": total, "speakers": [{"name": n, "statements": c.total(), "kinds": dict(c)} for n, c in found]
    }  # fmt: skip
    return View("speakers.html", "Speakers", record, {"found": found, "total": total, "at": at, "page": PAGE})


def speaker_page(desk: Desk, ask: Ask) -> View:
    """One speaker: what became of what was expected, and the youngest statements."""
    name = _needed(ask, "name")
    kinds = desk.ledger.store.kinds_of(name)
    if not kinds:
        raise UsageError(f"name: nobody called {name!r} speaks in this ledger")
    hits = desk.ledger.store.find(Query(speaker=name, exact=True), limit=SHOWN)
    tally, told = dossiers.record_of(desk.ledger, name, limit=SHOWN)
    record = {
        "name": name, "statements": kinds.total(), "kinds": dict(kinds),
        "record": speaker_record(told) | tally.record if told else None,
        "hits": [hit_record(h.statement, h.source, h.entry) for h in hits],
    }  # fmt: skip
    values = {"name": name, "hits": hits, "total": kinds.total(), "told": told, "tally": tally, "kinds": kinds}
    return View("speaker.html", name, record, values)


def actors_page(desk: Desk, ask: Ask) -> View:
    """Actors, or those whose name or id has a part, with the number of entries that name them, the most named first."""
    held = desk.overview()
    who, _ = held.actors
    at = ask.whole("from", 0, most=10**9)
    words = held.words["actor"].words
    counts = np.bincount(who, minlength=len(words))
    order = sorted(np.flatnonzero(counts).tolist(), key=lambda n: (-int(counts[n]), words[n]))
    if part := (ask.text("q") or "").casefold():
        known = named(desk, (words[n] for n in order if part not in words[n].casefold()))
        order = [n for n in order if part in known.get(words[n], words[n]).casefold()]
    shown = order[at : at + PAGE]
    found = [(words[n], Counter(held.counted("book", held.book[held.entries_naming(words[n])]))) for n in shown]
    names = named(desk, (i for i, _ in found))
    record = {
        "total": len(order),
        "actors": [{"id": i, "name": names[i], "entries": c.total(), "books": dict(c)} for i, c in found],
    }
    values = {"found": found, "names": names, "books": list(Book), "total": len(order), "at": at, "page": PAGE}
    return View("actors.html", "Actors", record, values)


def actor_page(desk: Desk, ask: Ask) -> View:
    """One actor: what it has agreed, wants and opposes, subjects, places, and how it stands with others over time."""
    identity = _needed(ask, "id")
    held = desk.overview()
    mine = np.sort(held.entries_naming(identity))
    if not mine.size:
        raise UsageError(f"id: no entry names an actor {identity!r}")
    meant = held.mask(mine)
    books = Counter(held.counted("book", held.book[mine]))
    about, what = held.instruments
    subjects = Counter(held.counted("instrument", what[meant[about]]))
    who, entry = held.actors
    others = Counter(held.counted("actor", who[meant[entry]]))
    del others[identity]
    others = Counter(dict(others.most_common(PAGE)))
    names = named(desk, (identity, *others))
    shown = desk.entries(held.names(mine[:SHOWN]))
    places = _apart(held, held.places_of(meant))
    stands = {stand: _listed(desk, held, mine, how) for stand, how in STANDS.items()}
    relations = _relations(held, identity, [o for o, _ in others.most_common(RELATIONS)])
    record = {
        "id": identity, "name": names[identity], "books": dict(books), "subjects": dict(subjects),
        "with": dict(others), "places": {i: n for i, _, n in places},
        "relations": {o: {y: dict(c) for y, c in years.items()} for o, years in relations.items()},
        "total": int(mine.size), "entries": [entry_record(a) for a in shown],
    }  # fmt: skip
    values = {"id": identity, "names": names, "books": books, "subjects": subjects, "others": others, "places": places,
              "stands": stands, "links": STANDS, "relations": relations, "quads": QUADS,
              "most": max((c.total() for years in relations.values() for c in years.values()), default=1),
              "years": sorted({y for years in relations.values() for y in years})[-YEARS:],
              "shown": shown[:30], "total": int(mine.size), "day": ask.as_of, "status": STATUS}  # fmt: skip
    return View("actor.html", names[identity], record, values)


def _apart(held: Overview, places: dict[tuple[str, str], int]) -> list[tuple[str, str, int]]:
    """Return places with their names and counts; of two with one name each tells what kind of place it is."""
    kinds = {told[0]: told[2] for told in held.words["place"].words}
    names = Counter(name for _, name in places)
    called = {"admin1": "province", "admin2": "district"}
    return [
        (i, f"{name} ({called.get(kinds[i], kinds[i])})" if names[name] > 1 else name, n)
        for (i, name), n in places.items()
    ]


def _listed(desk: Desk, held: Overview, mine: Ints, how: tuple[str, str]) -> Listed:
    """Return the first of an actor's entries of a book and a polarity; an empty one means any."""
    book, polarity = how
    meant = held.has("book", book)[mine]
    found = mine[meant & held.has("polarity", polarity)[mine]] if polarity else mine[meant]
    return Listed(tuple(desk.entries(held.names(found[:FIRST]))), int(found.size))


def _relations(held: Overview, identity: str, others: list[str]) -> dict[str, dict[str, Counter[str]]]:
    """Return coded events that name an actor and another, by the other, year and quad class."""
    found: dict[str, dict[str, Counter[str]]] = {}
    for other in others:
        years: dict[str, Counter[str]] = defaultdict(Counter)
        for _, quad, month in _coded(held, identity, other):
            years[month[:4]][quad] += 1
        years.pop("unda", None)
        if years:
            found[other] = dict(sorted(years.items()))
    return found


def _coded(held: Overview, a: str, b: str) -> list[tuple[int, str, str]]:
    """Return the places of voices with a coded event that name two actors, with its quad class and its month."""
    voices = held.voices_naming(a, b)
    voices = voices[held.quad[voices] >= 0]
    kinds = [held.words["quad"].words[n] for n in held.quad[voices].tolist()]
    return list(zip(voices.tolist(), kinds, _months(held.day[voices]), strict=True))


def _months(days: Ints) -> list[str]:
    known = {n: date.fromordinal(n).isoformat()[:7] if n else "undated" for n in np.unique(days).tolist()}
    return [known[n] for n in days.tolist()]


def pair_page(desk: Desk, ask: Ask) -> View:
    """Two actors: events that name both, by month and quad class."""
    a, b = _needed(ask, "a"), _needed(ask, "b")
    held = desk.overview()
    ours, theirs = held.entries_naming(a), held.entries_naming(b)
    for which, who, found in (("a", a, ours), ("b", b, theirs)):
        if not found.size:
            raise UsageError(f"{which}: no entry names an actor {who!r}")
    both = int(np.intersect1d(ours, theirs, assume_unique=True).size)
    coded = _coded(held, a, b)
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for _, kind, when in coded:
        table[when][kind] += 1
    month, quad = ask.text("month"), ask.text("quad")
    meant = [voice for voice, kind, when in coded if when.startswith(month or "") and quad in {None, kind}]
    shown = desk.ledger.store.hits(held.n[meant[:SHOWN]].tolist())
    names = named(desk, (a, b))
    record: Record = {
        "a": a, "b": b, "months": {m: dict(c) for m, c in sorted(table.items())}, "entries": both,
        "total": len(meant), "events": [hit_record(h.statement, h.source, h.entry) for h in shown],
    }  # fmt: skip
    values = {"a": a, "b": b, "names": names, "table": sorted(table.items()), "quads": QUADS, "both": both,
              "shown": shown, "total": len(meant),
              "most": max((c.total() for c in table.values()), default=1)}  # fmt: skip
    return View("pair.html", f"{names[a]} and {names[b]}", record, values)


def matrix_page(desk: Desk, ask: Ask) -> View:
    """Actors against subjects: how many entries want, oppose, have agreed."""
    held = desk.overview()
    stands, words = list(STANDS), held.words
    cells: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    rows, columns = Counter[str](), Counter[str]()
    for who, subject, stand, n in zip(*(x.tolist() for x in held.stands), strict=True):
        actor, what = words["actor"].words[who], words["instrument"].words[subject]
        cells[actor, what][stands[stand]] = n
        rows[actor] += n
        columns[what] += n
    most, wide = ask.whole("rows", 20, most=500), ask.whole("columns", 14, most=500)
    chosen = [w for w, _ in rows.most_common(most)]
    record = {
        "total": len(rows),
        "cells": [{"actor": w, "subject": s, **dict(cells[w, s])} for w in chosen for s in columns if (w, s) in cells],
    }
    values = {"cells": cells, "rows": chosen, "names": named(desk, chosen), "total": len(rows), "stands": STANDS,
              "columns": [s for s, _ in columns.most_common(wide)], "subjects": len(columns)}  # fmt: skip
    return View("matrix.html", "Matrix", record, values)
