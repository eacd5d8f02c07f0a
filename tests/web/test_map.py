"""The map: what is drawn where, and that each point opens what it counts."""

from __future__ import annotations

from itertools import combinations

import pytest
from lxml import html
from tests.builders import document, reading, statement

from aftertalks.flow.keeping import Ledger
from aftertalks.lexicon.outlines import outlines
from aftertalks.lexicon.shapes import disputed, units
from aftertalks.model import Kind
from aftertalks.model.mentions import Place
from aftertalks.web.land import WIDTH, WORLD, framed, land
from aftertalks.web.spots import Spot, Told, _tries, marks, point_of, spots

PLACES = {
    "Daraa": Place("geonames:170905", "Daraa", "city", 32.62, 36.1, "SY"),
    "Damascus": Place("geonames:170654", "Damascus", "city", 33.51, 36.29, "SY"),
    "southwestern Syria": Place("iso:SY/part:sw", "Syria", "part", 35.0, 38.0, "SY"),
    "Syria": Place("iso:SY", "Syria", "country", 35.0, 38.0, "SY"),
    "Nowhere": Place("geonames:1", "Nowhere", "city", 0.0, 0.0, "XX"),
    "Africa": Place("region:africa", "Africa", "continent", 7.2, 21.1),
}


@pytest.fixture
def told(ledger_path):
    """A sentence on each place, two on Daraa."""
    lines = [f"They met in {name}." for name in PLACES] + ["They fought in Daraa."]
    doc = document("\n\n".join(lines), source="places.txt")
    with Ledger(ledger_path) as ledger:
        ledger.keep(reading(doc, *(
            statement(doc, line, Kind.EVENT, where=line.split(" in ")[1][:-1], place=PLACES[line.split(" in ")[1][:-1]])
            for line in lines
        )))  # fmt: skip
    return ledger_path


def test_each_point_opens_what_it_counts(told, client):
    page = html.fromstring(client.get("/map").text)
    links = page.xpath("//section[@class='places']//li/a")
    assert len(links) == 5
    for a in links:
        opened = html.fromstring(client.get(a.get("href")).text)
        assert len(opened.xpath("//section[@id='said']//li")) == int(a.xpath("string(.//span)"))
    drawn = {a.get("href") for a in page.xpath("//svg//a | //*[local-name()='svg']//*[local-name()='a']")}
    assert drawn <= {a.get("href") for a in links}
    assert len(drawn) == 4


def test_a_middle_is_marked_as_no_place_of_an_event(told, client):
    found = {p["name"]: p for p in client.get("/map.json").json()["places"]}
    assert "Nowhere" not in found
    assert found["Africa"]["lat"] is None
    assert found["Syria"]["region"] is True
    assert found["Daraa"]["region"] is False
    assert len(found["Daraa"]["statements"]) == 2
    part = found["southwestern Syria"]
    assert (part["lat"], part["lon"]) != (35.0, 38.0)
    regions = html.fromstring(client.get("/map").text).xpath("//*[contains(@class, 'spot region')]/@aria-label")
    assert sorted(regions) == ["Syria: 1 statement", "southwestern Syria: 1 statement"]


def test_the_point_of_a_zone_lies_in_the_zone_that_the_words_name(told, client):
    (zone,) = [p for p in client.get("/map.json").json()["places"] if p["name"] == "southwestern Syria"]
    assert zone["region"] and any(unit.covers(zone["lat"], zone["lon"]) for unit in units("SY"))
    assert zone["lat"] < 33.4 and zone["lon"] < 37.5  # the three southern governorates


def test_weeks_and_books_narrow_it(told, client):
    week = client.get("/map.json?week=2017-07-05").json()
    assert week["places"] == client.get("/map.json?week=2017-07-03").json()["places"]
    assert client.get("/map.json?week=1999-01-01").json()["places"] == []
    assert client.get("/map.json?book=happened").json()["places"]
    assert client.get("/map.json?book=wanted").json()["places"] == []


@pytest.mark.parametrize("at", ["?box=1,2,3", "?box=5,5,4,9", "?box=a,b,c,d", "?box=nan,1,2,3", "?view=XX", "?book=x"])
def test_what_is_no_view_is_said(told, client, at):
    assert client.get(f"/map{at}").status_code == 400


@pytest.mark.parametrize("view", ["world", "SY", "UA", "places"])
def test_views_draw_land(told, client, view):
    page = html.fromstring(client.get(f"/map?view={view}").text)
    assert page.xpath("//*[@id='countries']/@d")[0].startswith("M")
    assert page.xpath("//*[@class='division']") or view == "world"
    named = [t.text for t in page.xpath("//*[@class='disputed']/title | //*[@class='disputed']/*")]
    assert view == "SY" or "disputed: RU, UA" in named or view == "places"


def test_a_frame_has_the_shape_of_the_page():
    boxes = ((32.0, 35.0, 33.0, 36.0), (10.0, -80.0, 12.0, 60.0), (80.0, 0.0, 85.0, 2.0), (-60.0, -170.0, 80.0, 170.0))
    for box in boxes:
        frame = framed(box)
        assert frame.box == WORLD or 0.3 <= frame.height / WIDTH <= 0.75
        assert -90 <= frame.box[0] < frame.box[2] <= 90


def test_disputed_units_stand_in_no_country():
    everywhere = outlines((-90.0, -180.0, 90.0, 180.0))
    apart = {o.code: o.claimed_by for o in everywhere if o.claimed_by}
    assert apart == dict(disputed())
    assert len([o for o in everywhere if not o.claimed_by]) > 200
    crimea = next(o for o in everywhere if o.code == "UA-43")
    assert len(crimea.claimed_by) == 2
    assert land(framed((44.0, 32.0, 47.0, 37.0))).disputed


def test_names_leave_each_other_room(told):
    with Ledger(told) as ledger:
        said = [v.statement for a in ledger.accounts() for v in a.voices]
    found = spots(Told(s.place, s.where) for s in said if s.place)
    for box in (WORLD, (30.0, 33.0, 37.0, 42.0)):
        drawn = marks(found, framed(box))
        rooms = [next(room for at, room in _tries(m) if at == m.label) for m in drawn if m.label]
        assert rooms
        for a, b in combinations(rooms, 2):
            assert a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1]


def test_no_place_is_put_where_databases_hold_none():
    assert point_of(PLACES["Nowhere"]) is None
    assert point_of(Place("region:atlantic", "Atlantic Ocean", "water", 0.0, -30.0)) == (0.0, -30.0)


@pytest.mark.parametrize("many", [1, 40, 1000])
def test_points_tell_sizes_apart_and_leave_the_map_visible(many):
    def spot(n):
        place = Place(f"geonames:{n}", f"{n}", "city", n % 50 / 2, n % 30 / 2, "SY")
        told = Told(place, None, 1 + 40 * n)
        return Spot(place.id, place, place.lat, place.lon, False, [told], told.n)

    frame = framed((0.0, 0.0, 25.0, 25.0))
    drawn = marks([spot(n) for n in range(many)], frame)
    radii = [m.r for m in drawn]
    assert len(drawn) == many and radii == sorted(radii) and len(set(radii)) > min(many, 20) * 0.9
    assert max(radii) <= 18
    assert sum(3.14 * r * r for r in radii) < 900 * frame.height
