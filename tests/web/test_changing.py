"""Forms: reviewing and adding, only from the server's own pages."""

from __future__ import annotations

import time

import pytest
from lxml import html
from tests.builders import REPORT, document, reading, statement

from aftertalks.flow.keeping import Ledger
from aftertalks.model import Kind, Trace
from aftertalks.web.gate.roles import LOCAL


def token(client, at: str) -> str:
    return html.fromstring(client.get(at).text).xpath("string(//form[@method='post']//input[@name='token']/@value)")


@pytest.mark.parametrize("at", ["/add", "/review"])
def test_a_form_without_its_token_changes_nothing(client, at):
    client.get("/add")
    assert client.post(at, data={"text": REPORT, "action": "undo", "by": "Eve"}).status_code == 403
    assert client.post(at, data={"text": REPORT, "token": "0" * 64}).status_code == 403
    assert len(client.get("/sources.json").json()["sources"]) == 2


def test_a_token_of_another_browser_is_refused(client):
    taken = token(client, "/add")
    client.cookies.clear()
    client.get("/next")
    assert client.post("/add", data={"text": REPORT, "token": taken}).status_code == 403


def test_a_decision_is_kept_and_taken_back(client, ledger_path):
    doc = document("He expects talks in Astana in August.", source="d.txt")
    doubt = Trace("speaker", "cue-clause: pronoun: last person who spoke")
    with Ledger(ledger_path) as ledger:
        ledger.keep(reading(doc, statement(doc, doc.text, Kind.EXPECTATION, speaker="Ana Ruiz", traces=(doubt,))))
    at = "/review?by=Ana"
    before = client.get("/review.json").json()
    assert before["waiting"] > 0
    buttons = html.fromstring(client.get(at).text).xpath("//section[@class='question'][1]//form//button")
    assert buttons[0].get("disabled") is not None, "Enter in a field must decide nothing"
    form = {"token": token(client, at), "by": "Ana", "question": before["questions"][0]["id"], "action": "reject"}
    assert client.post("/review", data=form).status_code == 200
    after = client.get("/review.json").json()
    assert after["decisions"][0]["action"] == "reject"
    assert after["decisions"][0]["by"] == "Ana"
    assert client.post("/review", data=form | {"action": "undo", "question": ""}).status_code == 200
    assert client.get("/review.json").json()["decisions"][0]["action"] == "undo"
    assert client.post("/review", data=form | {"action": "merge"}).status_code == 400
    assert client.post("/review", data=form | {"question": "zzzzzz"}).status_code == 400


def test_nothing_and_other_schemes_are_refused(client):
    sent = {"token": token(client, "/add")}
    assert client.post("/add", data=sent).status_code == 400
    assert client.post("/add", data=sent | {"url": "file:///etc/passwd"}).status_code == 400
    assert client.post("/add", data=sent | {"text": "x", "published": "soon"}).status_code == 400
    assert client.get("/reading/77").status_code == 404


def test_a_form_that_cannot_be_followed_keeps_what_was_typed(client):
    sent = {"token": token(client, "/add"), "text": "Jordan <wants> peace.", "published": "soon"}
    answer = client.post("/add", data=sent)
    page = html.fromstring(answer.text)
    assert answer.status_code == 400
    assert "soon" in page.xpath("string(//p[@role='alert'])")
    assert page.xpath("string(//textarea)") == sent["text"]
    assert client.post("/add", data=sent, headers={"accept": "application/json"}).json()["error"]


def test_what_is_set_aside_is_told_and_logged(client, desk):
    picture = {"file": ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "image/png")}
    client.post("/add", data={"token": token(client, "/add")}, files=picture)
    until = time.monotonic() + 60
    while not client.get("/reading/1", headers={"accept": "application/json"}).json()["done"]:
        assert time.monotonic() < until
        time.sleep(0.05)
    page = html.fromstring(client.get("/reading/1").text)
    assert page.xpath("string(//p[@role='status'])") == "Nothing was read."
    assert "photo.png" in page.xpath("string(//li/span)")
    assert desk.book.lines()[0].outcome.startswith("set aside: ")


def test_the_log_opens_the_document_that_it_is_about(client, desk):
    desk.book.note(LOCAL, "add", "document 0123456789abcdef: a: b.txt", outcome="1 statement, 1 entry")
    desk.book.note(LOCAL, "add", "document of ours: c.txt")
    found = html.fromstring(client.get("/log").text).xpath("//table//a")
    assert [(a.get("href"), a.text) for a in found] == [("/document/0123456789abcdef", "a: b.txt")]


def test_how_many_questions_wait_is_told_not_how_many_are_shown(client, ledger_path):
    with Ledger(ledger_path) as ledger:
        for n in range(14):
            doc = document(f"He expects {n} rounds of talks in Astana in August.", source=f"{n}.txt")
            doubt = Trace("speaker", "cue-clause: pronoun: last person who spoke")
            ledger.keep(reading(doc, statement(doc, doc.text, Kind.EXPECTATION, speaker="Ana Ruiz", traces=(doubt,))))
    page = html.fromstring(client.get("/review").text)
    assert page.xpath("string(//h1)").split()[0] == str(client.get("/review.json").json()["waiting"])
    assert len(page.xpath("//section[@class='question']")) == 10 < client.get("/review.json").json()["waiting"]


def test_a_pasted_text_is_read(client):
    words = "Turkey and Iran agreed in Astana on 4 May 2017 to set up four zones in Syria."
    client.post("/add", data={"token": token(client, "/add"), "text": words, "published": "2017-05-05"})
    until = time.monotonic() + 120
    while "1 document read." not in client.get("/reading/1").text and time.monotonic() < until:
        time.sleep(0.1)
    found = client.get("/sources.json").json()["sources"]
    assert [s["published"] for s in found if s["source"] == "pasted text"] == ["2017-05-05"]
