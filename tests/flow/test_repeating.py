from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from aftertalks.flow.keeping import Ledger
from aftertalks.model import Book, Kind, Reading
from aftertalks.model.account import Standing
from builders import document, reading, statement

AGREED = "Russia and Jordan agreed on Tuesday to reopen the border crossing at Nasib to lorries."
OPENS = "The border crossing at Nasib will open to lorries on July 20."
REST = (
    "Customs officers had waited for months in the shade of an empty hall, and shopkeepers counted what the closure "
    "cost them. A driver said that he had slept in his cab for three nights before the barrier moved."
)


@pytest.fixture
def ledger(place: Path | str) -> Iterator[Ledger]:
    with Ledger(place) as made:
        yield made


def article(*sentences: str, day: int = 11, **fields: object) -> Reading:
    doc = document(" ".join((*sentences, REST)), published=date(2017, 7, day), **fields)
    found = [
        statement(doc, s, Kind.AGREEMENT, actors=("Russia", "Jordan")) if s == AGREED
        else statement(doc, s, Kind.EXPECTATION, when=date(2017, 7, 20), when_text="July 20")
        for s in sentences if s in {AGREED, OPENS}
    ]  # fmt: skip
    return reading(doc, *found)


def test_a_wire_copy_does_not_corroborate(ledger: Ledger) -> None:
    ledger.add(article(AGREED, OPENS, publisher="Wire"))
    done = ledger.add(article("From our staff.", AGREED, OPENS, day=12, publisher="Daily", title="Crossing"))[0]
    assert (done.repeat, done.voices) == ("copy", 2)
    (account,) = ledger.accounts(book=Book.AGREED)
    assert [v.standing for v in account.voices] == [None, Standing.COPIED]
    assert account.documents == 1
    assert account.voices[1].other is not None
    assert account.voices[1].other.publisher == "Wire"


def test_a_source_added_after_its_copy_is_still_the_source(ledger: Ledger) -> None:
    ledger.add(article("From our staff.", AGREED, day=12, publisher="Daily", title="Crossing"))
    assert ledger.add(article(AGREED, publisher="Wire"))[0].repeat == "copy"
    (account,) = ledger.accounts(book=Book.AGREED)
    assert {v.source.publisher: v.standing for v in account.voices} == {"Wire": None, "Daily": Standing.COPIED}


def test_a_copied_report_answers_nothing_once_more(ledger: Ledger) -> None:
    opened = "The border crossing at Nasib opened to lorries on July 20."
    ledger.add(article(OPENS, publisher="Wire"))
    for publisher, title, day in (("Wire", "Opened", 21), ("Daily", "Crossing", 22)):
        doc = document(f"{opened} {REST} {publisher} had it first.", published=date(2017, 7, day), title=title,
                       publisher=f"{publisher} Two")  # fmt: skip
        ledger.add(reading(doc, statement(doc, opened, Kind.EVENT, when=date(2017, 7, 20), when_text="July 20")))
    (account,) = ledger.accounts(book=Book.EXPECTED)
    assert [p.source.publisher for p in account.proposals] == ["Wire Two"]


def test_what_a_copy_reports_itself_counts(ledger: Ledger) -> None:
    ledger.add(article(AGREED, publisher="Wire"))
    ledger.add(article(AGREED, OPENS, day=12, publisher="Daily", title="Crossing"))
    (account,) = ledger.accounts(book=Book.EXPECTED)
    assert [v.standing for v in account.voices] == [None]


def test_what_is_edited_out_is_kept_and_marked(ledger: Ledger) -> None:
    ledger.add(article(AGREED, OPENS, url="https://wire.example/1"))
    later = ledger.add(article(AGREED, "A correction was made.", day=13, url="https://wire.example/1"))[0]
    assert later.repeat == "edition"
    (gone,) = ledger.accounts(book=Book.EXPECTED)
    assert (gone.voices[0].standing, gone.documents, gone.withdrawn) == (Standing.WITHDRAWN, 0, True)
    (kept,) = ledger.accounts(book=Book.AGREED)
    assert [v.standing for v in kept.voices] == [Standing.EARLIER, None]
    assert kept.documents == 1
    assert ledger.next(as_of="2017-07-14").dated == ()
    before = ledger.next(as_of="2017-07-12").dated  # the correction was not out yet
    assert [a.entry.id for a in before] == [gone.entry.id]


def test_ledgers_of_before_are_sketched_when_they_are_next_added_to(ledger: Ledger, place: Path | str) -> None:
    from sqlalchemy import delete

    from aftertalks.store.tables import document_band

    ledger.add(article(AGREED, publisher="Wire"))
    with ledger.store.writing() as writer:
        writer.connection.execute(delete(document_band))
    with Ledger(place) as again:
        assert again.add(article("By us.", AGREED, day=12, publisher="Daily", title="X"))[0].repeat == "copy"
