"""Who is let in, and what every answer carries."""

from __future__ import annotations

import pytest

from aftertalks.model import UsageError
from aftertalks.web.access import Access
from aftertalks.web.app import application
from aftertalks.web.gate.roles import Role


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


@pytest.mark.parametrize(
    "access", [Access(host="0.0.0.0"), Access(names=("x.example",)), Access(proxies=("10.0.0.1",))]
)
def test_nobody_is_served_from_elsewhere_without_users(desk, access):
    with pytest.raises(UsageError, match="aftertalks users add"):
        application(desk, access)
    desk.book.add("robot", Role.READER, password=None)
    with pytest.raises(UsageError, match="aftertalks users add"):
        application(desk, access)
    desk.book.new_token("robot")
    assert application(desk, access)


def test_a_body_too_large_is_refused(client):
    assert client.post("/next", content=b"x", headers={"content-length": "99999999"}).status_code == 413
    person = {"content-length": "99999999", "accept": "text/html"}
    told = client.post("/add", content=b"x", headers=person)
    assert told.status_code == 413 and "Too large" in told.text and 'href="/add"' in told.text
    assert "content-security-policy" in told.headers
    assert client.post("/next", content=b"x", headers={"origin": "http://evil.example"}).status_code == 403
