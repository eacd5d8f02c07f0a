"""An add that is killed loses nothing and doubles nothing; `make kills` does the same at fifty points."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_an_add_that_is_killed_goes_on_where_it_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    import kills

    sources = [str(p) for p in sorted((ROOT / "samples").glob("*.txt"))[:5]]
    lines = list(kills.rounds(sources, kills.files(tmp_path), 3, random.Random(3)))
    assert lines[0].startswith(f"undisturbed: {len(sources)} documents")
    assert lines[-1].startswith("3 kills")
    sys.modules.pop("kills")
