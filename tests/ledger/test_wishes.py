"""Undertakings of one's own are one proposition in whatever book the reader puts them; norms and deeds are not."""

from __future__ import annotations

from datetime import date

import pytest

from aftertalks.flow.reading import read_all
from aftertalks.ledger.blocking import block_keys
from aftertalks.ledger.merging import Likeness, likeness
from aftertalks.ledger.proposition import Proposition
from aftertalks.ledger.wishes import OWN_WILL, books_to_search, commits, stands
from aftertalks.model import Document, Settings

MAY, OCTOBER = date(2023, 5, 19), date(2022, 10, 11)
WE = "We, the leaders of the Group of Seven (G7), met today.\n\n"


def _last(text: str, day: date) -> Proposition:
    (reading,) = read_all([Document(text, source="one", published=day)], settings=Settings())
    return Proposition(reading.statements[-1], day)


def _likeness(a: Proposition, b: Proposition) -> tuple[Likeness, bool]:
    return likeness(a, b), bool(set(block_keys(a)) & set(block_keys(b)))


def test_what_we_will_do_and_are_committed_to_do_is_one_undertaking() -> None:
    a = _last(WE + "We will continue to provide financial, military and legal support to Moldova.", OCTOBER)
    b = _last(WE + "We are committed to providing financial, military and legal support to Moldova.", MAY)
    assert a.book is not b.book
    assert commits(a)
    assert commits(b)
    like, meet = _likeness(a, b)
    assert like.merges, like.reason
    assert meet


@pytest.mark.parametrize(
    "text",
    [
        "The parliament will continue to provide financial, military and legal support to Moldova.",
        "We have provided financial, military and legal support to Moldova.",
    ],
)
def test_a_forecast_about_others_and_a_deed_are_no_undertaking(text: str) -> None:
    a = _last(WE + "We are committed to providing financial, military and legal support to Moldova.", OCTOBER)
    other = _last(WE + text, OCTOBER)
    assert not commits(other)
    assert "different books" in likeness(a, other).reason


def test_own_will_is_looked_for_in_three_books_and_stands() -> None:
    own = _last(WE + "We will continue to support the reforms in Moldova.", OCTOBER)
    assert books_to_search(own) == OWN_WILL
    assert stands(own)
    told = _last("The envoy is due in Chisinau next month.", OCTOBER)
    assert books_to_search(told) == (told.book,)
    assert not stands(told)
