"""Where: names, parts, zones, homonyms, and what must not be taken for a place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftertalks.model import PlaceMention, Span
from aftertalks.read.places import PlaceFinder

FINDER = PlaceFinder()


def found(text: str) -> list[tuple[str, str | None]]:
    return [(m.text, m.place.id if m.place else None) for m in FINDER.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a truce in southwestern Syria", [("southwestern Syria", "iso:SY/part:sw")]),
        ("in the north-west of Syria", [("north-west of Syria", "iso:SY/part:nw")]),
        ("East of the Euphrates River", [("East of the Euphrates River", "region:euphrates/beside:e")]),
        ("the Eastern Mediterranean", [("Eastern Mediterranean", "region:eastern-mediterranean")]),
        ("Turkish waters", [("Turkish waters", "iso:TR/zone:waters")]),
        ("the EEZ of Cyprus", [("EEZ of Cyprus", "iso:CY/zone:eez")]),
        ("Donetsk and Lugansk regions", [("Donetsk and Lugansk regions", "region:donetsk-and-luhansk")]),
        ("They met in Geneva.", [("Geneva", "geonames:2660646")]),
        ("in Paris, Texas", [("Paris", "geonames:4717560"), ("Texas", "geonames:4736286")]),
        ("They met in Paris.", [("Paris", "geonames:2988507")]),
        ("They met in St Petersburg.", [("St Petersburg", "geonames:498817")]),
        ("at Peace Memorial Park", [("Peace Memorial Park", None)]),
        ("the Russian president", []),
        ("Reading the text, Nice people spoke of Mobile phones.", []),
        ("President Lincoln and Paris Hilton spoke.", []),
        ("the University of Georgia and the China Daily", []),
        ("The Minsk Agreements hold.", []),
    ],
)
def test_names(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert found(text) == expected


def test_a_part_of_a_region_with_a_box_has_the_parts_middle() -> None:
    (whole,) = FINDER.find("in Darfur")
    (part,) = FINDER.find("in western Darfur")
    assert whole.place and part.place and part.place.lon is not None and whole.place.lon is not None
    assert part.place.lon < whole.place.lon and part.place.country == "SD"


def test_disputed_places_show_every_claimant() -> None:
    (mention,) = FINDER.find("on the Golan Heights")
    assert mention.place and mention.place.country == "SY/IL"
    assert "Syria and Israel" in mention.rule


def test_the_document_decides_between_homonyms() -> None:
    (_, _, georgia) = FINDER.find("Farmers in Alabama, Florida and Georgia")
    assert georgia.place and (georgia.place.country, georgia.place.kind) == ("US", "admin1")
    (georgia, *_) = FINDER.find("Georgia and Abkhazia met near Sukhumi.")
    assert georgia.place and georgia.place.id == "iso:GE"
    donetsk = FINDER.find("Rostov region of Russia: they came to Donetsk from Ukraine")[-2].place
    assert donetsk is not None and donetsk.name == "Donetsk"


def test_locate_answers_each_span_or_none() -> None:
    text = "From Hamburg to Syria by way of Xyzzyburg"
    spans = [Span(text.index(w), text.index(w) + len(w)) for w in ("Hamburg", "Syria", "Xyzzyburg")]
    hamburg, syria, nowhere = FINDER.locate(text, spans)
    assert hamburg and hamburg.country == "DE" and syria and syria.id == "iso:SY" and nowhere is None


def check(text: str, mentions: list[PlaceMention]) -> None:
    last = 0
    for m in mentions:
        assert m.span.start >= last and m.text == text[m.span.start : m.span.end] and m.rule
        last = m.span.end


PIECES = ["Syria", "southern ", "Paris", "of the ", ", ", "Texas", "Park", " ", "Lake ", "in ", "\n\n", "St. ", "’s "]
PIECES += ["İ", "waters", "Turkish ", "north-west of "]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=30).map("".join)))
def test_any_text_gives_ordered_mentions_of_its_own_words(text: str) -> None:
    check(text, FINDER.find(text))


@pytest.mark.parametrize("unit", ["Paris, ", "Xyz Park ", "Georgia ", "north ", "St. ", "U."])
def test_hostile_text_is_read(unit: str) -> None:
    text = unit * 2000
    check(text, FINDER.find(text))
