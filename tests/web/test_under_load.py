"""A real server under ten readers and two writers for some seconds; `make load` does the same with more, for longer."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from aftertalks.store import Store

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ("2017-07-07_commentary_after-hamburg.txt", "2017-07-10_news_truce-takes-effect.txt")


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT / "src"), *sys.path]))
    import load

    yield load
    sys.modules.pop("load")


def test_readers_and_writers_at_once_meet_no_error_and_lose_nothing(load, tmp_path: Path) -> None:
    db = str(tmp_path / "talks.db")
    load.command("add", *(str(ROOT / "samples" / name) for name in SAMPLES), "--db", db)
    tokens = load.reviewers(db, "Ana")
    with load.served(db) as (at, process):
        tally, _ = asyncio.run(load.hold(at, tokens, process, seconds=5, readers=10, writers=2, pause=0.2))
    assert tally.errors == {}
    assert tally.statuses.keys() <= {200, 201, 202, 303}
    assert tally.took["read"] and tally.took["write"]
    with Store(db, create=False) as store:
        assert store.check() == []
        assert store.counts()["document"] > len(SAMPLES)
