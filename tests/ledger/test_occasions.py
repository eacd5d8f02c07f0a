"""Two reports of one dated act are one proposition, whatever their words; and what keeps others apart."""

from __future__ import annotations

from datetime import date

import pytest

from aftertalks.flow.reading import read_all
from aftertalks.ledger.blocking import block_keys
from aftertalks.ledger.merging import Likeness, likeness
from aftertalks.ledger.proposition import Proposition
from aftertalks.model import Document, Settings

DAY = date(2021, 6, 9)


def _compared(first: str, second: str) -> tuple[Likeness, bool]:
    """Compare the first statements of two documents; and whether they share a block."""
    documents = [Document(text, source=str(n), published=DAY) for n, text in enumerate((first, second))]
    a, b = (Proposition(r.statements[0], DAY) for r in read_all(documents, settings=Settings()))
    return likeness(a, b), bool(set(block_keys(a)) & set(block_keys(b)))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "Egypt and Sudan met in Khartoum on June 8.",
            "Sudan and Egypt held consultations on the dam on 8 June 2021.",
        ),
        (
            "France and Mali signed an agreement on training on June 8.",
            "Mali signed an accord with France on June 8, 2021.",
        ),
    ],
)
def test_reports_of_one_dated_act_merge_and_meet(first: str, second: str) -> None:
    like, meet = _compared(first, second)
    assert like.merges, like.reason
    assert meet


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "Egypt and Sudan met in Khartoum on June 8.",
            "Sudan and Egypt held consultations on the dam on 7 June 2021.",
        ),
        (
            "Egypt and Sudan met in Khartoum on June 8.",
            "Ethiopia and Egypt held consultations on the dam on 8 June 2021.",
        ),
        (
            "Egypt and Sudan met in Khartoum on June 8.",
            "Egypt said on June 8 that it wanted to meet Sudan.",
        ),
    ],
)
def test_another_day_party_or_book_keeps_them_apart(first: str, second: str) -> None:
    like, _ = _compared(first, second)
    assert not like.merges


def test_a_sentence_said_again_within_a_longer_one_merges() -> None:
    like, meet = _compared(
        "Norway opposes any unilateral change of the seabed boundary.",
        "The minister repeated that Norway opposes any unilateral change of the seabed boundary, that quotas must be "
        "negotiated, and that the joint commission remains the place to do so.",
    )
    assert like.merges, like.reason
    assert meet
