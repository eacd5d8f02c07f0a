from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from aftertalks import cli
from aftertalks.cli.reading import Failures
from aftertalks.flow import reading as stages
from aftertalks.model import Document, InputError, Reading, Settings
from builders import FOLLOW_UP, REPORT, follow_up_reading, reading, report_reading


class FakeReader:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        for doc in documents:
            made = {REPORT: report_reading, FOLLOW_UP: follow_up_reading}.get(doc.text)
            yield made() if made else reading(doc, notes=("nothing to read",))


def fake_documents(sources: Iterable[str], *, settings: Settings, stdin: Any = None) -> Iterator[Document | InputError]:
    for source in sources:
        if source == "-":
            yield Document(text=stdin.read().decode(), source="-", published=settings.published)
        elif source == "bad":
            yield InputError("bad", "no such file", "check the name")
        else:
            yield {"a": report_reading, "b": follow_up_reading}[source]().document


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("AFTERTALKS_DB", raising=False)
    monkeypatch.setattr(stages, "documents", fake_documents)
    monkeypatch.setattr(stages, "new_reader", FakeReader)

    def call(*args: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["aftertalks", *args])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = cli._run()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return call


def test_read_in_a_pipe_is_json_lines(run: Run) -> None:
    code, out, err = run("read", "a")
    assert (code, err) == (0, "")
    assert [json.loads(line)["kind"] for line in out.splitlines()] == ["agreement", "expectation", "position"]


def test_a_bad_input_is_set_aside_and_the_rest_goes_on(run: Run) -> None:
    code, out, err = run("read", "bad", "a", "-", stdin=b"Rain fell.")
    assert code == 1
    assert len(out.splitlines()) == 3
    assert err.splitlines() == ["set aside: bad: no such file; check the name", "warning: -: nothing to read"]


@pytest.mark.parametrize(
    ("form", "holds"),
    [
        ("table", "Sergei Lavrov"),
        ("csv", "document,source,title"),
        ("md", "| kind | speaker |"),
        ("html", "<!doctype html>"),
        ("jsonl", '"kind": "agreement"'),
    ],
)
def test_forms_of_read(run: Run, form: str, holds: str) -> None:
    code, out, _ = run("read", "a", "--format", form)
    assert code == 0
    assert holds in out


@pytest.mark.parametrize("name", ["x.html", "x.csv", "x.md", "x.jsonl", "deep/x.html"])
def test_out_takes_its_form_from_the_files_name(run: Run, name: str, tmp_path: Path) -> None:
    assert run("read", "a", "--out", name)[:2] == (0, "")
    begins = {"html": "<!doctype", "csv": "document,", "md": "## A truce", "jsonl": '{"id"'}[name.rpartition(".")[2]]
    assert (tmp_path / name).read_text().startswith(begins)
    assert not list(tmp_path.rglob("*.part"))


def test_out_that_cannot_be_written(run: Run) -> None:
    code, _, err = run("read", "a", "--out", "/proc/x/y.html")
    assert code == 2
    assert "cannot be written" in err


