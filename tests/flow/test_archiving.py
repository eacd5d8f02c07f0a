"""A ledger as lines and back, on both homes: the same letter for letter; bad lines cost only themselves."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from aftertalks.flow import archiving, dossiers, entries, guarding, judging, reviewing
from aftertalks.flow.archiving import read_into, write_packed
from aftertalks.flow.keeping import Ledger
from aftertalks.model import InputError, Kind, LedgerError, UsageError
from aftertalks.model.dossier import Dossier
from aftertalks.model.review import Action
from builders import document, follow_up_reading, reading, report_reading, statement

NOW = datetime(2017, 7, 11, tzinfo=UTC)
SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def fill(ledger: Ledger) -> None:
    """Readings, a judgement, decisions, a merge by hand, a statement set aside, a dossier and a marker."""
    ledger.keep(report_reading(), now=NOW)
    ledger.keep(follow_up_reading(), now=NOW)
    other = document("Jordan wants a crossing.\n\nRussia wants the crossing.", source="c.txt", title="C")
    wishes = [
        statement(other, words, Kind.POSITION, speaker=words.split()[0], actors=(words.split()[0],))
        for words in ("Jordan wants a crossing.", "Russia wants the crossing.")
    ]
    ledger.keep(reading(other, *wishes), now=NOW)
    agreed = next(a for a in ledger.accounts() if a.entry.book == "agreed")
    judging.judge(
        ledger, agreed.entry.id, "kept", by="ann", reason="seen", evidence=[follow_up_reading().statements[0].id]
    )
    wanted = [a.entry.id for a in ledger.accounts() if a.entry.book == "wanted"]
    entries.merge(ledger, wanted[0], wanted[1], by="ann", reason="one wish")
    asked = reviewing.questions(ledger, by="ann", as_of=date(2017, 7, 11))
    if asked:
        reviewing.decide(ledger, asked[0], Action.SKIP, by="ann")
    dossiers.save(ledger, Dossier("truce", words="truce"))
    dossiers.looked_now(ledger, by="ann", at=NOW)


@pytest.fixture
def full(tmp_path: Path) -> Path:
    with Ledger(tmp_path / "full.db") as ledger:
        fill(ledger)
    return tmp_path / "full.db"


def packed(place: Path | str, to: Path) -> bytes:
    with Ledger(place, create=False) as ledger:
        write_packed(ledger, to)
    return to.read_bytes()


def test_a_ledger_goes_through_lines_into_either_home_and_back_unchanged(
    full: Path, place: Path | str, tmp_path: Path
) -> None:
    first = packed(full, tmp_path / "a.jsonl.gz")
    with Ledger(place) as ledger:
        done = read_into(ledger, tmp_path / "a.jsonl.gz")
        assert done.failed == []
        one, two = list(ledger.accounts()), ledger.next(as_of=date(2017, 7, 8))
    assert packed(place, tmp_path / "b.jsonl.gz") == first
    with Ledger(full) as ledger:
        assert list(ledger.accounts()) == one
        assert ledger.next(as_of=date(2017, 7, 8)) == two
    assert guarding.check(str(place)) == []


def test_once_more_into_the_same_ledger_changes_nothing(full: Path, tmp_path: Path) -> None:
    first = packed(full, tmp_path / "a.jsonl.gz")
    with Ledger(full) as ledger:
        done = read_into(ledger, tmp_path / "a.jsonl.gz")
    assert (done.known, done.failed) == (3, [])
    assert packed(full, tmp_path / "b.jsonl.gz") == first


def test_two_ledgers_meet_without_doubles(full: Path, tmp_path: Path) -> None:
    packed(full, tmp_path / "a.jsonl.gz")
    with Ledger(tmp_path / "other.db") as ledger:
        ledger.keep(follow_up_reading(), now=NOW)
        done = read_into(ledger, tmp_path / "a.jsonl.gz")
        assert done.known == 1
        assert done.failed == []
        joined = {a.entry.id: (a.entry.statements, a.entry.outcome) for a in ledger.accounts()}
        assert [d.name for d in dossiers.dossiers(ledger)] == ["truce"]
    with Ledger(full) as ledger:
        assert {a.entry.id: (a.entry.statements, a.entry.outcome) for a in ledger.accounts()} == joined
    assert guarding.check(str(tmp_path / "other.db")) == []


def test_lines_follow_the_schema(full: Path, tmp_path: Path) -> None:
    check = Draft202012Validator(archiving.schema())
    packed(full, tmp_path / "a.jsonl.gz")
    with archiving.opened(tmp_path / "a.jsonl.gz") as lines:
        kinds = {check.validate(json.loads(line)) or json.loads(line)["type"] for line in lines}
    assert {"ledger", "document", "statement", "voice", "judgement", "decision", "dossier", "entry_joined"} <= kinds


def test_bad_lines_are_set_aside_each_with_one_error(full: Path, tmp_path: Path) -> None:
    with Ledger(full) as ledger, (tmp_path / "a.jsonl").open("w") as out:
        archiving.write(ledger, out)
    lines = (tmp_path / "a.jsonl").read_text().splitlines()
    voice = next(n for n, line in enumerate(lines) if '"type":"voice"' in line)
    lines[voice] = lines[voice].replace('"entry":"', '"entry":"000000000000","once":"')
    lines.insert(2, "{broken")
    lines.insert(3, '{"type":"planet"}')
    lines.insert(4, '{"type":"document","id":"x"}')
    (tmp_path / "bad.jsonl").write_text("\n".join(lines))
    with Ledger(tmp_path / "new.db") as ledger:
        done = read_into(ledger, tmp_path / "bad.jsonl")
        assert ledger.store.counts()["document"] == 3
    told = [str(error) for error in done.failed]
    assert [t.split(":")[1] for t in told] == [" line 3", " line 4", " line 5", f" line {voice + 4}"]
    assert "not a JSON object" in told[0]
    assert "'planet', which there is not" in told[1]
    assert "without source" in told[2]
    assert "which is not there" in told[3]


@pytest.mark.parametrize(
    ("content", "why"), [("", "is empty"), ('{"a":1}\n', "no exported"), ('{"type":"ledger","format":9}\n', "format 9")]
)
def test_what_is_no_exported_ledger_is_refused(tmp_path: Path, content: str, why: str) -> None:
    (tmp_path / "x.jsonl").write_text(content)
    with Ledger(tmp_path / "x.db") as ledger, pytest.raises(InputError, match=why):
        read_into(ledger, tmp_path / "x.jsonl")


def test_the_samples_go_through_lines_unchanged(tmp_path: Path) -> None:
    with Ledger(tmp_path / "s.db") as ledger:
        for file in sorted(SAMPLES.glob("*.txt"))[:6]:
            ledger.add(file)
    first = packed(tmp_path / "s.db", tmp_path / "a.jsonl.gz")
    with Ledger(tmp_path / "t.db") as ledger:
        assert read_into(ledger, tmp_path / "a.jsonl.gz").failed == []
    assert packed(tmp_path / "t.db", tmp_path / "b.jsonl.gz") == first


def test_a_backup_is_taken_while_another_writes_and_comes_back(full: Path, tmp_path: Path) -> None:
    with Ledger(full) as ledger, ledger.store.writing():
        guarding.backup(str(full), tmp_path / "copy.db")
        guarding.backup(str(full), tmp_path / "copy.jsonl.gz")
    for copy in ("copy.db", "copy.jsonl.gz"):
        back = tmp_path / f"back-{copy}.db"
        guarding.restore(tmp_path / copy, str(back))
        assert packed(back, tmp_path / f"{copy}.out") == packed(full, tmp_path / "full.out")
        assert guarding.check(str(back)) == []
    with pytest.raises(UsageError, match="is there already"):
        guarding.backup(str(full), tmp_path / "copy.db")
    with pytest.raises(UsageError, match="holds documents"):
        guarding.restore(tmp_path / "copy.jsonl.gz", str(full))
    (tmp_path / "junk").write_bytes(b"junk")
    with pytest.raises((InputError, LedgerError)):
        guarding.restore(tmp_path / "junk", str(tmp_path / "nowhere.db"))


BREAKS = {
    "UPDATE statement SET first = first + 1, last = last + 1 WHERE n = 1": "words do not stand",
    "DELETE FROM voice WHERE statement = (SELECT id FROM statement WHERE n = 2)": "no voice of an entry",
    "UPDATE actor_month SET statements = statements + 1": "actor_month",
    "DELETE FROM speaker_kind": "speaker_kind",
    "DELETE FROM block WHERE book > 0": "not filed under",
    "UPDATE entry_state SET due_last = 7": "kept state is not",
}


@pytest.mark.parametrize("harm", BREAKS)
def test_a_check_finds_what_does_not_hold(place: Path | str, harm: str) -> None:
    with Ledger(place) as ledger:
        fill(ledger)
        assert guarding.check(str(place)) == []
        with ledger.store.writing() as writer:
            writer.connection.exec_driver_sql(harm)
    assert any(BREAKS[harm] in line for line in guarding.check(str(place)))


@pytest.mark.parametrize("harm", [h for h in BREAKS if "statement SET" not in h and "FROM voice" not in h])
def test_repair_makes_anew_what_follows_from_the_rest(place: Path | str, tmp_path: Path, harm: str) -> None:
    with Ledger(place) as ledger:
        fill(ledger)
        before = packed(place, tmp_path / "a.gz")
        with ledger.store.writing() as writer:
            writer.connection.exec_driver_sql(harm)
    guarding.repair(str(place))
    assert guarding.check(str(place)) == []
    assert packed(place, tmp_path / "b.gz") == before
