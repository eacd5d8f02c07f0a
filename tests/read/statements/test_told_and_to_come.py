from __future__ import annotations

from datetime import date

import pytest

from aftertalks.model import Document, Kind, Polarity

DAY = date(2016, 4, 2)


@pytest.fixture(scope="module")
def only(reader):
    def run(text: str):
        found = reader.read(Document(text, published=DAY)).statements
        assert len(found) == 1, [s.text for s in found]
        return found[0]

    return run


def test_a_past_deed_has_no_day_still_to_come(only) -> None:
    told = only("The parties failed to agree on the agenda of the next round, which had been scheduled for May 4.")
    assert told.kind is Kind.EVENT
    assert told.when is None
    assert "still to come" in told.trace("when").rule


def test_what_has_yet_to_be_done_is_no_duty(only) -> None:
    told = only("Norway has yet to respond to the proposal.")
    assert told.kind is not Kind.RECOMMENDATION
    assert told.polarity is Polarity.NEGATIVE


def test_what_goes_on_perhaps_is_no_forecast(only) -> None:
    assert only("The trucks may be carrying technicians.").kind is Kind.ASSESSMENT
    assert only("The delegation may be arriving on Monday.").kind is Kind.EXPECTATION


def test_what_will_be_done_under_a_deal_is_agreed(only) -> None:
    assert only("Under the accord, Norway will withdraw its ships from the strait.").kind is Kind.AGREEMENT
    assert only("Under pressure, Norway will withdraw its ships from the strait.").kind is Kind.EXPECTATION


@pytest.mark.parametrize(
    "text",
    [
        "Norway called on Turkey to halt its drilling.",
        "Norway imposed sanctions on Turkey.",
        "Norway has differences over Turkey.",
    ],
)
def test_whom_it_concerns_is_no_place(only, text: str) -> None:
    told = only(text)
    assert told.where is None
    assert set(told.actor_ids) == {"state:NOR", "state:TUR"}


def test_an_attack_on_a_state_is_in_it(only) -> None:
    assert only("Norwegian jets carried out a strike on Syria.").where == "Syria"


def test_who_urges_is_the_holder(only) -> None:
    assert only("Norway urged Turkey to halt its drilling.").actor_ids == ("state:NOR", "state:TUR")
