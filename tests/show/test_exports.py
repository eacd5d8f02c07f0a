"""Calendar, feed, claim reviews, map, entities and database, read back by the libraries that their users use."""

from __future__ import annotations

import asyncio
import io
import json
import sqlite3
import warnings
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import feedparser
import geopandas
import icalendar
import pytest
import rdflib
import sqlite_utils
from followthemoney import model as ftm
from rdflib import RDF, Namespace

from aftertalks.flow import dossiers, exporting
from aftertalks.flow.judging import judge
from aftertalks.flow.keeping import Ledger
from aftertalks.flow.scope import Scope
from aftertalks.model import EventFrame, Outcome, Place
from aftertalks.model.account import Account
from aftertalks.model.dossier import Dossier
from aftertalks.show.exports.database import ALL, metadata
from aftertalks.show.exports.site import clean, identifier, public_source
from builders import REPORT, document, reading, statement

SCHEMA = Namespace("https://schema.org/")
Written = Callable[..., str]


def late(ledger: Ledger) -> Account:
    """The entry that the words date to the end of July."""
    return next(a for a in ledger.accounts() if a.entry.due and a.entry.due[1] == date(2017, 7, 31))


def events(text: str) -> dict[str, Any]:
    found = icalendar.Calendar.from_ical(text).walk("VEVENT")
    return {str(e["uid"]): e for e in found}


def test_calendars_hold_every_entry_with_a_date(ledger: Ledger, written: Written) -> None:
    found = events(written("ics"))
    dated = {a.entry.id: a for a in ledger.accounts() if a.entry.due}
    assert set(found) == {f"{i}@aftertalks" for i in dated}
    for i, account in dated.items():
        event = found[f"{i}@aftertalks"]
        assert account.entry.summary in str(event["description"])
        assert account.voices[0].source.citation in str(event["description"])
        assert not event.get("errors") and not event.errors
        assert event["transp"] == "TRANSPARENT"


def test_only_a_day_is_a_day_and_a_month_spans_it(ledger: Ledger, written: Written) -> None:
    for event in events(written("ics")).values():
        days = (event.end - event.start).days
        assert type(event.start) is date
        assert (days == 1) is (event["x-aftertalks-precision"] in {"day", "time"})
    month = events(written("ics"))[f"{late(ledger).entry.id}@aftertalks"]
    assert (month.start, month.end) == (date(2017, 7, 1), date(2017, 8, 1))
    assert "by the end of July" in str(month["summary"])
    assert "“the end of July”: at the latest 2017-07-31, precision month" in str(month["description"])


def test_what_leaves_more_than_a_year_open_is_in_no_calendar(ledger: Ledger, written: Written) -> None:
    held = len(events(written("ics")))
    doc = document("It will hold in this century.")
    age = {"when": date(2001, 1, 1), "when_end": date(2100, 12, 31), "precision": "century"}
    ledger.add(reading(doc, statement(doc, doc.text, late(ledger).voices[0].statement.kind, **age)))
    out = io.StringIO()
    write = exporting.FORMS["ics"].write
    assert write is not None
    assert write(ledger, "entries", Scope(), out) == f"{held} dates; 1 that leave more than a year open are left out"


def test_a_calendar_is_the_same_until_the_ledger_learns_something(ledger: Ledger, written: Written) -> None:
    before = written("ics")
    assert written("ics") == before
    uid = f"{late(ledger).entry.id}@aftertalks"
    judge(ledger, late(ledger).entry.id, Outcome.SUPERSEDED, by="Ann", reason="another deal")
    old, new = events(before)[uid], events(written("ics"))[uid]
    assert new["sequence"] == old["sequence"] + 1
    assert new.last_modified > old.last_modified
    assert (old["status"], new["status"]) == ("TENTATIVE", "CANCELLED")


def test_calendars_link_to_the_site_that_shows_the_ledger(ledger: Ledger, written: Written) -> None:
    linked = events(written("ics", site="https://talks.example/"))
    assert {str(e["url"]).rpartition("/")[0] for e in linked.values()} == {"https://talks.example/entry"}
    assert "url" not in events(written("ics")).popitem()[1]


