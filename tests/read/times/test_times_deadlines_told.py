from __future__ import annotations

from datetime import date

import pytest

from aftertalks.model import TimeRole
from aftertalks.read.times import find_times

PUBLISHED = date(2017, 7, 31)


@pytest.mark.parametrize(
    "text",
    [
        "The ministry demanded that the embassy cut its staff by September 1.",
        "Ankara ordered the consulate to close by September 1.",
    ],
)
def test_the_deadline_of_a_past_demand_lies_ahead(text: str) -> None:
    (found,) = find_times(text, published=PUBLISHED)
    assert found.first == date(2017, 9, 1)
    assert found.role is TimeRole.DEADLINE


def test_a_bare_past_month_stays_behind() -> None:
    (found,) = find_times("The envoy left in September.", published=PUBLISHED)
    assert found.first == date(2016, 9, 1)


def test_a_year_ago_today_is_a_day() -> None:
    found = find_times("The truce took effect a year ago today.", published=date(2018, 7, 9))
    assert (found[0].first, found[0].last) == (date(2017, 7, 9), date(2017, 7, 9))
