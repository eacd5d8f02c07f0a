"""Erasing a document: nothing of it stays, what others said stays, and who judged stays visible."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.builders import TRUCE_WORDS, document, follow_up_reading, reading, report_reading, statement

from aftertalks.flow import entries, judging, reviewing
from aftertalks.flow.erasing import RULE, erase
from aftertalks.flow.keeping import Ledger
from aftertalks.model import InputError, Kind, LedgerError, Outcome, UsageError
from aftertalks.model.review import Action
from aftertalks.store import erasing

SECRET = "Zebulon Quixwort wants a private meeting in Xanadu."


@pytest.fixture
def ledger(place):
    with Ledger(place) as made:
        made.keep(report_reading())
        made.keep(follow_up_reading())
        yield made


def secret_reading(words: str = SECRET):
    origin = {"title": "Zebulon's letter", "source": "quixwort.txt", "author": "Quixwort"}
    doc = document(words, **origin, published=date(2017, 7, 9))
    who = "Zebulon Quixwort"
    made = statement(doc, words, Kind.POSITION, speaker=who, actors=(who,), where="Xanadu")
    return reading(doc, made)


def everything(ledger):
    with ledger.store.asking() as connection:
        names = [t.name for t in erasing.document.metadata.sorted_tables]
        return "\n".join(str(row) for n in names for row in connection.exec_driver_sql(f"SELECT * FROM {n}"))


def test_nothing_of_it_stays(ledger, place):
    before = everything(ledger)
    secret = secret_reading()
    ledger.keep(secret)
    assert "Quixwort" in everything(ledger)
    done = erase(ledger, secret.document.id, by="Ana", reason="asked to")
    assert (done.statements, done.entries, done.stay) == (1, 1, 0)
    after = everything(ledger)
    for word in ("Zebulon", "Quixwort", "quixwort", "Xanadu"):
        assert word not in after
    kept = [line for line in after.splitlines() if secret.document.id not in line]
    assert kept == before.splitlines()
    assert not ledger.find("Xanadu") and not ledger.find(speaker="Zebulon")
    assert ledger.store.check() == []


def test_its_file_holds_none_of_its_bytes(tmp_path):
    path = tmp_path / "x.db"
    secret = secret_reading()
    with Ledger(path) as ledger:
        ledger.keep(report_reading())
        ledger.keep(secret)
        erase(ledger, secret.document.id, by="Ana", reason="asked to")
        for file in tmp_path.iterdir():
            held = file.read_bytes().lower()
            for word in (b"zebulon", b"quixwort", b"xanadu"):
                assert word not in held, file.name


def test_what_others_said_stays_and_leads(ledger):
    words = f"{TRUCE_WORDS} Nobody in Amman was surprised."
    again = document(words, published=date(2017, 7, 8), publisher="Other", source="o.txt")
    parties = ("United States", "Russia")
    ledger.keep(reading(again, statement(again, TRUCE_WORDS, Kind.AGREEMENT, actors=parties, instrument="truce",
                                         where="southwestern Syria", when=date(2017, 7, 9))))  # fmt: skip
    held = {a.entry.id: len(a.voices) for a in ledger.accounts()}
    first, second = next(s.id for s in ledger.sources() if s.source == "a.txt"), again.id
    shared = next(a for a in ledger.accounts() if {v.source.id for v in a.voices} == {first, second})
    done = erase(ledger, first, by="Ana", reason="asked to")
    assert done.stay >= 1
    left = ledger.entry(shared.entry.id)
    assert {v.source.id for v in left.voices} == {second} and len(left.voices) < held[shared.entry.id]
    assert left.voices[0].stance.value == "first"
    assert first not in {v.source.id for a in ledger.accounts() for v in a.voices}


def test_a_judgement_that_rested_on_it_is_seen_to_have_lost_it(ledger):
    agreed = next(a for a in ledger.accounts() if a.entry.book.value == "agreed")
    secret = secret_reading()
    ledger.keep(secret)
    said = secret.statements[0].id
    judging.judge(ledger, agreed.entry.id, "broken", by="Ben", reason="Quixwort says so", evidence=[said])
    done = erase(ledger, secret.document.id, by="Ana", reason="asked to")
    assert done.open_again == (agreed.entry.id,)
    *_, was, now = ledger.entry(agreed.entry.id).entry.judgements
    assert (was.by, was.outcome, was.reason, was.evidence) == ("Ben", Outcome.BROKEN, erasing.BLANK, ())
    assert (now.by, now.outcome) == (RULE, Outcome.UNCHECKED)
    assert ledger.entry(agreed.entry.id).entry.outcome is Outcome.UNCHECKED
    assert "Quixwort" not in everything(ledger)


def test_judgements_of_an_entry_that_went_keep_who_and_when(ledger):
    secret = secret_reading()
    ledger.keep(secret)
    entry = next(a.entry.id for a in ledger.accounts() if "Zebulon" in a.entry.summary)
    judging.judge(ledger, entry, "kept", by="Ben", reason="Zebulon met him")
    done = erase(ledger, "quixwort.txt", by="Ana", reason="asked to")
    assert (done.judgements, done.open_again) == (1, ())
    with pytest.raises(LedgerError, match="no voices left"):
        ledger.entry(entry)
    lines = everything(ledger)
    assert "Ben" in lines and erasing.BLANK in lines and "Zebulon" not in lines


def test_judgements_only_grow_before_and_after(ledger):
    agreed = next(a for a in ledger.accounts() if a.entry.book.value == "agreed")
    judging.judge(ledger, agreed.entry.id, "kept", by="Ben", reason="seen")
    erase(ledger, ledger.sources()[-1].id, by="Ana", reason="asked to")
    for words in ("UPDATE judgement SET reason = 'x'", "DELETE FROM judgement"):
        with pytest.raises(LedgerError, match="append-only"), ledger.store.writing() as writer:
            writer.connection.exec_driver_sql(words)


def test_an_erasure_that_fails_leaves_all_as_it_was(ledger, monkeypatch):
    before = everything(ledger)
    monkeypatch.setattr(erasing, "counts_left", lambda *_: 1)
    with pytest.raises(LedgerError, match="nothing was erased"):
        erase(ledger, ledger.sources()[0].id, by="Ana", reason="asked to")
    assert everything(ledger) == before
    with pytest.raises(LedgerError, match="append-only"), ledger.store.writing() as writer:
        agreed = next(a for a in ledger.accounts() if a.entry.book.value == "agreed")
        writer.connection.exec_driver_sql(
            "INSERT INTO judgement (entry, judged_by, judged_at, outcome, reason, evidence)"
            f" VALUES ('{agreed.entry.id}', 'a', '2017-07-09T00:00:00', 'kept', 'b', '[]')"
        )
        writer.connection.exec_driver_sql("DELETE FROM judgement")


def test_the_log_tells_that_it_was_erased_and_it_does_not_come_back(ledger):
    secret = secret_reading()
    ledger.keep(secret)
    for question in reviewing.questions(ledger, by="Ben"):
        if question.anchor.document == secret.document.id:
            reviewing.decide(ledger, question, Action.ACCEPT, by="Ben", reason="Zebulon")
    erase(ledger, secret.document.id[:8], by="Ana", reason="request of 12 March")
    last = reviewing.decisions(ledger)[-1]
    assert (last.action, last.by, last.reason) == (Action.ERASE, "Ana", "request of 12 March")
    assert last.anchor.words == "" and "Zebulon" not in everything(ledger)
    with pytest.raises(InputError, match="was erased from this ledger on"):
        ledger.keep(secret)
    (told,) = ledger._unread([secret.document], ledger.settings)
    assert isinstance(told, InputError)
    with pytest.raises(LedgerError, match="nothing to undo"):
        reviewing.undo(ledger, by="Ana")


def test_merges_that_named_it_can_still_be_undone(ledger):
    secret = secret_reading()
    other = secret_reading("Zebulon Quixwort wants another meeting in Xanadu after the summer.")
    ledger.keep(secret)
    ledger.keep(other)
    found = [a.entry.id for a in ledger.accounts() if "Zebulon" in a.entry.summary]
    if len(found) == 2:
        entries.merge(ledger, found[0], found[1], by="Ben", reason="one wish")
    erase(ledger, secret.document.id, by="Ana", reason="asked to")
    if len(found) == 2:
        entries.undo(ledger, by="Ben", reason="two after all")
    assert [a.voices[0].source.id for a in ledger.accounts() if "Zebulon" in a.entry.summary] == [other.document.id]


def test_copies_are_told_and_do_not_corroborate_each_other(ledger):
    words = " ".join(f"Sentence number {n} of the long letter tells what Quixwort did on day {n}." for n in range(30))
    made = []
    for publisher in ("One Wire", "Two Daily", "Three Post"):
        doc = document(words, publisher=publisher, source=f"{publisher}.txt", title=publisher, url=f"http://x/{len(made)}",
                       published=date(2017, 7, 9 + len(made)))  # fmt: skip
        made.append(reading(doc, statement(doc, words[:75], Kind.POSITION, actors=("Jordan",))))
        ledger.keep(made[-1])
    with ledger.store.asking() as connection:
        assert erasing.copies_of(connection, made[0].document.id) == sorted(r.document.id for r in made[1:])
    done = erase(ledger, made[0].document.id, by="Ana", reason="asked to")
    assert sorted(done.copies) == ["Three Post.txt", "Two Daily.txt"]
    first = sorted(r.document.id for r in made[1:])[0]
    with ledger.store.asking() as connection:
        assert len(erasing.copies_of(connection, first)) == 1


@pytest.mark.parametrize(("by", "reason"), [("", "x"), ("Ana", ""), ("Ana", " ")])
def test_nobody_erases_without_name_and_reason(ledger, by, reason):
    with pytest.raises(UsageError):
        erase(ledger, ledger.sources()[0].id, by=by, reason=reason)


def test_what_is_not_there_is_told(ledger):
    with pytest.raises(LedgerError, match="no documents are meant"):
        erase(ledger, "none.txt", by="Ana", reason="x")
    assert Path("none.txt").exists() is False
