"""``aftertalks check`` from a text to a verdict, through the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


def run(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "aftertalks", *args], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def truce(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A ledger with a truce, and the id of its entry."""
    folder = tmp_path_factory.mktemp("check")
    text = folder / "truce.txt"
    text.write_text(
        "Talks end\n\nThe two presidents agreed to a truce in southwestern Syria. "
        "The truce should come into effect on Sunday.\n",
        encoding="utf-8",
    )
    ledger = str(folder / "ledger.db")
    assert run("add", str(text), "--published", "2017-07-07", "--db", ledger).returncode == 0
    found = run("search", "presidents", "--kind", "agreement", "--db", ledger, "--format", "jsonl").stdout
    return ledger, json.loads(found.splitlines()[0])["entry"]


def test_the_draft_takes_its_day_from_the_same_document(truce: tuple[str, str], tmp_path: Path) -> None:
    ledger, entry = truce
    draft = tmp_path / "truce.yaml"
    done = run("check", entry, "--draft", str(draft), "--db", ledger)
    assert done.returncode == 0, done.stderr
    written = draft.read_text(encoding="utf-8")
    assert "start: 2017-07-09" in written
    assert "admin1: [Daraa, Quneitra, As-Suwayda]" in written
    assert "taken from the same document" in written


def test_an_edited_test_that_is_wrong_names_its_field(truce: tuple[str, str], tmp_path: Path) -> None:
    ledger, entry = truce
    bad = tmp_path / "bad.yaml"
    bad.write_text("title: x\ninstrument: truce\nweeks: many\n", encoding="utf-8")
    done = run("check", entry, "--test", str(bad), "--events", "none.csv", "--db", ledger)
    assert done.returncode == 2
    assert "weeks" in done.stderr


def test_missing_event_file_is_named(truce: tuple[str, str]) -> None:
    ledger, entry = truce
    done = run("check", entry, "--events", "no-such-file.csv", "--db", ledger)
    assert done.returncode in {1, 2}
    assert "no-such-file.csv" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_southern_truce_of_2017(truce: tuple[str, str], shared: Path, tmp_path: Path) -> None:
    ledger, entry = truce
    data = str(shared / "data" / "ucdp_ged_syria_2017.csv")
    chart = tmp_path / "truce.svg"
    done = run("check", entry, "--events", data, "--db", ledger, "--keep", "--chart", str(chart), "--format", "json")
    assert done.returncode == 0, done.stderr
    verdict = json.loads(done.stdout)
    area = next(p for p in verdict["comparison"]["area"] if p["name"] == "all violence")
    rest = next(p for p in verdict["comparison"]["control"] if p["name"] == "all violence")
    assert (area["before"]["events"], area["after"]["events"]) == (125, 41)
    assert (area["before"]["deaths"], area["after"]["deaths"]) == (450, 152)
    assert (rest["before"]["events"], rest["after"]["events"]) == (726, 762)
    assert verdict["outcome"] == "reduced"
    assert chart.read_text(encoding="utf-8").startswith("<svg")
    assert "reduced" in run("show", entry, "--db", ledger, "--format", "table").stdout


def test_event_data_is_kept_beside_the_ledger_and_a_check_repeated(truce: tuple[str, str], shared: Path) -> None:
    ledger, entry = truce
    data = str(shared / "data" / "ucdp_ged_syria_2017.csv")
    done = run("events", "add", data, "--version", "test", "--accessed", "2024-07-01", "--db", ledger)
    assert done.returncode == 0 and "1 new" in done.stdout, done.stderr
    assert "0 new, 1 kept already" in run("events", "add", data, "--db", ledger).stdout
    (listed,) = run("events", "list", "--db", ledger, "--format", "json").stdout.splitlines()
    header = json.loads(listed)
    assert (header["file"], header["version"], header["accessed"]) == ("ucdp_ged_syria_2017.csv", "test", "2024-07-01")
    assert header["citation"] and header["digest"]
    kept = run("check", entry, "--keep", "--db", ledger, "--format", "json")
    assert kept.returncode == 0, kept.stderr
    assert json.loads(kept.stdout)["outcome"] == "reduced"
    again = run("check", entry, "--again", "--db", ledger, "--format", "json")
    assert again.returncode == 0 and "the same figures, data and code" in again.stderr
    assert run("events", "remove", "ucdp_ged_syria_2017.csv", "--db", ledger).returncode == 0
    assert "No event data is kept" in run("events", "list", "--db", ledger).stdout


def test_what_cannot_be_kept_is_named_and_nothing_is_left(truce: tuple[str, str], tmp_path: Path) -> None:
    ledger, _ = truce
    bad = tmp_path / "bad.csv"
    bad.write_text("a,b\n1,2\n", encoding="utf-8")
    done = run("events", "add", str(bad), "--db", ledger)
    assert done.returncode in {1, 2} and "bad.csv" in done.stderr and "Traceback" not in done.stderr
    assert "No event data is kept" in run("events", "list", "--db", ledger).stdout
    assert run("events", "remove", "bad.csv", "--db", ledger).returncode == 2
    done = run("events", "grow", "--db", ledger)
    assert done.returncode == 2 and "events add FILE" in done.stderr