def test_the_feed_tells_every_change_once(ledger: Ledger, written: Written) -> None:
    told = dossiers.changes(ledger, since="2017-07-07", as_of=date(2017, 7, 12)).found
    feed = feedparser.parse(written("atom", since=date(2017, 7, 7), as_of=date(2017, 7, 12)))
    assert not feed.bozo
    assert feed.version == "atom10"
    assert len(feed.entries) == len(told) > 0
    assert len({e.id for e in feed.entries} | {feed.feed.id}) == len(told) + 1
    assert all(e.id.startswith("urn:uuid:") and e.title and e.updated for e in feed.entries)
    assert [e.updated for e in feed.entries] == sorted((e.updated for e in feed.entries), reverse=True)
    happened = [e for e in feed.entries if e.title.startswith("Happened: ")]
    assert {c.account.entry.id for c in told if c.after == "happened" and c.before == "unchecked"}
    assert len(happened) == 2
    assert "took effect at noon" in happened[0].content[0].value


def test_a_change_keeps_its_id_and_time_in_later_feeds(written: Written) -> None:
    first = feedparser.parse(written("atom", since=date(2017, 7, 7), as_of=date(2017, 7, 12)))
    later = feedparser.parse(written("atom", since=date(2017, 7, 7), as_of=date(2017, 7, 20)))
    times = {e.id: e.updated for e in later.entries}
    kept = [e for e in first.entries if e.id in times]
    assert kept
    assert all(times[e.id] == e.updated for e in kept)


def test_feeds_and_calendars_survive_what_documents_hold(ledger: Ledger, written: Written) -> None:
    doc = document("<b>&\x0b]]> \u2028 BEGIN:VEVENT; it\\, will end soon.", title="A\x07 <title>", url="javascript:1")
    ledger.add(reading(doc, statement(doc, doc.text, late(ledger).voices[0].statement.kind, when=date(2017, 7, 20))))
    feed = feedparser.parse(written("atom", since=date(2017, 7, 1), as_of=date(2017, 7, 12)), sanitize_html=False)
    assert not feed.bozo
    assert any("&lt;b&gt;&amp;" in e.content[0].value for e in feed.entries)
    assert not any("javascript" in link.href for e in feed.entries for link in e.get("links", []))
    assert len(events(written("ics"))) == sum(a.entry.due is not None for a in ledger.accounts())


def test_clean_and_identifiers() -> None:
    assert clean("a\x00b\ud800\n") == "a\ufffdb\ufffd\n"
    assert identifier("a", "b") == identifier("a", "b") != identifier("a", "c")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD reader
def test_claim_reviews_are_the_judged_entries(ledger: Ledger, written: Written) -> None:
    judge(ledger, late(ledger).entry.id, Outcome.DID_NOT_HAPPEN, by="Ann Lee", reason="</script> nobody left")
    text = written("claimreview", site="https://talks.example")
    assert "</script>" not in text
    graph = rdflib.Graph()
    # The context is named by address; for these terms it says that they are this vocabulary's. Nothing is fetched here.
    graph.parse(data=text.replace('"https://schema.org"', '{"@vocab": "https://schema.org/"}', 1), format="json-ld")
    judged = {a.entry.id: a.entry for a in ledger.accounts() if a.entry.judgements}
    reviews = list(graph.subjects(RDF.type, SCHEMA.ClaimReview))
    assert {str(graph.value(r, SCHEMA.identifier)) for r in reviews} == set(judged)
    assert len(judged) == 3
    for review in reviews:
        entry = judged[str(graph.value(review, SCHEMA.identifier))]
        assert str(graph.value(review, SCHEMA.claimReviewed)) == entry.summary
        rating = graph.value(review, SCHEMA.reviewRating)
        assert str(graph.value(rating, SCHEMA.alternateName)) == entry.outcome.value
        assert graph.value(rating, SCHEMA.ratingValue) is None
        assert str(graph.value(review, SCHEMA.url)) == f"https://talks.example/entry/{entry.id}"
        author = graph.value(review, SCHEMA.author)
        by_person = entry.outcome is Outcome.DID_NOT_HAPPEN
        assert (graph.value(author, RDF.type) == SCHEMA.Person) is by_person
        claim = graph.value(review, SCHEMA.itemReviewed)
        assert graph.value(claim, RDF.type) == SCHEMA.Claim
        assert graph.value(graph.value(claim, SCHEMA.appearance), SCHEMA.headline) is not None


