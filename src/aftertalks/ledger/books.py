"""Which book a statement stands in, and when it is due."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta

from aftertalks.model import Book, Kind, Statement

Window = tuple[date, date]

RECENT = timedelta(days=31)  # an undertaking dated this long before its report is history, not news

_NOT_ITS_OWN = ("time of saying", "time of another matter")  # rules of a time that is not that of what is stated

_BOOKS: dict[Kind, Book | None] = {
    Kind.AGREEMENT: Book.AGREED,
    Kind.POSITION: Book.WANTED,
    Kind.RECOMMENDATION: Book.WANTED,
    Kind.EXPECTATION: Book.EXPECTED,
    Kind.EVENT: Book.HAPPENED,
    Kind.ASSESSMENT: None,  # an opinion of how things are can neither be kept nor happen; it is stored and searched
}


def book_of(kind: Kind) -> Book | None:
    """Return the book in which statements of a kind stand; null for assessments, which make no entry."""
    return _BOOKS[kind]


def entry_id(book: Book, first_voice: Statement, *, apart: bool = False) -> str:
    """Return the id of the entry that a statement founds: the same on every machine, from book and statement.

    Args:
        apart: of the entry that it founds when it is split off by hand from the one that bears its name.
    """
    key = f"{book}:{first_voice.id}{':apart' if apart else ''}"
    return hashlib.sha256(key.encode()).hexdigest()[:12]


def time_window(statement: Statement) -> Window | None:
    """Return first and last day of the statement's time; null without one or with one open at an end."""
    if statement.when is None or statement.when_end is None:
        return None
    return statement.when, statement.when_end


def due_window(statement: Statement, published: date | None) -> Window | None:
    """Return the days on which what is stated is due: its deadline, else its time.

    What lies before the document's own date is not "next". The time of an undertaking or a wish that has begun by then
    is taken for that of its making ("agreed today", "promised in early July"), not of its fulfilment, unless its event
    frame says future. What happened is never due. Nor is the time of saying ("on Friday the ministry announced …") or
    of another matter ("the agreements reached today will …") the time of what is said, nor a lead-in's time that has
    begun ("At our meeting on 11-13 June we agreed:").

    Args:
        published: the document's date; null if unknown: then deadlines, expectations and what the event frame says is
            future are due, and the time of anything else is taken for that of its making.
    """
    if book_of(statement.kind) in {None, Book.HAPPENED}:
        return None
    rule = _rule_of_time(statement)
    if rule.startswith(_NOT_ITS_OWN):
        return None
    if statement.deadline is not None:
        past = published is not None and statement.deadline < published
        return None if past else (statement.deadline, statement.deadline)
    window = time_window(statement)
    if window is None or (published is not None and window[1] < published):
        return None
    begun = published is None or window[0] <= published
    if begun and rule.startswith("time of the lead-in"):
        return None
    told_ahead = statement.kind is Kind.EXPECTATION or (
        statement.event is not None and "future" in statement.event.auxiliary
    )
    return window if told_ahead or not begun else None


def _rule_of_time(statement: Statement) -> str:
    trace = statement.trace("when")
    return trace.rule if trace is not None else ""


def is_history(statement: Statement, published: date | None) -> bool:
    """Say whether a statement tells of something long past at the document's date ("the 1987 treaty was signed")."""
    last = statement.when_end or statement.when
    if published is None or last is None or statement.deadline is not None:
        return False
    return last < published - RECENT if published - date.min > RECENT else False


def narrowest(windows: Iterable[Window | None]) -> Window | None:
    """Return the narrowest window, of equals the earliest: the most exact date that any voice gives."""
    known = [w for w in windows if w is not None]
    return min(known, key=lambda w: (w[1] - w[0], w[0]), default=None)
