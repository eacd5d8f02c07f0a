"""The language pipeline's files are the published ones, or one line says which is not."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest

from aftertalks.model import DEFAULT_PIPELINE, ModelMissingError
from aftertalks.read import pipeline_files
from aftertalks.read.pipeline_files import DIGESTS, VERSION, check, damaged

FOUND = importlib.util.find_spec(DEFAULT_PIPELINE)
FOLDER = Path(FOUND.origin).parent / f"{DEFAULT_PIPELINE}-{VERSION}" if FOUND and FOUND.origin else Path("none")


@pytest.mark.skipif(not FOLDER.is_dir(), reason="another version of the pipeline is installed")
def test_the_installed_pipeline_is_the_published_one():
    assert damaged(FOLDER) is None
    check(DEFAULT_PIPELINE)


@pytest.mark.skipif(not FOLDER.is_dir(), reason="another version of the pipeline is installed")
def test_a_changed_or_missing_file_is_named(tmp_path, monkeypatch):
    copy = tmp_path / FOLDER.name
    for name in DIGESTS:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(FOLDER / name, copy / name)
    assert damaged(copy) is None
    data = bytearray((copy / "parser/model").read_bytes())
    data[len(data) // 2] ^= 1
    (copy / "parser/model").write_bytes(data)
    assert damaged(copy) == "parser/model"
    (copy / "config.cfg").unlink()
    assert damaged(copy) == "config.cfg"
    monkeypatch.setattr(pipeline_files, "damaged", lambda folder: "parser/model")
    with pytest.raises(ModelMissingError, match=r"parser/model is damaged or not as published; run: .*pip install"):
        check(DEFAULT_PIPELINE)


def test_other_versions_are_left_alone(tmp_path):
    other = tmp_path / f"{DEFAULT_PIPELINE}-3.8.9"
    other.mkdir()
    assert damaged(other) is None
    check("somebody_elses_pipeline")
