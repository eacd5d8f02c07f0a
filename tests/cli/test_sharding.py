"""``read --out FOLDER/``: the command, its words and its exit codes."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from aftertalks import cli

TEXT = "Egypt and Sudan agreed on Monday to open the crossing by March 3. “It will last,” envoy Ann Lee said."
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Call:
    monkeypatch.chdir(tmp_path)

    def run(*args: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["aftertalks", *args])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        code = cli._run()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return run


def test_a_folder_of_shards_is_written_told_of_and_added(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": TEXT, "date": "2017-07-08"}) + "\nno JSON\n")
    code, out, err = call("read", "a.jsonl", "--out", "shards/", "--jobs", "1")
    assert code == 1 and err == "1 set aside: see shards/errors/\n"
    assert out == "shards/: 1 shard, 1 document, 2 statements\n"
    again = call("read", "a.jsonl", "--out", "shards/", "--jobs", "1")
    assert again == (1, "shards/: 1 shard (1 already there), 1 document, 2 statements\n", err)
    code, out, _ = call("add", "shards", "--db", "x.db")
    assert code == 0 and out.startswith("x.db: 1 document added; 2 statements")


def test_several_processes_write_what_one_writes(call: Call, tmp_path: Path) -> None:
    texts = [{"text": TEXT.replace("the crossing", f"crossing {n}")} for n in range(3)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(t) + "\n" for t in texts) + "no JSON\n")
    one = call("read", "a.jsonl", "--format", "jsonl")
    assert call("read", "a.jsonl", "--format", "jsonl", "--jobs", "2") == one
    assert (
        one[0] == 1 and one[1].count("\n") == 6 and "set aside: a.jsonl#4" in one[2] and "warning: a.jsonl#1" in one[2]
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--engine", "processes"], "need --out FOLDER/"),
        (["--shard-mb", "2", "--out", "-"], "need --out FOLDER/"),
        (["--out", "shards/", "--format", "csv"], "shards are written as jsonl or parquet, not as csv"),
        (["--out", "a.txt/"], "is a file; shards need a folder"),
        (["--format", "parquet"], "Parquet needs a file"),
    ],
)
def test_options_that_make_no_sense_together(call: Call, tmp_path: Path, given: list[str], told: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    code, out, err = call("read", "a.txt", *given)
    assert code == 2 and out == "" and told in err


def test_statements_as_one_parquet_file(call: Call, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    (tmp_path / "a.txt").write_text(TEXT)
    assert call("read", "a.txt", "--published", "2017-07-08", "--out", "x.parquet")[0] == 0
    assert parquet.read_table("x.parquet")["speaker"].to_pylist() == ["narrator", "Ann Lee"]
