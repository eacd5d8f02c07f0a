"""Hostile texts and exports in a ledger: nothing breaks, and work grows with what is added, not with its square."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from fuzz import ledgers
from fuzz.hostile import ASKED, INPUTS
from fuzz.targets import TARGETS, tried
from sqlalchemy import event
from sqlalchemy.engine import Engine
from tests.builders import document, reading, statement
from typer.testing import CliRunner

from aftertalks import Ledger
from aftertalks.cli.app import app
from aftertalks.flow import archiving
from aftertalks.ingest.source import open_source
from aftertalks.model import InputError, Kind, Settings
from aftertalks.store.archive import KINDS
from aftertalks.store.fitting import WANTED, misfit

DAY = date(2017, 7, 8)
SIZE = 2_500  # of each input; `python fuzz/hostile.py --add` adds them whole


@pytest.mark.parametrize("name", sorted(INPUTS))
def test_texts_made_to_break_it_are_added_and_asked_for(name, tmp_path, reader):
    ending, whole, make = INPUTS[name]
    path = tmp_path / f"a{ending}"
    path.write_bytes(make(min(whole, SIZE)))
    documents = [d for d in open_source(str(path), settings=Settings(published=DAY)) if not isinstance(d, InputError)]
    with Ledger(tmp_path / "a.db") as ledger:
        added = [ledger.keep(reader.read(d)) for d in documents]
        held = ledger.store.counts()
        assert held["statement"] == sum(a.statements for a in added)
        assert len(list(ledger.accounts())) == held["entry"]
        out = io.StringIO()
        archiving.write(ledger, out)
        assert ledger.store.check() == []
    for words in ASKED:
        done = CliRunner().invoke(app, [w.format(db=tmp_path / "a.db", out=tmp_path / "out") for w in words])
        assert done.exit_code == 0, (words, done.output)
    assert (tmp_path / "out.html").read_text().rstrip().endswith("</html>")
    (tmp_path / "a.jsonl").write_text(out.getvalue(), encoding="utf-8")
    with Ledger(tmp_path / "b.db") as again:
        assert archiving.read_into(again, tmp_path / "a.jsonl").failed == []
        assert again.store.counts() == held


def steps_of_adding(place: Path, sentences: int) -> int:
    """Return SQLite's steps, in thousands, for one text whose statements are on one matter and one instrument."""
    words = [f"Russia expects a truce in zone {n} of Idlib{n % 7}." for n in range(sentences)]
    made = document("\n".join(words), published=DAY)
    told = [statement(made, w, Kind.EXPECTATION, speaker="Russia", instrument="truce", about="a truce") for w in words]
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    def opened(connection, _):
        connection.set_progress_handler(count, 1000)

    event.listen(Engine, "connect", opened)
    try:
        with Ledger(place) as ledger:
            before = steps
            ledger.keep(reading(made, *told))
            return steps - before
    finally:
        event.remove(Engine, "connect", opened)


def test_adding_many_statements_on_one_instrument_looks_at_bounded_numbers(tmp_path):
    """Each looked at all others of its day: sixteen times the work for four times the statements."""
    few, many = (steps_of_adding(tmp_path / f"{n}.db", n) for n in (200, 800))
    assert few > 50 and many < 7 * few


def exported() -> list[dict[str, object]]:
    return [dict(line) for line in ledgers._exported()]


@pytest.mark.parametrize("n", range(0, 400, 7))
def test_whatever_comes_in_can_be_read_afterwards(n):
    """Fuzzing found dozens of fields that broke the import, or the ledger once they were in."""
    odd = len(ledgers.ODD)
    assert tried(TARGETS["archive"], bytes([0, 1 + n % 14, n // 3 % 20, n * 5 % odd])) is None


def test_every_field_of_a_line_is_looked_at():
    assert set(WANTED) == set(KINDS)
    for line in exported()[1:]:
        assert misfit(line) is None, line
        for name in WANTED[str(line["type"])]:
            refused = [odd for odd in ledgers.ODD if misfit(line | {name: odd})]
            assert refused, (line["type"], name)
            assert all("\n" not in (misfit(line | {name: odd}) or "") for odd in refused)


def test_a_line_nested_too_deep_and_a_second_line_of_one_thing_are_told(tmp_path):
    lines = [json.dumps(line) for line in exported()]
    dossier = next(line for line in lines if '"dossier"' in line[:20])
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join([lines[0], "[" * 200_000, *lines[1:-1], dossier, lines[-1]]))
    with Ledger(tmp_path / "a.db") as ledger:
        told = [str(e) for e in archiving.read_into(ledger, path).failed]
        assert len(told) == 2 and "not a JSON object" in told[0] and "repeats the dossier d" in told[1]
        assert ledger.store.counts()["statement"] == 3


def test_a_document_under_another_id_is_not_taken(tmp_path):
    lines = exported()
    lines[1]["text"] = "Other words."
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    with Ledger(tmp_path / "a.db") as ledger:
        told = [str(e) for e in archiving.read_into(ledger, path).failed]
        assert "whose text and day make it" in told[0] and ledger.store.counts()["document"] == 0
