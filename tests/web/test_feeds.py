"""What calendars and feed readers ask the server for."""

from __future__ import annotations

import feedparser
import icalendar

from aftertalks.flow import dossiers
from aftertalks.model.dossier import Dossier


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


def test_what_cannot_be_answered_is_said(client):
    assert client.get("/deadlines.ics?dossier=nothing").status_code == 404
    assert client.get("/changes.atom?since=soon").status_code == 400
