"""What calendars and feed readers ask the server for."""

from __future__ import annotations

from datetime import date, timedelta

import feedparser
import icalendar

from aftertalks.flow import dossiers
from aftertalks.model import Kind
from aftertalks.model.dossier import Dossier
from aftertalks.web import feeds
from builders import document, reading, statement


def test_calendars_subscribe_to_deadlines(client, desk):
    answer = client.get("/deadlines.ics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    events = icalendar.Calendar.from_ical(answer.text).walk("VEVENT")
    assert {str(e["uid"]) for e in events} == {
        f"{a.entry.id}@aftertalks" for a in desk.ledger.accounts() if a.entry.due
    }
    for event in events:
        link = str(event["url"])
        assert link.startswith("http://127.0.0.1:8017/entry/")
        assert client.get(link).status_code == 200


def test_feed_readers_follow_changes(client):
    feed = feedparser.parse(client.get("/changes.atom?since=2017-07-08&as_of=2017-07-12").text)
    assert not feed.bozo
    assert any(e.title.startswith("Happened: ") for e in feed.entries)
    assert client.get(feed.entries[0].link).status_code == 200
    assert not feedparser.parse(client.get("/changes.atom?as_of=0001-01-01").text).entries


def test_what_has_not_changed_is_not_sent_again(client):
    first = client.get("/deadlines.ics")
    again = client.get("/deadlines.ics", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.text) == (304, "")


def test_a_dossier_has_feeds_of_its_own(client, desk):
    dossiers.save(desk.ledger, Dossier("border", words="border crossing"))
    assert icalendar.Calendar.from_ical(client.get("/deadlines.ics?dossier=border").text).walk("VEVENT") == []
    feed = feedparser.parse(client.get("/changes.atom?dossier=border&as_of=2017-07-12").text)
    assert [e.title for e in feed.entries] == ["New: Jordan wants the border crossing to reopen."]
    assert "dossier=border" in client.get("/next?dossier=border").text.partition("deadlines.ics")[2][:40]


def test_a_calendar_that_holds_not_all_says_so_and_keeps_what_is_to_come(client, desk, monkeypatch):
    monkeypatch.setattr(feeds, "DEADLINES", 1)
    doc = document("The committee will meet on August 1.", source="later.txt", title="Later")
    desk.ledger.keep(reading(doc, statement(doc, doc.text, Kind.EXPECTATION, when=date(2017, 8, 1))))
    due = sorted(a.entry.due[1] for a in desk.ledger.accounts() if a.entry.due)
    assert len(set(due)) > 1
    for day in (due[0], due[-1] + timedelta(days=1)):
        made = icalendar.Calendar.from_ical(client.get(f"/deadlines.ics?as_of={day}").text)
        (event,) = made.walk("VEVENT")
        first = min((d for d in due if d >= day), default=due[-1])
        assert event["dtend"].dt == first + timedelta(days=1)
        assert f"1 deadlines nearest to {day}" in str(made["description"])
        assert f"of {len(due)}." in str(made["x-wr-caldesc"])
    assert "description" not in icalendar.Calendar.from_ical(client.get("/deadlines.ics?as_of=9000-01-01").text)


def test_a_feed_that_holds_not_all_says_so(client, monkeypatch):
    asked = "/changes.atom?since=2017-07-06&as_of=2017-07-12"
    whole = feedparser.parse(client.get(asked).text)
    monkeypatch.setattr(feeds, "CHANGES", 1)
    some = feedparser.parse(client.get(asked).text)
    assert "subtitle" not in whole.feed
    assert len(some.entries) == 1
    assert some.feed.subtitle == f"The 1 most pressing of {len(whole.entries)} changes since 2017-07-06"


def test_what_cannot_be_answered_is_said(client):
    assert client.get("/deadlines.ics?dossier=nothing").status_code == 404
    assert client.get("/changes.atom?since=soon").status_code == 400
