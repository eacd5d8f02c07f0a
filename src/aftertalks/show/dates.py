"""Dates for people, at the precision that the text gave: "2001", "October 2014", "autumn 2015", "by the end of 2021".

Days stand in ISO's order; what a text tells as a month, a season or a year is never shown as a row of days.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from aftertalks.model import Statement
from aftertalks.model.account import Account

_SEASONS = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}
_QUARTERS = {1: "first", 4: "second", 7: "third", 10: "fourth"}
_ALIKE = ("by ", "the ", "of ", "on ", "in ", "from ", "end ", "until ")


def span_words(first: date, last: date, precision: str | None = None) -> str:
    """Return a stretch of days in words.

    Args:
        precision: as the text gave it; without it only whole months and years are told by their names.
    """
    if first == last:
        return _day(first, precision)
    if (first.month, first.day) == (1, 1) and (last.month, last.day) == (12, 31):
        return _years(first.year, last.year, precision)
    if first.day == 1 and _ends_month(last):
        return _months(first, last, precision)
    if precision == "week" and (last - first).days == 6:
        return f"week of {first.isoformat()}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {first:%B} {first.year}"
    return f"{first.isoformat()} to {last.isoformat()}"


def _day(day: date, precision: str | None) -> str:
    if precision == "year" and (day.month, day.day) == (12, 31):
        return f"end of {day.year}"
    if precision == "month" and _ends_month(day):
        return f"end of {day:%B} {day.year}"
    return day.isoformat()


def _years(first: int, last: int, precision: str | None) -> str:
    if first == last:
        return str(first)
    return f"{first}s" if precision == "decade" else f"{first} to {last}"


def _months(first: date, last: date, precision: str | None) -> str:
    months = 12 * (last.year - first.year) + last.month - first.month + 1
    if months == 1:
        return f"{first:%B} {first.year}"
    if precision == "half" and months == 6:
        return f"{'first' if first.month == 1 else 'second'} half of {first.year}"
    if precision == "quarter" and months == 3 and first.month in _QUARTERS:
        return f"{_QUARTERS[first.month]} quarter of {first.year}"
    if precision == "season" and months == 3 and first.month in _SEASONS:
        year = f"{first.year}" if first.year == last.year else f"{first.year}–{last.year % 100:02}"
        return f"{_SEASONS[first.month]} {year}"
    begins = f"{first:%B}" if first.year == last.year else f"{first:%B} {first.year}"
    return f"{begins} to {last:%B} {last.year}"


def _ends_month(day: date) -> bool:
    return day == date.max or (day + timedelta(days=1)).day == 1


def deadline_words(day: date, precision: str | None = None) -> str:
    """Return "by" a day, or by the end of the month or year that the text names."""
    told = _day(day, precision)
    return f"by the {told}" if told.startswith("end of") else f"by {told}"


def when(statement: Statement) -> str:
    """Return the statement's time and the deadline if it sets one; empty if it has neither."""
    first, last, precision = statement.when, statement.when_end, statement.precision
    told = ""
    if first is not None:
        told = span_words(first, last, precision) if last else f"from {first.isoformat()}"
    elif last is not None:
        told = f"until {last.isoformat()}"
    if statement.deadline is None:
        return told
    by = deadline_words(statement.deadline, precision)
    return by if first is None or first == statement.deadline else f"{told}, {by}"


def window(due: tuple[date, date] | None) -> str:
    """Return a due window where no voice tells its precision."""
    return "no date" if due is None else span_words(*due)


def due_words(account: Account) -> str:
    """Return when an entry is due, as precise as the voice that says so."""
    due = account.entry.due
    return window(None) if due is None else dated_words(due, [v.statement for v in account.voices])


def dated_words(days: tuple[date, date], said: Iterable[Statement]) -> str:
    """Return some days as precise as the first statement that says just these; in full where none does."""
    s = _dating(days, said)
    if s is None:
        return window(days)
    return deadline_words(days[1], s.precision) if s.deadline == days[1] else span_words(*days, s.precision)


def due_raw(account: Account) -> str:
    """Return the words that the date was read from; empty where they say no other than what is shown."""
    due = account.entry.due
    dating = _dating(due, [v.statement for v in account.voices]) if due else None
    raw = (dating.when_text or "") if dating else ""
    return "" if _plain(raw) == _plain(due_words(account)) else raw


def due_told(account: Account) -> str:
    """Return when an entry is due with the words that the date was read from behind it."""
    raw = due_raw(account)
    return due_words(account) + (f" (“{raw}”)" if raw else "")


def late(account: Account, day: date) -> str:
    """Return by how much a day lies after what an entry is due on: "3 days", "5 months", "4 years"; empty if not."""
    days = (day - account.entry.due[1]).days if account.entry.due else 0
    for unit, length in (("year", 365), ("month", 30), ("day", 1)):
        if days >= length * (2 if unit == "month" else 1):
            n = days // length
            return f"{n} {unit}{'' if n == 1 else 's'}"
    return ""


def raw_words(statement: Statement) -> str:
    """Return the raw words of a statement's time; empty where they say no other than what is shown."""
    raw = statement.when_text or ""
    return "" if _plain(raw) == _plain(when(statement)) else raw


def _plain(words: str) -> str:
    plain = words.casefold().strip()
    if "end of" in plain:
        plain = plain[plain.index("end of") :]
        return plain
    while (start := next((a for a in _ALIKE if plain.startswith(a)), "")) != "":
        plain = plain[len(start) :]
    return plain


def _dating(days: tuple[date, date], said: Iterable[Statement]) -> Statement | None:
    """Return the statement that gave an entry its date; null where a judgement put it off."""
    for s in said:
        if days in {(s.deadline, s.deadline), (s.when, s.when_end or s.when), (s.when, s.deadline)}:
            return s
    return None
