"""Every page for people and its twin for programs, on a small ledger."""

from __future__ import annotations

from datetime import date

import pytest
from jsonschema import Draft202012Validator
from lxml import html
from starlette.testclient import TestClient
from tests.builders import TRUCE_WORDS, document, reading, statement
from tests.web.conftest import HOSTILE

from aftertalks.flow.keeping import Ledger
from aftertalks.model import Kind
from aftertalks.web.app import application
from aftertalks.web.openapi import OTHERS, description
from aftertalks.web.rendering import HTMX, script_name
from aftertalks.web.site import PAGES


def first_entry(client) -> str:
    return client.get("/entries.json?book=agreed").json()["entries"][0]["id"]


def addresses(client) -> list[str]:
    entry = client.get("/entries.json?book=agreed").json()["entries"][0]
    at = {"/actor": "?id=state:RUS", "/pair": "?a=state:RUS&b=state:USA", "/speaker": "?name=Sergei+Lavrov"}
    found = {"/entry/{id}": entry["id"], "/document/{id}": entry["voices"][0]["statement"]["document"]}
    return [p.path.replace("{id}", found.get(p.path, "")) + at.get(p.path, "") for p in PAGES]


def test_every_page_answers_people_and_programs(client):
    for at in addresses(client):
        page = client.get(at)
        assert page.status_code == 200, at
        assert html.fromstring(page.text).xpath("string(//h1)").strip(), at
        path, _, query = at.partition("?")
        twin = client.get(f"{path}.json?{query}").json()
        assert client.get(at, headers={"accept": "application/json"}).json() == twin


def test_links_inside_the_pages_lead_somewhere(client):
    seen = set()
    for at in addresses(client):
        for link in html.fromstring(client.get(at).text).iterlinks():
            target = link[2]
            if target.startswith("/") and target not in seen:
                seen.add(target)
                assert client.get(target).status_code == 200, (at, target)
    assert len(seen) > 15


def test_fragments_exist_in_the_page_that_they_point_to(client):
    page = html.fromstring(client.get(f"/entry/{first_entry(client)}").text)
    for _, _, target, _ in page.iterlinks():
        path, _, fragment = target.partition("#")
        if fragment and path:
            assert html.fromstring(client.get(path).text).get_element_by_id(fragment) is not None


def test_next_groups_by_date(client):
    found = client.get("/next.json?as_of=2017-07-05").json()
    assert found["overdue"] == []
    assert client.get("/next.json?as_of=2017-07-08").json()["this_week"][0]["summary"].startswith("The presidents")
    assert client.get("/next.json?as_of=2017-07-08&days=0").json()["later"] == []


def test_an_entry_shows_its_words_marked_in_the_document(client):
    page = html.fromstring(client.get(f"/entry/{first_entry(client)}").text)
    marks = ["".join(m.itertext()) for m in page.iter("mark")]
    assert TRUCE_WORDS in marks


def test_document_filters_by_kind(client):
    entry = client.get("/entries.json?book=agreed").json()["entries"][0]
    at = f"/document/{entry['voices'][0]['statement']['document']}.json"
    everything = client.get(at).json()["statements"]
    some = client.get(at + "?kind=agreement").json()["statements"]
    assert {s["kind"] for s in some} == {"agreement"}
    assert len(some) < len(everything)
    assert client.get(at + "?kind=nonsense").status_code == 400


def test_search_counts_its_facets(client):
    found = client.get("/search.json?q=truce").json()
    assert found["total"] == sum(found["facets"]["kind"].values()) > 1
    one = client.get("/search.json?q=truce&kind=agreement").json()
    assert one["total"] == found["facets"]["kind"]["agreement"]


def test_entries_numbers_rest_on_what_they_count(client):
    page = client.get("/entries")
    for a in html.fromstring(page.text).xpath("//aside//a"):
        number = int(a.xpath("string(.//span[@class='n'])"))
        listed = client.get(a.get("href").replace("/entries", "/entries.json")).json()
        assert listed["total"] == number


@pytest.mark.parametrize(
    ("at", "status"),
    [("/next?as_of=soon", 400), ("/next?days=-1", 400), ("/entry/ffffffff", 404), ("/document/none", 404),
     ("/search?kind=x", 400), ("/search?q=%22", 400), ("/nowhere", 404), ("/entries?book=x", 400),
     ("/next?dossier=none", 404), ("/search?q=" + "x" * 600, 400)],
)  # fmt: skip
def test_what_cannot_be_answered_says_why(client, at, status):
    page = client.get(at)
    assert page.status_code == status
    assert html.fromstring(page.text).xpath("string(//p[@role='alert'])")