def test_nothing_that_nobody_judged_is_a_review(ledger: Ledger, written: Written) -> None:
    feed = json.loads(written("claimreview", as_of=date(2017, 7, 8)))
    assert feed["dataFeedElement"] == []


@pytest.mark.parametrize("what", ["statements", "events"])
def test_maps_hold_what_has_a_point(ledger: Ledger, written: Written, what: str, tmp_path: Path) -> None:
    file = tmp_path / "x.geojson"
    file.write_text(written("geojson", what))
    frame = geopandas.read_file(file)
    assert len(frame) == 1
    (point,) = frame.geometry
    assert (point.x, point.y) == (37.16, 36.2)
    assert frame.crs.to_epsg() == 4326
    assert frame["place_kind"][0] == "city"
    assert frame["text"][0] == "Russia did strike Aleppo."


def test_an_empty_map_is_a_map(written: Written) -> None:
    assert json.loads(written("geojson", as_of=date(2001, 1, 1)))["features"] == []


def proxies(text: str) -> list[Any]:
    return [ftm.get_proxy(json.loads(line)) for line in text.splitlines()]


def test_entities_are_follow_the_money(ledger: Ledger, written: Written) -> None:
    found = proxies(written("ftm"))
    for line, proxy in zip(written("ftm").splitlines(), found, strict=True):
        given = {name: sorted(values) for name, values in json.loads(line)["properties"].items()}
        # What does not fit its property's type is dropped or changed on loading: nothing may be.
        assert {name: sorted(values) for name, values in proxy.to_dict()["properties"].items()} == given
        assert proxy.schema.validate(proxy.to_dict()) is None
    by_schema: dict[str, list[Any]] = {}
    for proxy in found:
        by_schema.setdefault(proxy.schema.name, []).append(proxy)
    said = [s for r in ledger.readings() for s in r.statements]
    assert len(by_schema["Note"]) == len(said)
    assert {p.first("description") for p in by_schema["Note"]} == {s.text for s in said}
    assert len(by_schema["Article"]) == 3
    assert {p.first("name") for p in by_schema["LegalEntity"]} == {"Russia", "United States", "Jordan"}
    ids = {p.id for p in found}
    for proxy in found:
        for prop, value in proxy.itervalues():
            assert prop.type.name != "entity" or value in ids


def test_every_state_has_a_code_that_follow_the_money_knows(ledger: Ledger) -> None:
    from aftertalks.lexicon import load
    from aftertalks.show.exports.ftm import entities

    doc = document()
    states = tuple(f"state:{r['iso3']}" for r in load("states"))
    said = replace(statement(doc, "The presidents"), actor_ids=states)
    made = [ftm.get_proxy(e) for e in entities(reading(doc, said)) if e["schema"] == "LegalEntity"]
    assert len(made) == len(states)
    for proxy in made:
        proxy.schema.validate(proxy.to_dict())
        assert proxy.get("country"), proxy.caption


def test_only_what_is_reported_as_done_is_an_event_entity(ledger: Ledger, written: Written) -> None:
    doc = document("Russia may strike Homs.")
    ledger.add(reading(doc, statement(doc, doc.text, event=EventFrame("ASSAULT", auxiliary=("hypothetical",)))))
    found = {p.first("summary") for p in proxies(written("ftm")) if p.schema.name == "Event"}
    assert "Russia did strike Aleppo." in found
    assert not any("may" in words for words in found)
    assert all(REPORT.find(words) < 0 for words in found)


def test_entities_tell_no_day_that_the_words_do_not(ledger: Ledger, written: Written) -> None:
    doc = document("In July Russia struck Idlib.")
    month = {"when": date(2017, 7, 1), "when_end": date(2017, 7, 31), "precision": "month"}
    place = Place("region:x", "Crimea", "region", 45.0, 34.0, "UA/RU")
    ledger.add(reading(doc, statement(doc, doc.text, event=EventFrame("ASSAULT"), place=place, **month)))
    (event,) = (p for p in proxies(written("ftm")) if p.first("summary") == doc.text)
    assert event.get("startDate") == event.get("endDate") == ["2017-07"]
    assert sorted(event.get("country")) == ["ru", "ua"]


@pytest.fixture
def database(ledger: Ledger, tmp_path: Path) -> Path:
    write = exporting.FORMS["sqlite"].file
    assert write is not None
    write(ledger, "statements", Scope(), tmp_path / "talks.db")
    return tmp_path / "talks.db"


