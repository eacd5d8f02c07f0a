"""What analysts ask the pages for: what is overdue by how long, any stretch of time, relations, questions in words."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import html
from starlette.testclient import TestClient
from tests.builders import document, reading, statement

from aftertalks.flow.judging import judge
from aftertalks.flow.keeping import Ledger
from aftertalks.model import Kind, Outcome
from aftertalks.model.mentions import Place
from aftertalks.model.statement import EventFrame
from aftertalks.web.app import application
from aftertalks.web.gate.roles import Role

AMMAN = Place("geonames:250441", "Amman", "city", 31.95, 35.93, "JO")


@pytest.fixture
def promises(ledger_path):
    """Undertakings due years, months, days before 2017-07-08, and one of an undated document."""
    days = {"2015": date(2015, 1, 1), "April": date(2017, 4, 1), "June": date(2017, 6, 20), "Friday": date(2017, 7, 7)}
    with Ledger(ledger_path) as ledger:
        for name, day in days.items():
            words = f"Russia shall withdraw its {name} brigade from the region."
            doc = document(words, published=date(2014, 1, 1), source=f"{name}.txt", title=name)
            made = statement(doc, words, Kind.AGREEMENT, actors=("Russia",), deadline=day, when=day, when_text=name,
                             precision="day", instrument="withdrawal", place=AMMAN)  # fmt: skip
            ledger.keep(reading(doc, made))
        words = "Turkey will open a school in March."
        doc = document(words, published=None, source="undated.txt")
        march = {"when": date(2017, 3, 1), "when_end": date(2017, 3, 31), "precision": "month"}
        ledger.keep(reading(doc, statement(doc, words, Kind.EXPECTATION, when_text="March", **march)))
    return ledger_path


def test_overdue_is_grouped_by_how_long_the_newest_first(promises, client):
    found = client.get("/next.json").json()["overdue"]
    assert [e["due"] for e in found] == sorted((e["due"] for e in found), key=lambda d: d[-10:], reverse=True)
    page = html.fromstring(client.get("/next").text)
    heads = [h.text_content().split() for h in page.xpath("//section[@id='overdue']//h3")]
    assert [" ".join(h[:-1]) for h in heads] == [
        "Due in the last seven days", "Due in the last month", "Due in the last year", "Due more than a year ago",
    ]  # fmt: skip
    assert [int(h[-1]) for h in heads] == [1, 1, 2, 1]
    assert "brigade" in page.xpath("//section[@id='overdue']//details")[0].text_content()
    told = page.xpath("//section[@id='overdue']")[0].text_content()
    for words in ("overdue by 1 day", "overdue by 3 months", "overdue by 2 years", "by 2015-01-01", "March 2017"):
        assert words in told
    assert told.count("undated document") == 1


@pytest.mark.parametrize(
    ("asked", "n"), [("book=expected", 1), ("actor=state:RUS", 4), ("instrument=withdrawal", 4), ("actor=nobody", 0)]
)
def test_next_is_filtered_by_its_address(promises, client, asked, n):
    assert len(client.get(f"/next.json?{asked}").json()["overdue"]) == n
    assert client.get(f"/next?{asked}").status_code == 200


def test_the_timeline_reaches_everything(promises, client):
    page = client.get("/timeline.json").json()
    assert (page["since"], page["until"]) == ("2017-01-09", "2018-07-08")
    whole = html.fromstring(client.get("/timeline").text).xpath("//nav[@class='chips no-print']/a[2]/@href")[0]
    everything = client.get(whole.replace("/timeline", "/timeline.json")).json()
    assert everything["total"] > page["total"]
    one = client.get("/timeline.json?since=2015-01-01&until=2015-12-31").json()
    assert [e["due"] for e in one["entries"]] == ["2015-01-01"]
    assert client.get("/timeline.json?since=2016-01-01&until=2015-01-01").status_code == 400
    assert client.get("/timeline.json?book=x").status_code == 400


def test_where_the_timeline_is_crowded_a_count_opens_the_rest(client, ledger_path):
    with Ledger(ledger_path) as ledger:
        for n, who in enumerate("Farmers Teachers Nurses Bakers Weavers Miners Pilots Judges Sailors Drivers".split()):
            words = f"{who} will {('march', 'vote', 'strike')[n % 3]} for {'bread pay peace land'.split()[n % 4]}."
            doc = document(words, source=f"{n}.txt", title=who)
            ledger.keep(reading(doc, statement(doc, words, Kind.EXPECTATION, when=date(2017, 9, 1))))
    page = html.fromstring(client.get("/timeline").text)
    (heap,) = page.xpath("//*[@class='heap']/..")
    opened = client.get(heap.get("href").replace("/timeline", "/timeline.json")).json()
    assert opened["total"] >= int(heap.text_content().strip().lstrip("+")) > 0


def test_an_actor_shows_relations_and_each_opens_its_events(client):
    page = html.fromstring(client.get("/actor?id=state:RUS").text)
    for a in page.xpath("//table[@class='years']//td/a"):
        pair = client.get(a.get("href").replace("/pair", "/pair.json")).json()
        assert len(pair["events"]) == int(a.text_content().split()[-1])


def test_an_actors_place_opens_what_it_counts(promises, client):
    page = html.fromstring(client.get("/actor?id=state:RUS").text)
    (a,) = [a for a in page.xpath("//dl[@class='tally']//a") if "Amman" in a.text_content()]
    assert client.get(a.get("href").replace("/entries", "/entries.json")).json()["total"] == 4


def test_ids_are_never_shown_as_names(client, ledger_path):
    words = "Syria's government wants talks with the United States."
    doc = document(words, source="ids.txt")
    frame = EventFrame("CONSULT", quad="verbal cooperation")
    made = statement(doc, words, Kind.POSITION, actors=("United States",), event=frame)
    object.__setattr__(made, "actor_ids", ("state:USA", "government:SYR:government"))
    with Ledger(ledger_path) as ledger:
        ledger.keep(reading(doc, made))
    for at in ("/actors", "/actor?id=state:USA", "/pair?a=state:USA&b=government:SYR:government"):
        assert "government of Syria" in html.fromstring(client.get(at).text).xpath("//main")[0].text_content(), at


def test_search_narrows_by_month_and_subject(promises, client):
    found = client.get("/search.json").json()
    assert sum(found["facets"]["month"].values()) == found["total"]
    assert client.get("/search.json?month=undated").json()["total"] == found["facets"]["month"]["undated"] == 1
    assert client.get("/search.json?instrument=withdrawal").json()["total"] == 4


def test_the_log_is_listed_only_where_there_are_users(client, desk):
    assert "/log" not in html.fromstring(client.get("/next").text).xpath("//nav//a/@href")
    desk.book.add("Ana", Role.ADMIN, password="long enough a password")
    with TestClient(application(desk), base_url="http://127.0.0.1:8017") as stranger:
        assert stranger.get("/next", headers={"accept": "text/html"}).url.path == "/login"


def test_questions_are_asked_in_words_with_both_sides(client, ledger_path):
    words = "The parties agreed on a truce in Idlib from Monday."
    with Ledger(ledger_path) as ledger:
        for n, said in enumerate((words, "On Monday the parties agreed on a new truce in Idlib.")):
            doc = document(said, source=f"merge{n}.txt", title=f"{n}")
            ledger.keep(reading(doc, statement(doc, said, Kind.AGREEMENT, instrument="truce", where="Idlib")))
    page = html.fromstring(client.get("/review?by=Ana").text)
    for question in page.xpath("//section[@class='question']"):
        assert question.xpath("string(.//h2)").endswith("?")
        assert {b.get("value") for b in question.xpath(".//button[@name='action']")} >= {"reject", "skip", "fix"}
        sides = question.xpath(".//div[@class='side']")
        assert len(sides) in {0, 2}
        if sides:
            left, right = ({m.text_content()[:6].casefold() for m in s.xpath(".//mark")} for s in sides)
            assert left == right
    assert not desk_is_inline(page)


def desk_is_inline(page) -> bool:
    return bool(page.xpath("//*[@onclick or @style] | //script[not(@src)]"))


def test_lists_are_narrowed_to_a_name(client):
    speakers, actors = client.get("/speakers.json").json(), client.get("/actors.json").json()
    part = speakers["speakers"][-1]["name"][1:6]
    found = client.get(f"/speakers.json?q={part.upper()}").json()
    assert 0 < found["total"] == len(found["speakers"]) < speakers["total"]
    assert all(part.lower() in s["name"].lower() for s in found["speakers"])
    found = client.get("/actors.json?q=STATES").json()
    assert [a["name"] for a in found["actors"]] == ["United States"] and actors["total"] > 1
    assert client.get("/actors.json?q=state:jor").json()["actors"][0]["name"] == "Jordan"
    for at in ("/speakers?q=%25", "/actors?q=nobody"):
        assert "Nobody is called that" in client.get(at).text


def test_what_is_settled_is_overdue_no_more(promises, client):
    late = "as_of=2100-01-01"  # judgements of today are known by then
    before = client.get(f"/next.json?{late}").json()["totals"]["overdue"]
    assert client.get(f"/entries.json?progress=overdue&{late}").json()["total"] == before > 1
    entry = client.get(f"/next.json?{late}&instrument=withdrawal").json()["overdue"][0]["id"]
    with Ledger(promises) as ledger:
        judge(ledger, entry, Outcome.KEPT, by="Ana", reason="seen")
    assert client.get(f"/next.json?{late}").json()["totals"]["overdue"] == before - 1
    page = client.get(f"/entries.json?progress=overdue&{late}").json()
    assert page["total"] == before - 1 and entry not in {e["id"] for e in page["entries"]}


def test_changes_keep_the_precision_of_the_text(client, ledger_path):
    words = "The guarantors will publish a map in August."
    doc = document(words, published=date(2017, 7, 6), source="august.txt")
    august = {"when": date(2017, 8, 1), "when_end": date(2017, 8, 31), "precision": "month"}
    with Ledger(ledger_path) as ledger:
        ledger.keep(reading(doc, statement(doc, words, Kind.EXPECTATION, when_text="August", **august)))
    changed = html.fromstring(client.get("/next?as_of=2017-07-28&since=2017-07-05").text).get_element_by_id("changed")
    (row,) = [
        r for r in changed.xpath(".//li") if "publish a map" in r.text_content() and "due soon" in r.text_content()
    ]
    assert "due August 2017" in row.text_content() and "2017-08" not in row.text_content()


def test_places_of_one_name_are_told_apart(client, ledger_path):
    homs = [
        Place("geonames:169577", "Homs", "city", 34.7, 36.7, "SY"),
        Place("geonames:169575", "Homs", "admin1", 34.2, 38.0, "SY"),
    ]
    with Ledger(ledger_path) as ledger:
        for n, place in enumerate(homs):
            words = f"Russia opened post {n} in Homs."
            doc = document(words, source=f"homs{n}.txt")
            ledger.keep(reading(doc, statement(doc, words, actors=("Russia",), place=place, where="Homs")))
    page = client.get("/actor?id=state:RUS").text
    assert "Homs (city)" in page and "Homs (province)" in page


def test_a_page_is_called_by_what_it_shows(client):
    entry = client.get("/entries.json").json()["entries"][0]
    assert entry["summary"][:30] in html.fromstring(client.get(f"/entry/{entry['id']}").text).xpath("string(//title)")
    assert html.fromstring(client.get("/nowhere").text).xpath("string(//title)").startswith("Not found")


def test_filters_are_told_by_name_not_by_id(promises, client):
    page = html.fromstring(
        client.get("/entries?actor=state:RUS&other=state:USA&place=geonames:250441&book=agreed").text
    )
    told = [a.text.strip() for a in page.xpath("//p[starts-with(@class, 'chips')]/a")]
    assert sorted(told) == ["actor: Russia", "and: United States", "book: agreed", "place: Amman"]
