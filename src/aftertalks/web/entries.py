"""Pages of the ledger's entries: what is next, one entry, and every list that a number elsewhere rests on."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

import numpy as np

from aftertalks.flow import dossiers, listing
from aftertalks.flow.overview import Mask, Overview
from aftertalks.flow.watching import draft_check
from aftertalks.model import Book, Outcome, Polarity, Progress, UsageError
from aftertalks.model.account import Stance
from aftertalks.show.brief import cited
from aftertalks.show.desk_records import change_record
from aftertalks.show.lines import entry_record
from aftertalks.show.wording import STATUS
from aftertalks.store.listing import Window
from aftertalks.watch.checks import to_yaml
from aftertalks.web.ask import Ask, View
from aftertalks.web.desk import Desk

WEEK = timedelta(days=6)
PAGE = 50
SHOWN, CHANGED = 40, 60  # entries of each list of what is next, and changes
LOOK_BACK = timedelta(days=14)
PROGRESS = (Progress.UNDATED, Progress.NOT_DUE, Progress.DUE, Progress.OVERDUE)
C = TypeVar("C", bound=StrEnum)


def next_page(desk: Desk, ask: Ask) -> View:
    """What is overdue, due this week and later, and what has changed."""
    day = ask.as_of
    name = ask.text("dossier")
    chosen = dossiers.dossier(desk.ledger, name) if name else None
    now, week = day.toordinal(), (day + min(WEEK, date.max - day)).toordinal()
    last = listing.horizon(day, ask.whole("days", 90, most=36500)).toordinal()
    windows = {
        "overdue": Window(last_to=now - 1), "this week": Window(last_from=now, last_to=week, first_to=last),
        "later": Window(last_from=week + 1, first_to=last), "undated": Window(dated=False),
    }  # fmt: skip
    groups = listing.waiting(desk.ledger, windows, as_of=day, dossier=chosen, limit=SHOWN)
    since = min(ask.day("since") or day - min(LOOK_BACK, day - date.min), day)
    news = dossiers.changes(desk.ledger, since=since, dossier=name, as_of=day, limit=CHANGED)
    record = {
        "as_of": day.isoformat(),
        "totals": {group.replace(" ", "_"): held.total for group, held in groups.items()} | {"changed": news.total},
        **{group.replace(" ", "_"): [entry_record(a) for a in held.accounts] for group, held in groups.items()},
        "changed": [change_record(c, news) for c in news.found],
    }
    saved = [d.name for d in dossiers.dossiers(desk.ledger)]
    values = {"groups": groups, "news": news, "since": since, "day": day, "dossiers": saved, "status": STATUS}
    return View("next.html", "Next", record, values)


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
        "cited": [cited(desk.ledger.reading(i), quoted) for i in ids],
        "probe": probe,
    }
    return View("entry.html", "Entry", entry_record(account) | {"check": probe}, values)


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
        meant &= held.progress(ask.as_of) == PROGRESS.index(progress)
    instrument, month = ask.text("instrument"), ask.text("month")
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


def _month(given: str) -> tuple[date, date]:
    try:
        first = date.fromisoformat(f"{given}-01")
    except ValueError as error:
        raise UsageError(f"month: {given!r} is not a month; write it as 2017-07") from error
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def entries_page(desk: Desk, ask: Ask) -> View:
    """Entries by book, outcome, progress, actors, instrument and month."""
    held = desk.overview()
    found = np.flatnonzero(_wanted(desk, ask, held))
    at = ask.whole("from", 0, most=10**9)
    shown = desk.entries(held.names(found[at : at + PAGE]))
    progress = np.bincount(held.progress(ask.as_of)[found], minlength=len(PROGRESS)).tolist()
    facets = {
        "book": Counter(held.counted("book", held.book[found])),
        "outcome": Counter(held.counted("outcome", held.outcome[found])),
        "progress": Counter({p.value: n for p, n in zip(PROGRESS, progress, strict=True) if n}),
        "instrument": Counter(held.counted("instrument", held.instrument[found])),
    }
    total = int(found.size)
    values = {"shown": shown, "total": total, "at": at, "page": PAGE, "facets": facets, "day": ask.as_of,
              "status": STATUS}  # fmt: skip
    return View("entries.html", "Entries", {"total": total, "entries": [entry_record(a) for a in shown]}, values)
