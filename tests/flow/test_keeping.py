from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import aftertalks
from aftertalks.flow import reading as stages
from aftertalks.flow.keeping import Added, Ledger
from aftertalks.model import (
    Book,
    Document,
    InputError,
    Kind,
    LedgerError,
    Outcome,
    Progress,
    Reading,
    Settings,
    UsageError,
)
from builders import FOLLOW_UP, REPORT, document, follow_up_reading, reading, report_reading, statement


class FakeReader:
    """Gives back the hand-built readings; one text makes it fail."""

    loaded = 0

    def __init__(self, settings: Settings) -> None:
        type(self).loaded += 1
        self.settings = settings

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        return (self.read(document) for document in documents)

    def read(self, document: Document) -> Reading:
        if "boom" in document.text:
            raise ValueError("boom")
        known = {REPORT: report_reading, FOLLOW_UP: follow_up_reading}.get(document.text)
        return known() if known else reading(document)


@pytest.fixture(autouse=True)
def _fake(monkeypatch: pytest.MonkeyPatch) -> None:
    FakeReader.loaded = 0
    monkeypatch.setattr(stages, "new_reader", FakeReader)


@pytest.fixture
def ledger(place: Path | str) -> Iterator[Ledger]:
    with Ledger(place) as made:
        yield made


def report() -> Document:
    return report_reading().document


def test_a_second_add_changes_nothing_and_reads_nothing(ledger: Ledger) -> None:
    first = ledger.add(report())
    counts = ledger.store.counts()
    assert (first[0].statements, first[0].entries, first[0].known) == (3, 3, False)
    assert ledger.add(report())[0].known
    assert ledger.add(report_reading())[0].known
    assert ledger.store.counts() == counts
    assert FakeReader.loaded == 1


def test_a_later_report_is_proposed_and_decided_by_rule_only_where_it_is_clear(ledger: Ledger) -> None:
    ledger.add(report_reading())
    done = ledger.add(follow_up_reading())[0]
    assert (done.proposals, done.judgements) == (2, 2)
    by_book = {entry.book: entry for entry in ledger}
    assert by_book[Book.AGREED].outcome is Outcome.HAPPENED
    assert by_book[Book.WANTED].outcome is Outcome.UNCHECKED
    (judgement,) = by_book[Book.AGREED].judgements
    assert judgement.by.startswith("rule:")
    assert judgement.evidence == (follow_up_reading().statements[0].id,)


def test_the_order_of_adding_does_not_decide_what_is_answered(ledger: Ledger) -> None:
    ledger.add(follow_up_reading())
    done = ledger.add(report_reading())[0]
    assert done.proposals == 2
    assert {e.book: e.outcome for e in ledger}[Book.EXPECTED] is Outcome.HAPPENED


def test_next_knows_only_what_was_published_by_then(ledger: Ledger) -> None:
    ledger.add(report_reading())
    ledger.add(follow_up_reading())
    assert ledger.next(as_of=date(2017, 7, 6)).dated == ()
    before = ledger.next(as_of=date(2017, 7, 8))
    assert {a.entry.book for a in before.upcoming} == {Book.AGREED, Book.EXPECTED}
    assert all(a.entry.outcome is Outcome.UNCHECKED and not a.proposals for a in before.upcoming)
    assert ledger.next(as_of=date(2017, 7, 8), days=0).upcoming == ()
    assert len(ledger.next(as_of=date(2017, 7, 9)).due) == 2
    assert ledger.next(as_of=date(2017, 7, 12)).dated == ()  # both were answered on July 10


def test_a_report_of_collapse_meets_the_truce_by_its_instrument_and_decides_nothing(ledger: Ledger) -> None:
    ledger.add(report_reading())
    words = "The southwestern ceasefire in Syria collapsed when the offensive began in June."
    doc = document(words, published=date(2018, 7, 9), title="Collapse", source="z.txt")
    fields = {"actors": ("Russia",), "instrument": "truce", "where": "Syria"}
    assert ledger.add(reading(doc, statement(doc, words, Kind.EVENT, **fields)))[0].judgements == 0
    (account,) = ledger.accounts(book=Book.AGREED)
    assert [p.outcome for p in account.proposals] == [Outcome.BROKEN]
    assert account.entry.outcome is Outcome.UNCHECKED


