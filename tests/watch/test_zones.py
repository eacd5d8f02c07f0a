from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.watch.helpers import START, event, table

from aftertalks.model import InputError
from aftertalks.watch.geometry import contains, distance_km
from aftertalks.watch.zones import CONTESTED, OUTSIDE, Zones

UNIT = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], float)
HOLE = np.array([[0.4, 0.4], [0.6, 0.4], [0.6, 0.6], [0.4, 0.6], [0.4, 0.4]], float)


def feature(name: str, west: float, east: float, **properties):
    ring = [[west, 32.0], [east, 32.0], [east, 33.0], [west, 33.0], [west, 32.0]]
    return {
        "type": "Feature", "properties": {"name": name} | properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }  # fmt: skip


def zones(*features):
    return Zones.of({"type": "FeatureCollection", "features": list(features)})


def assigned(made, *rows, **options):
    events = table(rows)
    return made.assign(events, np.arange(len(events)), **options)


@settings(deadline=None)
@given(st.floats(-1, 2), st.floats(-1, 2))
def test_a_square_holds_what_lies_between_its_sides(x, y):
    edges = {0.0, 1.0}
    inside = bool(contains([UNIT], np.array([x]), np.array([y]))[0])
    if x not in edges and y not in edges:
        assert inside == (0 < x < 1 and 0 < y < 1)


def test_a_hole_is_outside_and_so_is_nowhere():
    points = np.array([0.5, 0.2, np.nan]), np.array([0.5, 0.2, 0.5])
    assert contains([UNIT, HOLE], *points).tolist() == [False, True, False]


def test_distance_is_known_on_the_equator_and_shrinks_with_latitude():
    assert distance_km([UNIT], np.array([2.0]), np.array([0.5]))[0] == pytest.approx(111.2, abs=0.1)
    high = UNIT + np.array([0.0, 60.0])
    assert distance_km([high], np.array([2.0]), np.array([60.5]))[0] == pytest.approx(54.8, abs=0.2)
    assert distance_km([UNIT], np.array([0.5]), np.array([0.9]))[0] == pytest.approx(11.12, abs=0.02)


def test_events_get_zone_holder_and_distance():
    made = zones(feature("West", 35.0, 36.0, holder="A"), feature("East", 35.9, 37.0, holder="B"))
    found = assigned(
        made, event(1, START, lon=35.5, lat=32.5), event(2, START, lon=35.95, lat=32.5),
        event(3, START, lon=40.0, lat=32.5), event(4, START, lon=35.03, lat=32.5), event(5, START, lat=None, lon=None),
    )  # fmt: skip
    one, two, three, four = found.incidents
    assert (one.holder, one.zones, one.contested) == ("A", ("West",), False)
    assert (two.holder, two.zones, two.contested) == (CONTESTED, ("West", "East"), True)
    assert three.holder == OUTSIDE
    assert three.boundary_km == pytest.approx(3 * 111.195 * np.cos(np.radians(32.5)), rel=0.01)
    assert [i.id for i in found.boundary] == ["UCDP GED:2", "UCDP GED:4"]
    assert found.contested == (two,)
    assert four.near
    assert found.unplaced == ("UCDP GED:5",)


def test_overlapping_zones_of_one_holder_are_not_contested():
    made = zones(feature("West", 35.0, 36.0, holder="A"), feature("Wide", 35.0, 37.0, holder="A"))
    assert assigned(made, event(1, START, lon=35.5, lat=32.5)).incidents[0].holder == "A"


def test_a_zone_holds_only_in_its_period():
    made = zones(feature("Old", 35.0, 36.0, holder="A", to="2017-07-08"),
                 feature("New", 35.0, 36.0, holder="B", **{"from": "2017-07-09"}))  # fmt: skip
    days = [START - timedelta(days=1), START]
    found = assigned(made, *(event(n, day, lon=35.5, lat=32.5) for n, day in enumerate(days)))
    assert [i.holder for i in found.incidents] == ["A", "B"]


def test_counts_by_holder_add_up_over_time():
    made = zones(feature("West", 35.0, 36.0, holder="A"))
    rows = [event(n, START + timedelta(days=n), lon=35.5 + n % 2, lat=32.5) for n in range(20)]
    counts = assigned(made, *rows).by_holder(first=START, days=7)
    assert sum(counts.values()) == 20
    assert counts[(START, "A")] + counts[(START, OUTSIDE)] == 7
    assert {day for day, _ in counts} == {START, START + timedelta(days=7), START + timedelta(days=14)}


def test_rough_places_are_marked():
    made = zones(feature("West", 35.0, 36.0))
    rough, fine = assigned(
        made, event(1, START, place_precision="admin1", lon=35.5), event(2, START, lon=35.5)
    ).incidents
    assert (rough.imprecise, fine.imprecise) == (True, False)


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ([], "no FeatureCollection"),
        ({"features": [{"geometry": None}]}, "feature 1: no feature with a geometry"),
        ({"features": [feature("", 0, 1)]}, "no name"),
        ({"features": [feature("x", 0, 1) | {"geometry": {"type": "Point", "coordinates": [1, 2]}}]}, "no polygon"),
        ({"features": [feature("x", 0, 400)]}, "off the globe"),
        ({"features": [feature("x", 0, 1, **{"from": "soon"})]}, "not a day"),
        ({"features": [feature("x", 0, 1, **{"from": "2018-01-01", "to": "2017-01-01"})]}, "before from"),
        ({"features": [feature("x", 0, 1) | {"geometry": {"type": "Polygon", "coordinates": [["ab"]]}}]}, "pair"),
        ({"features": [feature("x", 0, 1) | {"geometry": {"type": "Polygon", "coordinates": 7}}]}, "rings|numbers"),
    ],
)
def test_bad_geojson_names_the_feature(record, told):
    with pytest.raises(InputError, match=told):
        Zones.of(record)


def test_from_a_file(tmp_path):
    path = tmp_path / "zones.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature("West", 35, 36, holder="A")]}))
    read = Zones.read(path)
    assert (read.zones[0].name, read.zones[0].first) == ("West", None)
    with pytest.raises(InputError, match="no zone named 'North'"):
        read.named(["North"])
    path.write_text("{")
    with pytest.raises(InputError, match="no GeoJSON"):
        Zones.read(path)
    assert read.zones[0].stands(np.array([date(2017, 1, 1).toordinal()])).all()