def test_the_database_is_whole_and_searched(ledger: Ledger, database: Path) -> None:
    with closing(sqlite_utils.Database(database)) as db:
        assert list(db.query("PRAGMA foreign_key_check")) == []
        assert db["statements"].count == sum(len(r.statements) for r in ledger.readings()) == 6
        assert db["entries"].count == len(list(ledger.accounts()))
        assert db["voices"].count == sum(len(a.voices) for a in ledger.accounts())
        assert db["judgements"].count == 2
        assert db["events"].count == 1
        assert {t.name: tuple(db[t.name].columns_dict) for t in ALL} == {t.name: t.names for t in ALL}
        assert {k.other_table for t in ALL for k in db[t.name].foreign_keys} == {
            "documents", "statements", "entries", "actors"
        }  # fmt: skip
        assert [r["due_last"] for r in db.query("select * from deadlines")] == sorted(
            a.entry.due[1].isoformat() for a in ledger.accounts() if a.entry.due
        )
        assert db["statements"].detect_fts() == "statements_fts"
        assert {r["speaker"] for r in db["statements"].search("truce noon")} == {"Sergei Lavrov", "narrator"}
        (row,) = db.query("select name from actors where id = 'state:RUS'")
        assert row["name"] == "Russia"


def test_the_database_names_no_folder_of_this_machine(database: Path, tmp_path: Path) -> None:
    data = database.read_bytes()
    assert b"c.txt" in data
    assert b"/home/x" not in data
    assert str(tmp_path).encode() not in data


def test_a_dossiers_database_holds_all_that_it_refers_to(ledger: Ledger, tmp_path: Path) -> None:
    dossiers.save(ledger, Dossier("border", words="border crossing"))
    write = exporting.FORMS["sqlite"].file
    assert write is not None
    write(ledger, "statements", Scope(dossiers.dossier(ledger, "border")), tmp_path / "border.db")
    with closing(sqlite3.connect(tmp_path / "border.db")) as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert 0 < db.execute("SELECT count(*) FROM entries").fetchone()[0] < len(list(ledger.accounts()))


def test_datasette_serves_the_database(database: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Datasette's own use of pkg_resources
        from datasette.app import Datasette

    with closing(sqlite3.connect(database)) as db:
        told = json.loads(db.execute("SELECT value FROM metadata WHERE name = 'datasette'").fetchone()[0])

    async def ask(path: str) -> Any:
        shown = Datasette([str(database)], metadata=told)
        answer = await shown.client.get(path)
        assert answer.status_code == 200
        return answer.json() if path.endswith("_shape=array") or ".json" in path else answer.text

    found = asyncio.run(ask("/talks/statements.json?_search=border&_shape=array"))
    assert [r["speaker"] for r in found] == ["Jordan"]
    page = asyncio.run(ask("/talks/entries"))
    assert "One proposition on which statements are voices" in page
    assert asyncio.run(ask("/-/metadata.json"))["title"] == "Aftertalks"


def test_every_columns_meaning_is_in_the_metadata() -> None:
    tables = metadata("talks", "Talks")["databases"]["talks"]["tables"]
    assert {name: set(t["columns"]) for name, t in tables.items()} == {t.name: set(t.names) for t in ALL}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("/home/ann/talks/a.html", "a.html"), ("C:\\Users\\ann\\feed.xml#3", "feed.xml#3"), ("a.txt", "a.txt"),
        ("https://example.org/a/b", "https://example.org/a/b"), ("-", "-"), ("/", "-"),
    ],
)  # fmt: skip
def test_public_sources_name_no_folder(given: str, shown: str) -> None:
    assert public_source(given) == shown


def test_no_form_names_a_folder_of_this_machine(written: Written) -> None:
    for form in ("ics", "atom", "claimreview", "geojson", "ftm"):
        assert "/home/x" not in written(form, since=date(2017, 7, 1), as_of=date(2017, 7, 12))


def test_the_feed_of_nothing_is_a_feed(written: Written) -> None:
    feed = feedparser.parse(written("atom", as_of=date(2001, 1, 1)))
    assert not feed.bozo
    assert feed.entries == []
    assert datetime.fromisoformat(feed.feed.updated).tzinfo == UTC
