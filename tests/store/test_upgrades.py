"""A ledger of every earlier schema comes up to this one without loss; the months of actors are counted right."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from aftertalks.flow.keeping import Ledger
from aftertalks.model import Kind
from aftertalks.store import Store, deciding, migrate

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
_AS_TEXT = """key, CASE book WHEN 1 THEN 'agreed' WHEN 2 THEN 'wanted' WHEN 3 THEN 'expected' WHEN 4 THEN 'happened'
    ELSE '' END, CASE book WHEN 0 THEN 'every earlier statement is filed' ELSE printf('%012x', statement) END"""
DERIVED = {
    "block",
    "schema_version",
    "actor_month",
    "statement_actor",
    "speaker_kind",
    "entry_touched",
    "entry_state",
    "entry_then",
    "waiting_count",
    "voice_told",
    "dossier_entry",
}

FILLED = {"schema_version", "actor_month", "speaker_kind", "entry_touched", "waiting_count"}  # by triggers or steps


@pytest.fixture(scope="module")
def newest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("newest") / "ledger.db"
    with Ledger(path) as ledger:
        for file in sorted(SAMPLES.rglob("*.txt"))[:4] or sorted(SAMPLES.rglob("*.md"))[:4]:
            ledger.add(file)
    return path


def _tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    names = [
        r[0]
        for r in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        )
        if not r[0].startswith(("sqlite_", "statement_words"))
    ]
    return {name: [c[1] for c in connection.execute(f"PRAGMA table_info({name})")] for name in names}


def _rows(path: Path, table: str, columns: list[str] | None = None) -> list[tuple[object, ...]]:
    listed = ", ".join(f'"{c}"' for c in columns) if columns else "*"
    with sqlite3.connect(path) as connection:
        found = connection.execute(f"SELECT {listed} FROM {table}").fetchall()
    return sorted(found, key=repr)


def _counted(path: Path) -> list[tuple[object, ...]]:
    asked = (
        "SELECT actor, coalesce(substr(published, 1, 7), ''), kind, count(*) FROM statement_actor"
        " JOIN statement ON n = statement WHERE actor <> '' GROUP BY 1, 2, 3"
    )
    with sqlite3.connect(path) as connection:
        return sorted(connection.execute(asked).fetchall())


@pytest.mark.parametrize("version", range(1, migrate.newest()))
def test_nothing_is_lost_on_the_way_up(
    newest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    path = tmp_path / "old.db"
    with monkeypatch.context() as patched:
        early = list(migrate.steps())[:version]
        patched.setattr(migrate, "steps", lambda: iter(early))
        Store(path).close()
    with sqlite3.connect(path) as old:
        old.execute("ATTACH ? AS new", (str(newest),))
        for name, columns in _tables(old).items():
            if name not in FILLED:
                listed = ", ".join(f'"{c}"' for c in columns)
                source = (
                    _AS_TEXT if name == "block" and version < 9 else listed
                )  # ids were text before they were numbers
                old.execute(f"INSERT INTO main.{name} ({listed}) SELECT {source} FROM new.{name}")
        held_before = set(_tables(old))
        held = {name: columns for name, columns in _tables(old).items() if name not in DERIVED}
        old.commit()
    Store(path).close()
    for name, columns in held.items():
        assert _rows(path, name, columns) == _rows(newest, name, columns), name
    assert _rows(path, "statement") == _rows(newest, "statement")
    if "block" in held_before:
        assert _rows(path, "block") == _rows(newest, "block")
    assert _rows(path, "statement_actor") == _rows(newest, "statement_actor")
    assert _rows(path, "actor_month") == _counted(path) == _counted(newest)
    with Store(path) as store:
        assert store.check() == []


def test_the_months_follow_every_change(newest: Path, tmp_path: Path) -> None:
    path = tmp_path / "copy.db"
    with sqlite3.connect(newest) as there, sqlite3.connect(path) as here:
        there.backup(here)
    with Ledger(path) as ledger:
        changed = [h for h in ledger.find() if h.statement.actor_ids][:6]
        with ledger.store.writing() as writer:
            for hit in changed[:3]:
                other = Kind.EVENT if hit.statement.kind is not Kind.EVENT else Kind.POSITION
                deciding.put(writer.connection, replace(hit.statement, kind=other), hit.source.published)
            for hit in changed[3:]:
                deciding.put(writer.connection, replace(hit.statement, actors=(), actor_ids=()), hit.source.published)
    assert _rows(path, "actor_month") == _counted(path) != _counted(newest)
