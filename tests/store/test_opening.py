from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from aftertalks.model import LedgerError
from aftertalks.store import Store, migrate
from aftertalks.store.homes import sqlite
from aftertalks.store.homes.sqlite import APPLICATION_ID
from builders import report_reading


def test_a_new_ledger_is_marked_and_has_the_newest_schema(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    Store(path).close()
    raw = sqlite3.connect(path)
    assert raw.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert raw.execute("SELECT max(version) FROM schema_version").fetchone() == (migrate.newest(),)
    assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    raw.close()
    Store(path).close()  # opening again changes nothing


def test_migrations_are_numbered_without_gaps() -> None:
    numbers = [number for number, _ in migrate.steps()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_missing_ledger_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="aftertalks add"):
        Store(tmp_path / "x.db", create=False)
    with pytest.raises(LedgerError, match="mkdir -p"):
        Store(tmp_path / "no" / "x.db")
    with pytest.raises(LedgerError, match="is a folder"):
        Store(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_somebody_elses_file_is_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("not a database")
    other = tmp_path / "other.db"
    raw = sqlite3.connect(other)
    raw.execute("CREATE TABLE t (a)")
    raw.close()
    for path in (text, other):
        before = path.read_bytes()
        with pytest.raises(LedgerError, match="ledger"):
            Store(path)
        assert path.read_bytes() == before


def test_a_newer_ledger_asks_for_an_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    Store(path).close()
    raw = sqlite3.connect(path)
    raw.execute("INSERT INTO schema_version VALUES (99, 'from the future', 'now')")
    raw.commit()
    raw.close()
    with pytest.raises(LedgerError, match=r"newer Aftertalks \(schema 99"):
        Store(path)


def test_a_damaged_ledger_says_so(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    Store(path).close()
    data = bytearray(path.read_bytes())
    data[100:4096] = b"\xff" * 3996
    path.write_bytes(bytes(data))
    with pytest.raises(LedgerError, match=r"damaged|refused"):
        Store(path)


def test_a_locked_ledger_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    path = tmp_path / "x.db"
    with Store(path) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="in use by another process"), store.writing() as writer:
            writer.put_reading(report_reading(), read_by="test")
        other.execute("ROLLBACK")
        other.close()
        assert store.counts()["document"] == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_ledger_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    Store(path).close()
    path.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        with Store(path) as store:
            assert store.counts()["document"] == 0
            with pytest.raises(LedgerError, match="cannot be written"), store.writing() as writer:
                writer.put_reading(report_reading(), read_by="test")
    finally:
        tmp_path.chmod(0o755)


def test_two_writers_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Store(path) as one, Store(path) as two:
        with one.writing() as writer:
            writer.put_reading(report_reading(), read_by="test")
        with two.writing() as writer:
            assert writer.has_document(report_reading().document.id)
