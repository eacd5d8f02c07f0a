"""Pages of the ledger's entries: what is next, one entry, and every list that a number elsewhere rests on."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Container
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

import numpy as np

from aftertalks.flow import dossiers, listing
from aftertalks.flow.coded import UNDATED, Ints
from aftertalks.flow.listing import Listed
from aftertalks.flow.overview import Mask, Overview
from aftertalks.flow.watching import draft_check
from aftertalks.ledger.status import OPEN
from aftertalks.model import Book, LedgerError, Outcome, Polarity, Progress, UsageError
from aftertalks.model.account import Stance
from aftertalks.show.brief import cited
from aftertalks.show.desk_records import change_record
from aftertalks.show.lines import entry_record
from aftertalks.show.verdicts import latest_check
from aftertalks.show.wording import STATUS, shorten
from aftertalks.store.counting import Window
from aftertalks.watch.checks import to_yaml
from aftertalks.web.ask import Ask, View
from aftertalks.web.desk import Desk
from aftertalks.web.people import named

WEEK = timedelta(days=6)
PAGE = 50
SHOWN, CHANGED, MOST_CHANGES = 40, 60, 1000  # entries of each list of what is next; changes, and the most of them
LOOK_BACK = timedelta(days=14)
MOST_ACTORS = 40  # that a filter offers
LATE = (
    ("in the last seven days", 7),
    ("in the last month", 31),
    ("in the last year", 365),
    ("more than a year ago", 10**7),
)
FILTERS = ("book", "outcome", "polarity", "progress", "instrument", "month", "place", "actor", "other")
PROGRESS = (Progress.UNDATED, Progress.NOT_DUE, Progress.DUE, Progress.OVERDUE)
C = TypeVar("C", bound=StrEnum)


def next_page(desk: Desk, ask: Ask) -> View:
    """What is overdue, due this week and later, and what has changed; what is overdue most recently comes first."""
    day = ask.as_of
    name = ask.text("dossier")
    chosen = dossiers.dossier(desk.ledger, name) if name else None
    held = desk.overview()
    only = _only(desk, ask, held)
    last = listing.horizon(day, ask.whole("days", 90, most=36500))
    windows = _windows(day, last)
    found = listing.waiting(desk.ledger, windows, as_of=day, dossier=chosen, limit=SHOWN, only=only)
    late = [(when, found.pop(when)) for when, _ in LATE]
    overdue = Listed(tuple(a for _, some in late for a in some.accounts), sum(some.total for _, some in late))
    groups = {"overdue": overdue, **found}
    since = min(ask.day("since") or day - min(LOOK_BACK, day - date.min), day)
    shown = ask.whole("changes", CHANGED, most=MOST_CHANGES)
    news = dossiers.changes(desk.ledger, since=since, dossier=name, as_of=day, limit=shown, only=only)
    record = {
        "as_of": day.isoformat(),
        "totals": {group.replace(" ", "_"): some.total for group, some in groups.items()} | {"changed": news.total},
        **{group.replace(" ", "_"): [entry_record(a) for a in some.accounts] for group, some in groups.items()},
        "changed": [change_record(c, news) for c in news.found],
    }
    values = {
        "groups": groups, "late": late, "most_changes": MOST_CHANGES, "news": news, "since": since, "day": day,
        "dossiers": [d.name for d in dossiers.dossiers(desk.ledger)], "status": STATUS, **_choices(desk, held, last),
    }  # fmt: skip
    return View("next.html", "Next", record, values)


def _windows(day: date, last: date) -> dict[str, Window]:
    """Return the windows of what is next: what is overdue by how long, this week, later up to a day, undated."""
    now, week, end = day.toordinal(), (day + min(WEEK, date.max - day)).toordinal(), last.toordinal()
    made, before = {}, now
    for when, days in LATE:
        made[when] = Window(last_from=max(now - days, 0), last_to=before - 1, newest=True)
        before = max(now - days, 0)
    return made | {
        "this week": Window(last_from=now, last_to=week, first_to=end),
        "later": Window(last_from=week + 1, first_to=end), "undated": Window(dated=False),
    }  # fmt: skip


def _only(desk: Desk, ask: Ask, held: Overview) -> Container[int] | None:
    """Return the keys of the entries that an address's filters mean; null where it has none."""
    if not any(ask.text(name) for name in FILTERS):
        return None
    return set(held.id[_wanted(desk, ask, held)].tolist())


def _choices(desk: Desk, held: Overview, last: date) -> dict[str, object]:
    """Return what there is to choose from in the filters: instruments, and the actors that most open entries name."""
    waits = held.waiting & ((held.last == UNDATED) | (held.first <= last.toordinal()))
    who, entry = held.actors
    actors = list(held.counted("actor", who[waits[entry]]))[:MOST_ACTORS]
    names = named(desk, actors)
    return {
        "instruments": sorted(held.counted("instrument", held.instrument[waits])),
        "actors": [(i, names[i]) for i in actors],
        "books": [b for b in Book if b is not Book.HAPPENED],
    }


