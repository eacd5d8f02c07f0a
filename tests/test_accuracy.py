"""The measured floors: none may sink unnoticed. Skips where the corpora are absent."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_no_figure_lies_under_its_floor(shared: Path) -> None:
    command = [sys.executable, str(ROOT / "bench" / "accuracy.py"), str(shared / "eval")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_floors_name_their_corpus() -> None:
    floors = json.loads((ROOT / "bench" / "floors.json").read_text(encoding="utf-8"))
    assert floors
    assert all(len(f["digest"]) == 16 and f["floor"] > 0 for f in floors.values())
