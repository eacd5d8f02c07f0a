from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from aftertalks.flow import entries, judging, reviewing
from aftertalks.flow import reading as stages
from aftertalks.flow.keeping import Ledger
from aftertalks.flow.rereading import Reread, reread
from aftertalks.ledger.merging import MERGE_AT
from aftertalks.model import Book, Document, Kind, LedgerError, Outcome, Reading, Settings, Statement, Trace, UsageError
from aftertalks.model.account import Account
from aftertalks.model.review import Action, Question, Topic
from builders import FOLLOW_UP, REPORT, document, follow_up_reading, reading, report_reading, statement

Rule = Callable[[Statement], Statement | None]


@pytest.fixture
def ledger(place: Path | str) -> Iterator[Ledger]:
    with Ledger(place) as made:
        yield made


def doubtful(one: Statement) -> Statement:
    """The speaker is told by a pronoun."""
    if one.kind is not Kind.EXPECTATION:
        return one
    return replace(one, traces=(*one.traces, Trace("speaker", "cue-clause: pronoun: last person who spoke")))


def changed(made: Reading, rule: Rule) -> Reading:
    found = [rule(s) for s in made.statements]
    return replace(made, statements=tuple(s for s in found if s is not None))


@pytest.fixture
def read_with(monkeypatch: pytest.MonkeyPatch) -> Callable[[Rule], None]:
    """Makes the reader of a rereading follow a changed rule."""

    used: list[Rule] = []

    def use(rule: Rule) -> None:
        used[:] = [rule]

        class NewReader:
            def __init__(self, settings: Settings) -> None:
                self.settings = settings

            def read_many(self, documents: list[Document]) -> Iterator[Reading]:
                known = {REPORT: report_reading, FOLLOW_UP: follow_up_reading}
                return (changed(known[d.text](), used[0]) for d in documents)

        monkeypatch.setattr(stages, "new_reader", NewReader)

    return use


def speaker_question(ledger: Ledger) -> Question:
    (asked,) = reviewing.questions(ledger, topic=Topic.READING)
    return asked


def by_book(ledger: Ledger, book: Book) -> Account:
    (found,) = ledger.accounts(book=book)
    return found


def again(ledger: Ledger) -> list[Reread]:
    done = list(reread(ledger))
    assert all(isinstance(d, Reread) for d in done)
    return [d for d in done if isinstance(d, Reread)]


def test_what_may_tell_an_outcome_is_asked_before_readings(ledger: Ledger) -> None:
    ledger.add(changed(report_reading(), doubtful))
    ledger.add(follow_up_reading())
    asked = reviewing.questions(ledger, as_of=date(2017, 7, 10))
    assert [q.topic for q in asked] == [Topic.ANSWER, Topic.ANSWER, Topic.READING]
    assert asked[-1].why.startswith("the speaker is told only by a pronoun")
    assert "decided by rule" in asked[0].why
    assert len({q.id for q in asked}) == 3


def test_a_fix_changes_the_ledger_and_keeps_what_the_machine_said(ledger: Ledger) -> None:
    ledger.add(changed(report_reading(), doubtful))
    asked = speaker_question(ledger)
    made = reviewing.decide(ledger, asked, Action.FIX, by="Ana", fix="speaker=Rex Tillerson", reason="the Russian text")
    assert (made.value, made.machine, made.field) == ("Rex Tillerson", "Sergei Lavrov", "speaker")
    account = by_book(ledger, Book.EXPECTED)
    (voice,) = account.voices
    assert voice.statement.speaker == "Rex Tillerson"
    trace = voice.statement.trace("speaker")
    assert trace is not None
    assert trace.rule == "fixed by Ana; the machine said Sergei Lavrov"
    assert reviewing.questions(ledger, topic=Topic.READING) == []
    assert [h.statement.speaker for h in ledger.find("effect", speaker="Tillerson")] == ["Rex Tillerson"]
    assert ledger.find("effect", speaker="Lavrov") == []
    assert ledger.store.check() == []


@pytest.mark.parametrize(
    ("fix", "says"),
    [
        ("speaker", "FIELD=VALUE"),
        ("colour=red", "cannot fix 'colour=red'"),
        ("kind=rumour", "value that cannot be"),
        ("span=9:3", "no stretch of the document"),
        ("span=words that are not there", "no stretch of the document"),
        ("when=soon", "value that cannot be"),
    ],
)
def test_a_fix_that_cannot_be_is_refused_and_changes_nothing(ledger: Ledger, fix: str, says: str) -> None:
    ledger.add(changed(report_reading(), doubtful))
    with pytest.raises(UsageError, match=says):
        reviewing.decide(ledger, speaker_question(ledger), Action.FIX, by="Ana", fix=fix)
    assert reviewing.decisions(ledger) == []


