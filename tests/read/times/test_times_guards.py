from __future__ import annotations

import pytest
from time_helpers import found


@pytest.mark.parametrize(
    "text",
    [
        "They may march on the capital.",
        "Prime Minister May spoke to the house.",
        "May said she would stay.",
        "The second man left, and the first came back.",
        "Some 2,015 people and 1,500 troops crossed.",
        "Some 2000 people fled to 1500 villages.",
        "Security Council resolution 2254 and resolutions 2202 and 2118 stand.",
        "The Sunday Times reported a rift.",
        "The Good Friday Agreement holds.",
        "The Arab Spring spread.",
        "Operation Peace Spring began.",
        "Prices fall and rise.",
        "They spring surprises.",
        "The fall of Baghdad was quick.",
        "A quarter of the town is gone.",
        "As soon as they left, it rained.",
        "Now that they left, it is quiet?".replace("Now", "now"),
        "It was the year that mattered.",
        "They won 3-1 and paid $1999.",
    ],
)
def test_no_time_here(text: str) -> None:
    assert [m.text for m in found(text)] == []


def test_the_month_beside_the_name() -> None:
    assert [m.text for m in found("Theresa May said in May that May would stay.")] == ["May"]
