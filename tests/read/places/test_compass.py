"""Compass words and the parts they cut."""

from __future__ import annotations

import pytest

from aftertalks.lexicon.shapes import part_of_box
from aftertalks.read.places.compass import compass_of


@pytest.mark.parametrize(
    ("word", "point"),
    [
        ("southwestern", "sw"),
        ("North-West", "nw"),
        ("eastern", "e"),
        ("Easter", None),
        ("nor", None),
        ("", None),
    ],
)
def test_compass_words(word: str, point: str | None) -> None:
    assert compass_of(word) == point


def test_parts_lie_inside_and_quarters_inside_halves() -> None:
    box = (30.0, 35.0, 38.0, 43.0)
    assert part_of_box(box, "sw") == (30.0, 35.0, 34.0, 39.0)
    assert part_of_box(box, "n") == (34.0, 35.0, 38.0, 43.0)
    assert part_of_box(box, "central") == (32.0, 37.0, 36.0, 41.0)
    assert part_of_box(box, "upper") == box
