"""PostgreSQL is restarted, or crashes, in the middle of what a real ``aftertalks add`` writes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from postgresql import TestServer, a_server

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [str(path) for path in sorted((ROOT / "samples").glob("*.txt"), key=lambda p: p.stat().st_size)[:4]]
PATIENCE = 60.0  # seconds until a test gives up; nothing is measured
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ILIKE '%%INSERT INTO voice%%'"


@pytest.fixture
def server() -> Iterator[TestServer]:
    """A server of this test alone, since it is stopped."""
    pytest.importorskip("psycopg", reason="the driver of PostgreSQL is not installed")
    try:
        with a_server() as made:
            yield made
    except LookupError as error:
        pytest.skip(str(error))


@pytest.fixture
def kills(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    import kills

    yield kills
    sys.modules.pop("kills")


def add(place: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), *sys.path])}
    words = [sys.executable, "-m", "aftertalks", "add", *SOURCES, "--db", place]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out, err


def stopped_amid_a_write(server: TestServer, place: str, documents: int, how: signal.Signals) -> tuple[int, str, str]:
    """Add, and stop the server while a document is half written: its voices wait for a table that somebody holds."""
    import psycopg

    process = add(place)
    until = time.monotonic() + PATIENCE
    with closing(psycopg.connect(place, autocommit=True)) as watching, closing(psycopg.connect(place)) as holding:
        while time.monotonic() < until and process.poll() is None:
            if watching.execute("SELECT to_regclass('voice') IS NOT NULL").fetchone() == (True,):
                (there,) = watching.execute("SELECT count(*) FROM document").fetchone() or (0,)
                if there >= documents:
                    break
            time.sleep(0.005)
        holding.execute("LOCK TABLE voice IN SHARE MODE")
        while time.monotonic() < until and watching.execute(WAITING).fetchone() == (0,):
            assert process.poll() is None, process.communicate()
            time.sleep(0.005)
        assert watching.execute(WAITING).fetchone() == (1,), "no write was caught in the middle"
        server.stop(how=how)
        try:
            return ended(process)
        finally:
            server.start()


def test_an_add_whose_server_stops_amid_a_write_goes_on_where_it_ended(server, kills, tmp_path) -> None:
    undisturbed = str(tmp_path / "undisturbed.db")
    assert ended(add(undisturbed))[0] == 0
    _, expected = kills.whole(undisturbed)
    with server.database() as place:
        for documents, how in ((0, signal.SIGINT), (2, signal.SIGQUIT)):  # a restart, then a crash
            code, out, err = stopped_amid_a_write(server, place, documents, how)
            assert (code, out) == (1, "")
            (line,) = err.splitlines()
            assert line.startswith(f"aftertalks: {place}: ") and "try again" in line
            there, held = kills.whole(place)
            assert documents <= there < len(SOURCES)
            assert {d: n for d, n in held.items() if expected[d] != n} == {}
        code, out, err = ended(add(place))
        assert code == 0, err
        assert f"{len(SOURCES) - there} documents added; {there} already there" in out
        assert kills.told(place) == kills.told(undisturbed)
