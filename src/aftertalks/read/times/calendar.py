"""The calendar behind TIMEX3 values: first and last day, precision, and steps of so many units."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14)}


@dataclass(frozen=True, slots=True)
class Bounds:
    """First and last day of a value and its precision; ``first`` is null where the value has no place."""

    first: date | None
    last: date | None
    precision: str


NOWHERE = Bounds(None, None, "none")


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def _part_of_year(year: int, part: str) -> Bounds:
    if part in _SEASONS:
        a, b = _SEASONS[part]
        last = month_end(year, b) if b <= 12 else month_end(year + 1, b - 12)
        return Bounds(date(year, a, 1), last, "season")
    length, precision = (6, "half") if part[0] == "H" else (3, "quarter")
    end = length * int(part[1])
    return Bounds(date(year, end - length + 1, 1), month_end(year, end), precision)


def _day(value: str) -> Bounds:
    day = date.fromisoformat(value[:10])
    precision = "time" if len(value) > 10 and value[11:12].isdigit() else "day"
    return Bounds(day, day, precision)


def _week(year: int, week: int, weekend: bool) -> Bounds:
    monday = date.fromisocalendar(year, week, 1)
    if weekend:
        return Bounds(monday + timedelta(5), monday + timedelta(6), "day")
    return Bounds(monday, monday + timedelta(6), "week")


def bounds(value: str | None) -> Bounds:
    """Return the days that a TIMEX3 value covers.

    Args:
        value: ``2017-07-09``, ``2017-07``, ``2017``, ``2017-SU``, ``2017-H2``, ``2017-Q3``, ``2017-W27``, ``201``
            (decade), ``20`` (century) …

    Returns:
        Bounds; without days for durations, references and years before 1.
    """
    try:
        return _bounds(value or "")
    except ValueError:
        return NOWHERE


def _bounds(value: str) -> Bounds:
    if re.match(r"\d{4}-\d\d-\d\d", value):
        return _day(value)
    if re.fullmatch(r"\d{4}-\d\d", value):
        year, month = int(value[:4]), int(value[5:])
        return Bounds(date(year, month, 1), month_end(year, month), "month")
    if m := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        return _week(int(m[1]), int(m[2]), bool(m[3]))
    if m := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI|H[12]|Q[1-4])", value):
        return _part_of_year(int(m[1]), m[2])
    if re.fullmatch(r"\d{4}", value):
        return Bounds(date(int(value), 1, 1), date(int(value), 12, 31), "year")
    if re.fullmatch(r"\d{3}", value):
        return Bounds(date(int(value) * 10, 1, 1), date(int(value) * 10 + 9, 12, 31), "decade")
    if re.fullmatch(r"\d\d", value):
        return Bounds(date(max(int(value) * 100, 1), 1, 1), date(int(value) * 100 + 99, 12, 31), "century")
    return NOWHERE


def add_months(day: date, months: int) -> date:
    """Step so many months; the 31st becomes a shorter month's last day.

    Raises:
        OverflowError: the result lies outside the calendar's years 1 to 9999.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        raise OverflowError("year out of range")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def step(day: date, number: int, unit: str) -> str:
    """Return the TIMEX3 value ``number`` units from ``day``, as coarse as the unit ("in two months": a month).

    Raises:
        OverflowError: the result lies outside the calendar.
        ValueError: the unit is no unit of the calendar.
    """
    if unit == "D":
        return (day + timedelta(number)).isoformat()
    if unit in {"W", "WE", "F"}:
        year, week, _ = (day + timedelta(weeks=number * (2 if unit == "F" else 1))).isocalendar()
        return f"{year:04d}-W{week:02d}" + ("-WE" if unit == "WE" else "")
    if unit in {"M", "Q"}:
        moved = add_months(day, number * (3 if unit == "Q" else 1))
        return f"{moved.year:04d}-Q{(moved.month + 2) // 3}" if unit == "Q" else f"{moved.year:04d}-{moved.month:02d}"
    years = {"Y": 1, "DE": 10, "CE": 100}.get(unit)
    if years is None:
        raise ValueError(f"no unit of the calendar: {unit}")
    year = day.year + number * years
    if not 1 <= year <= 9999:
        raise OverflowError("year out of range")
    return {"Y": f"{year:04d}", "DE": f"{year // 10:03d}", "CE": f"{year // 100:02d}"}[unit]


def exact_step(day: date, number: float, unit: str) -> date:
    """Return the day exactly ``number`` units from ``day`` ("within 90 days", "within six months").

    Raises:
        OverflowError: the result lies outside the calendar.
        ValueError: the unit is no unit of the calendar.
    """
    days = {"D": 1, "W": 7, "F": 14}.get(unit)
    if days is not None:
        return day + timedelta(number * days)
    months = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}.get(unit)
    if months is None:
        if unit in {"TH", "TM", "TS"}:
            return day + timedelta(seconds=number * {"TH": 3600, "TM": 60, "TS": 1}[unit])
        raise ValueError(f"no unit of the calendar: {unit}")
    return add_months(day, round(number * months))


def duration_value(number: float | None, unit: str) -> str:
    """Write a TIMEX3 duration: ``P90D``, ``PT2H``, ``PXM`` where the number is not stated."""
    if unit == "F":
        number, unit = (None if number is None else 2 * number), "W"
    if unit == "Q":
        number, unit = (None if number is None else 3 * number), "M"
    figure = "X" if number is None else f"{number:g}"
    return f"PT{figure}{unit[1]}" if unit in {"TH", "TM", "TS"} else f"P{figure}{unit}"
