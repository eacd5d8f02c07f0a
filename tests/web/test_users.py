"""Users, roles, sessions, tokens, and the log, through the server's own routes."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager

import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.builders import REPORT, document, reading, statement

from aftertalks.model import Kind, LedgerError, Trace, UsageError
from aftertalks.web.access import Access
from aftertalks.web.app import application
from aftertalks.web.gate import book as books
from aftertalks.web.gate.book import Book
from aftertalks.web.gate.limits import Guesses, Limit, neighbourhood
from aftertalks.web.gate.roles import Role
from aftertalks.web.ways import own_address, roles

PASSWORD = "correct horse battery"
PEOPLE = {"Rita": Role.READER, "Vera": Role.REVIEWER, "Ada": Role.ADMIN}
HOST = "http://127.0.0.1:8017"
PAGE = {"accept": "text/html"}


@pytest.fixture(scope="module")
def kept_hash():
    """One password's hash, made once: each takes 64 MiB and a moment."""
    return books.hashed(PASSWORD)


@pytest.fixture
def team(desk, kept_hash, monkeypatch):
    """The ledger's desk with a reader, a reviewer and an admin."""
    monkeypatch.setattr(books, "hashed", lambda password: kept_hash)
    for name, role in PEOPLE.items():
        desk.book.add(name, role, password=PASSWORD)
    return desk


@contextmanager
def browser(desk, **options):
    with TestClient(application(desk, Access(**options)), base_url=HOST, follow_redirects=False) as client:
        yield client


def token_of(page: str) -> str:
    return html.fromstring(page).xpath("string(//input[@name='token']/@value)")


def sign_in(client, name, password=PASSWORD, to="/next"):
    given = {"name": name, "password": password, "to": to, "token": token_of(client.get("/login", headers=PAGE).text)}
    return client.post("/login", data=given)


def bearer(desk, name):
    return {"authorization": f"Bearer {desk.book.new_token(name)}"}


def all_ways(desk):
    with browser(desk) as client:
        return roles(client.app._app.routes)


def test_every_route_asks_for_its_role(team):
    tried = 0
    with browser(team) as client:
        known = {name: bearer(team, name) for name in PEOPLE}
        for (method, path), role in all_ways(team).items():
            at = path.replace("{id}", "none").replace("{n}", "0")
            stranger = client.request(method, at)
            assert (stranger.status_code == 401) is (role is not None), (method, path)
            for name, has in PEOPLE.items() if role is not None else ():
                status = client.request(method, at, headers=known[name]).status_code
                assert (status == 403) is (not has.covers(role)), (method, path, name)
                tried += 1
    assert tried > 100


def test_a_stranger_is_led_to_the_form_and_back(team):
    with browser(team) as client:
        sent = client.get("/entries?book=agreed", headers=PAGE)
        assert sent.headers["location"] == "/login?to=%2Fentries%3Fbook%3Dagreed"
        assert client.get("/entries.json").json() == {"error": "sign in first, or send a token"}
        form = html.fromstring(client.get(sent.headers["location"], headers=PAGE).text)
        assert form.xpath("string(//input[@name='to']/@value)") == "/entries?book=agreed"
        answer = sign_in(client, "rita", to="/entries?book=agreed")
        assert (answer.status_code, answer.headers["location"]) == (303, "/entries?book=agreed")
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie and "SameSite=lax" in cookie
        assert "Rita" in client.get("/entries", headers=PAGE).text


def test_a_wrong_password_does_not_open(team):
    with browser(team) as client:
        tries = [("Rita", "wrong"), ("Nobody", PASSWORD), ("", ""), ("Rita\x00", PASSWORD), ("\ud800", "x")]
        for name, password in tries:
            given = {"name": name.encode("utf-8", "surrogatepass"), "password": password.encode()}
            given["token"] = token_of(client.get("/login", headers=PAGE).text)
            assert client.post("/login", data=given).status_code == 403
        assert client.get("/next.json").status_code == 401
        refused = [line for line in team.book.lines() if line.outcome == "refused"]
        assert len(refused) == 5


def test_signing_in_begins_a_session_of_its_own(team):
    with browser(team) as client:
        client.cookies.set("aftertalks_session", "chosen-by-somebody-else")
        sign_in(client, "Rita")
        assert {c.value for c in client.cookies.jar if c.name == "aftertalks_session"} != {"chosen-by-somebody-else"}
        client.cookies.clear()
        client.cookies.set("aftertalks_session", "chosen-by-somebody-else")
        assert client.get("/next.json").status_code == 401


