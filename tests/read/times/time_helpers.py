from __future__ import annotations

from datetime import date

from aftertalks.model import TimeMention
from aftertalks.read.times import find_times

SATURDAY = date(2017, 7, 8)


def days(mention: TimeMention) -> str:
    """Write a mention's days as ``first/last``, one day alone, or ``-``."""
    if mention.first is None:
        return "-"
    return f"{mention.first}" if mention.first == mention.last else f"{mention.first}/{mention.last}"


def found(text: str, published: date | None = SATURDAY) -> list[TimeMention]:
    return find_times(text, published=published)


def only(text: str, published: date | None = SATURDAY) -> TimeMention:
    mentions = found(text, published)
    assert len(mentions) == 1, mentions
    return mentions[0]
