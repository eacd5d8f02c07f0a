"""Deadlines as iCalendar (RFC 5545, with RFC 7986's names): what calendars subscribe to.

Only what the words date to a day stands on one day. "In November" spans November, "by the end of July" spans July and
says so in its title: a calendar knows no vaguer time than a span. Nothing blocks anybody's time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from aftertalks.model import Book, Certainty, Outcome
from aftertalks.model.account import Account, EntryVoice
from aftertalks.show.exports.dates import DueTime, due_time
from aftertalks.show.exports.extras import need
from aftertalks.show.exports.site import PROJECT, clean, entry_link, last_change, said_by
from aftertalks.show.wording import one_line, shorten

MOST_DAYS = 366  # "this century" is no deadline, and an event of a hundred years hides every other in a calendar
VOICES = 8  # quoted in one event; a calendar's window is small
_GONE = (Outcome.SUPERSEDED,)


def calendar(
    accounts: Iterable[Account], *, name: str, site: str | None = None, note: str | None = None
) -> tuple[bytes, int, int]:
    """Return a calendar of every entry that has a date.

    Args:
        name: of the calendar, as people see it.
        site: address of a server that shows the ledger, for links.
        note: what is to be said of the calendar as a whole.

    Returns:
        The calendar, how many entries it holds, and how many are left out: their words leave more than a year open.

    Raises:
        UsageError: icalendar is not installed.
    """
    ical = need("icalendar", extra="calendar", what="iCalendar")
    made = ical.Calendar()
    made.add("prodid", f"-//{PROJECT}//{PROJECT}//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", name)
    made.add("x-wr-calname", name)
    if note:
        made.add("description", note)
        made.add("x-wr-caldesc", note)
    made.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    count = vague = 0
    for account in accounts:
        time = due_time(account)
        if time is None or account.entry.book is Book.HAPPENED:
            continue
        if (time.span[1] - time.span[0]).days >= MOST_DAYS:
            vague += 1
            continue
        made.add_component(_event(ical, account, time, site))
        count += 1
    return bytes(made.to_ical()), count, vague


def _event(ical: Any, account: Account, time: DueTime, site: str | None) -> Any:
    e, changed = account.entry, last_change(account)
    first, last = time.span
    event = ical.Event()
    event.add("uid", f"{e.id}@aftertalks")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", len(account.voices) + len(e.judgements) - 1)
    event.add("dtstart", first)
    if last < date.max:
        event.add("dtend", last + timedelta(days=1))  # exclusive
    event.add("transp", "TRANSPARENT")
    event.add("status", _status(account))
    event.add("summary", clean(_title(account, time)))
    event.add("description", clean("\n".join(_lines(account, time))))
    event.add("categories", [part for part in (e.book.value, e.instrument) if part])
    if e.where:
        event.add("location", clean(one_line(e.where)))
    link = entry_link(account, site)
    if link:
        event.add("url", link)
    if time.precision:
        event.add("x-aftertalks-precision", time.precision)
    return event


def _status(account: Account) -> str:
    if account.withdrawn or account.entry.outcome in _GONE:
        return "CANCELLED"
    sure = account.voices[0].statement.certainty is Certainty.CERTAIN
    return "CONFIRMED" if account.entry.book is Book.AGREED and sure else "TENTATIVE"


def _title(account: Account, time: DueTime) -> str:
    e = account.entry
    head = e.book.value.capitalize()
    if e.outcome is not Outcome.UNCHECKED:
        head += f", {e.outcome}"
    if not time.exact:
        by = "by " if time.deadline else ""
        head += f", {by}{one_line(time.words) if time.words else time.last.isoformat()}"
    return f"{head}: {shorten(e.summary, 160)}"


def _lines(account: Account, time: DueTime) -> list[str]:
    e = account.entry
    found = [line for voice in account.voices[:VOICES] for line in _quoted(voice)]
    if len(account.voices) > VOICES:
        found.append(f"and {len(account.voices) - VOICES} more voices")
    if time.words:
        reads = f"The text says “{one_line(time.words)}”"
        kept = time.last.isoformat() if time.first == time.last else f"{time.first} to {time.last}"
        found.append(f"{reads}: {'at the latest ' if time.deadline else ''}{kept}, precision {time.precision}.")
    told = f"Outcome: {e.outcome}"
    if e.judgements:
        told += f" (by {one_line(e.judgements[-1].by)}: {one_line(e.judgements[-1].reason)})"
    return [*found, told, f"Entry {e.id}"]


def _quoted(voice: EntryVoice) -> list[str]:
    s = voice.statement
    lines = [f"“{one_line(s.text)}”", f"— {said_by(s)}{voice.source.citation}, {s.span.start}–{s.span.end}"]
    return [*lines, voice.source.url or "", ""] if voice.source.url else [*lines, ""]
