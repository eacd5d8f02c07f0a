"""Which of a sentence's times is the statement's own, and what it must not be taken for."""

from __future__ import annotations

from datetime import date

import pytest

import aftertalks
from aftertalks.ledger.books import due_window
from aftertalks.read.statements.asides import ASIDE

DAY = date(2021, 6, 14)


def read(text: str):  # type: ignore[no-untyped-def]
    return aftertalks.read(text, published=str(DAY)).statements


def due(text: str) -> list[str]:
    windows = [due_window(s, DAY) for s in read(text)]
    return ["/".join(str(d) for d in dict.fromkeys(w)) for w in windows if w is not None]


@pytest.mark.parametrize(
    "text",
    [
        "The minister is sure that the contracts signed today will help farmers on both banks.",
        "We are convinced that the plan that was adopted today will calm the border.",
        "He hoped that today’s session will bring the sides nearer.",
        "We will step up work on the plan that the ministers adopted on June 10.",
        "The ministries will prepare proposals ahead of the conference in October.",
        "The two sides will continue their contacts since the elections that were held on June 6.",
    ],
)
def test_the_time_of_another_matter_makes_nothing_due(text: str) -> None:
    assert due(text) == []
    told = [trace.rule for s in read(text) for trace in s.traces if trace.field == "when"]
    assert any(rule.startswith(ASIDE) for rule in told), told


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The ceasefire will take effect today at noon.", "2021-06-14"),
        ("We expect the conference, which will be held in London in September, to help.", "2021-09-01/2021-09-30"),
        ("The rules, which are to take effect on July 10, will ban all flights.", "2021-07-10"),
        ("Envoys will return to Oslo before the end of next week with the aim to settle the dispute over the"
         " draft tabled today.", "2021-06-27"),
        ("The monitors will be in place by the end of the year.", "2021-12-31"),
        ("The parties will submit their lists within 10 days.", "2021-06-24"),
    ],
)  # fmt: skip
def test_a_time_to_come_is_due(text: str, day: str) -> None:
    assert due(text) == [day]


def test_a_lead_ins_time_that_has_begun_makes_its_items_not_due() -> None:
    text = "At their meeting in Jeddah on June 12-13, the delegations agreed on the following:\n\n"
    items = "- The two countries will continue working toward peace.\n- The two countries will open an office.\n"
    assert due(text + items) == []
    ahead = "The parties commit to take the following actions by July 14, 2021:\n\n"
    assert set(due(ahead + items)) == {"2021-07-14"}


def test_days_after_something_that_may_come_are_not_counted_from_publication() -> None:
    text = "In the event of a flood the two states will send engineers within 30 days."
    assert due(text) == []
    assert all(s.deadline is None for s in read(text))
