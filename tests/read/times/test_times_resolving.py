from __future__ import annotations

from datetime import date

import pytest
from time_helpers import SATURDAY, days, found, only

from aftertalks.read.times import find_times


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("The truce will begin on Sunday.", "2017-07-09"),
        ("The minister said the truce would begin on Sunday.", "2017-07-09"),
        ("The presidents met on Sunday.", "2017-07-02"),
        ("The ministers are meeting in Geneva on Friday.", "2017-07-14"),
        ("He is also holding talks on Monday with the envoys.", "2017-07-10"),
        ("Leaders are gathering in Oslo on Saturday.", "2017-07-08"),
        ("Officials are investigating a blast that killed nine on Friday.", "2017-07-07"),
        ("Late on Sunday, the president announced a pullout.", "2017-07-02"),
        ("The truce should come into effect on Sunday (July 9).", "2017-07-09"),
        ("Parliament votes next Tuesday.", "2017-07-11"),
        ("They met on Thursday last week.", "2017-06-29"),
        ("The round is scheduled for the week of July 17.", "2017-07-17/2017-07-23"),
        ("It will happen by Friday.", "2017-07-14"),
        ("They agreed on a draft last Friday.", "2017-06-30"),
        ("This Monday will mark a lull.", "2017-07-10"),
        ("The vote is scheduled for September.", "2017-09-01/2017-09-30"),
        ("The cabinet resigned in September.", "2016-09-01/2016-09-30"),
        ("The envoys will meet again on July 20.", "2017-07-20"),
        ("The rule takes effect on January 1.", "2018-01-01"),
        ("The envoys met on March 3.", "2017-03-03"),
        ("Fighting grew last month.", "2017-06-01/2017-06-30"),
        ("The pact expires in six months.", "2018-01-01/2018-01-31"),
        ("They left three days ago.", "2017-07-05"),
        ("They left yesterday.", "2017-07-07"),
        ("They leave tomorrow.", "2017-07-09"),
        ("The talks grew worse this year.", "2017-01-01/2017-12-31"),
        ("Fighting grew in the past three years.", "2014-07-08/2017-07-08"),
        ("The pact will expire at the end of the year.", "2017-12-31"),
    ],
)
def test_relative_to_publication(text: str, covered: str) -> None:
    mention = only(text)
    assert days(mention) == covered
    assert mention.anchored


def test_later_days_follow_the_day_told_before() -> None:
    text = "On July 3 he arrived. The following day he left. Two days earlier he had called."
    assert [days(m) for m in found(text)] == ["2017-07-03", "2017-07-04", "2017-07-02"]


def test_a_day_to_count_from_must_be_known() -> None:
    mention = only("The following day he left.")
    assert (mention.first, mention.value) == (None, None)
    assert "no earlier date" in mention.rule


def test_a_story_of_another_time_dates_itself() -> None:
    text = (
        "On 1 May 1975 the siege began. On 3 June the town fell. In December the army withdrew. In January talks "
        "opened. The treaty was signed on 4 March 1976. In April 1976 the army left. By June 1976 it was over. "
        "A monument was built in 1980."
    )
    got = [m.value for m in find_times(text, published=SATURDAY)]
    assert got[:4] == ["1975-05-01", "1975-06-03", "1975-12", "1976-01"]


def test_in_coverage_a_told_year_carries_only_nearby() -> None:
    text = "War broke out in March 2014, and a truce was signed in September.\n\nThe minister resigned in May."
    assert [m.value for m in found(text)] == ["2014-03", "2014-09", "2017-05"]


@pytest.mark.parametrize(
    "text", ["They met on Sunday.", "They will meet in six months.", "They met last month.", "They met yesterday.",
             "They met on July 3.", "They met in September.", "Troops must leave within 90 days."]
)  # fmt: skip
def test_without_publication_relative_dates_are_null_and_say_so(text: str) -> None:
    mention = only(text, None)
    assert (mention.first, mention.last) == (None, None)
    assert "no publication date: " in mention.rule


def test_without_publication_an_earlier_full_date_anchors_and_is_named() -> None:
    _, second = found("It began on 3 May 2015. The following day it ended.", None)
    assert days(second) == "2015-05-04"
    assert second.anchored and "3 May 2015" in second.rule


def test_weekday_and_date_must_agree() -> None:
    mention = only("They will meet on Monday (July 9).")
    assert mention.first is None and "weekday" in mention.rule


def test_narrow_calendar_edges_do_not_crash() -> None:
    for published in (date.min, date.max):
        for mention in find_times(
            "They met last year, 9999 years ago, in 500 years, on Sunday, within 99 centuries and next decade.",
            published=published,
        ):
            assert mention.first is None or mention.last is not None


def test_each_clause_has_its_own_tense() -> None:
    text = (
        "The talks, which began on Monday, will continue until Wednesday. "
        "The law, adopted in 2012, expires on 1 September."
    )
    assert [days(m) for m in found(text)] == ["2017-07-03", "2017-07-12", "2012-01-01/2012-12-31", "2017-09-01"]


def test_another_zones_time_in_brackets_shares_the_day_only_if_it_can() -> None:
    text = "It began at 6 p.m. (1500 GMT) on Friday."
    assert [m.value for m in found(text)] == ["2017-07-07T18:00", "2017-07-07T15:00Z", "2017-07-07"]
    text = "It began at 00:30 (2130 GMT) on Friday."
    assert [days(m) for m in found(text)] == ["2017-07-07", "-", "2017-07-07"]


PLAN = (
    "The leaders met on 13 June 2021. By 2030 we will halve emissions, by 2035 we will end coal, by 2050 we will reach"
    " net zero. The fund runs until 2025, the pledge until 2026, the review follows in 2027 and 2028. "
)


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("They will report by the end of this year.", "2021-12-31"),
        ("They will report in the autumn.", "2021-09-01/2021-11-30"),
        ("The ministers met in May.", "2021-05-01/2021-05-31"),
        ("The replenishment is in July.", "2021-07-01/2021-07-31"),
    ],
)
def test_plans_for_years_to_come_are_no_history(text: str, covered: str) -> None:
    assert days(found(PLAN + text, date(2021, 6, 13))[-1]) == covered


@pytest.mark.parametrize(
    "text", ["They will report by the end of this year.", "The ministers met in May.", "They met on Sunday."]
)
def test_without_a_publication_date_coverage_is_not_dated_by_a_year_told_far_off(text: str) -> None:
    last = found(f"{PLAN}\n\nThe envoy arrived today. {text}", None)[-1]
    assert last.first is None
    assert "no publication date" in last.rule


def test_without_a_publication_date_a_year_told_close_by_counts() -> None:
    text = "Talks opened today. The deal was signed on 3 March 2019 and broken in April."
    assert days(found(text, None)[-1]) == "2019-04-01/2019-04-30"


@pytest.mark.parametrize(
    "text",
    ["They will not be drawn in and fall for a trick.", "Prices rise and fall."],
)
def test_to_fall_is_no_season(text: str) -> None:
    assert found(text) == []


def test_a_day_still_to_come_dates_nothing_that_has_happened() -> None:
    first, second = found("The rule takes effect on December 10. The letter was sent the same day.")
    assert days(first) == "2017-12-10"
    assert days(second) == "-"
    assert "still to come" in second.rule
