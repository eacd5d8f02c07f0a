"""Shared fixtures: one reader for the whole session, and the evaluation data where it lies beside the project."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from aftertalks.model import Document, Reading

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with evaluation data; tests that measure on it skip where it is absent."""
    if not (SHARED / "eval").is_dir():
        pytest.skip("evaluation data (../shared/eval) is not on this machine; the measured floors run where it is")
    return SHARED


@pytest.fixture(scope="session")
def reader():
    from aftertalks.read.reader import Reader

    return Reader()


@pytest.fixture(scope="session")
def read_text(reader):
    def read(text: str, published: str | None = "2017-07-08") -> Reading:
        return reader.read(Document(text, published=date.fromisoformat(published) if published else None))

    return read