def entry_page(desk: Desk, ask: Ask) -> View:
    """One entry: its words marked in their documents, voices, judgements, its test."""
    account = desk.ledger.entry(ask.parts["id"], as_of=ask.day("as_of"))
    quoted = {v.statement.id for v in account.voices} | {p.statement.id for p in account.proposals}
    quoted |= {i for j in account.entry.judgements for i in j.evidence}
    ids = dict.fromkeys(
        [v.source.id for v in account.voices]
        + [p.source.id for p in account.proposals]
        + [source.id for _, source in account.evidence.values()]
    )
    try:
        probe = to_yaml(draft_check(desk.ledger, account))
    except UsageError:
        probe = None
    values = {
        "account": account,
        "day": ask.as_of,
        "status": STATUS[account.entry.progress(ask.as_of)],
        "against": [v for v in account.voices if v.stance is Stance.CONTRADICTS],
        "backing": [v for v in account.voices if v.stance is not Stance.CONTRADICTS],
        "cited": [cited(desk.ledger.reading(i), quoted, around=1) for i in ids],
        "latest_check": latest_check,
        "place": next((p.id for v in account.voices if (p := v.statement.place) and p.id), None),
        "probe": probe,
    }
    return View("entry.html", shorten(account.entry.summary, 70), entry_record(account) | {"check": probe}, values)


def picture(desk: Desk, ask: Ask) -> str:
    """Return the SVG of the picture that an entry's last kept check bears under a name.

    Raises:
        LedgerError: there is none.
    """
    account = desk.ledger.entry(ask.parts["id"])
    checks = [c for j in account.entry.judgements if (c := latest_check(account.entry.judgements, j))]
    for one in checks[-1].pictures if checks else ():
        if one.name == ask.parts["name"]:
            return one.svg
    raise LedgerError(f"entry {account.entry.id} has no check with a picture {ask.parts['name']!r}")


def _one(kinds: type[C], ask: Ask) -> C | None:
    """One of a list of words, asked for under the list's own name."""
    name = kinds.__name__.lower()
    given = ask.text(name)
    try:
        return kinds(given) if given is not None else None
    except ValueError as error:
        raise UsageError(f"{name}: no {given!r}; there are: {', '.join(kinds)}") from error


def _wanted(desk: Desk, ask: Ask, held: Overview) -> Mask:
    """Return for every entry whether it is meant by the filters of an address."""
    meant = np.ones(held.id.size, dtype=np.bool_)
    for column, kinds in (("book", Book), ("outcome", Outcome), ("polarity", Polarity)):
        word = _one(kinds, ask)
        if word is not None:
            meant &= held.has(column, word.value)
    progress = _one(Progress, ask)
    if progress is not None:
        meant &= _progress(held, ask.as_of) == PROGRESS.index(progress)
    instrument, month, place = ask.text("instrument"), ask.text("month"), ask.text("place")
    if place:
        meant &= held.mask(held.at_place(place))
    if instrument:
        meant &= held.mask(held.about(instrument))
    if month:
        first, last = _month(month)
        meant &= held.due_in(first, last)
    for who in (ask.text("actor"), ask.text("other")):
        if who:
            named = held.entries_of(desk.ledger.store.naming(who))
            meant &= held.mask(np.concatenate((held.entries_naming(who), named)))
    return meant


def _progress(held: Overview, day: date) -> Ints:
    """Return where every entry stands against its date; -1 where that is settled, and nothing is due any more."""
    return np.where(_open(held), held.progress(day), -1)


def _open(held: Overview) -> Mask:
    waits = np.zeros(held.id.size, dtype=np.bool_)
    for outcome in OPEN:
        waits |= held.has("outcome", outcome.value)
    return waits


def _month(given: str) -> tuple[date, date]:
    try:
        first = date.fromisoformat(f"{given}-01")
    except ValueError as error:
        raise UsageError(f"month: {given!r} is not a month; write it as 2017-07") from error
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def _called(desk: Desk, ask: Ask, held: Overview) -> dict[str, str]:
    """Return the names of what an address names by id: actors and a place."""
    who = {name: id_ for name in ("actor", "other") if ":" in (id_ := ask.text(name) or "")}
    names = named(desk, who.values())
    called = {name: names[id_] for name, id_ in who.items()}
    if place := ask.text("place"):
        called["place"] = next((told[1] for told in held.words["place"].words if told[0] == place), place)
    return called


def entries_page(desk: Desk, ask: Ask) -> View:
    """Entries by book, outcome, progress, actors, instrument and month."""
    held = desk.overview()
    found = np.flatnonzero(_wanted(desk, ask, held))
    at = ask.whole("from", 0, most=10**9)
    shown = desk.entries(held.names(found[at : at + PAGE]))
    progress = _progress(held, ask.as_of)[found]
    progress = np.bincount(progress[progress >= 0], minlength=len(PROGRESS)).tolist()
    facets = {
        "book": Counter(held.counted("book", held.book[found])),
        "outcome": Counter(held.counted("outcome", held.outcome[found])),
        "progress": Counter({p.value: n for p, n in zip(PROGRESS, progress, strict=True) if n}),
        "instrument": Counter(held.counted("instrument", held.instrument[found])),
    }
    total = int(found.size)
    values = {"shown": shown, "total": total, "at": at, "page": PAGE, "facets": facets, "day": ask.as_of,
              "status": STATUS, "called": _called(desk, ask, held)}  # fmt: skip
    return View("entries.html", "Entries", {"total": total, "entries": [entry_record(a) for a in shown]}, values)
