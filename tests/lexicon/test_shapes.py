"""Admin-1 shapes: codes, points, parts by compass, disputed units, GeoJSON."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftertalks.lexicon import load, shapes
from aftertalks.lexicon.shapes import part_of_box
from aftertalks.read.places import PlaceFinder


@pytest.mark.parametrize(
    ("country", "lat", "lon", "code"),
    [
        ("SY", 32.62, 36.10, "SY-DR"),  # Daraa
        ("SY", 36.20, 37.16, "SY-HL"),  # Aleppo
        ("UA", 48.01, 37.80, "UA-14"),  # Donetsk
        ("DE", 53.55, 9.99, "DE-HH"),  # Hamburg
        ("US", 38.90, -77.04, "US-DC"),
    ],
)
def test_a_town_lies_in_its_unit(country: str, lat: float, lon: float, code: str) -> None:
    found = shapes.unit_at(country, lat, lon)
    assert found is not None and found.iso == code


def test_the_open_sea_lies_in_none() -> None:
    assert shapes.unit_at("SY", 34.0, 30.0) is None
    assert shapes.units("ZZ") == () and shapes.unit("ZZ-1") is None and shapes.country_box("ZZ") is None


def test_a_quarter_of_syria_holds_the_three_governorates_of_the_truce() -> None:
    box = shapes.country_box("SY")
    assert box is not None
    found = shapes.part("SY", part_of_box(box, "sw"))
    assert {"SY-DR", "SY-QU", "SY-SU"} <= {u.code for u, _ in found.units}
    assert "SY-HA" not in {u.code for u, _ in found.units}
    south, west, north, east = found.box
    for ring in found.rings:
        assert all(west - 1e-6 <= x <= east + 1e-6 and south - 1e-6 <= y <= north + 1e-6 for x, y in ring)


def test_the_place_that_a_text_names_has_its_shape() -> None:
    (mention,) = PlaceFinder().find("A truce holds in southwestern Syria.", published=None)
    assert mention.place is not None
    found = shapes.part_of(mention.place.id)
    assert found is not None and {"SY-DR", "SY-QU", "SY-SU"} <= {u.code for u, _ in found.units}
    assert shapes.part_of("iso:SY") is None and shapes.part_of("iso:ZZ/part:n") is None


def test_a_town_has_the_code_of_its_division() -> None:
    (mention,) = PlaceFinder().find("They met in Aleppo.", published=None)
    assert mention.place is not None and mention.place.iso == "SY-HL"


def test_halves_make_the_whole() -> None:
    box = shapes.country_box("SY")
    assert box is not None
    whole = sum(u.area for u in shapes.units("SY"))
    halves = [shapes._area(shapes.part("SY", part_of_box(box, half)).rings) for half in "ns"]
    assert sum(halves) == pytest.approx(whole, rel=0.02)


def test_placeholders_of_the_source_are_no_iso_codes() -> None:
    assert [u.iso for u in shapes.units("EH")] == [None]
    assert all(u.iso is None or u.iso[:2].isupper() for u in shapes.units("SY"))


@pytest.mark.parametrize("record", load("disputed_units"), ids=lambda r: r["name"])
def test_disputed_units_name_every_claimant(record) -> None:
    found = shapes.unit(record["code"])
    assert found is not None and len(found.claimed_by) > 1
    assert list(found.claimed_by) == sorted(found.claimed_by)


def test_a_disputed_unit_comes_with_every_claimant() -> None:
    for country in ("RU", "UA"):
        found = shapes.unit_at(country, 45.04, 34.10)  # Simferopol
        assert found is not None and (found.code, found.claimed_by) == ("UA-43", ("RU", "UA"))


def test_geojson_is_closed_and_names_claimants() -> None:
    made = shapes.to_geojson("SY")
    assert made is not None and len(made["features"]) == len(shapes.units("SY"))
    for feature in made["features"]:
        for (ring,) in feature["geometry"]["coordinates"]:
            assert ring[0] == ring[-1] and len(ring) >= 4
    crimea = shapes.to_geojson("UA-43")
    assert crimea is not None and crimea["features"][0]["properties"]["claimed_by"] == ["RU", "UA"]
    assert shapes.to_geojson("ZZ") is None


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_point_lies_in_at_most_few_units(lat: float, lon: float) -> None:
    assert sum(u.covers(lat, lon) for u in shapes.units("SY")) <= 2


def test_the_middle_of_a_part_lies_in_it() -> None:
    lat, lon = shapes.middle_of("iso:SY/part:sw") or (0.0, 0.0)
    part = shapes.part_of("iso:SY/part:sw")
    assert part is not None
    south, west, north, east = part.box
    assert south < lat < north and west < lon < east
    assert shapes.unit_at("SY", lat, lon) is not None
    assert shapes.middle_of("iso:SY") is None
    assert shapes.middle_of("iso:ZZ/part:n") is None
