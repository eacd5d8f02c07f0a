"""What has changed about entries between two states of the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from aftertalks.ledger.status import OPEN, entry_of, known_on
from aftertalks.model import Book, Outcome, Progress
from aftertalks.model.account import Account, EntryVoice, Stance
from aftertalks.model.dossier import Change, News

Before = Callable[[Account], Account | None]
_BOOKS = {book: n for n, book in enumerate((Book.AGREED, Book.EXPECTED, Book.WANTED, Book.HAPPENED))}
_ORDER = {news: n for n, news in enumerate(News)}


def seen_by(moment: datetime) -> Before:
    """Return what takes an entry back to what the ledger held before a moment; null for one that was not there.

    The ledger keeps seconds: what came in the very second of the moment counts as not seen yet.
    """
    bound = moment.replace(microsecond=0)

    def before(account: Account) -> Account | None:
        voices = tuple(_unmarked(v, bound) for v in account.voices if v.added is None or v.added < bound)
        if not voices:
            return None
        if all(v.stance is not Stance.FIRST for v in voices):
            voices = (replace(voices[0], stance=Stance.FIRST), *voices[1:])
        judgements = tuple(j for j in account.entry.judgements if j.at < bound)
        proposals = tuple(p for p in account.proposals if p.made is None or p.made < bound)
        return replace(account, entry=entry_of(account.entry, voices, judgements), voices=voices, proposals=proposals)

    return before


def _unmarked(voice: EntryVoice, bound: datetime) -> EntryVoice:
    if voice.noted is None or voice.noted < bound:
        return voice
    return replace(voice, standing=None, other=None, noted=None)


def known_by(day: date) -> Before:
    """Return what takes an entry back to what was published by a day."""
    return lambda account: known_on(account, day)


def changes(
    accounts: Iterable[Account], before: Before, *, then: date | None, as_of: date, soon: int
) -> tuple[Change, ...]:
    """Return what has changed, most pressing first.

    Args:
        accounts: entries as they are now.
        then: the day of the earlier state, against which dates are held; null if there was none.
        as_of: the day that counts as now.
        soon: how many days ahead something is "due soon".
    """
    found = [
        change
        for now in accounts
        if (account := known_on(now, as_of)) is not None
        for change in _of_one(before(now) if then else None, account, then, as_of, soon)
    ]
    return tuple(sorted(found, key=order))


def order(change: Change) -> tuple[int, int, int, str]:
    """Return by what changes are sorted, as :func:`place` tells it."""
    e = change.account.entry
    return place(change.news, e.book, e.due[1].toordinal() if e.due else None, e.id)


def place(news: News, book: Book, last: int | None, entry: str) -> tuple[int, int, int, str]:
    """Return by what changes are sorted: how pressing it is, the book, the last day that it is due, the entry's id."""
    return _ORDER[news], _BOOKS[book], last or date.max.toordinal(), entry


def calendar_only(due: tuple[int, int] | None, then: int | None, day: int, *, soon: int) -> News | None:
    """Say what the calendar alone has made of an entry that waits and was the same before; days are ordinals.

    Args:
        then: the day of the earlier state; null for an entry that was not known then.
    """
    if due is None:
        return None
    if due[1] < day:
        return News.OVERDUE if then is None or due[1] >= then else None
    if due[0] - day > soon:
        return None
    return News.DUE_SOON if then is None or due[0] - then > soon else None


def _of_one(was: Account | None, now: Account, then: date | None, as_of: date, soon: int) -> Iterator[Change]:
    if was is None:
        yield Change(News.NEW, now, after=now.entry.outcome.value, voices=now.voices)
    else:
        yield from _compared(was, now)
    if now.entry.outcome in OPEN and not now.withdrawn:
        yield from _pressing(was, now, then, as_of, soon)


def _compared(was: Account, now: Account) -> Iterator[Change]:
    if was.entry.outcome is not now.entry.outcome:
        yield Change(News.OUTCOME, now, was.entry.outcome.value, now.entry.outcome.value)
    if now.withdrawn and not was.withdrawn:
        yield Change(News.WITHDRAWN, now, "stood", "no longer in the article")
    if now.contradicted and not was.contradicted:
        yield Change(News.CONTRADICTED, now)
    if was.entry.due != now.entry.due:
        yield Change(News.MOVED, now, _window(was), _window(now))
    known = {v.statement.id for v in was.voices}
    came = tuple(v for v in now.voices if v.statement.id not in known)
    if came:
        yield Change(News.VOICES, now, str(was.documents), str(now.documents), came)
    proposed = {p.statement.id for p in was.proposals}
    fresh = [p for p in now.proposals if p.statement.id not in proposed and p.outcome is not Outcome.CANNOT_TELL]
    if fresh and now.entry.outcome in OPEN:
        yield Change(News.ANSWER, now, "", fresh[0].outcome.value)


def _pressing(was: Account | None, now: Account, then: date | None, as_of: date, soon: int) -> Iterator[Change]:
    """What only the calendar has changed."""
    progress = now.entry.progress(as_of)
    earlier = was.entry.progress(then) if was and then else None
    if progress is Progress.OVERDUE and earlier is not Progress.OVERDUE:
        yield Change(News.OVERDUE, now, earlier.value if earlier else "", progress.value)
    due = now.entry.due
    if due is None or progress is Progress.OVERDUE or due[0] - as_of > timedelta(days=soon):
        return
    if earlier is None or was is None or then is None or was.entry.due != due or due[0] - then > timedelta(days=soon):
        yield Change(News.DUE_SOON, now, "", _window(now))


def _window(account: Account) -> str:
    due = account.entry.due
    if due is None:
        return "no date"
    return due[0].isoformat() if due[0] == due[1] else f"{due[0]} to {due[1]}"
