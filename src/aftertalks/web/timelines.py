"""The timeline: what is due and what happened, over any stretch of days."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from aftertalks.model import Book, UsageError
from aftertalks.model.account import Account
from aftertalks.show.lines import entry_record
from aftertalks.show.timeline import span_of, timeline
from aftertalks.show.wording import STATUS
from aftertalks.web.ask import Ask, View
from aftertalks.web.desk import Desk

BEFORE, AFTER = timedelta(days=180), timedelta(days=365)  # that are drawn around the day where the address names none
PAGE = 50


def timeline_page(desk: Desk, ask: Ask) -> View:
    """What is due and what happened between two days, on a calendar, and the same as a list."""
    book = ask.text("book")
    if book is not None and book not in list(Book):
        raise UsageError(f"book: no {book!r}; there are: {', '.join(Book)}")
    dated = sorted(
        ((days, a) for a in desk.accounts() if (days := span_of(a)) is not None),
        key=lambda pair: (pair[0], pair[1].entry.id),
    )  # fmt: skip
    first, last = _stretch(ask, [days for days, _ in dated])
    inside = [(days, a) for days, a in dated if days[0] <= last and days[1] >= first]
    shown = [a for _, a in inside if book in {None, a.entry.book.value}]
    at = ask.whole("from", 0, most=10**9)
    values = {
        "drawing": timeline(shown, as_of=ask.as_of, stretch=(first, last)), "day": ask.as_of, "book": book,
        "first": first, "last": last, "shown": shown[at : at + PAGE], "at": at, "page": PAGE, "total": len(shown),
        "dated": len(dated), "status": STATUS, "books": Counter(a.entry.book.value for _, a in inside),
        "years": _years(dated), "whole": (dated[0][0][0], max(d[1] for d, _ in dated)) if dated else None,
    }  # fmt: skip
    record = {
        "since": first.isoformat(), "until": last.isoformat(), "total": len(shown),
        "entries": [entry_record(a) for a in shown],
    }  # fmt: skip
    return View("timeline.html", "Timeline", record, values)


def _stretch(ask: Ask, days: list[tuple[date, date]]) -> tuple[date, date]:
    """Return the first and last day that are asked for; around the day that counts as now where none are."""
    since, until = ask.day("since"), ask.day("until")
    day = ask.as_of
    first = since or (min((d[0] for d in days), default=day) if until else day - min(BEFORE, day - date.min))
    last = until or (max((d[1] for d in days), default=day) if since else day + min(AFTER, date.max - day))
    if first > last:
        raise UsageError(f"since: {first} lies after {last}")
    return first, last


def _years(dated: list[tuple[tuple[date, date], Account]]) -> list[tuple[int, int]]:
    """Return the years in which something begins, with how many entries do."""
    return sorted(Counter(days[0].year for days, _ in dated).items())
