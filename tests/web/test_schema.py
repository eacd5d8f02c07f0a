"""The server against its own description: whatever the values of an address, the answer is one that it describes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from tests.builders import follow_up_reading, report_reading

from aftertalks.flow.keeping import Ledger
from aftertalks.web.app import application
from aftertalks.web.desk import Desk

HOST = {"host": "127.0.0.1"}
schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
positive_data_acceptance = pytest.importorskip("schemathesis.specs.openapi.checks").positive_data_acceptance


@pytest.fixture(scope="module")
def described(tmp_path_factory):
    path = tmp_path_factory.mktemp("described") / "talks.db"
    with Ledger(path) as ledger:
        ledger.keep(report_reading())
        ledger.keep(follow_up_reading())
    desk = Desk(path, today=date(2017, 7, 8))
    yield schemathesis.openapi.from_asgi("/openapi.json", application(desk), headers=HOST)
    desk.close()


def test_every_answer_is_one_that_is_described(described):
    paths = []
    for operation in (found.ok() for found in described.get_all_operations()):
        paths.append(operation.path)

        @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
        @given(case=operation.as_strategy())
        def answers(case):
            answer = case.call(headers=HOST)
            assert answer.status_code in {200, 400, 404}, case.as_curl_command()
            # a value of the right type may still be no date or no book: that is told with 400, as described
            case.validate_response(answer, headers=HOST, excluded_checks=[positive_data_acceptance])

        answers()
    assert len(paths) >= 15
