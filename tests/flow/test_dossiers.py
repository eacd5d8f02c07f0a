from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from aftertalks.flow import dossiers, judging
from aftertalks.flow.keeping import Ledger
from aftertalks.model import Book, Certainty, Kind, LedgerError, Outcome, Reading, UsageError
from aftertalks.model.dossier import LEAST_RESOLVED, Dossier, News
from builders import document, follow_up_reading, reading, report_reading, statement


@pytest.fixture
def ledger(place: Path | str) -> Iterator[Ledger]:
    with Ledger(place) as made:
        yield made


def books(ledger: Ledger, name: str) -> set[Book]:
    return {a.entry.book for a in dossiers.held(ledger, name)}


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        (Dossier("d", actors=("jordan",)), {Book.WANTED}),
        (Dossier("d", actors=("state:USA",)), {Book.AGREED, Book.EXPECTED}),
        (Dossier("d", actors=("Lavrov", "Jordan")), {Book.EXPECTED, Book.WANTED}),
        (Dossier("d", place="syria"), {Book.AGREED}),
        (Dossier("d", words="ceasefire southwestern"), {Book.AGREED}),
        (Dossier("d", words="truce", actors=("Jordan",)), set()),
        (Dossier("d", since=date(2017, 7, 8)), set()),
        (Dossier("d", until=date(2017, 7, 7)), {Book.AGREED, Book.EXPECTED, Book.WANTED}),
    ],
)
def test_what_a_dossier_holds(ledger: Ledger, query: Dossier, holds: set[Book]) -> None:
    ledger.add(report_reading())
    dossiers.save(ledger, query)
    assert books(ledger, "d") == holds


