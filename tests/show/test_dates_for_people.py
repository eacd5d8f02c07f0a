"""Dates as people read them: no more exact than the text, with the raw words where those say something else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.builders import document, reading, statement

from aftertalks.flow.keeping import Ledger
from aftertalks.model import Kind
from aftertalks.show.dates import due_raw, due_told, due_words, span_words, when

WORDS = "Troops shall leave."


@pytest.mark.parametrize(
    ("first", "last", "precision", "told"),
    [
        ("2017-07-09", "2017-07-09", "day", "2017-07-09"),
        ("2001-01-01", "2001-12-31", "year", "2001"),
        ("2001-01-01", "2001-12-31", None, "2001"),
        ("2014-10-01", "2014-10-31", "month", "October 2014"),
        ("2015-09-01", "2015-11-30", "season", "autumn 2015"),
        ("2015-12-01", "2016-02-29", "season", "winter 2015–16"),
        ("2023-01-01", "2023-06-30", "half", "first half of 2023"),
        ("2023-01-01", "2023-06-30", None, "January to June 2023"),
        ("2023-07-01", "2023-09-30", "quarter", "third quarter of 2023"),
        ("2030-01-01", "2039-12-31", "decade", "2030s"),
        ("2030-01-01", "2039-12-31", None, "2030 to 2039"),
        ("2019-11-01", "2020-01-31", "month", "November 2019 to January 2020"),
        ("2024-12-09", "2024-12-15", "week", "week of 2024-12-09"),
        ("2021-06-11", "2021-06-13", "range", "11–13 June 2021"),
        ("2022-02-28", "2022-03-05", "range", "2022-02-28 to 2022-03-05"),
        ("2021-10-31", "2021-10-31", "month", "end of October 2021"),
        ("2018-12-31", "2018-12-31", "day", "2018-12-31"),
        ("9999-12-01", "9999-12-31", "month", "December 9999"),
    ],
)
def test_a_span_is_told_as_precisely_as_the_text(first, last, precision, told):
    assert span_words(date.fromisoformat(first), date.fromisoformat(last), precision) == told


def test_a_statement_tells_its_deadline():
    doc = document(WORDS)
    end = date(2021, 12, 31)
    made = statement(doc, WORDS, Kind.AGREEMENT, when=end, deadline=end, precision="year", when_text="the end of 2021")
    assert when(made) == "by the end of 2021"
    assert when(replace(made, when=date(2021, 3, 1), when_end=end)) == "March to December 2021, by the end of 2021"
    assert when(replace(made, when=date(2021, 3, 1), when_end=None, deadline=None)) == "from 2021-03-01"
    assert when(replace(made, when=None, when_end=None, deadline=None)) == ""


@pytest.mark.parametrize(
    ("fields", "told", "raw"),
    [
        ({"when": date(2018, 1, 1), "when_end": date(2018, 12, 31), "precision": "year", "when_text": "next year"},
         "2018", "next year"),
        ({"when": date(2018, 1, 1), "when_end": date(2018, 12, 31), "precision": "year", "when_text": "in 2018"},
         "2018", ""),
        ({"when": date(2030, 12, 31), "deadline": date(2030, 12, 31), "precision": "year", "when_text": "2030"},
         "by the end of 2030", "2030"),
        ({"when": date(2021, 12, 31), "deadline": date(2021, 12, 31), "precision": "year",
          "when_text": "the end of 2021"}, "by the end of 2021", ""),
    ],
)  # fmt: skip
def test_an_entry_is_due_as_its_voice_says(tmp_path, fields, told, raw):
    doc = document(WORDS)
    with Ledger(tmp_path / "talks.db") as ledger:
        ledger.keep(reading(doc, statement(doc, WORDS, Kind.AGREEMENT, **fields)))
        (account,) = ledger.accounts()
    assert (due_words(account), due_raw(account)) == (told, raw)
    assert due_told(account) == (f"{told} (“{raw}”)" if raw else told)
