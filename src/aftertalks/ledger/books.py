"""Which book a statement stands in, and when it is due."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta

from aftertalks.model import Book, Kind, Statement

Window = tuple[date, date]

RECENT = timedelta(days=31)  # an undertaking dated this long before its report is history, not news

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
    frame says future. What happened is never due, and the time of saying ("on Friday the ministry announced …") is not
    the time of what is said.

    Args:
        published: the document's date; null if unknown: then the text's own dates stand.
    """
    if book_of(statement.kind) in {None, Book.HAPPENED}:
        return None
    if statement.deadline is not None:
        past = published is not None and statement.deadline < published
        return None if past else (statement.deadline, statement.deadline)
    window = time_window(statement)
    trace = statement.trace("when")
    if trace is not None and trace.rule.startswith("time of saying"):
        return None
    if window is None or published is None:
        return window
    if window[1] < published:
        return None
    ahead = window[0] > published or statement.kind is Kind.EXPECTATION
    return window if ahead or (statement.event is not None and "future" in statement.event.auxiliary) else None


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
