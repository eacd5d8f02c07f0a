"""Publication dates: only what is written out in full and can be read in one way."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "(?P<m>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_NO_RANGE = r"(?<![\d\-–—/.])"
_ISO = re.compile(rf"{_NO_RANGE}(?P<y>\d{{4}})([-/.])(?P<m>\d{{1,2}})\2(?P<d>\d{{1,2}})(?!\d)(?![-–—/.]\d)")
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:T\d{2,6}Z?)?")
_MONTH_FIRST = re.compile(
    rf"\b{_MONTH} {{1,3}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? {{1,3}}(?P<y>\d{{4}})\b", re.IGNORECASE
)
_DAY_FIRST = re.compile(
    rf"{_NO_RANGE}(?<![-–—] )(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ -]{{1,3}}(?:of )?{_MONTH},?[ -]{{1,3}}(?P<y>\d{{4}})\b",
    re.IGNORECASE,
)
_PATTERNS = (_MONTH_FIRST, _DAY_FIRST, _ISO)


def _value(match: re.Match[str]) -> date | None:
    month = match["m"].lower()
    try:
        return date(int(match["y"]), _MONTHS.get(month) or int(month), int(match["d"]))
    except ValueError:
        return None


def find_date(line: str) -> tuple[date, int, int] | None:
    """Find the first whole date of a line.

    Day, month and year must all be there; ``07/08/2017`` (July or August?) and ranges (``March 23-25, 2025``) are not
    dates of publication, so they are not read.

    Returns:
        the date with its start and end in ``line``; None if there is none.
    """
    found: list[tuple[int, int, date]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(line):
            if (value := _value(match)) and value.year >= 1000:
                found.append((match.start(), match.end(), value))
                break
    if not found:
        return None
    start, end, value = min(found, key=lambda f: f[0])
    return value, start, end


def parse_date(words: str) -> date | None:
    """Return the day that a metadata field names: ISO 8601, RFC 822 or English words; None if it names none.

    A time of day and its zone are left aside: the day counts as written.
    """
    words = " ".join(words[:120].split())
    if match := _COMPACT.fullmatch(words):
        return _value(match)
    found = find_date(words)
    return found[0] if found else None


_CLOCK = re.compile(r"\b\d{1,2}(?:[:.]\d\d){1,2}\b|\b\d{1,2} ?[ap]\.?m\b\.?|\b[ap]\.?m\b\.?|\bat\b", re.IGNORECASE)
_ZONE = re.compile(r"\b(?:GMT|UTC|[CEMPB]S?T|[CEMP]DT|CEST|EEST|MSK|Z)\b(?:[+-]\d{1,2}(?::?\d\d)?)?|[+-]\d\d:?\d\d\b")
_LEAD = re.compile(
    r"^(?:(?:first )?(?:published|posted|issued|released|date|dated|publication date)(?: on| at)?|on)\b[ :]*",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"\b(?:mon|tue|tues|wed|wednes|thu|thurs|thur|fri|sat|satur|sun)(?:day)?\b\.?", re.IGNORECASE)
_NAME = r"(?:[^\W\d_a-z][\w’'.-]*|the|of|on|de|la|el|al)"
_PLACE = re.compile(rf"{_NAME}(?:[ ,]+{_NAME}){{0,6}}")
_INLINE = re.compile(
    r"(?P<place>[^\W\d_a-z][^\n.:;!?\d]{1,40}?),? (?P<rest>[^\s\d][^\n(]{5,60}?) ?(?:\([^()\n]{2,40}\) ?)?[–—-]{1,2}\s"
)


def dateline(line: str) -> date | None:
    """Return the date of a line that is nothing but a dateline, else None.

    A dateline is a whole date with at most a weekday, a time, a word like "Published" before it and a place after it
    ("July 7, 2017 19:30 Hamburg"), or a capitalised place before it ("MOSCOW, 7 July 2017"). A line that begins with
    "Updated" says when the text was last touched, not when it came out, and is not taken.
    """
    line = " ".join(line.split())
    if not line or len(line) > 90:
        return None
    found = find_date(line)
    if found is None:
        return None
    value, start, end = found
    before, after = _LEAD.sub("", line[:start]), line[end:]
    for pattern in (_CLOCK, _ZONE, _WEEKDAY):
        before, after = pattern.sub(" ", before), pattern.sub(" ", after)
    before, after = before.strip(" ,.;|–—-()"), after.strip(" ,.;|–—-()")
    if before and not (before.isupper() and len(before.split()) <= 4 and _PLACE.fullmatch(before)):
        return None
    return value if not after or _PLACE.fullmatch(after) else None


def inline_dateline(paragraph: str) -> date | None:
    """Return the date of a news paragraph that opens ``MOSCOW, July 7, 2017 (Agency) – …``; None if it does not."""
    match = _INLINE.match(paragraph[:160])
    if match is None or not match["place"].split(",")[0].isupper():
        return None
    return dateline(match["rest"])