def test_signing_out_ends_the_session(team):
    with browser(team) as client:
        sign_in(client, "Rita")
        held = {c.name: c.value for c in client.cookies.jar}
        token = token_of(client.get("/next", headers=PAGE).text)
        assert client.post("/logout", data={"token": "wrong"}).status_code == 403
        assert client.post("/logout", data={"token": token}).status_code == 303
        client.cookies.update(held)
        assert client.get("/next.json").status_code == 401


@pytest.mark.parametrize("seconds", [books.IDLE, books.LONGEST])
def test_sessions_expire(team, monkeypatch, seconds):
    with browser(team) as client:
        sign_in(client, "Rita")
        now = time.time()
        monkeypatch.setattr(books.time, "time", lambda: now + min(seconds, books.IDLE) - 100)
        assert client.get("/next.json").status_code == 200
        if seconds == books.LONGEST:
            step = now + books.IDLE - 100
            while step < now + seconds - books.IDLE:
                step += books.IDLE - 100
                monkeypatch.setattr(books.time, "time", lambda at=step: at)
                assert client.get("/next.json").status_code == 200
        monkeypatch.setattr(books.time, "time", lambda: now + seconds + books.IDLE)
        assert client.get("/next.json").status_code == 401


@pytest.mark.parametrize("change", ["remove", "password", "revoke"])
def test_who_is_taken_out_is_out_at_once(team, change):
    with browser(team) as client:
        sign_in(client, "Vera")
        assert client.get("/review.json").status_code == 200
        {"remove": team.book.remove, "revoke": team.book.revoke,
         "password": lambda name: team.book.set_password(name, "another password")}[change]("Vera")  # fmt: skip
        assert client.get("/review.json").status_code == 401


def test_a_role_counts_from_the_next_request(team):
    with browser(team) as client:
        sign_in(client, "Vera")
        team.book.set_role("Vera", Role.READER)
        assert client.get("/review.json").status_code == 403


def test_a_decision_bears_the_users_own_name(team):
    doc = document("He expects talks in Astana in August.", source="d.txt")
    doubt = Trace("speaker", "cue-clause: pronoun: last person who spoke")
    team.ledger.keep(reading(doc, statement(doc, doc.text, Kind.EXPECTATION, speaker="Ana Ruiz", traces=(doubt,))))
    with browser(team) as client:
        sign_in(client, "Vera")
        page = client.get("/review", headers=PAGE).text
        assert "Your name" not in page
        asked = client.get("/review.json").json()["questions"][0]["id"]
        form = {"token": token_of(page), "by": "Ada", "question": asked, "action": "reject"}
        assert client.post("/review", data=form).status_code == 303
        assert client.get("/review.json").json()["decisions"][0]["by"] == "Vera"
        line = team.book.lines()[0]
        assert (line.who, line.how, line.what, line.about, line.outcome) == (
            "Vera", "session", "review: reject", asked, "done",
        )  # fmt: skip


def test_a_form_of_another_session_is_refused(team):
    with browser(team) as mine, browser(team) as theirs:
        sign_in(mine, "Vera")
        sign_in(theirs, "Ada")
        taken = token_of(theirs.get("/add", headers=PAGE).text)
        assert mine.post("/add", data={"token": taken, "text": REPORT}).status_code == 403


def test_programs_send_a_token_and_need_no_form(team):
    with browser(team) as client:
        headers = bearer(team, "Vera") | {"accept": "application/json"}
        answer = client.post("/add", data={"text": REPORT}, headers=headers)
        assert (answer.status_code, answer.json()) == (202, {"reading": 1})
        assert client.get("/reading/1", headers=headers).json()["name"] == "pasted text"
        assert client.post("/add", data={"text": REPORT}, headers=bearer(team, "Rita")).status_code == 403
        basic = {"auth": ("calendar", team.book.new_token("Rita"))}
        assert client.get("/deadlines.ics", **basic).status_code == 200
        assert client.get("/deadlines.ics").headers["www-authenticate"].startswith("Basic")
        assert client.post("/add", data={"text": REPORT}, auth=("x", team.book.new_token("Vera"))).status_code == 403
        assert client.get("/next.json", headers={"authorization": "Bearer " + "x" * 50}).status_code == 401
        assert client.get("/next.json", headers={"authorization": "Basic ÿ".encode("latin-1")}).status_code == 401