def test_a_fix_of_place_keeps_the_statements_id_and_is_undone_to_the_letter(ledger: Ledger) -> None:
    ledger.add(changed(report_reading(), doubtful))
    before = by_book(ledger, Book.EXPECTED).voices[0].statement
    reviewing.decide(ledger, speaker_question(ledger), Action.FIX, by="Ana", fix="where=Daraa")
    fixed = by_book(ledger, Book.EXPECTED).voices[0].statement
    assert (fixed.where, fixed.id) == ("Daraa", before.id)
    reviewing.undo(ledger, by="Ana")
    assert by_book(ledger, Book.EXPECTED).voices[0].statement == before


@pytest.mark.parametrize("fix", ["speaker=Rex Tillerson", "kind=position", "span=The truce should take effect at noon"])
def test_undo_brings_the_machines_reading_back(ledger: Ledger, fix: str) -> None:
    ledger.add(changed(report_reading(), doubtful))
    before = by_book(ledger, Book.EXPECTED)
    counts = ledger.store.counts()["statement"]
    reviewing.decide(ledger, speaker_question(ledger), Action.FIX, by="Ana", fix=fix)
    reviewing.undo(ledger, by="Ana", reason="slip")
    after = by_book(ledger, Book.EXPECTED)
    assert (after.entry, after.voices) == (before.entry, before.voices)
    assert ledger.store.counts()["statement"] == counts
    assert speaker_question(ledger).machine == "Sergei Lavrov"
    with pytest.raises(LedgerError, match="Ana has decided nothing"):
        reviewing.undo(ledger, by="Ana")


def test_a_rejected_statement_leaves_the_ledger_and_comes_back(ledger: Ledger) -> None:
    ledger.add(changed(report_reading(), doubtful))
    identity = by_book(ledger, Book.EXPECTED).entry.id
    reviewing.decide(ledger, speaker_question(ledger), Action.REJECT, by="Ana", reason="a caption")
    assert list(ledger.accounts(book=Book.EXPECTED)) == []
    with pytest.raises(LedgerError, match="no voices left"):
        ledger.entry(identity)
    reviewing.undo(ledger, by="Ana")
    assert by_book(ledger, Book.EXPECTED).entry.id == identity


def no_change(one: Statement) -> Statement:
    return one


def other_edges(one: Statement) -> Statement:
    """A newer version that cuts the expectation differently and takes it for another speaker's."""
    if one.kind is not Kind.EXPECTATION:
        return one
    cut = replace(one.span, end=one.span.end - 1)
    return replace(one, span=cut, text=one.text[:-1], speaker="the minister")


def no_longer_read(one: Statement) -> Statement | None:
    return None if one.kind is Kind.EXPECTATION else one


def test_rereading_with_the_same_rules_changes_nothing(ledger: Ledger, read_with: Callable[[Rule], None]) -> None:
    ledger.add(report_reading())
    ledger.add(follow_up_reading())
    before, counts = list(ledger.accounts()), ledger.store.counts()
    read_with(no_change)
    done = again(ledger)
    assert [(d.same, d.changed, d.new, d.gone) for d in done] == [(3, 0, 0, 0), (1, 0, 0, 0)]
    assert (list(ledger.accounts()), ledger.store.counts()) == (before, counts)


def test_a_decision_survives_rereading_with_a_changed_rule(ledger: Ledger, read_with: Callable[[Rule], None]) -> None:
    ledger.add(changed(report_reading(), doubtful))
    identity = by_book(ledger, Book.EXPECTED).entry.id
    reviewing.decide(ledger, speaker_question(ledger), Action.FIX, by="Ana", fix="speaker=Rex Tillerson")
    read_with(other_edges)
    (done,) = again(ledger)
    assert (done.changed, done.gone) == (1, 0)
    account = by_book(ledger, Book.EXPECTED)
    assert account.entry.id == identity
    assert account.voices[0].statement.speaker == "Rex Tillerson"
    assert account.voices[0].statement.text.endswith("said")  # the new edges, the person's speaker


def test_an_accepted_value_survives_rereading(ledger: Ledger, read_with: Callable[[Rule], None]) -> None:
    ledger.add(changed(report_reading(), doubtful))
    reviewing.decide(ledger, speaker_question(ledger), Action.ACCEPT, by="Ana")
    read_with(other_edges)
    again(ledger)
    assert by_book(ledger, Book.EXPECTED).voices[0].statement.speaker == "Sergei Lavrov"