def test_hostile_words_stay_words(client, ledger_path):
    origin = {"title": HOSTILE, "publisher": HOSTILE, "source": HOSTILE, "url": "javascript:alert(1)"}
    doc = document(f"{HOSTILE} said Jordan.", **origin)
    made = statement(doc, HOSTILE, Kind.POSITION, speaker=HOSTILE, actors=(HOSTILE,), where=HOSTILE, about=HOSTILE)
    with Ledger(ledger_path) as ledger:
        ledger.keep(reading(doc, made))
    entry = next(e for e in client.get("/entries.json?book=wanted").json()["entries"] if HOSTILE in e["summary"])
    for at in ("/next", "/entries", f"/entry/{entry['id']}", "/search?q=alert", f"/document/{doc.id}", "/sources",
               f"/search?speaker={HOSTILE}", f"/entries?actor={HOSTILE}"):  # fmt: skip
        page = html.fromstring(client.get(at).text)
        assert [s.get("src") for s in page.iter("script")] == [f"/static/{HTMX}", f"/static/{script_name()}"], at
        assert not page.xpath("//img | //*[@onerror] | //*[@style] | //style | //a[starts-with(@href, 'javascript')]")


def test_description_is_complete_and_true(client):
    found = client.get("/openapi.json").json()
    assert found == description()
    pages = {p.path for p in PAGES}
    assert set(found["paths"]) == {p + ".json" for p in pages} | pages | {path for _, path in OTHERS}
    for at, how in ((f"{at}.json", found["paths"][f"{at}.json"]) for at in pages):
        for p in how["get"]["parameters"]:
            Draft202012Validator.check_schema(p["schema"])
            wrong = {"date": "soon", "integer": "many"}.get(p["schema"].get("format") or p["schema"]["type"])
            if wrong and "{id}" not in at:
                needed = {"/actor.json": "id=state:RUS&", "/pair.json": "a=state:RUS&b=state:USA&"}.get(at, "")
                answer = client.get(f"{at}?{needed}{p['name']}={wrong}")
                assert (answer.status_code, p["name"] in answer.json()["error"]) == (400, True), (at, p["name"])
        named = {p["name"] for p in how["get"]["parameters"] if p["in"] == "path"}
        assert named == ({"id"} if "{id}" in at else set())
        Draft202012Validator.check_schema(how["get"]["responses"]["200"]["content"]["application/json"]["schema"])


def test_a_ledger_that_grows_is_seen(client, ledger_path):
    before = client.get("/entries.json").json()["total"]
    doc = document("Turkey wants talks in Astana.", published=date(2017, 7, 9), source="c.txt")
    with Ledger(ledger_path) as ledger:
        ledger.keep(reading(doc, statement(doc, "Turkey wants talks in Astana.", Kind.POSITION, speaker="Turkey")))
    assert client.get("/entries.json").json()["total"] == before + 1


@pytest.mark.parametrize("at", ["/matrix", "/actors", "/actor?id=state:RUS"])
def test_each_number_opens_exactly_what_it_counts(client, at):
    checked = 0
    for a in html.fromstring(client.get(at).text).xpath("//main//a[starts-with(@href, '/entries?')]"):
        number = int("".join(c for c in a.text_content().split()[-1] if c.isdigit()))
        assert client.get(a.get("href").replace("/entries", "/entries.json")).json()["total"] == number
        checked += 1
    assert checked


def test_pair_counts_events_by_month(client):
    found = client.get("/pair.json?a=state:RUS&b=state:USA").json()
    counted = sum(n for month in found["months"].values() for n in month.values())
    assert counted == len(found["events"])
    assert client.get("/pair?a=state:RUS&b=state:XXX").status_code == 400
    assert client.get("/pair?a=state:RUS").status_code == 400


def test_what_breaks_inside_is_a_page_that_leads_on(desk, monkeypatch):
    def broken():
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr(desk, "overview", broken)
    with TestClient(application(desk), base_url="http://127.0.0.1:8017", raise_server_exceptions=False) as client:
        answer = client.get("/matrix", headers={"accept": "text/html"})
        page = html.fromstring(answer.text)
        assert answer.status_code == 500 and "secret" not in answer.text
        assert page.xpath("string(//p[@role='alert'])").startswith("Something went wrong inside")
        assert "/search" in page.xpath("//main//a/@href") and answer.headers["content-security-policy"]
        assert client.get("/matrix.json").json() == {
            "error": "something went wrong inside; the server's log tells what"
        }


def test_an_empty_stretch_leads_to_everything_with_a_date(client):
    page = html.fromstring(client.get("/timeline?since=1800-01-01&until=1800-12-31").text)
    (link,) = [a for a in page.xpath("//main//a") if a.text == "Everything with a date"]
    assert client.get(link.get("href").replace("/timeline", "/timeline.json")).json()["total"] > 0


def test_no_page_names_a_folder_of_the_server(client, ledger_path):
    doc = document("Jordan hopes for more.", source="/home/ann/secret/d.txt", title=None)
    with Ledger(ledger_path) as ledger:
        ledger.keep(reading(doc, statement(doc, doc.text, Kind.EXPECTATION, when=date(2017, 8, 1))))
    entry = next(e["id"] for e in client.get("/entries.json").json()["entries"] if "hopes for more" in e["summary"])
    for at in (
        "/next",
        "/entries",
        f"/entry/{entry}",
        f"/document/{doc.id}",
        "/search?q=hopes",
        "/sources",
        "/timeline",
    ):
        text = client.get(at).text
        assert "d.txt" in text and "secret" not in text, at
