"""What waits and what has changed, by the entries' kept state: only what is shown is loaded.

Callable: :func:`waiting`, :func:`next_up`, :func:`changes`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from aftertalks.ledger import changes as comparing
from aftertalks.ledger.dossiers import holds
from aftertalks.ledger.status import known_on, waits
from aftertalks.model import Book
from aftertalks.model.account import Account, NextUp
from aftertalks.model.dossier import Change, Dossier, News
from aftertalks.store import accounts, listing
from aftertalks.store.listing import Window
from aftertalks.store.state import key, name

if TYPE_CHECKING:
    from sqlalchemy import Connection

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
        dossier: only what it holds; then all are loaded to be looked at.
        only: keys of the entries that are meant, by what is known of them now; all if left out.
    """
    day = as_of.toordinal()
    most = None if dossier else limit
    with ledger.store.asking() as connection:
        found = {
            what: listing.waiting(connection, window, day, limit=most, only=only) for what, window in windows.items()
        }
        partly = _known(accounts.load(connection, listing.unsteady(connection, [day])), as_of, dossier)
        partly = [a for a in partly if waits(a) and (only is None or key(a.entry.id) in only)]
        made = {}
        for what, (ids, total) in found.items():
            steady = _known(accounts.load(connection, ids), as_of, dossier)
            mine = [account for account in partly if windows[what].holds(_ordinals(account))]
            both = sorted((*steady, *mine), key=_soonest, reverse=windows[what].newest)
            made[what] = Listed(tuple(both[:limit]), len(both) if dossier else total + len(mine))
    return made


def _known(found: Iterable[Account], as_of: date, dossier: Dossier | None) -> list[Account]:
    held = (account for account in found if dossier is None or holds(dossier, account))
    return [account for now in held if (account := known_on(now, as_of)) is not None]


def _ordinals(account: Account) -> tuple[int, int] | None:
    due = account.entry.due
    return (due[0].toordinal(), due[1].toordinal()) if due else None


def _soonest(account: Account) -> tuple[date, date, str]:
    first, last = account.entry.due or (date.max, date.max)
    return last, first, account.entry.id


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
        if only is not None:
            plain = [(place, news) for place, news in plain if key(place[3]) in only]
            touched = [one for one in touched if key(one) in only]
        loaded = _compare(connection, touched, since, as_of, soon, dossier)
        if dossier is not None:  # whether it holds an entry can only be seen in the whole of it
            ids = list(dict.fromkeys(place[3] for place, _ in plain))
            loaded += _compare(connection, ids, since, as_of, soon, dossier)
            plain = []
        counts = Counter(news for _, news in plain) + Counter(c.news for c in loaded)
        first = sorted([*plain, *((comparing.order(c), c.news) for c in loaded)])[:limit]
        wanted = {place for place, _ in first}
        ids = list(dict.fromkeys(place[3] for place, _ in plain if place in wanted))
        found = [
            c for c in (*_compare(connection, ids, since, as_of, soon, None), *loaded) if comparing.order(c) in wanted
        ]
    return tuple(sorted(found, key=comparing.order)), counts


def _compare(
    connection: Connection, ids: list[str], since: Since, as_of: date, soon: int, dossier: Dossier | None
) -> list[Change]:
    held = (a for a in accounts.load(connection, ids) if dossier is None or holds(dossier, a))
    return list(comparing.changes(held, since.before, then=since.day, as_of=as_of, soon=soon))


def _candidates(
    connection: Connection, since: Since, as_of: date, soon: int
) -> tuple[list[tuple[Key, News]], list[str]]:
    """What can be said by an entry's kept state alone; and the entries that must be looked at as a whole."""
    day = as_of.toordinal()
    then = since.day.toordinal() if since.day else None
    touched = listing.unsteady(connection, [day] if then is None or since.moment else [then, day])
    quiet = since.moment.replace(microsecond=0).isoformat(timespec="seconds") if since.moment else None
    plain: list[tuple[Key, News]] = []
    if quiet is not None:
        touched = list(dict.fromkeys([*touched, *listing.stirred(connection, quiet)]))
    else:
        for r in listing.came(connection, -1 if then is None else then, day):
            due = (r.due_first, r.due_last) if r.due_last is not None else None
            pressing = comparing.calendar_only(due, None, day, soon=soon) if r.waits else None
            plain += [(_key(news, r.book, r.due_last, r.e), news) for news in (News.NEW, pressing) if news]
    if then is not None:
        seen = set(touched)
        late = Window(last_from=then, last_to=day - 1)
        near = Window(last_from=day, first_from=then + soon + 1, first_to=day + soon)
        for news, window in ((News.OVERDUE, late), (News.DUE_SOON, near)):
            found = listing.turning(connection, window, min(then, day) if quiet is None else day, quiet=quiet)
            plain += [(_key(news, r.book, r.due_last, r.e), news) for r in found if name(r.e) not in seen]
    return plain, touched


def _key(news: News, book: str, last: int | None, e: int) -> Key:
    return comparing.place(news, Book(book), last, name(e))
