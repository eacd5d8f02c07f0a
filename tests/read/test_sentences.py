from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftertalks.model import Span
from aftertalks.read.sentences import LONGEST, split


def cut(text: str) -> list[str]:
    return [s.of(text) for s in split(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        ("Mr. Lee met Gen. Ito at 5 p.m. on Sunday.", ["Mr. Lee met Gen. Ito at 5 p.m. on Sunday."]),
        ("The U.S. Senate voted. It passed.", ["The U.S. Senate voted.", "It passed."]),
        ("He flew to the U.S. The talks failed.", ["He flew to the U.S.", "The talks failed."]),
        ("“We won. We go on,” he said.", ["“We won.", "We go on,” he said."]),
        ("“Is it over?” the envoy asked.", ["“Is it over?” the envoy asked."]),
        ("“Never!” Lee said. He left.", ["“Never!” Lee said.", "He left."]),
        ("The band (banned. – Ed.) fought on. It lost.", ["The band (banned. – Ed.) fought on.", "It lost."]),
        ("See No. 5 and Art. 7 of the pact.", ["See No. 5 and Art. 7 of the pact."]),
        ("J. R. Ito spoke. They met.", ["J. R. Ito spoke.", "They met."]),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_endless_sentence_is_cut_at_spaces() -> None:
    text = "word " * 4000
    parts = cut(text)
    assert max(map(len, parts)) <= LONGEST
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")


@given(st.text(alphabet=st.sampled_from('aB .!?“”"()[]\n–'), max_size=400))
@settings(max_examples=200, deadline=None)
def test_no_letter_is_lost(text: str) -> None:
    assert "".join("".join(cut(text)).split()) == "".join(text.split())
