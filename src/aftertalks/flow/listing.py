"""What waits and what has changed, by the entries' kept state: only what is shown is loaded.

Callable: :func:`waiting`, :func:`next_up`, :func:`changes`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from aftertalks.flow import holding
from aftertalks.ledger import changes as comparing
from aftertalks.ledger.status import known_on
from aftertalks.model import Book
from aftertalks.model.account import Account, NextUp
from aftertalks.model.dossier import Change, Dossier, News
from aftertalks.store import accounts, listing
from aftertalks.store.counting import Window
from aftertalks.store.state import key, name

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from aftertalks.flow.keeping import Ledger

Key = tuple[int, int, int, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """The first of some entries.

    Args:
        total: how many there are.
    """

    accounts: tuple[Account, ...]
    total: int


def waiting(
    ledger: Ledger, windows: Mapping[str, Window], *, as_of: date, dossier: Dossier | None = None,
    limit: int | None = None, only: Container[int] | None = None,
) -> dict[str, Listed]:  # fmt: skip
    """Return the entries that wait for an outcome on a day, window by window, each in its order.

    Args:
        limit: how many of each are loaded; all if left out.
        dossier: only what it holds.
        only: keys of the entries that are meant, by what is known of them now; all if left out.
    """
    with ledger.store.asking() as connection:
        waits = listing.Waits(connection, as_of.toordinal(), only=holding.among(connection, dossier, only))
        made = {}
        for what, window in windows.items():
            found = waits.inside(window, limit=limit)
            loaded = accounts.load(connection, found.ids)
            known = tuple(account for now in loaded if (account := known_on(now, as_of)) is not None)
            made[what] = Listed(known, found.total)
    return made


def horizon(as_of: date, days: int) -> date:
    """Return the last day that lies so many days ahead, within the calendar."""
    return as_of + timedelta(days=min(days, (date.max - as_of).days))


def next_up(
    ledger: Ledger, *, as_of: date, days: int, dossier: Dossier | None = None, limit: int | None = None
) -> NextUp:
    """Return what is overdue, due and upcoming on a day; see :meth:`aftertalks.flow.keeping.Ledger.next`."""
    day, last = as_of.toordinal(), horizon(as_of, days).toordinal()
    windows = {
        "overdue": Window(last_to=day - 1), "due": Window(last_from=day, first_to=day),
        "upcoming": Window(first_from=day + 1, first_to=last), "undated": Window(dated=False),
    }  # fmt: skip
    found = waiting(ledger, windows, as_of=as_of, dossier=dossier, limit=limit)
    left = {what: listed.total - len(listed.accounts) for what, listed in found.items()}
    overdue, due, upcoming, undated = (found[what].accounts for what in windows)
    return NextUp(as_of, overdue, due, upcoming, undated, {what: n for what, n in left.items() if n})


@dataclass(frozen=True, slots=True)
class Since:
    """The earlier state with which entries are compared.

    Args:
        day: the day of it; null if there was none.
        before: takes an entry back to it.
        moment: what came into the ledger from then on is new; null where it goes by the documents' days.
    """

    day: date | None
    before: Callable[[Account], Account | None]
    moment: datetime | None = None


def changes(
    ledger: Ledger, since: Since, *, as_of: date, soon: int, dossier: Dossier | None = None, limit: int | None = None,
    only: Container[int] | None = None,
) -> tuple[tuple[Change, ...], Counter[News]]:  # fmt: skip
    """Return what has changed, most pressing first, and how much of each sort; only the first ``limit`` are loaded.

    Args:
        only: keys of the entries that are meant; all if left out.
    """
    with ledger.store.asking() as connection:
        plain, touched = _candidates(connection, since, as_of, soon)
        if (meant := holding.among(connection, dossier, only)) is not None:
            plain = [(place, news) for place, news in plain if key(place[3]) in meant]
            touched = [one for one in touched if key(one) in meant]
        loaded = _compare(connection, touched, since, as_of, soon)
        counts = Counter(news for _, news in plain) + Counter(c.news for c in loaded)
        first = sorted([*plain, *((comparing.order(c), c.news) for c in loaded)])[:limit]
        wanted = {place for place, _ in first}
        ids = list(dict.fromkeys(place[3] for place, _ in plain if place in wanted))
        found = [c for c in (*_compare(connection, ids, since, as_of, soon), *loaded) if comparing.order(c) in wanted]
    return tuple(sorted(found, key=comparing.order)), counts


def _compare(connection: Connection, ids: list[str], since: Since, as_of: date, soon: int) -> list[Change]:
    found = accounts.load(connection, ids)
    return list(comparing.changes(found, since.before, then=since.day, as_of=as_of, soon=soon))


def _candidates(
    connection: Connection, since: Since, as_of: date, soon: int
) -> tuple[list[tuple[Key, News]], list[str]]:
    """What can be said by an entry's kept state alone; and the entries that must be looked at as a whole."""
    day = as_of.toordinal()
    then = since.day.toordinal() if since.day else None
    windows = {}
    if then is not None:
        windows[News.OVERDUE] = Window(last_from=then, last_to=day - 1)
        windows[News.DUE_SOON] = Window(last_from=day, first_from=then + soon + 1, first_to=day + soon)
    if since.moment is not None:
        return _stirred(connection, since.moment, windows, day)
    plain: list[tuple[Key, News]] = []
    for r in listing.came(connection, -1 if then is None else then, day):
        due = (r.due_first, r.due_last) if r.due_last is not None else None
        pressing = comparing.calendar_only(due, None, day, soon=soon) if r.waits else None
        plain += [(_key(news, r), news) for news in (News.NEW, pressing) if news]
    if then is None:
        return plain, []
    unchanged = listing.unchanged(connection, list(windows.values()), then, day)
    plain += [(_key(news, r), news) for news, found in zip(windows, unchanged, strict=True) for r in found]
    return plain, listing.stirred_between(connection, then, day)


def _stirred(
    connection: Connection, moment: datetime, windows: Mapping[News, Window], day: int
) -> tuple[list[tuple[Key, News]], list[str]]:
    """What can have changed since a moment, by what came into the ledger from then on."""
    quiet = moment.replace(microsecond=0).isoformat(timespec="seconds")
    touched = dict.fromkeys([*listing.unsteady(connection, [day]), *listing.stirred(connection, quiet)])
    found = {news: listing.turning(connection, window, day, quiet=quiet) for news, window in windows.items()}
    plain = [(_key(news, r), news) for news, some in found.items() for r in some if name(r.e) not in touched]
    return plain, list(touched)


def _key(news: News, r: Row[Any]) -> Key:
    return comparing.place(news, Book(r.book), r.due_last, name(r.e))
