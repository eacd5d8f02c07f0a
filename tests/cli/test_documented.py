from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from aftertalks.cli.app import app
from aftertalks.flow.exporting import FORMS
from aftertalks.ledger import answers, barriers, copies, merging
from aftertalks.model import Book
from aftertalks.show.exports.schemas import schema_of
from aftertalks.show.exports.tables import TABLES

DOCS = Path(__file__).parents[2] / "docs"
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_documented_with_exactly_its_options(name: str) -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    (row,) = re.findall(rf"^\| `{name}` \|.*\| (.*) \|$", text, re.M)
    options = {o for p in COMMANDS[name].params for o in p.opts if o.startswith("--")} - {"--help"}
    assert set(re.findall(r"`(--[\w-]+)`", row)) == options


def test_no_command_is_documented_that_is_none() -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    table = text.split("## Forms", maxsplit=1)[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.M)) == set(COMMANDS)


def test_the_documented_bounds_are_those_of_the_code() -> None:
    text = " ".join((DOCS / "ledger.md").read_text(encoding="utf-8").split())
    assert f"From {merging.MERGE_AT:.2f} they are merged" in text
    assert f"From {answers.PROPOSE_AT:.2f} it is shown" in text
    assert f"score at least {answers.DECIDE_AT:.2f}" in text
    assert answers.RULE in text
    assert f"less than {merging.LEAST_WORDS:.0%}".replace("%", " %") in text
    assert (merging.LEAST_SHARED, answers.LEAST_SHARED, answers.DECIDE_SHARED) == (1.9, 2, 3)
    assert f"less than {barriers.SAME_DOCUMENT_WORDS:.0%}".replace("%", " %") in text
    assert f"{copies.ROWS * copies.BANDS} places in {copies.BANDS} bands" in text
    assert (copies.COPY_AT, copies.OWN_COPY_AT, copies.EDITION_AT) == (0.5, 0.9, 0.3)
    assert f"fewer than {copies.LEAST_SHINGLES}" in text
    assert f"within {copies.EDITION_DAYS} days" in text
    days = barriers.OCCASION_DAYS
    assert f"{days[Book.HAPPENED]} days for what happened, {days[Book.AGREED]} for what was agreed or expected" in text
    assert days[Book.AGREED] == days[Book.EXPECTED] == barriers.REACTION_DAYS
    assert Book.WANTED not in days


def test_every_form_of_an_export_is_in_its_help_and_its_page() -> None:
    text = (DOCS / "exports.md").read_text(encoding="utf-8")
    listed = re.findall(r"^  (\w+)  ", COMMANDS["export"].help.split("Forms:")[1], re.M)
    assert listed == list(FORMS)
    rows = re.findall(r"^\| `(\w+)` \| .+ \| `(aftertalks export .+)` \|$", text, re.M)
    assert [name for name, _ in rows] == list(FORMS)
    for name, command in rows:
        given = dict(re.findall(r"--(\w+) (\S+)", command))
        assert name == given.get("format") or given["out"].endswith(FORMS[name].endings), command
        assert given.get("what", FORMS[name].of[0]) in FORMS[name].of


def test_every_column_is_on_the_page() -> None:
    text = (DOCS / "exports.md").read_text(encoding="utf-8")
    for table in TABLES.values():
        (part,) = re.findall(rf"^### {table.name}\n\n{re.escape(table.means)}\n\n(.*?)(?:\n\n|\Z)", text, re.M | re.S)
        assert re.findall(r"^\| `(\w+)` \| (.+?) \| (.+) \|$", part, re.M) == [
            (c.name, c.type.value, c.means) for c in table.columns
        ]


def test_the_reference_is_as_the_program_is() -> None:
    command = [sys.executable, "scripts/describe_reference.py", "--check"]
    done = subprocess.run(command, cwd=DOCS.parent, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("what", ["statements", "entries", "events"])
def test_every_field_of_a_record_says_what_it_means(what: str) -> None:
    assert [name for name, field in schema_of(what)["properties"].items() if not field.get("description")] == []


@pytest.mark.parametrize("name", ["tutorial.md"])
def test_the_commands_of_a_page_print_what_the_page_shows(name: str) -> None:
    command = [sys.executable, "scripts/run_docs.py", "--check", f"docs/{name}"]
    done = subprocess.run(command, cwd=DOCS.parent, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