def test_overdue_without_an_answer_stays_open(ledger: Ledger) -> None:
    ledger.add(report_reading())
    late = ledger.next(as_of=date(2018, 1, 1)).overdue
    assert {a.entry.progress(date(2018, 1, 1)) for a in late} == {Progress.OVERDUE}
    assert {a.entry.outcome for a in late} == {Outcome.UNCHECKED}


def test_two_reports_of_one_undertaking_are_voices_of_one_entry(ledger: Ledger) -> None:
    ledger.add(report_reading())
    text = "Washington and Moscow have agreed to a ceasefire in southwestern Syria."
    doc = document(text, published=date(2017, 7, 8), source="c.txt")
    again = statement(doc, text, Kind.AGREEMENT, actors=("United States", "Russia"), instrument="truce")
    assert ledger.add(reading(doc, again))[0].voices == 1
    (account,) = ledger.accounts(book=Book.AGREED)
    assert account.documents == 2
    assert account.entry.due == (date(2017, 7, 9), date(2017, 7, 9))
    assert "merged because" in account.voices[1].reason


def test_a_failing_document_does_not_cost_its_neighbours(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in (("a.txt", "boom"), ("b.txt", "fine")):
        (tmp_path / name).write_text(text)

    def found(sources: list[str], **_: Any) -> Iterator[Document]:
        for source in sources:
            yield Document(text=Path(source).read_text(), source=source)

    monkeypatch.setattr(stages, "documents", found)
    items = list(ledger.add_sources([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]))
    assert isinstance(items[0], InputError)
    assert "ValueError: boom" in str(items[0])
    assert isinstance(items[1], Added)
    assert ledger.store.counts()["document"] == 1


def test_errors_keep_their_place_and_documents_their_batches() -> None:
    bad = InputError("x", "is bad", "mend it")
    items = [Document(text=str(n)) for n in range(5)]
    mixed = [items[0], bad, *items[1:]]
    got = list(stages.read_documents(mixed, settings=Settings(batch_size=2)))
    assert [g.document.text if isinstance(g, Reading) else g for g in got] == ["0", bad, "1", "2", "3", "4"]
    assert FakeReader.loaded == 1


def test_dates_may_be_iso_text(ledger: Ledger) -> None:
    ledger.add(report_reading())
    assert len(ledger.next(as_of="2017-07-08").upcoming) == 2
    assert len(ledger.find(until="2017-07-06")) == 0
    identity = ledger.next(as_of="2017-07-08").upcoming[0].entry.id
    assert ledger.entry(identity, as_of="2017-07-08").documents == 1
    with pytest.raises(LedgerError, match="no document published by 2017-07-01"):
        ledger.entry(identity, as_of="2017-07-01")
    with pytest.raises(UsageError, match="as_of: 'soon' is no date"):
        ledger.next(as_of="soon")


def test_find_refuses_what_makes_no_sense(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="no kind 'rumour'; kinds are event"):
        ledger.find("truce", kind="rumour")
    with pytest.raises(UsageError, match="no word"):
        ledger.find("?!")


def test_a_text_is_taken_as_a_text(ledger: Ledger) -> None:
    done = ledger.add("The ministers met on Monday in Amman.", published=date(2017, 7, 4))
    assert ledger.sources()[0].published == date(2017, 7, 4)
    assert done[0].source == "text"


def test_public_names_come_without_anything_heavy() -> None:
    code = (
        "import sys, aftertalks, aftertalks.cli.app\n"
        "heavy = {'spacy', 'sqlalchemy', 'jinja2', 'yaml', 'rich', 'lxml', 'httpx', 'numpy', 'trafilatura'}\n"
        "sys.exit(' '.join(heavy & set(sys.modules)) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert aftertalks.Ledger is Ledger
    with pytest.raises(AttributeError):
        aftertalks.nothing  # noqa: B018
