"""Faults of the machine: nothing is lost, and one line says what happened and what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.builders import document, follow_up_reading, reading, report_reading, statement

from aftertalks.flow import judging
from aftertalks.flow.examining import _ledger
from aftertalks.flow.keeping import Ledger
from aftertalks.ingest import source as sources
from aftertalks.model import Kind, LedgerError, Settings

SRC = str(Path(sources.__file__).parents[2])
FILLER = """
import resource, sys
from tests.builders import document, reading, statement
from aftertalks.flow.keeping import Ledger
from aftertalks.model import AftertalksError, Kind
with Ledger(sys.argv[1]) as ledger:
    if len(sys.argv) > 2:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    try:
        for n in range(4000):
            doc = document(f"Report {n}. Jordan wants {'many ' * 200}talks.", source=f"{n}.txt")
            ledger.keep(reading(doc, statement(doc, doc.text, Kind.POSITION, actors=("Jordan",))))
            print("kept", n, flush=True)
    except AftertalksError as error:
        print("told", error, flush=True)
"""


@pytest.fixture
def ledger_path(tmp_path):
    path = tmp_path / "x.db"
    with Ledger(path) as ledger:
        ledger.keep(report_reading())
        ledger.keep(follow_up_reading())
    return path


def fill(path: Path, *limit: str) -> tuple[int, str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([SRC, *sys.path])}
    done = subprocess.run([sys.executable, "-c", FILLER, str(path), *limit], env=environment, capture_output=True,
                          text=True, check=False)  # fmt: skip
    lines = done.stdout.splitlines()
    assert lines and lines[-1].startswith("told"), done.stderr[-500:]
    return sum(line.startswith("kept") for line in lines), lines[-1]


def test_a_file_that_may_not_grow_loses_nothing(ledger_path):
    kept, told = fill(ledger_path, str(ledger_path.stat().st_size + 400_000))
    assert str(ledger_path) in told and ("check the disk" in told or "make room" in told)
    with Ledger(ledger_path) as ledger:
        assert ledger.store.counts()["document"] == 2 + kept and ledger.store.check() == []
        doc = document("Later there is room. Jordan wants talks.", source="later.txt")
        ledger.keep(reading(doc, statement(doc, "Jordan wants talks.", Kind.POSITION)))


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="only root can make a small disk")
def test_a_full_disk_loses_nothing(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], check=False).returncode:
        pytest.skip("no small disk can be made here")
    try:
        kept, told = fill(disk / "x.db")
        assert "the disk is full; make room, then try again; nothing was half written" in told
        with Ledger(disk / "x.db") as ledger:
            assert ledger.store.counts()["document"] == kept and ledger.store.check() == []
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_locked_ledger_is_told(ledger_path, monkeypatch):
    monkeypatch.setattr("aftertalks.store.homes.sqlite.BUSY_SECONDS", 0.05)
    other = sqlite3.connect(ledger_path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    doc = document("Jordan wants talks.")
    with Ledger(ledger_path) as ledger:
        with pytest.raises(LedgerError, match="is in use by another process; wait until that one ends"):
            ledger.keep(reading(doc, statement(doc, doc.text, Kind.POSITION)))
        assert ledger.store.counts()["document"] == 2  # readers do not wait
        other.execute("ROLLBACK")
        ledger.keep(reading(doc, statement(doc, doc.text, Kind.POSITION)))
    other.close()


@pytest.mark.parametrize("share", [0.3, 0.7])
def test_a_corrupt_page_is_told_with_the_way_back(ledger_path, share):
    with sqlite3.connect(ledger_path) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = file.execute("PRAGMA page_size").fetchone()[0]
    file.close()
    data = bytearray(ledger_path.read_bytes())
    at = int(len(data) / page * share) * page
    data[at : at + page] = b"\xa5" * page
    ledger_path.write_bytes(data)
    told = []
    asked = (lambda x: list(x.accounts()), lambda x: x.find("truce"), lambda x: x.sources(), lambda x: x.store.counts())
    for ask in asked:
        try:
            with Ledger(ledger_path, create=False) as ledger:
                ask(ledger)
        except LedgerError as error:
            told.append(str(error))
    assert all(f"aftertalks doctor --db {ledger_path}" in line for line in told)
    found = _ledger(ledger_path)
    assert not found.fine and str(ledger_path) in found.cure


@pytest.mark.parametrize("cut", [0.9, 0.01])
def test_a_ledger_that_is_cut_short_is_told(ledger_path, cut):
    data = ledger_path.read_bytes()
    ledger_path.write_bytes(data[: int(len(data) * cut)])
    found = _ledger(ledger_path)
    assert not found.fine and str(ledger_path) in found.state


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_read(ledger_path):
    with sqlite3.connect(ledger_path) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file.close()
    folder = ledger_path.parent
    for path in folder.glob("x.db-*"):
        path.unlink()
    folder.chmod(0o555)
    ledger_path.chmod(0o444)
    prefix = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    parents = [p for p in folder.parents if not p.stat().st_mode & 0o005]
    modes = [(p, p.stat().st_mode) for p in parents]
    for path in parents:
        path.chmod(path.stat().st_mode | 0o055)
    try:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([SRC, *sys.path]), "HOME": "/nonexistent"}
        base = [*prefix, sys.executable, "-m", "aftertalks"]
        if subprocess.run([*prefix, sys.executable, "-c", "import aftertalks"], env=environment, check=False,
                          capture_output=True).returncode:  # fmt: skip
            pytest.skip("another user cannot reach the program here")
        asked = subprocess.run([*base, "search", "truce", "--db", str(ledger_path)], env=environment, cwd="/",
                               capture_output=True, text=True, check=False)  # fmt: skip
        assert asked.returncode == 0 and "truce" in asked.stdout, asked.stderr
        wanted = subprocess.run([*base, "dossier", "add", "a", "--words", "b", "--db", str(ledger_path)],
                                env=environment, cwd="/", capture_output=True, text=True, check=False)  # fmt: skip
        assert wanted.returncode == 1 and "cannot be written; check its permissions" in wanted.stderr
    finally:
        folder.chmod(0o755)
        ledger_path.chmod(0o644)
        for path, mode in modes:
            path.chmod(mode)


def test_a_clock_that_goes_backwards_loses_no_order(ledger_path):
    with Ledger(ledger_path) as ledger:
        agreed = next(a for a in ledger.accounts() if a.entry.book.value == "agreed").entry.id
        for year, outcome in ((2030, "kept"), (1999, "broken")):
            with ledger.store.writing(now=datetime(year, 1, 1, tzinfo=UTC)):
                pass
            judging.judge(ledger, agreed, outcome, by="Ana", reason="seen")
        made = ledger.entry(agreed).entry.judgements
        assert [j.outcome.value for j in made][-2:] == ["kept", "broken"]
        doc = document("Jordan wants talks.")
        ledger.keep(reading(doc, statement(doc, doc.text, Kind.POSITION)), now=datetime(1970, 1, 1, tzinfo=UTC))
        assert ledger.entry(agreed).entry.outcome.value == "broken"


def test_a_pipe_that_is_closed_early_is_silent(ledger_path):
    for words in (("export",), ("lexicon", "states")):
        place = () if words[0] == "lexicon" else ("--db", str(ledger_path))
        process = subprocess.Popen(
            [sys.executable, "-m", "aftertalks", *words, *place],
            env={**os.environ, "PYTHONPATH": os.pathsep.join([SRC, *sys.path])},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert process.stdout is not None
        process.stdout.close()
        _, err = process.communicate(timeout=120)
        assert err == b"" and process.returncode in {0, 1}


def test_a_half_written_export_leaves_the_older_one(ledger_path, tmp_path):
    out = tmp_path / "brief.html"
    out.write_text("the last brief")
    program = (
        "import sys\nfrom aftertalks.show import brief\n"
        "def broken(*_): raise OSError(28, 'No space left on device')\n"
        "brief.brief_page = broken\nfrom aftertalks.cli import main\nmain()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "brief", "--out", str(out), "--as-of", "2017-07-08", "--db", str(ledger_path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([SRC, *sys.path])},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode in {1, 2} and len(done.stderr.splitlines()) == 1 and "No space left" in done.stderr
    assert out.read_text() == "the last brief" and not list(tmp_path.glob("*.part"))


def test_a_file_that_vanishes_while_it_is_read_is_told(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("The truce begins on Sunday, the minister said.")

    def gone(self, *_, **__):
        raise OSError(5, "Input/output error", str(path))

    monkeypatch.setattr(Path, "open", gone)
    (told,) = sources.open_source(str(path), settings=Settings())
    assert "cannot be read (input/output error)" in str(told)
