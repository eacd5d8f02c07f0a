"""The server against its own description: whatever the values of an address, the answer is one that it describes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from tests.builders import follow_up_reading, report_reading

from aftertalks.flow.keeping import Ledger
from aftertalks.web.app import application
from aftertalks.web.changing import Jobs
from aftertalks.web.desk import Desk
from aftertalks.web.gate.roles import Role
from aftertalks.web.openapi import description

HOST = {"host": "127.0.0.1"}
schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
positive_data_acceptance = pytest.importorskip("schemathesis.specs.openapi.checks").positive_data_acceptance


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    path = tmp_path_factory.mktemp("described") / "talks.db"
    with Ledger(path) as ledger:
        ledger.keep(report_reading())
        ledger.keep(follow_up_reading())
    desk = Desk(path, today=date(2017, 7, 8))
    yield desk, application(desk, adds=10**6)
    desk.close()


def asked(app, monkeypatch, headers):
    """Send every operation values of its own, and return the operations."""
    monkeypatch.setattr(Jobs, "start", lambda self, name, content, day, *, by: 1)  # reading has tests of its own
    described = schemathesis.openapi.from_asgi("/openapi.json", app, headers=headers)
    found = []
    for operation in (each.ok() for each in described.get_all_operations()):
        found.append((operation.method.upper(), operation.path))

        @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
        @given(case=operation.as_strategy())
        def answers(case):
            answer = case.call(headers=headers, allow_redirects=False)
            assert answer.status_code < 500, case.as_curl_command()
            # a value of the right type may still be no date or no book: that is told with 400, as described
            case.validate_response(answer, headers=headers, excluded_checks=[positive_data_acceptance])

        answers()
    return found


def test_every_answer_is_one_that_is_described(served, monkeypatch):
    found = asked(served[1], monkeypatch, HOST)
    assert len(found) >= 40 and ("GET", "/changes.atom") in found and ("POST", "/add") in found


def test_so_it_is_where_users_sign_in(served, monkeypatch):
    """A bearer's forms need no token, so that what they hold is looked at."""
    desk, app = served
    desk.book.add("ann", Role.ADMIN, password=None)
    try:
        asked(app, monkeypatch, HOST | {"authorization": f"Bearer {desk.book.new_token('ann')}"})
    finally:
        desk.book.remove("ann")


def test_every_route_is_described(served):
    routes = {
        (method, route.path)
        for route in served[1]._app.routes
        for method in route.methods - {"HEAD"}
        if not route.path.startswith("/static/")
    }
    told = {(method.upper(), path) for path, methods in description()["paths"].items() for method in methods}
    assert told == routes
