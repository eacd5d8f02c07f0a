from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import aftertalks
from aftertalks.flow import reading
from aftertalks.model import Document, InputError, Reading, UsageError
from builders import report_reading

SAMPLES = Path(__file__).parents[2] / "samples"


class OneReader:
    def read(self, document: Document) -> Reading:
        return Reading(document, (), report_reading().statements)


@pytest.fixture(autouse=True)
def no_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_shared_reader", lambda settings: OneReader())


def test_reading_is_a_verb_however_often_it_is_called() -> None:
    import aftertalks.read.reader as readers

    assert aftertalks.read("One.").document.text == "One."
    assert aftertalks.read("Two.", published="2017-07-08").document.published == date(2017, 7, 8)
    assert readers.Reader is not None


def test_a_file_is_read_by_its_path() -> None:
    found = aftertalks.read(SAMPLES / "2017-07-08_readout_three-guarantors.txt").document
    assert found.title == "Summary of the understanding on southwestern Syria"
    assert found.published == date(2017, 7, 8)
    assert found.text.startswith("Summary of the understanding")


def test_a_feed_is_no_one_text() -> None:
    with pytest.raises(UsageError, match=r"holds 5 documents; keep them in a Ledger"):
        aftertalks.read(SAMPLES / "2017-07_feed_hamburg-desk.xml")


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(InputError, match=r"nowhere\.txt"):
        aftertalks.read(Path("nowhere.txt"))