def test_tokens_expire(team, monkeypatch):
    headers = bearer(team, "Rita")
    with browser(team) as client:
        assert client.get("/next.json", headers=headers).status_code == 200
        now = time.time()
        monkeypatch.setattr(books.time, "time", lambda: now + 366 * 86_400)
        assert client.get("/next.json", headers=headers).status_code == 401


def test_guessing_is_slowed(team):
    with browser(team) as client:
        answers = [sign_in(client, "Rita", "guess").status_code for _ in range(11)]
        assert answers == [403] * 10 + [429]
        slowed = sign_in(client, "Rita")
        assert slowed.status_code == 429 and int(slowed.headers["retry-after"]) > 0
        assert sign_in(client, "Ada").status_code == 303


def test_adding_is_limited(desk):
    with TestClient(application(desk, adds=2), base_url=HOST) as client:
        token = token_of(client.get("/add").text)
        found = [client.post("/add", data={"token": token, "url": "ftp://x"}).status_code for _ in range(3)]
        assert found == [400, 400, 429]


def test_changes_without_users_are_logged_too(client, desk):
    client.post("/add", data={"token": token_of(client.get("/add").text), "text": "Jordan wants peace."})
    line = desk.book.lines()[-1]
    assert (line.how, line.what, line.about, line.outcome) == ("local", "add", "pasted text", "begun")
    assert client.get("/log.json").json()["lines"][-1]["about"] == "pasted text"


def test_the_log_only_grows(desk):
    desk.book.add("Ana", Role.READER, password=None)
    desk.book.note(books.Caller("Ana", Role.READER, "session"), "add", "x" * 900)
    assert len(desk.book.lines()[0].about) == 500
    file = sqlite3.connect(desk.book.path)
    for words in ("DELETE FROM line", "UPDATE line SET who = 'Eve'"):
        with pytest.raises(sqlite3.Error, match="only grows"):
            file.execute(words)
    file.close()
    desk.book.remove("Ana")
    assert desk.book.lines()[0].who == "Ana"


def test_nothing_secret_is_kept(team):
    token = team.book.new_token("Rita")
    session = team.book.signed_in("Rita", PASSWORD)
    team.book.close()
    kept = b"".join(f.read_bytes() for f in team.book.path.parent.glob(team.book.path.name + "*"))
    assert b"$argon2id$" in kept
    for secret in (token, session, PASSWORD):
        assert secret.encode() not in kept
    assert team.book.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["", " ", "a\nb", "<b>", "x" * 65, "a;b", "\u202eevil"])
def test_odd_names_are_none(desk, name):
    with pytest.raises(UsageError):
        desk.book.add(name, Role.READER, password=None)


def test_names_differ_by_more_than_case(desk):
    desk.book.add("Ana", Role.READER, password=None)
    with pytest.raises(UsageError, match="already"):
        desk.book.add("ANA", Role.ADMIN, password=None)
    with pytest.raises(UsageError, match="letters"):
        desk.book.add("Eve", Role.ADMIN, password="short")
    with pytest.raises(LedgerError, match="no user"):
        desk.book.set_role("Eve", Role.ADMIN)


def test_another_file_is_not_taken_for_an_access_file(ledger_path, tmp_path):
    with pytest.raises(LedgerError, match="no access file"):
        Book(ledger_path)
    (tmp_path / "x").write_text("something else")
    with pytest.raises(LedgerError, match="cannot be used"):
        Book(tmp_path / "x")


@pytest.mark.parametrize(
    "given",
    ["//evil.example", "/\\evil.example", "https://evil.example", "", "/\t/evil.example", "javascript:x", "/login"],
)
def test_signing_in_leads_nowhere_else(given):
    assert own_address(given) == "/next"


def test_a_limit_slides():
    clock = [0.0]
    limit = Limit(2, 10, now=lambda: clock[0])
    assert [limit.take("a"), limit.take("a"), limit.take("a"), limit.take("b")] == [0, 0, 10, 0]
    clock[0] = 9.5
    assert limit.take("a") == 1
    clock[0] = 10
    assert limit.take("a") == 0
    guesses = Guesses()
    for n in range(50):
        guesses.wrong(f"name{n}", "2001:db8::1")
    assert guesses.wait("other", "2001:db8::2") > 0
    assert guesses.wait("other", "2001:db8:1::2") == 0
    assert neighbourhood("::ffff:10.0.0.1") == "10.0.0.1"
