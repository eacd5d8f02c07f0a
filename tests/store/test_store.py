from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect

from aftertalks.model import Book, Judgement, Kind, LedgerError, Outcome, Reading, Section, Span, UsageError
from aftertalks.model.account import Stance
from aftertalks.store import Query, Store
from aftertalks.store.searching import pieces_of
from aftertalks.store.tables import metadata
from builders import document, follow_up_reading, reading, report_reading, statement

NOW = datetime(2017, 7, 10, 12, tzinfo=UTC)


@pytest.fixture
def store(place: Path | str) -> Iterator[Store]:
    with Store(place) as made:
        yield made


def put(store: Store, made: Reading) -> None:
    with store.writing(now=NOW) as writer:
        writer.put_reading(made, read_by="test")


def test_a_reading_comes_back_as_it_went_in(store: Store) -> None:
    doc = document("Head\n\nText with é, 中 and \x00.", published=None, original="<p>x</p>", notes=("undated",))
    sections = (
        Section(Span(0, 4), "heading", None, "short line"),
        Section(Span(6, 20), "list", "Head", "r", label=Span(0, 2), lead=Span(0, 4)),
    )
    made = Reading(doc, sections, (statement(doc, "Text with é"),), ("no date",))
    put(store, made)
    assert store.reading(doc.id) == made
    put(store, report_reading())
    assert store.reading(report_reading().document.id) == report_reading()
    assert [s.published for s in store.sources()] == [date(2017, 7, 7), None]


def test_the_tables_are_those_that_the_migrations_make(store: Store) -> None:
    with store.asking() as connection:
        there = inspect(connection)
        for table in metadata.tables.values():
            made = {column["name"] for column in there.get_columns(table.name)}
            own = {"words"} if table.name == "statement" else set()  # a server's index of words is a column
            assert made - own == {c.name for c in table.columns}, table.name


def test_nothing_stays_of_a_transaction_that_fails(store: Store) -> None:
    with pytest.raises(RuntimeError), store.writing() as writer:
        writer.put_reading(report_reading(), read_by="test")
        raise RuntimeError
    assert store.counts() == {"document": 0, "statement": 0, "entry": 0, "judgement": 0}
    assert store.find(Query(words="truce"), limit=9) == []


def test_judgements_are_append_only(store: Store) -> None:
    made = report_reading()
    with store.writing(now=NOW) as writer:
        writer.put_reading(made, read_by="test")
        writer.found_entry("e1e1e1", Book.AGREED, made.statements[0])
        for outcome in (Outcome.HAPPENED, Outcome.BROKEN):
            writer.judge(Judgement("e1e1e1", "ann", NOW, outcome, "read it", (made.statements[1].id,)))
    account = store.account("e1e1")
    assert account.entry.outcome is Outcome.BROKEN
    assert [j.outcome for j in account.entry.judgements] == [Outcome.HAPPENED, Outcome.BROKEN]
    assert set(account.evidence) == {made.statements[1].id}
    for change in ("UPDATE judgement SET outcome = 'kept'", "DELETE FROM judgement"):
        with pytest.raises(LedgerError, match="append-only"), store.writing() as writer:
            writer.connection.exec_driver_sql(change)


def test_voices_stand_by_date_whatever_the_order_of_adding(store: Store) -> None:
    late, early = follow_up_reading(), report_reading()
    with store.writing(now=NOW) as writer:
        writer.put_reading(late, read_by="test")
        writer.found_entry("e1e1e1", Book.HAPPENED, late.statements[0])
        writer.put_reading(early, read_by="test")
        writer.add_voice("e1e1e1", early.statements[0], Stance.AGREES, "merged because of a test", 0.7)
    voices = store.account("e1e1e1").voices
    assert [v.source.published for v in voices] == [date(2017, 7, 7), date(2017, 7, 10)]
    assert voices[0].reason == "merged because of a test"


def test_entries_are_found_by_enough_of_their_id(store: Store) -> None:
    made = report_reading()
    with store.writing() as writer:
        writer.put_reading(made, read_by="test")
        writer.found_entry("abcd11", Book.AGREED, made.statements[0])
        writer.found_entry("abcd22", Book.EXPECTED, made.statements[1])
    assert store.account("ABCD1").entry.id == "abcd11"
    with pytest.raises(LedgerError, match="several"):
        store.account("abcd")
    for other in ("abc", "zzzz", "", "%", "____"):
        with pytest.raises(LedgerError, match="no entry"):
            store.account(other)


@pytest.fixture
def filled(store: Store) -> Store:
    put(store, report_reading())
    put(store, follow_up_reading())
    return store


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query(words="truces"), 3),  # any form of the word
        (Query(words="take effect"), 1),
        (Query(words='"took effect"'), 1),
        (Query(words="cross*"), 1),
        (Query(words="Lavrov"), 1),
        (Query(words="truce", kind=Kind.EVENT), 1),
        (Query(speaker="lavrov"), 1),
        (Query(actor="russ"), 3),
        (Query(actor="state:JOR"), 1),
        (Query(since=date(2017, 7, 8)), 1),
        (Query(until=date(2017, 7, 8)), 3),
        (Query(words="truce", speaker="100%_"), 0),
        (Query(), 4),
    ],
)
def test_search(filled: Store, query: Query, found: int) -> None:
    assert len(filled.find(query, limit=99)) == found


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=30) | st.text(alphabet='"*()^:-+{}ANDORNEAT ', max_size=20))
def test_no_words_are_a_syntax_error(filled: Store, words: str) -> None:
    try:
        pieces_of(words)
    except UsageError:
        return
    filled.find(Query(words=words), limit=3)


def test_half_a_letter_is_kept_as_what_stands_for_it(store: Store) -> None:
    doc = document("half\ud800")
    put(store, reading(doc))
    assert doc.text == "half\ufffd"
    kept = store.reading(doc.id)
    assert kept is not None
    assert kept.document.text == "half\ufffd"


def test_of_statements_with_one_id_the_first_is_kept(store: Store) -> None:
    doc = document()
    twice = [statement(doc, "The presidents", about=about) for about in ("first", "second")]
    put(store, reading(doc, *twice))
    assert [h.statement.about for h in store.find(Query(), limit=9)] == ["first"]
