"""What is said again in one text, and what only looks so."""

from __future__ import annotations

from datetime import date

import pytest

from aftertalks.flow.reading import read_all
from aftertalks.ledger.merging import likeness, stance_of
from aftertalks.ledger.proposition import Proposition
from aftertalks.ledger.restating import restated
from aftertalks.model import Document, Settings
from aftertalks.model.account import Stance

DAY = date(2021, 6, 9)


def _two(text: str) -> tuple[Proposition, Proposition]:
    (reading,) = read_all([Document(text, source="one", published=DAY)], settings=Settings())
    first, *_, last = reading.statements
    return Proposition(first, DAY), Proposition(last, DAY)


def test_the_same_verb_of_the_same_thing_restates() -> None:
    text = "Both refining and export of oil were disrupted.\n\nSome 5 million barrels of daily refining were disrupted."
    a, b = _two(text)
    found = restated(a, b)
    assert found is not None
    assert "disrupted" in found
    assert likeness(a, b).merges


@pytest.mark.parametrize(
    "text",
    [
        "Both refining and export of oil were disrupted.\n\nTraffic on the bridge was disrupted.",
        "The exchange of prisoners was agreed. It has taken place.\n\nThe withdrawal was agreed. It has taken place.",
        "Attention must be paid to this.\n\nThe union must also pay attention to this.",
        "The Council shall adopt its own rules of procedure.\n\nThe Assembly shall adopt its own rules.",
    ],
)
def test_of_another_thing_or_a_clause_of_its_own_it_does_not(text: str) -> None:
    a, b = _two(text)
    assert restated(a, b) is None
    assert not likeness(a, b).merges


def test_a_denial_in_nearly_the_same_words_contradicts() -> None:
    a, b = _two("Both refining and export of oil were disrupted.\n\nRefining of oil was not disrupted.")
    assert restated(a, b) is None
    assert likeness(a, b).merges
    assert stance_of(a, b) is Stance.CONTRADICTS
