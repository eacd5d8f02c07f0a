from __future__ import annotations

import pytest
from time_helpers import days, found, only


@pytest.mark.parametrize(
    ("text", "value", "covered", "precision"),
    [
        ("It began on July 9, 2017.", "2017-07-09", "2017-07-09", "day"),
        ("It began on 9 July 2017.", "2017-07-09", "2017-07-09", "day"),
        ("It began on the 9th of July, 2017.", "2017-07-09", "2017-07-09", "day"),
        ("It began on the ninth of July 2017.", "2017-07-09", "2017-07-09", "day"),
        ("Done this 26th day of October, 2015.", "2015-10-26", "2015-10-26", "day"),
        ("It began on Sept. 14, 2013.", "2013-09-14", "2013-09-14", "day"),
        ("It began on 2017-07-09.", "2017-07-09", "2017-07-09", "day"),
        ("It began on 19.07.2017.", "2017-07-19", "2017-07-19", "day"),
        ("It began on 07/19/2017.", "2017-07-19", "2017-07-19", "day"),
        ("It began in March 2015.", "2015-03", "2015-03-01/2015-03-31", "month"),
        ("It began in 2015.", "2015", "2015-01-01/2015-12-31", "year"),
        ("It began in the summer of 2014.", "2014-SU", "2014-06-01/2014-08-31", "season"),
        ("It began in the second half of 2018.", "2018-H2", "2018-07-01/2018-12-31", "half"),
        ("It began in the first quarter of 2018.", "2018-Q1", "2018-01-01/2018-03-31", "quarter"),
        ("It began in Q3 2018.", "2018-Q3", "2018-07-01/2018-09-30", "quarter"),
        ("It began in the 1990s.", "199", "1990-01-01/1999-12-31", "decade"),
        ("It began in the '90s.", "199", "1990-01-01/1999-12-31", "decade"),
        ("It began in the 20th century.", "19", "1900-01-01/1999-12-31", "century"),
        ("It began in late 2016.", "2016", "2016-01-01/2016-12-31", "year"),
        ("It ran from 2011 to 2013.", "2011/2013", "2011-01-01/2013-12-31", "range"),
        ("It ran between 2011 and 2013.", "2011/2013", "2011-01-01/2013-12-31", "range"),
        ("They met on July 7–8, 2017.", "2017-07-07/2017-07-08", "2017-07-07/2017-07-08", "range"),
        ("They met on 7-8 July 2017.", "2017-07-07/2017-07-08", "2017-07-07/2017-07-08", "range"),
        ("It ran from 28 June to 3 July 2017.", "2017-06-28/2017-07-03", "2017-06-28/2017-07-03", "range"),
        ("It ran from 18 December to 5 January 2016.", "2015-12-18/2016-01-05", "2015-12-18/2016-01-05", "range"),
        ("It ran in 1991-92.", "1991/1992", "1991-01-01/1992-12-31", "range"),
        ("On the night of June 3, 2014 shelling began.", "2014-06-03TNI", "2014-06-03", "day"),
        ("It happened after the September 11 attacks.", "2001-09-11", "2001-09-11", "day"),
    ],
)
def test_calendar_forms(text: str, value: str, covered: str, precision: str) -> None:
    mention = only(text)
    assert (mention.value, days(mention), mention.precision) == (value, covered, precision)
    assert not mention.anchored


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("The truce held for 90 days.", "DURATION", "P90D"),
        ("It was a three-year plan.", "DURATION", "P3Y"),
        ("They fought for two and a half years.", "DURATION", "P2.5Y"),
        ("The talks lasted for more than two hours.", "DURATION", "PT2H"),
        ("It has gone on for years.", "DURATION", "PXY"),
        ("They meet every week.", "SET", "XXXX-WXX"),
        ("They meet every two weeks.", "SET", "P2W"),
        ("They meet every Monday.", "SET", "XXXX-WXX-1"),
        ("It costs 30 lives a day.", "DURATION", "P1D"),
        ("Losses rose in recent months.", "DATE", "PAST_REF"),
        ("It will happen soon.", "DATE", "FUTURE_REF"),
        ("It is now calm.", "DATE", "PRESENT_REF"),
        ("Athens burned in 480 BC.", "DATE", "BC0480"),
    ],
)
def test_no_place_on_the_calendar(text: str, kind: str, value: str) -> None:
    mention = only(text)
    assert (mention.type, mention.value, mention.first, mention.last) == (kind, value, None, None)
    assert ": " in mention.rule or "; " in mention.rule  # the reason


@pytest.mark.parametrize(
    "text",
    [
        "They met on February 30.",
        "They met on February 29, 2017.",
        "They met on 31 April 2016.",
        "It was signed on 09.07.2017.",
        "It was signed on Easter.",
        "It happened three days after the vote collapsed.",
    ],
)
def test_unknowable_days_are_null_and_say_why(text: str) -> None:
    mention = only(text)
    assert (mention.value, mention.first, mention.last) == (None, None, None)
    assert len(mention.rule) > 10


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("It begins at 00:00 (Damascus time) on February 27, 2016.", "00:00 (Damascus time)", "2016-02-27T00:00"),
        ("It begins on July 9 at noon.", "noon", "2017-07-09T12:00"),
        ("It begins at 2100 GMT on July 9.", "2100 GMT", "2017-07-09T21:00Z"),
        ("It began at 9:30 p.m. on July 7.", "9:30 p.m.", "2017-07-07T21:30"),
        ("It began at 12:05 am on July 7.", "12:05 am", "2017-07-07T00:05"),
    ],
)
def test_clock_times_take_their_day_and_keep_their_zone(text: str, words: str, value: str) -> None:
    mention = next(m for m in found(text) if m.text == words)
    assert (mention.type, mention.value, mention.precision) == ("TIME", value, "time")