def test_a_rejection_survives_rereading(ledger: Ledger, read_with: Callable[[Rule], None]) -> None:
    ledger.add(changed(report_reading(), doubtful))
    reviewing.decide(ledger, speaker_question(ledger), Action.REJECT, by="Ana")
    read_with(other_edges)
    again(ledger)
    assert list(ledger.accounts(book=Book.EXPECTED)) == []


def test_what_a_person_decided_stays_though_no_longer_read(ledger: Ledger, read_with: Callable[[Rule], None]) -> None:
    ledger.add(changed(report_reading(), doubtful))
    reviewing.decide(ledger, speaker_question(ledger), Action.FIX, by="Ana", fix="speaker=Rex Tillerson")
    read_with(no_longer_read)
    (done,) = again(ledger)
    assert (done.kept, done.gone) == (1, 0)
    assert by_book(ledger, Book.EXPECTED).voices[0].statement.speaker == "Rex Tillerson"


def test_what_nobody_decided_is_set_aside_and_comes_back(ledger: Ledger, read_with: Callable[[Rule], None]) -> None:
    ledger.add(report_reading())
    before = by_book(ledger, Book.EXPECTED)
    read_with(no_longer_read)
    assert again(ledger)[0].gone == 1
    assert list(ledger.accounts(book=Book.EXPECTED)) == []
    read_with(no_change)
    assert again(ledger)[0].new == 1
    assert by_book(ledger, Book.EXPECTED).entry == before.entry


def test_a_judgement_by_a_person_survives_rereading(ledger: Ledger, read_with: Callable[[Rule], None]) -> None:
    ledger.add(report_reading())
    identity = by_book(ledger, Book.EXPECTED).entry.id
    judging.judge(ledger, identity, "did-not-happen", by="Ana", reason="shelling on Monday")
    read_with(other_edges)
    again(ledger)
    assert ledger.entry(identity).entry.outcome is Outcome.DID_NOT_HAPPEN


def test_accepting_an_answer_judges_and_undoing_judges_again(ledger: Ledger) -> None:
    ledger.add(report_reading())
    ledger.add(follow_up_reading())
    asked = next(q for q in reviewing.questions(ledger, topic=Topic.ANSWER) if "truce" in q.about)
    assert asked.entry is not None
    made = reviewing.decide(ledger, asked, Action.FIX, by="Ana", fix="outcome=partly kept", reason="only in Daraa")
    assert (made.machine, made.score) == ("happened", asked.score)
    entry = ledger.entry(asked.entry).entry
    assert (entry.outcome, entry.judgements[-1].by) == (Outcome.PARTLY_KEPT, "Ana")
    reviewing.undo(ledger, by="Ana", reason="wrong entry")
    entry = ledger.entry(asked.entry).entry
    assert (entry.outcome, len(entry.judgements)) == (Outcome.HAPPENED, 3)
    assert entry.judgements[-1].reason.startswith("undoes partly kept by Ana")


def test_rejecting_what_the_rule_decided_takes_the_verdict_back(ledger: Ledger) -> None:
    ledger.add(report_reading())
    ledger.add(follow_up_reading())
    (asked, *_) = reviewing.questions(ledger, topic=Topic.ANSWER)
    assert asked.entry is not None
    reviewing.decide(ledger, asked, Action.REJECT, by="Ana", reason="another truce")
    assert ledger.entry(asked.entry).entry.outcome is Outcome.UNCHECKED
    assert asked.id not in {q.id for q in reviewing.questions(ledger)}


def test_two_reviewers_and_how_far_they_agree(ledger: Ledger) -> None:
    ledger.add(changed(report_reading(), doubtful))
    ledger.add(follow_up_reading())
    first = reviewing.questions(ledger)
    for q in first:
        reviewing.decide(ledger, q, Action.ACCEPT, by="Ana")
    assert reviewing.questions(ledger) == []
    second = [reviewing.question(ledger, q.id[:6]) for q in first if q.topic is Topic.READING]
    assert [q.id for q in reviewing.questions(ledger, by="Ben", again=True, topic=Topic.READING)] == [second[0].id]
    reviewing.decide(ledger, second[0], Action.FIX, by="Ben", fix="speaker=Sergei Lavrov")  # the same, by another way
    (agreed,) = reviewing.agreement(ledger)
    assert (agreed.question, agreed.reviewers, agreed.n, agreed.same) == ("reading: speaker", ("Ana", "Ben"), 1, 1)
    assert agreed.kappa is None  # one label only: chance would agree as well