def test_dossiers_are_saved_replaced_and_forgotten(ledger: Ledger) -> None:
    dossiers.save(ledger, Dossier("south", place="Syria"))
    dossiers.save(ledger, Dossier("south", place="Daraa", since=date(2017, 1, 1)))
    (kept,) = dossiers.dossiers(ledger)
    assert kept.terms == {"place": "Daraa", "from": "2017-01-01"}
    dossiers.remove(ledger, "south")
    assert dossiers.dossiers(ledger) == []
    with pytest.raises(LedgerError, match="none yet"):
        dossiers.remove(ledger, "south")


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (Dossier(" ", place="x"), "needs a name"),
        (Dossier("x"), "asks for nothing"),
        (Dossier("x", since=date(2018, 1, 1), until=date(2017, 1, 1)), "before it begins"),
    ],
)
def test_dossiers_that_make_no_sense(ledger: Ledger, made: Dossier, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        dossiers.save(ledger, made)


def news(ledger: Ledger, since: date | str, **options: object) -> list[tuple[News, Book]]:
    found = dossiers.changes(ledger, since=since, **options)  # type: ignore[arg-type]
    return [(c.news, c.account.entry.book) for c in found.found]


def test_changes_since_a_day_go_by_what_was_published(ledger: Ledger) -> None:
    ledger.add(report_reading())
    ledger.add(follow_up_reading())
    soon = news(ledger, date(2017, 7, 6), as_of=date(2017, 7, 8))
    assert (News.NEW, Book.AGREED) in soon
    assert (News.DUE_SOON, Book.AGREED) in soon
    later = news(ledger, "2017-07-08", as_of=date(2017, 7, 11))
    assert sorted(later) == sorted(
        [(News.OUTCOME, Book.AGREED), (News.OUTCOME, Book.EXPECTED), (News.NEW, Book.HAPPENED)]
    )
    assert news(ledger, date(2017, 7, 11), as_of=date(2017, 7, 12)) == []


def test_what_only_the_calendar_changes(ledger: Ledger) -> None:
    ledger.add(report_reading())
    late = news(ledger, date(2017, 7, 8), as_of=date(2017, 7, 12))
    assert sorted(late) == [(News.OVERDUE, Book.AGREED), (News.OVERDUE, Book.EXPECTED)]
    assert news(ledger, date(2017, 7, 12), as_of=date(2017, 7, 13)) == []


def test_since_the_last_look_goes_by_what_came_into_the_ledger(ledger: Ledger) -> None:
    early = datetime(2026, 1, 1, 12, tzinfo=UTC)
    ledger.keep(report_reading(), now=early)
    assert {n for n, _ in news(ledger, "last")} == {News.NEW, News.OVERDUE}
    dossiers.looked_now(ledger, by="Ana", at=early + timedelta(hours=1))
    assert news(ledger, "last", by="Ana") == []
    ledger.keep(follow_up_reading(), now=early + timedelta(hours=2))
    assert {n for n, _ in news(ledger, "last", by="Ana")} == {News.OUTCOME, News.NEW}
    assert News.NEW in {n for n, _ in news(ledger, "last", by="Ben")}  # who never looked sees everything
    dossiers.looked_now(ledger, by="Ana", at=early + timedelta(hours=3))
    assert news(ledger, "last", by="Ana") == []


def test_each_dossier_has_its_own_marker(ledger: Ledger) -> None:
    ledger.keep(report_reading(), now=datetime(2026, 1, 1, tzinfo=UTC))
    dossiers.save(ledger, Dossier("jordan", actors=("Jordan",)))
    assert news(ledger, "last", dossier="jordan") == [(News.NEW, Book.WANTED)]
    dossiers.looked_now(ledger, dossier="jordan")
    assert news(ledger, "last", dossier="jordan") == []
    assert news(ledger, "last") != []
    with pytest.raises(LedgerError, match="no dossier 'x'; there are: jordan"):
        dossiers.changes(ledger, since="last", dossier="x")


@pytest.mark.parametrize("since", ["soon", "2017-13-01"])
def test_since_is_a_day_or_last(ledger: Ledger, since: str) -> None:
    with pytest.raises(UsageError, match="neither a date"):
        dossiers.changes(ledger, since=since)
    with pytest.raises(UsageError, match="lies after"):
        dossiers.changes(ledger, since="2017-07-08", as_of=date(2017, 7, 1))


def test_a_judgement_and_its_undoing_are_changes(ledger: Ledger) -> None:
    ledger.keep(report_reading(), now=datetime(2026, 1, 1, tzinfo=UTC))
    (account,) = ledger.accounts(book=Book.AGREED)
    dossiers.looked_now(ledger, at=datetime(2026, 1, 2, tzinfo=UTC))
    judging.judge(ledger, account.entry.id, "broken", by="Ana", reason="x")
    (change,) = dossiers.changes(ledger, since="last").found
    assert (change.news, change.before, change.after) == (News.OUTCOME, "unchecked", "broken")
    judging.unjudge(ledger, account.entry.id, by="Ana", reason="a slip")
    assert dossiers.changes(ledger, since="last").found == ()


def forecast(day: int, **fields: object) -> Reading:
    words = f"The committee will meet in hall {day} on July {day + 10}, the minister said."
    doc = document(words, published=date(2017, 7, day), source=f"{day}.txt", title=f"Hall {day}")
    usual = {"speaker": "Ayman Safadi", "when": date(2017, 7, day + 10), "certainty": Certainty.PROBABLE}
    return reading(doc, statement(doc, words, Kind.EXPECTATION, **(usual | fields)))


def test_a_speakers_record_counts_only_what_is_resolved(ledger: Ledger) -> None:
    for day in range(1, LEAST_RESOLVED + 2):
        ledger.add(forecast(day))
    ids = [a.entry.id for a in ledger.accounts(book=Book.EXPECTED)]
    assert len(ids) == LEAST_RESOLVED + 1
    for identity in ids[: LEAST_RESOLVED - 1]:
        judging.judge(ledger, identity, Outcome.HAPPENED, by="Ana", reason="it met")
    (record,) = dossiers.records(ledger, "safadi")
    assert (record.happened, record.did_not, record.open, record.share) == (LEAST_RESOLVED - 1, 0, 2, None)
    judging.judge(ledger, ids[-1], Outcome.DID_NOT_HAPPEN, by="Ana", reason="called off")
    (record,) = dossiers.records(ledger)
    assert (record.happened, record.did_not, record.open) == (LEAST_RESOLVED - 1, 1, 1)
    assert record.share == (LEAST_RESOLVED - 1) / LEAST_RESOLVED
    assert dossiers.records(ledger, "nobody") == []


def test_what_is_only_possible_or_unchecked_or_disputed_is_never_counted(ledger: Ledger) -> None:
    ledger.add(forecast(1, certainty=Certainty.POSSIBLE))
    ledger.add(forecast(2))
    first, second = (a.entry.id for a in ledger.accounts(book=Book.EXPECTED))
    judging.judge(ledger, first, Outcome.HAPPENED, by="Ana", reason="x")
    judging.judge(ledger, second, Outcome.DISPUTED, by="Ana", reason="x")
    (record,) = dossiers.records(ledger, "Safadi")
    assert (record.happened, record.did_not, record.open) == (0, 0, 2)
    assert {f.note for f in record.forecasts} == {"said only as possible: not counted", "disputed"}
