"""A server reads its overview as soon as it listens, and tells of it where that takes a while."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from aftertalks.flow.keeping import Ledger
from aftertalks.web import serving
from aftertalks.web.desk import Desk
from builders import report_reading


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Ledger(tmp_path / "x.db") as ledger:
        ledger.add(report_reading())
    made = Desk(tmp_path / "x.db")
    yield made
    made.close()


def test_a_small_ledger_is_read_without_a_word(desk: Desk) -> None:
    told: list[str] = []
    serving._read_ahead(desk, told.append)
    held = desk.overview()
    assert held.id.size == 3
    assert told == []
    assert desk.overview() is held


def test_a_large_one_tells_how_large_it_is(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "LARGE", 2)
    told: list[str] = []
    serving._read_ahead(desk, told.append)
    assert [line.partition(",")[0] for line in told] == [
        "reading an overview of 3 entries; most pages wait for it", "the overview is read",
    ]  # fmt: skip


def test_what_is_wrong_with_a_ledger_is_left_to_the_page(desk: Desk) -> None:
    with desk.ledger.store.writing() as writer:
        writer.connection.exec_driver_sql("ALTER TABLE voice_told RENAME TO away")
    told: list[str] = []
    serving._read_ahead(desk, told.append)
    assert told == []
