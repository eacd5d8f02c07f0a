"""A ledger of two built reports, served without a socket."""

from __future__ import annotations

from datetime import date

import pytest
from starlette.testclient import TestClient
from tests.builders import follow_up_reading, report_reading

from aftertalks.flow.keeping import Ledger
from aftertalks.web.app import application
from aftertalks.web.desk import Desk

HOSTILE = "<script>alert('x')</script> & <img src=x onerror=alert(1)>"


@pytest.fixture
def ledger_path(tmp_path):
    path = tmp_path / "talks.db"
    with Ledger(path) as ledger:
        ledger.keep(report_reading())
        ledger.keep(follow_up_reading())
    return path


@pytest.fixture
def desk(ledger_path):
    made = Desk(ledger_path, today=date(2017, 7, 8))
    yield made
    made.close()


@pytest.fixture
def client(desk):
    with TestClient(application(desk), base_url="http://127.0.0.1:8017") as made:
        yield made