def test_skipping_asks_others_first(ledger: Ledger) -> None:
    ledger.add(report_reading())
    ledger.add(follow_up_reading())
    first, second = reviewing.questions(ledger)
    reviewing.decide(ledger, first, Action.SKIP, by="Ana")
    assert [q.id for q in reviewing.questions(ledger, by="Ana")] == [second.id, first.id]
    assert [q.id for q in reviewing.questions(ledger, by="Ben")] == [first.id, second.id]


def other_truce(day: int = 8) -> Reading:
    words = "Moscow and Washington promised quiet along the Golan."
    doc = document(words, published=date(2017, 7, day), source=f"{day}.txt", title=f"Quiet {day}")
    return reading(doc, statement(doc, words, Kind.AGREEMENT, actors=("Russia", "United States")))


def test_a_merge_by_hand_is_explained_survives_and_is_undone(ledger: Ledger, read_with: Callable[[Rule], None]) -> None:
    ledger.add(report_reading())
    truce = by_book(ledger, Book.AGREED).entry.id
    ledger.add(other_truce())
    quiet = next(a.entry.id for a in ledger.accounts(book=Book.AGREED) if a.entry.id != truce)
    judging.judge(ledger, quiet, "kept", by="Ana", reason="no shot was heard")
    merged = entries.merge(ledger, truce, quiet, by="Ana", reason="the same deal")
    assert len(merged.voices) == 2
    assert merged.voices[1].reason == "merged by Ana: the same deal"
    assert merged.entry.outcome is Outcome.KEPT  # judgements go with it
    assert ledger.entry(quiet).entry.id == truce
    read_with(no_change)
    list(reread(ledger, [ledger.sources()[0].id]))
    assert ledger.add(other_truce(9))[0].voices == 1
    assert len(by_book(ledger, Book.AGREED).voices) == 3
    entries.undo(ledger, by="Ana")
    assert {len(a.voices) for a in ledger.accounts(book=Book.AGREED)} == {1, 2}
    assert ledger.entry(quiet).entry.outcome is Outcome.KEPT
    assert ledger.entry(truce).entry.outcome is Outcome.UNCHECKED


def two_voices(ledger: Ledger) -> Account:
    ledger.add(report_reading())
    text = "Washington and Moscow have agreed to a truce in southwestern Syria that starts on Sunday."
    doc = document(text, published=date(2017, 7, 8), source="c.txt", title="Another")
    made = statement(doc, text, Kind.AGREEMENT, actors=("United States", "Russia"), instrument="truce")
    assert ledger.add(reading(doc, made))[0].voices == 1
    return by_book(ledger, Book.AGREED)


@pytest.mark.parametrize("which", [0, 1])
def test_a_split_stands_and_is_undone(ledger: Ledger, read_with: Callable[[Rule], None], which: int) -> None:
    before = two_voices(ledger)
    chosen = before.voices[which].statement.id
    made = entries.split(ledger, before.entry.id, [chosen[:8]], by="Ana", reason="two truces")
    assert [v.statement.id for v in made.voices] == [chosen]
    assert made.voices[0].reason == "split off by Ana: two truces"
    left = ledger.entry(before.entry.id)
    assert len(left.voices) == 1
    assert left.voices[0].stance.value == made.voices[0].stance.value == "first"
    read_with(no_change)
    list(reread(ledger, [ledger.sources()[0].id]))
    assert len(list(ledger.accounts(book=Book.AGREED))) == 2
    entries.undo(ledger, by="Ana", entry=before.entry.id)
    assert by_book(ledger, Book.AGREED).voices == before.voices


@pytest.mark.parametrize("which", [0, 1])
def test_a_split_stands_when_something_earlier_is_added(ledger: Ledger, which: int) -> None:
    before = two_voices(ledger)
    chosen = before.voices[which].statement.id
    entries.split(ledger, before.entry.id, [chosen], by="Ana", reason="two truces")
    text = "Russia and the United States agreed on a truce in southwestern Syria that starts on Sunday."
    doc = document(text, published=date(2017, 7, 6), source="early.txt", title="Early")
    made = statement(doc, text, Kind.AGREEMENT, actors=("United States", "Russia"), instrument="truce")
    ledger.add(reading(doc, made))
    together = [{v.statement.id for v in a.voices} for a in ledger.accounts(book=Book.AGREED)]
    both = {v.statement.id for v in before.voices}
    assert not any(both <= held for held in together)


