"""The README's first screen: its Python and its shell lines run on the samples and give what stands below them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", README, re.DOTALL)
SHELL = [block for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL) if "aftertalks" in block]


def prepared(folder: Path) -> Path:
    """Put the samples and the command into an empty folder."""
    (folder / "samples").symlink_to(ROOT / "samples")
    command = folder / "bin" / "aftertalks"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m aftertalks "$@"\n')
    command.chmod(0o755)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return prepared(tmp_path)


def steps(block: str) -> list[tuple[str, str]]:
    """Return a block's lines, each with what it prints."""
    parts = (step.partition("\n") for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:])
    return [(line, output) for line, _, output in parts]


def told(command: list[str], folder: Path) -> str:
    way = {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "AFTERTALKS_DB": "", "COLUMNS": "120"}
    environment = {k: v for k, v in (os.environ | way).items() if v}
    done = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300,
        check=False,
    )  # fmt: skip
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()).strip("\n")


@pytest.mark.parametrize(("code", "output"), PYTHON, ids=range(len(PYTHON)))
def test_the_python_lines_give_what_stands_below(folder, code, output):
    assert told([sys.executable, "-W", "error", "-c", code], folder) == output.strip("\n")


def test_the_shell_lines_give_what_stands_below(folder):
    (block,) = SHELL
    assert len(steps(block)) == 6
    for line, output in steps(block):
        assert told(["sh", "-c", line], folder) == output.strip("\n"), line


def test_the_first_screen_is_short_and_pictured():
    code, _ = PYTHON[0]
    assert len([line for line in code.splitlines() if line.strip()]) == 6
    pictures = re.findall(r"\]\((docs/images/[^)]+)\)", README)
    assert pictures
    assert all((ROOT / p).stat().st_size < 300_000 for p in pictures)
