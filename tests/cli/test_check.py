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
    some = json.loads(kept.stdout)["comparison"]["area"][0]["after"]["ids"][0]
    opened = json.loads(run("events", "show", some, "--db", ledger).stdout)
    assert f"{opened['dataset']}:{opened['id']}" == some and opened["first"] >= "2017-07-09"
    assert run("events", "show", "UCDP GED:none", "--db", ledger).returncode == 2
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


def test_a_kept_check_is_shown_in_the_brief_and_drawn(truce: tuple[str, str], shared: Path, tmp_path: Path) -> None:
    ledger, entry = truce
    data = str(shared / "data" / "ucdp_ged_syria_2017.csv")
    chart, weeks = tmp_path / "chart.png", tmp_path / "weeks.svg"
    done = run("check", entry, "--events", data, "--keep", "--chart", str(chart), "--map", str(weeks), "--db", ledger)
    assert done.returncode == 0, done.stderr
    assert chart.read_bytes().startswith(b"\x89PNG")
    assert "week from 2017-07-16: 0" in weeks.read_text(encoding="utf-8")
    page = tmp_path / "brief.html"
    assert run("brief", "--out", str(page), "--db", ledger).returncode == 0
    text = page.read_text(encoding="utf-8")
    assert text.count('<img src="data:image/svg+xml;base64,') == 2
    assert "125 → 41" in text and "Georeferenced Event Dataset" in text and "img-src data:" in text
    told = run("brief", "--format", "md", "--out", "-", "--db", ledger).stdout
    assert "| in the area, all violence | 125 → 41 | 450 → 152 |" in told
    bad = run("check", entry, "--events", data, "--chart", str(tmp_path / "x.gif"), "--db", ledger)
    assert bad.returncode == 2 and ".svg or .png" in bad.stderr


def test_the_ledgers_own_deeds_are_event_data(tmp_path: Path) -> None:
    text = tmp_path / "talks.txt"
    text.write_text(
        "Talks\n\nEgypt and Sudan held talks in Khartoum on 8 June 2021. Egypt did not sign the treaty on 9 June 2021. "
        "Ethiopia will host Egypt on 1 July 2021.\n",
        encoding="utf-8",
    )
    ledger = str(tmp_path / "own.db")
    assert run("add", str(text), "--published", "2021-06-10", "--db", ledger).returncode == 0
    done = run("events", "add", "--from-ledger", "--db", ledger)
    assert done.returncode == 0 and done.stdout.startswith("1 deeds"), done.stdout + done.stderr
    assert "Aftertalks' reading of the documents" in done.stdout
    again = run("events", "add", "--from-ledger", "--db", ledger)
    assert again.returncode == 0 and len(run("events", "list", "--db", ledger, "-f", "json").stdout.splitlines()) == 1
    test = tmp_path / "talks.yaml"
    test.write_text(
        "title: talks\ninstrument: talks\nmethod: presence\nstart: 2021-06-01\nuntil: 2021-06-30\n"
        "parties: [[Egypt], [Sudan]]\ncodes: [CONSULT]\nleast: 1\n",
        encoding="utf-8",
    )
    entry = json.loads(run("search", "talks", "--db", ledger, "--format", "jsonl").stdout.splitlines()[0])["entry"]
    verdict = json.loads(run("check", entry, "--test", str(test), "--db", ledger, "--format", "json").stdout)
    assert verdict["outcome"] == "happened" and len(verdict["found_for"]) == 1


def test_zones_lay_events_against_holders(tmp_path: Path) -> None:
    square = [[36.0, 33.0], [37.0, 33.0], [37.0, 34.0], [36.0, 34.0], [36.0, 33.0]]
    zones = tmp_path / "zones.geojson"
    feature = {
        "type": "Feature",
        "properties": {"name": "East", "holder": "Russia", "from": "2017-07-05"},
        "geometry": {"type": "Polygon", "coordinates": [square]},
    }
    zones.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    events = tmp_path / "events.csv"
    events.write_text(
        "event_id_cnty,event_date,event_type,actor1,actor2,country,latitude,longitude,fatalities\n"
        "a,2017-07-01,Battles,A,B,Syria,33.5,36.5,1\n"
        "b,2017-07-06,Battles,A,B,Syria,33.5,36.5,1\n"
        "c,2017-07-07,Battles,A,B,Syria,33.99,36.5,1\n"
        "d,2017-07-08,Battles,A,B,Syria,35.0,36.5,1\n",
        encoding="utf-8",
    )
    drawn = tmp_path / "weeks.svg"
    given = ("zones", str(zones), "--events", str(events), "--db", str(tmp_path / "none.db"))
    done = run(*given, "--format", "json", "--map", str(drawn))
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert [(i["event"], i["holder"]) for i in record["incidents"]] == [
        ("ACLED:a", "outside every zone"), ("ACLED:b", "Russia"), ("ACLED:c", "Russia"),
        ("ACLED:d", "outside every zone"),
    ]  # fmt: skip
    assert [i["near"] for i in record["incidents"]] == [False, False, True, False]
    assert drawn.read_text(encoding="utf-8").startswith("<svg")
    assert "4 incidents, 0 contested, 1 within 5 km" in run(*given, "--format", "table").stdout
    assert run(*given, "--from", "2018-01-01", "--to", "2017-01-01").returncode == 2