def test_a_decision_on_an_answer_survives_the_renaming_of_its_entry(ledger: Ledger) -> None:
    ledger.add(report_reading())
    ledger.add(follow_up_reading())
    asked = next(q for q in reviewing.questions(ledger) if ledger.entry(q.entry or "").entry.book is Book.AGREED)
    reviewing.decide(ledger, asked, Action.ACCEPT, by="Ana")
    text = "The presidents agreed on a truce in southwestern Syria that starts on Sunday, July 9."
    doc = document(text, published=date(2017, 7, 6), source="early.txt", title="Early")
    words = {"actors": ("United States", "Russia"), "instrument": "truce", "where": "southwestern Syria"}
    made = statement(doc, text, Kind.AGREEMENT, when=date(2017, 7, 9), when_text="Sunday, July 9", **words)
    ledger.add(reading(doc, made))
    account = by_book(ledger, Book.AGREED)
    assert account.entry.id != asked.entry  # the earlier report gives the entry its name
    assert account.entry.judgements[-1].by == "Ana"
    assert asked.statement.id not in {
        q.statement.id for q in reviewing.questions(ledger, topic=Topic.ANSWER) if q.entry == account.entry.id
    }


def test_what_cannot_be_merged_or_split(ledger: Ledger) -> None:
    account = two_voices(ledger)
    wanted = by_book(ledger, Book.WANTED).entry.id
    one = account.entry.id
    with pytest.raises(UsageError, match="one book"):
        entries.merge(ledger, one, wanted, by="Ana", reason="x")
    with pytest.raises(UsageError, match="one entry already"):
        entries.merge(ledger, one, one[:6], by="Ana", reason="x")
    with pytest.raises(UsageError, match="--by NAME --reason WORDS"):
        entries.merge(ledger, one, wanted, by="Ana", reason=" ")
    with pytest.raises(UsageError, match="no voice of"):
        entries.split(ledger, one, ["ffff"], by="Ana", reason="x")
    with pytest.raises(UsageError, match="leave at least one"):
        entries.split(ledger, one, [v.statement.id for v in account.voices], by="Ana", reason="x")
    with pytest.raises(LedgerError, match="no merge or split to undo"):
        entries.undo(ledger, by="Ana")


def test_a_merge_that_review_rejects_is_split_and_undone(ledger: Ledger) -> None:
    before = two_voices(ledger)
    moved = before.voices[1]
    with ledger.store.writing() as writer:
        from sqlalchemy import update

        from aftertalks.store.tables import voice

        chosen = update(voice).where(voice.c.statement == moved.statement.id)
        writer.connection.execute(chosen.values(score=MERGE_AT + 0.01))
    (asked,) = reviewing.questions(ledger, topic=Topic.VOICE)
    assert asked.why.startswith("merged by a narrow margin")
    reviewing.decide(ledger, asked, Action.REJECT, by="Ana", reason="another truce")
    assert len(list(ledger.accounts(book=Book.AGREED))) == 2
    reviewing.undo(ledger, by="Ana")
    assert len(by_book(ledger, Book.AGREED).voices) == 2


def test_a_judgement_needs_name_reason_and_known_evidence(ledger: Ledger) -> None:
    ledger.add(report_reading())
    identity = by_book(ledger, Book.AGREED).entry.id
    with pytest.raises(UsageError, match="outcomes are unchecked"):
        judging.judge(ledger, identity, "splendid", by="Ana", reason="x")
    with pytest.raises(UsageError, match="who judges and why"):
        judging.judge(ledger, identity, "kept", by="Ana", reason="")
    with pytest.raises(UsageError, match="--until"):
        judging.judge(ledger, identity, "kept", by="Ana", reason="x", until=date(2017, 8, 1))
    with pytest.raises(LedgerError, match="there is none"):
        judging.judge(ledger, identity, "kept", by="Ana", reason="x", evidence=["ffffff"])
    with pytest.raises(LedgerError, match="no judgement to take back"):
        judging.unjudge(ledger, identity, by="Ana", reason="x")


def test_something_delayed_is_due_on_its_new_day_and_still_open(ledger: Ledger) -> None:
    ledger.add(report_reading())
    identity = by_book(ledger, Book.AGREED).entry.id
    judging.judge(ledger, identity, "delayed", by="Ana", reason="the UN said so", until=date(2099, 8, 1))
    entry = ledger.entry(identity).entry
    assert (entry.outcome, entry.due) == (Outcome.DELAYED, (date(2099, 8, 1), date(2099, 8, 1)))
    assert identity in {a.entry.id for a in ledger.next(as_of=date(2099, 7, 20)).upcoming}
    judging.unjudge(ledger, identity, by="Ben", reason="that was another truce")
    entry = ledger.entry(identity).entry
    assert (entry.outcome, entry.due) == (Outcome.UNCHECKED, (date(2017, 7, 9), date(2017, 7, 9)))
    assert len(entry.judgements) == 2
