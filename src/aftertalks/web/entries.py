"""Pages of the ledger's entries: what is next, one entry, and every list that a number elsewhere rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice
from typing import TypeVar

from aftertalks.flow import dossiers
from aftertalks.flow.watching import draft_check
from aftertalks.model import Book, LedgerError, Outcome, Polarity, Progress, UsageError
from aftertalks.model.account import Account, Stance
from aftertalks.show.brief import cited
from aftertalks.show.desk_records import change_record
from aftertalks.show.lines import entry_record
from aftertalks.show.verdicts import latest_check
from aftertalks.show.wording import STATUS
from aftertalks.watch.checks import to_yaml
from aftertalks.web.ask import Ask, View
from aftertalks.web.desk import Desk
from aftertalks.web.people import actors_of, named

WEEK = timedelta(days=6)
PAGE = 50
LOOK_BACK = 14
MOST_ACTORS = 40  # that a filter offers
LATE = (
    ("in the last seven days", 7),
    ("in the last month", 31),
    ("in the last year", 365),
    ("more than a year ago", 10**7),
)
C = TypeVar("C", bound=StrEnum)


def next_page(desk: Desk, ask: Ask) -> View:
    """What is overdue, due this week and later, and what has changed; what is overdue most recently comes first."""
    day = ask.as_of
    name = ask.text("dossier")
    chosen = dossiers.dossier(desk.ledger, name) if name else None
    everything = desk.ledger.next(as_of=day, days=ask.whole("days", 90, most=36500), dossier=chosen)
    found, meant = (*everything.dated, *everything.undated), _wanted(ask)
    overdue = [a for a in reversed(everything.overdue) if meant(a)]
    ahead = [a for a in everything.dated[len(everything.overdue) :] if meant(a)]
    week = [a for a in ahead if a.entry.due is not None and a.entry.due[1] <= day + WEEK]
    later = [a for a in ahead if a not in week]
    undated = [a for a in everything.undated if meant(a)]
    since = min(ask.day("since") or day - timedelta(days=LOOK_BACK), day)
    news = dossiers.changes(desk.ledger, since=since, dossier=name, as_of=day)
    changed = [c for c in news.found if meant(c.account)]
    groups = {"overdue": overdue, "this week": week, "later": later, "undated": undated}
    record = {
        "as_of": day.isoformat(),
        **{group.replace(" ", "_"): [entry_record(a) for a in held] for group, held in groups.items()},
        "changed": [change_record(c, news) for c in changed],
    }
    values = {
        "groups": groups, "late": _by_lateness(overdue, day), "changed": changed, "since": since, "day": day,
        "dossiers": [d.name for d in dossiers.dossiers(desk.ledger)], "status": STATUS, **_choices(found),
    }  # fmt: skip
    return View("next.html", "Next", record, values)


def _by_lateness(overdue: list[Account], day: date) -> list[tuple[str, list[Account]]]:
    """Return what is overdue in heaps by how long; the last holds what has been for more than a year."""
    heaps: list[tuple[str, list[Account]]] = [(name, []) for name, _ in LATE]
    for account in overdue:
        days = (day - account.entry.due[1]).days if account.entry.due else 0
        heaps[next(n for n, (_, most) in enumerate(LATE) if days <= most)][1].append(account)
    return heaps


def _choices(found: Iterable[Account]) -> dict[str, object]:
    """Return what there is to choose from in the filters: instruments, and the actors that most entries name."""
    held = list(found)
    names = named(held)
    actors = Counter(i for a in held for i in actors_of(a))
    return {
        "instruments": sorted({a.entry.instrument for a in held if a.entry.instrument}),
        "actors": [(i, names[i]) for i, _ in actors.most_common(MOST_ACTORS)],
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
        "probe": probe,
    }
    return View("entry.html", "Entry", entry_record(account) | {"check": probe}, values)


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


def _wanted(ask: Ask) -> Callable[[Account], bool]:
    """Return whether an entry is meant by the filters of an address."""
    book, outcome, progress = _one(Book, ask), _one(Outcome, ask), _one(Progress, ask)
    actor, other, instrument = ask.text("actor"), ask.text("other"), ask.text("instrument")
    month, day, polarity, place = ask.text("month"), ask.as_of, _one(Polarity, ask), ask.text("place")

    def meant(account: Account) -> bool:
        e = account.entry
        if (book and e.book is not book) or (outcome and e.outcome is not outcome):
            return False
        if polarity and account.voices[0].statement.polarity is not polarity:
            return False
        if progress and e.progress(day) is not progress:
            return False
        said = [v.statement for v in account.voices]
        if place and all(s.place is None or s.place.id != place for s in said):
            return False
        if instrument and all((s.instrument or e.instrument) != instrument for s in said):
            return False
        if month and not (e.due and e.due[0].isoformat()[:7] <= month <= e.due[1].isoformat()[:7]):
            return False
        return all(any(who in (*s.actor_ids, *s.actors) for s in said) for who in (actor, other) if who)

    return meant


def entries_page(desk: Desk, ask: Ask) -> View:
    """Entries by book, outcome, progress, actors, instrument and month."""
    meant = _wanted(ask)
    found = [a for a in desk.accounts() if meant(a)]
    at = ask.whole("from", 0, most=10**9)
    shown = list(islice(found, at, at + PAGE))
    facets = {
        "book": Counter(a.entry.book.value for a in found),
        "outcome": Counter(a.entry.outcome.value for a in found),
        "progress": Counter(a.entry.progress(ask.as_of).value for a in found),
        "instrument": Counter(a.entry.instrument for a in found if a.entry.instrument),
    }
    values = {"shown": shown, "total": len(found), "at": at, "page": PAGE, "facets": facets, "day": ask.as_of,
              "status": STATUS}  # fmt: skip
    return View("entries.html", "Entries", {"total": len(found), "entries": [entry_record(a) for a in shown]}, values)


def day_of(account: Account) -> date | None:
    """Return the day on which an entry is placed in time: its own first day, else its first document's."""
    if account.entry.due is not None:
        return account.entry.due[0]
    return next((v.source.published for v in account.voices if v.source.published), None)
