"""Shared fixtures: one reader for the whole session, and the evaluation data where it lies beside the project."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from aftertalks.model import Document, Reading
from postgresql import TestServer, a_server

settings.register_profile("untimed", deadline=None)  # a busy machine must not fail a test
settings.load_profile("untimed")
os.environ.setdefault("OMP_NUM_THREADS", "1")  # as the command itself does; before anything loads numpy
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


@pytest.fixture(scope="session")
def postgresql() -> Iterator[TestServer]:
    """A server of the tests' own; tests on it skip where none is installed."""
    pytest.importorskip("psycopg", reason="the driver of PostgreSQL is not installed")
    try:
        with a_server() as server:
            yield server
    except LookupError as error:
        pytest.skip(str(error))


@pytest.fixture(params=["file", "server"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """Where a new ledger can be: a test that takes it runs on a file and on a server's database."""
    if request.param == "file":
        yield tmp_path / "x.db"
        return
    server: TestServer = request.getfixturevalue("postgresql")
    with server.database() as address:
        yield address
