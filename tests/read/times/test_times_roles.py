from __future__ import annotations

import pytest
from time_helpers import days, found, only

from aftertalks.model import TimeRole


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("Troops must leave by October 15.", "2017-10-15"),
        ("Troops must leave no later than October 15.", "2017-10-15"),
        ("Troops must leave before the end of 2018.", "2018-12-31"),
        ("Troops must leave before 2018.", "2017-12-31"),
        ("Troops must leave by the end of the year.", "2017-12-31"),
        ("Troops must leave by mid-August.", "2017-08-15"),
        ("Troops must leave by September.", "2017-09-30"),
        ("Troops must leave within 90 days.", "2017-10-06"),
        ("The mandate was extended until March 2018.", "2018-03-31"),
        ("The sides agreed to withdraw by 10 June 2017.", "2017-06-10"),
    ],
)
def test_deadlines_are_their_last_day(text: str, covered: str) -> None:
    mention = only(text)
    assert (mention.role, days(mention)) == (TimeRole.DEADLINE, covered)


def test_narration_sets_no_deadline() -> None:
    mention = only("By 1943 the group had grown.")
    assert (mention.role, days(mention)) == (TimeRole.AT, "1943-01-01/1943-12-31")


def test_before_in_narration_has_no_first_day() -> None:
    mention = only("Before 2014 he was a teacher.")
    assert mention.first is None and str(mention.last) == "2013-12-31"


def test_a_deadline_counted_from_an_event_is_null() -> None:
    mention = only("Troops must leave within 90 days of signing the accord.")
    assert (mention.role, mention.first, mention.value) == (TimeRole.DEADLINE, None, "P90D")
    assert "event" in mention.rule


def test_clock_and_date_share_the_deadline() -> None:
    text = "By 12:00 pm on February 26, 2018, all sides must sign."
    assert [(m.role, days(m)) for m in found(text)] == [(TimeRole.DEADLINE, "2018-02-26")] * 2


@pytest.mark.parametrize(
    "text", ["The war has gone on since 2014.", "From July 1, rules apply.", "As of July 1, rules apply."]
)
def test_starts(text: str) -> None:
    assert only(text).role is TimeRole.START


@pytest.mark.parametrize(
    "text",
    [
        "He praised the July 9 truce.",
        "He praised the 2015 Minsk package.",
        "He recalled the 2003 invasion.",
        "It follows Law No. 5 of 2015.",
        "It suspends Executive Order 14257 of April 2, 2025.",
        "It rests on Resolution 2254 (2015).",
        "Their November border deal failed.",
        "He condemned the September 11 attacks.",
    ],
)
def test_dates_that_only_name_a_thing(text: str) -> None:
    assert only(text).identifies


@pytest.mark.parametrize(
    "text",
    [
        "The truce starts on July 9.",
        "In the November 27 deal, the two states agreed on a line.",
        "In 2015 elections were held.",
        "They met at the end of 2015.",
        "They met in the summer of 2015.",
        "They met on the morning of July 3.",
        "They spoke of today's talks.",
    ],
)
def test_dates_that_tell_when(text: str) -> None:
    assert not only(text).identifies
