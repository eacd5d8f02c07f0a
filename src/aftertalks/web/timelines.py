"""The timeline: what is due and what happened, over any stretch of days."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import numpy as np

from aftertalks.flow.coded import UNDATED, Ints
from aftertalks.flow.overview import Overview
from aftertalks.model import Book, UsageError
from aftertalks.show.lines import entry_record
from aftertalks.show.timeline import MOST_ROWS, Crowd, Dated, laid_out
from aftertalks.show.wording import STATUS
from aftertalks.web.ask import Ask, View
from aftertalks.web.desk import Desk

BEFORE, AFTER = timedelta(days=180), timedelta(days=365)  # that are drawn around the day where the address names none
PAGE = 50
LATEST = date.max.toordinal()


def timeline_page(desk: Desk, ask: Ask) -> View:
    """What is due and what happened between two days, on a calendar, and the same as a list."""
    book = ask.text("book")
    if book is not None and book not in list(Book):
        raise UsageError(f"book: no {book!r}; there are: {', '.join(Book)}")
    held = desk.overview()
    dated = np.flatnonzero(held.ends != UNDATED)
    dated = dated[np.lexsort((held.id[dated], held.ends[dated], held.begins[dated]))]
    begins, ends = held.begins[dated], held.ends[dated]
    whole = (date.fromordinal(int(begins.min())), date.fromordinal(int(ends.max()))) if dated.size else None
    first, last = _stretch(ask, whole)
    inside = dated[(begins <= last.toordinal()) & (ends >= first.toordinal())]
    found = inside if book is None else inside[held.has("book", book)[inside]]
    at, total = ask.whole("from", 0, most=10**9), int(found.size)
    shown = desk.entries(held.names(found[at : at + PAGE]))
    drawn, crowd = _drawn(held, found)
    values = {
        "drawing": laid_out(drawn, desk.ledger.store.said, as_of=ask.as_of, stretch=(first, last), crowd=crowd),
        "day": ask.as_of, "book": book, "first": first, "last": last, "shown": shown, "at": at, "page": PAGE,
        "total": total, "dated": int(dated.size), "status": STATUS, "years": _years(begins), "whole": whole,
        "books": Counter(held.counted("book", held.book[inside])),
    }  # fmt: skip
    record = {
        "since": first.isoformat(), "until": last.isoformat(), "total": total,
        "entries": [entry_record(a) for a in shown],
    }  # fmt: skip
    return View("timeline.html", "Timeline", record, values)


def _drawn(held: Overview, found: Ints) -> tuple[list[Dated], list[Crowd]]:
    """Return of each book and first day as many entries as a lane has rows; the rest, which finds no room, counted."""
    order = found[np.argsort(held.book[found] * (LATEST + 1) + held.begins[found], kind="stable")]
    keys = held.book[order] * (LATEST + 1) + held.begins[order]
    _, starts, counts = np.unique(keys, return_index=True, return_counts=True)
    rank = np.arange(order.size) - np.repeat(starts, counts)
    few = order[rank < MOST_ROWS]
    books = [Book(word) for word in held.words["book"].words]
    days = [(date.fromordinal(a), date.fromordinal(b)) for a, b in zip(*_days(held, few), strict=True)]
    drawn = [
        Dated(*one) for one in zip(held.names(few), (books[n] for n in held.book[few].tolist()), days, strict=True)
    ]
    crowd = []
    for start, n in zip(starts[counts > MOST_ROWS].tolist(), counts[counts > MOST_ROWS].tolist(), strict=True):
        rest = order[start + MOST_ROWS : start + n]
        span = date.fromordinal(int(held.begins[rest[0]])), date.fromordinal(int(held.ends[rest].max()))
        crowd.append(Crowd(books[held.book[rest[0]]], span, int(rest.size)))
    return drawn, crowd


def _days(held: Overview, which: Ints) -> tuple[list[int], list[int]]:
    return held.begins[which].tolist(), held.ends[which].tolist()


def _stretch(ask: Ask, whole: tuple[date, date] | None) -> tuple[date, date]:
    """Return the first and last day that are asked for; around the day that counts as now where none are."""
    since, until = ask.day("since"), ask.day("until")
    day = ask.as_of
    earliest, latest = whole or (day, day)
    first = since or (earliest if until else day - min(BEFORE, day - date.min))
    last = until or (latest if since else day + min(AFTER, date.max - day))
    if first > last:
        raise UsageError(f"since: {first} lies after {last}")
    return first, last


def _years(begins: Ints) -> list[tuple[int, int]]:
    """Return the years in which something begins, with how many entries do."""
    days, counts = np.unique(begins, return_counts=True)
    years: Counter[int] = Counter()
    for day, n in zip(days.tolist(), counts.tolist(), strict=True):
        years[date.fromordinal(day).year] += n
    return sorted(years.items())