def test_the_ledgers_commands_one_after_another(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("add", "a", "b")
    assert (code, out) == (
        0, "aftertalks.db: 2 documents added; 4 statements, 4 new entries; 2 answers proposed, 2 decided by rule\n"
    )  # fmt: skip
    assert run("add", "a")[1] == "aftertalks.db: 0 documents added; 1 already there\n"

    code, out, _ = run("next", "--as-of", "2017-07-08")
    records = [json.loads(line) for line in out.splitlines()]
    assert {(r["book"], r["due"], r["progress"]) for r in records} == {
        ("agreed", "2017-07-09", "not due"), ("expected", "2017-07-09", "not due")
    }  # fmt: skip
    assert "upcoming" in run("next", "--as-of", "2017-07-08", "--format", "table")[1]
    assert "Nothing with a date" in run("next", "--as-of", "2017-07-12", "-f", "table")[1]

    identity = records[0]["id"]
    shown = run("show", identity[:6], "-f", "table")[1]
    assert identity in shown
    assert "Judgements" in shown
    assert json.loads(run("show", identity)[1])["id"] == identity
    assert "Judgements" not in run("show", identity, "--as-of", "2017-07-08", "-f", "table")[1]

    assert len(run("search", "truce")[1].splitlines()) == 3
    assert len(run("search", "--kind", "position")[1].splitlines()) == 1
    code, out, err = run("search", "truce", "--limit", "1")
    assert (len(out.splitlines()), "there are more" in err) == (1, True)
    assert "Nothing found" in run("search", "volcano", "-f", "table")[1]

    assert run("brief", "--as-of", "2017-07-08")[1] == "brief written to brief.html\n"
    assert "s next, as of 2017-07-08</h1>" in (tmp_path / "brief.html").read_text()

    assert run("brief", "--out", "x.docx") == (0, "brief written to x.docx\n", "")
    assert (tmp_path / "x.docx").read_bytes().startswith(b"PK")
    assert run("brief", "--format", "md", "--out", "-")[1].startswith("# What's next, as of ")

    assert len(run("export")[1].splitlines()) == 4
    assert {json.loads(line)["book"] for line in run("export", "--what", "entries")[1].splitlines()} == {
        "agreed", "wanted", "expected", "happened"
    }  # fmt: skip
    assert run("export", "--format", "csv")[1].count("\n") == 5


def test_the_ledger_is_named_by_option_or_environment(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AFTERTALKS_DB", str(tmp_path / "env.db"))
    run("add", "a")
    run("add", "a", "--db", "other.db")
    assert {p.name for p in tmp_path.glob("*.db")} == {"env.db", "other.db"}


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (("next",), 1, "no ledger there; make one with `aftertalks add FILE"),
        (("next", "--as-of", "soon"), 2, "is not a date; write it as 2017-07-08"),
        (("read",), 2, "Missing argument"),
        (("read", "a", "--format", "pdf"), 2, "pdf"),
        (("read", "a", "--published", "2017-13-01"), 2, "is not a date"),
        (("search",), 2, "search for what?"),
        (("show", "zzzz"), 1, "no ledger there"),
        (("evaluate", "nowhere"), 2, "no NAME.json there"),
        (("lexicon", "nothing"), 2, "there are"),
        (("lexicon", "--folder", "nowhere"), 2, "is not a folder"),
        (("nonsense",), 2, "nonsense"),
        (("export", "--what", "entries", "--format", "gdelt"), 2, "forms of entries: jsonl"),
        (("brief", "--format", "docx", "--out", "-"), 2, "name it with --out brief.docx"),
        (("export", "--format", "parquet"), 2, "name it with --out NAME.parquet"),
        (("export", "--out", "x.xlsx"), 2, "no form has this ending; name one with --format (jsonl"),
        (("export", "--format", "xml"), 2, "forms are jsonl, schema, csv"),
        (("export", "--out", "x.csv", "--as-of", "soon"), 2, "is not a date"),
        (("add", "a", "--db", "no/such/folder/x.db"), 1, "mkdir -p"),
    ],
)
def test_what_goes_wrong_is_said_with_its_cure(run: Run, args: tuple[str, ...], code: int, says: str) -> None:
    got, out, err = run(*args)
    assert got == code
    assert says in err
    assert out == ""


def test_an_internal_error_is_a_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("wires\ncrossed")

    monkeypatch.setattr(stages, "documents", broken)
    code, _, err = run("read", "a")
    assert code == 1
    assert err.count("\n") == 1
    assert "RuntimeError: wires crossed" in err


def test_an_empty_ledger(run: Run) -> None:
    run("add", "bad")
    assert run("next")[:2] == (0, "")
    assert run("export")[:2] == (0, "")
    assert run("brief")[0] == 0


def test_doctor_says_what_is_missing_and_how_to_mend_it(run: Run) -> None:
    code, out, _ = run("doctor", "--pipeline", "no_such_pipeline")
    assert code == 1
    assert "pip install no_such_pipeline" in out
    Path("aftertalks.db").write_text("rubbish")
    assert "is not a ledger" in run("doctor", "--pipeline", "no_such_pipeline")[1]


