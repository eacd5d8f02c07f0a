"""No command but those whose purpose it is reaches for the network: sockets are forbidden while the others run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from tests.watch.helpers import GED, START, table_text

from aftertalks.flow.keeping import Ledger
from aftertalks.model import Book

SAMPLES = Path(__file__).parents[2] / "samples"
PROGRAM = """
import json, socket, sys
tried = []

def refuse(*given, **_):
    tried.append(repr(given)[:80])
    raise OSError("the network is forbidden here")

socket.socket.connect = socket.socket.connect_ex = socket.socket.sendto = refuse
socket.getaddrinfo = socket.gethostbyname = socket.create_connection = refuse
from aftertalks.cli import main

codes = {}
for words in json.loads(sys.argv[1]):
    sys.argv = ["aftertalks", *words]
    try:
        main()
    except SystemExit as done:
        codes[" ".join(words)] = done.code
print("RESULT " + json.dumps([tried, codes]))
"""


def battles() -> str:
    """Battles inside and outside the area of the truce, in UCDP GED's form: fewer inside once it has begun."""
    places = ({}, {"latitude": "36.2", "longitude": "37.16", "adm_1": "Aleppo Governorate"})
    rows = []
    for day in range(-56, 56):
        for place in places[:1] * (day < 0 or day % 4 == 0) + places[1:]:
            when = str(START + timedelta(days=day))
            rows.append(GED | {"id": str(len(rows)), "date_start": when, "date_end": when, "date_prec": "1"} | place)
    return table_text(rows)


def run(commands: list[list[str]], folder: Path) -> tuple[subprocess.CompletedProcess[str], dict[str, int | None]]:
    """Run commands in one process without sockets; return what they printed and their exit codes."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(commands)], cwd=folder, capture_output=True, text=True,
        check=False, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    tried, codes = json.loads(line.removeprefix("RESULT "))
    assert tried == []
    return done, codes


def test_reading_keeping_asking_and_writing_need_no_network(tmp_path):
    sample = str(SAMPLES / "2017-07-08_readout_three-guarantors.txt")
    commands = [
        ["read", sample], ["add", sample], ["next", "--as-of", "2017-07-08"], ["search", "ceasefire"],
        ["brief", "--as-of", "2017-07-08", "--out", "b.html"], ["export", "--out", "x.jsonl"], ["review", "list"],
        ["changes", "--since", "2017-07-01", "--as-of", "2017-07-08"], ["lexicon"], ["doctor"],
        ["doctor", "--licences"],
    ]  # fmt: skip
    done, codes = run(commands, tmp_path)
    assert len(codes) == len(commands) and not any(codes.values()), (codes, done.stderr)
    assert (tmp_path / "b.html").stat().st_size > 1000


def test_a_check_against_event_data_needs_no_network(tmp_path):
    text = tmp_path / "truce.txt"
    text.write_text(
        "Talks end\n\nThe two presidents agreed to a truce in southwestern Syria. "
        "The truce should come into effect on Sunday."
    )
    (tmp_path / "events.csv").write_text(battles())
    run([["add", str(text), "--published", "2017-07-07"]], tmp_path)
    with Ledger(tmp_path / "aftertalks.db") as ledger:
        (entry,) = (a.entry.id for a in ledger.accounts(book=Book.AGREED) if a.entry.instrument == "truce")
    commands = [
        ["check", entry, "--draft", "c.yaml"],
        ["check", entry, "--events", "events.csv", "--keep", "--chart", "c.svg", "--map", "m.svg", "--format", "json"],
        ["check", entry, "--again", "--events", "events.csv"], ["show", entry],
    ]  # fmt: skip
    done, codes = run(commands, tmp_path)
    assert not any(codes.values()), done.stderr
    verdict, _ = (json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"outcome"'))
    counts = verdict["comparison"]["area"][0]
    assert (counts["before"]["events"], counts["after"]["events"]) == (56, 14)
    assert all((tmp_path / name).stat().st_size > 100 for name in ("c.yaml", "c.svg", "m.svg"))
