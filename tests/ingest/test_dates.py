"""Dates of publication: taken when written out in full, never guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftertalks.ingest.dates import dateline, inline_dateline, parse_date

JULY = date(2017, 7, 7)


@pytest.mark.parametrize(
    "words",
    [
        "2017-07-07",
        "2017-07-07T21:50:00+03:00",
        "20170707",
        "2017/07/07",
        "Fri, 07 Jul 2017 21:50:00 GMT",
        "July 7, 2017",
        "7 July 2017",
        "7th of July 2017",
        "Friday, July 7th, 2017, 9:50 p.m.",
    ],
)
def test_metadata_dates(words):
    assert parse_date(words) == JULY


@pytest.mark.parametrize(
    "words", ["07/08/2017", "7.8.2017", "July 2017", "2017", "2017-02-30", "soon", "", "0000-00-00"]
)
def test_what_is_not_one_day_is_no_date(words):
    assert parse_date(words) is None


@pytest.mark.parametrize(
    "line",
    [
        "July 7, 2017, 21:50",
        "Friday, July 7, 2017 ",
        "July 7, 2017 19:30 Hamburg",
        "July 7, 2017 17:40 The Kremlin, Moscow",
        "Published: 7 July 2017 at 10:00 GMT",
        "GENEVA, 7 July 2017",
        "2017-07-07",
    ],
)
def test_datelines(line):
    assert dateline(line) == JULY


@pytest.mark.parametrize(
    "line",
    [
        "Updated July 7, 2017",
        "March 23-25, 2025",
        "Bali, Indonesia, 15-16 November 2022",
        "July 7, 2017 – July 9, 2017",
        "Declaration on Ukraine, 11 October 2022",
        "Minsk Protocol, 5 September 2014",
        "The truce of July 9, 2017",
        "The truce took effect on July 9, 2017 at noon.",
        "July 7",
    ],
)
def test_lines_that_only_hold_a_date_are_no_datelines(line):
    assert dateline(line) is None


def test_agency_opening():
    assert inline_dateline("MOSCOW, July 7, 2017 (Agency) — The two leaders met.") == JULY
    assert inline_dateline("WASHINGTON, D.C., July 7 — The two leaders met.") is None
    assert inline_dateline("The truce, July 7, 2017 — a turning point — was hard won.") is None


@given(st.text(max_size=200))
def test_no_line_breaks_it(line):
    for read in (dateline, inline_dateline, parse_date):
        assert read(line) is None or isinstance(read(line), date)