def test_the_lexicon_lists_and_lints(run: Run, tmp_path: Path) -> None:
    assert re.search(r"^states +[\d,]+ records$", run("lexicon")[1], re.M)
    assert json.loads(run("lexicon", "answers")[1].splitlines()[0])["outcome"]
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "answers.yaml").write_text("- {id: x}\n- {id: x}\n- {}\n")
    code, out, _ = run("lexicon", "answers", "--lint", "--folder", "own")
    assert code == 1
    assert "id x as record" in out
    assert "own/answers.yaml, record 1: lacks 'outcome'" in out
    assert "5 problems" in out
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "answers.yaml").write_text("- {")
    code, _, err = run("lexicon", "--folder", "bad")
    assert (code, "not valid YAML" in err) == (1, True)


def test_version_and_bare_call(run: Run) -> None:
    assert re.fullmatch(r"aftertalks \d+\.\d+\.\d+\n", run("--version")[1])
    code, out, _ = run()
    assert code == 2
    assert "Commands:" in out


def commands() -> list[str]:
    from typer.main import get_command

    from aftertalks.cli.app import app

    return sorted(get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", commands())
def test_every_command_helps_with_an_example(run: Run, name: str) -> None:
    code, out, _ = run(name, "--help")
    assert code == 0
    assert f"aftertalks {name}" in out.split("\n", 1)[1]


def test_a_broken_pipe_is_silent(tmp_path: Path) -> None:
    env = os.environ | {"AFTERTALKS_DB": str(tmp_path / "x.db")}
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m aftertalks lexicon states | head -n 1; echo ${{PIPESTATUS[0]}} >&2"],
        capture_output=True, text=True, check=True, env=env,
    )  # fmt: skip
    # Nothing but the exit code: 1 where the reader left early, 0 where everything fitted into the pipe first.
    assert done.stderr in {"0\n", "1\n"}
    assert done.stdout.count("\n") == 1


def test_dates_are_days(run: Run) -> None:
    from aftertalks.cli.options import a_date

    assert a_date(" 2017-07-08 ") == date(2017, 7, 8)


def test_an_actor_file_becomes_a_lexicon_that_a_reading_takes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("name,code\nGreen Front,SDNREB\n,XXX\n", encoding="utf-8")
    code, out, err = run("lexicon", "--import", "mine.csv", "--folder", "words")
    assert code == 1 and "1 actors, 1 lines set aside" in out and "mine.csv#3" in err
    assert "Green Front" in (tmp_path / "words" / "actors.yaml").read_text(encoding="utf-8")
    code, _, err = run("lexicon", "--import", "mine.csv", "--folder", "words")
    assert code == 2 and "is there already" in err
    assert run("read", "a", "--lexicon", "words")[0] == 0
    code, _, err = run("read", "a", "--lexicon", "nowhere")
    assert code == 2 and "no such folder" in err


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("x.csv", "csv"), ("X.CSV", "csv"), ("x.gdelt.csv", "gdelt"), ("x.jsonl", "jsonl"), ("x.ftm.json", "ftm"),
        ("x.schema.json", "schema"), ("x.sqlite", "sqlite"), ("x.ics", "ics"), ("x.claimreview.json", "claimreview"),
    ],
)  # fmt: skip
def test_an_exports_form_is_that_of_its_files_name(run: Run, name: str, form: str, tmp_path: Path) -> None:
    run("add", "a")
    assert run("export", "--out", name)[0] == 0
    assert run("export", "--format", form, "--out", "by-name")[0] == 0
    assert (tmp_path / name).read_bytes() == (tmp_path / "by-name").read_bytes() or form == "sqlite"


def test_warnings_that_are_alike_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    failures = Failures()
    for n in range(8):
        failures.tell(f"{n}.txt", (f"publication date 2017-07-1{n} taken from the text's dateline",))
    failures.tell("x.txt", ("nothing to read",))
    failures.exit()
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 7
    assert told[-2:] == [
        "warning: x.txt: nothing to read",
        "warning: 3 more documents: publication date … taken from the text's dateline",
    ]
