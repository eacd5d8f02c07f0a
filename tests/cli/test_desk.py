from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aftertalks import cli
from aftertalks.cli import console
from aftertalks.flow.keeping import Ledger
from builders import follow_up_reading, report_reading

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AFTERTALKS_DB", str(tmp_path / "x.db"))
    monkeypatch.setenv("AFTERTALKS_BY", "Ana")
    monkeypatch.setenv("COLUMNS", "140")
    with Ledger(tmp_path / "x.db") as ledger:
        ledger.add(report_reading())
        ledger.add(follow_up_reading())

    def call(*args: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["aftertalks", *args])
        code = cli._run()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return call


def listed(run: Run, *args: str) -> list[dict[str, Any]]:
    code, out, _ = run(*args, "--format", "json")
    assert code == 0
    found: list[dict[str, Any]] = json.loads(out)
    return found


def test_review_from_a_script(run: Run) -> None:
    first, second = listed(run, "review", "list")
    assert {first["topic"], second["topic"]} == {"answer"}
    assert run("review", "accept", first["id"][:6], "--reason", "the UN says so")[:2] == (
        0, f"accept {first['id']} by Ana: happened\n"
    )  # fmt: skip
    assert [q["id"] for q in listed(run, "review", "list")] == [second["id"]]
    code, out, _ = run("review", "fix", second["id"], "outcome=partly kept", "--by", "Ben")
    assert (code, out) == (0, f"fix {second['id']} by Ben: partly kept\n")
    assert "Nothing waits" in run("review", "list", "-f", "table")[1]
    assert [d["by"] for d in listed(run, "review", "log")] == ["Ana", "Ben"]
    assert run("review", "undo", "--by", "Ben")[0] == 0
    assert [q["id"] for q in listed(run, "review")] == [second["id"]]


def test_agreement_of_two_reviewers(run: Run) -> None:
    assert "decided by two reviewers yet" in run("review", "agreement", "-f", "table")[1]
    questions = listed(run, "review", "list")
    for q in questions:
        run("review", "accept", q["id"])
    assert len(listed(run, "review", "list", "--again", "--by", "Ben")) == 2
    assert listed(run, "review", "list", "--by", "Ben") == []
    run("review", "accept", questions[0]["id"], "--by", "Ben")
    run("review", "reject", questions[1]["id"], "--by", "Ben")
    (found,) = listed(run, "review", "agreement")
    assert (found["reviewers"], found["n"], found["same"], found["kappa"]) == (["Ana", "Ben"], 2, 1, 0.0)
    assert "50%" in run("review", "agreement", "-f", "table")[1]


@pytest.mark.parametrize(
    ("typed", "decided", "says"),
    [
        ("a\na the UN says so\n", 2, "2 decided"),
        ("s\nq\n", 0, "0 decided; the rest waits"),
        ("r another truce\nu\nq\n", 0, "0 decided; the rest waits"),
        ("f outcome=splendid\nq\n", 0, "no outcome 'splendid'"),
        ("nonsense\nq\n", 0, "is none of [a]ccept"),
        ("", 0, "the rest waits"),
    ],
)
def test_review_at_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch, typed: str, decided: int, says: str) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    monkeypatch.setattr(console, "is_terminal", lambda: True)
    code, out, err = run("review")
    assert code == 0
    assert "Does this report tell the outcome?" in out
    assert "Sunday, July 9" in out
    assert says in out + err
    monkeypatch.setattr(console, "is_terminal", lambda: False)
    assert len(listed(run, "review", "list")) == 2 - decided


def test_judge_and_take_back(run: Run) -> None:
    entry = listed_next(run)
    code, out, _ = run("judge", entry[:6], "delayed", "--reason", "put off", "--until", "2017-08-01")
    assert (code, out) == (0, f"{entry}: delayed by Ana, due 2017-08-01\n")
    assert "2017-08-01" in run("show", entry, "-f", "table", "--as-of", "2099-01-01")[1]
    assert run("judge", entry, "--undo", "--reason", "a slip")[1] == f"{entry}: happened by Ana\n"
    shown = json.loads(run("show", entry)[1])
    assert [j["outcome"] for j in shown["judgements"]] == ["happened", "delayed", "happened"]


def listed_next(run: Run) -> str:
    records = [json.loads(line) for line in run("next", "--as-of", "2017-07-08")[1].splitlines()]
    return next(r["id"] for r in records if r["book"] == "agreed")


def test_merge_and_split_say_what_is_missing(run: Run) -> None:
    entry = listed_next(run)
    assert run("merge", entry)[0] == 2
    assert run("split", entry)[0] == 2
    assert run("merge", "--undo")[0] == 1
    wanted = next(h["entry"] for h in map(json.loads, run("search", "crossing")[1].splitlines()))
    code, _, err = run("merge", entry, wanted, "--reason", "x")
    assert (code, "stands in one book" in err) == (2, True)


def test_a_dossier_from_making_to_forgetting(run: Run) -> None:
    assert run("dossier", "-f", "table")[1].startswith("No dossier yet")
    assert run("dossier", "add", "jordan", "--actor", "Jordan")[1] == "dossier jordan: 1 entries now\n"
    (kept,) = listed(run, "dossier", "list")
    assert (kept["actors"], kept["entries"]) == (["Jordan"], 1)
    assert "reopen" in run("dossier", "show", "jordan", "-f", "table")[1]
    assert run("next", "--dossier", "jordan", "--as-of", "2017-07-08")[1] == ""
    assert len(run("search", "--dossier", "jordan")[1].splitlines()) == 1
    assert run("brief", "--dossier", "jordan", "--as-of", "2017-07-08", "--out", "b.html")[0] == 0
    assert "reopen" in Path("b.html").read_text()
    assert "Truce holds" not in Path("b.html").read_text()
    assert run("dossier", "remove", "jordan")[0] == 0
    code, _, err = run("next", "--dossier", "jordan")
    assert (code, "no dossier 'jordan'" in err) == (1, True)


def test_changes_begin_where_the_last_look_ended(run: Run) -> None:
    assert {c["change"] for c in listed(run, "changes", "--peek")} == {"new"}
    assert len(listed(run, "changes")) == 4
    assert "nobody looked before" in run("changes", "-f", "table", "--by", "Ben")[1]
    found = listed(run, "changes", "--since", "2017-07-08", "--as-of", "2017-07-11")
    assert [c["change"] for c in found] == ["outcome changed", "outcome changed", "new"]
    shown = run("changes", "--since", "2017-07-08", "--as-of", "2017-07-11", "-f", "table")[1]
    assert "2 outcome changed, 1 new" in shown
    assert "took effect" in shown


def test_a_speakers_record(run: Run) -> None:
    (found,) = listed(run, "record", "lavrov")
    assert (found["happened"], found["did_not"], found["open"], found["share"]) == (1, 0, 0, None)
    assert "no share is told from fewer than 5" in run("record", "lavrov", "-f", "table")[1]
    assert "Sergei Lavrov" in run("record", "-f", "table")[1]
    assert run("record", "nobody", "-f", "table")[1] == "No expectation of nobody is in the ledger.\n"
