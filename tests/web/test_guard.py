"""Who is let in, and what every answer carries."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from aftertalks.model import UsageError
from aftertalks.web.access import Access
from aftertalks.web.app import application


def test_every_answer_has_a_strict_policy(client):
    for at in ("/next", "/next.json", "/nowhere", "/openapi.json", "/static/htmx-2.0.11.min.js"):
        headers = client.get(at).headers
        assert "unsafe" not in headers["content-security-policy"]
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8017", "127.0.0.1.evil.example", ""])
def test_other_host_names_are_refused(client, host):
    assert client.get("/next", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8017", "localhost:8017", "localhost", "[::1]:8017"])
def test_this_machine_is_answered(client, host):
    assert client.get("/next", headers={"host": host}).status_code == 200


def test_others_need_a_password():
    with pytest.raises(UsageError, match="AFTERTALKS_PASSWORD"):
        Access(host="0.0.0.0")
    with pytest.raises(UsageError, match="at least"):
        Access(host="0.0.0.0", password="short")


def test_the_password_opens(desk):
    access = Access(host="0.0.0.0", password="long enough", names=("ledger.example",))
    with TestClient(application(desk, access), base_url="http://ledger.example") as client:
        assert client.get("/next").status_code == 401
        assert client.get("/next", auth=("anybody", "wrong one")).status_code == 401
        assert client.get("/next", auth=("anybody", "long enough")).status_code == 200
        assert client.get("/next", headers={"authorization": "Bearer long enough"}).status_code == 200
        assert client.get("/next", headers={"authorization": "Basic ÿ".encode("latin-1")}).status_code == 401


def test_a_body_too_large_is_refused(client):
    assert client.post("/next", content=b"x", headers={"content-length": "99999999"}).status_code == 413
    assert client.post("/next", content=b"x", headers={"origin": "http://evil.example"}).status_code == 403
