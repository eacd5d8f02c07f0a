"""Texts built piece by piece, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftertalks.ingest import textmap
from aftertalks.ingest.textmap import TextMap, TooManyPiecesError, readable
from aftertalks.model import Span

ODD = st.text(alphabet="ab .\n\r\t\u00a0\u200b\u202e\u00ad\ufeff\x00\x0c\x85\u2028\ud800é漢😀", max_size=80)


@given(ODD)
def test_every_run_is_the_same_letter_by_letter(holds, original):
    text, offsets = readable(original)
    holds(text, original, offsets)
    assert "\r" not in text
    assert not set(text) & set("\u200b\u202e\u00ad\ufeff\x00\x85\u2028\ud800\u00a0")
    text.encode("utf-8")


@given(ODD)
def test_visible_letters_all_stay(original):
    text, _ = readable(original)
    assert [c for c in text if c in "ab.é漢😀"] == [c for c in original if c in "ab.é漢😀"]


def test_an_unchanged_text_needs_no_map():
    text, offsets = readable("Plain words.\n")
    assert (text, offsets.runs) == ("Plain words.\n", ())


def test_a_span_over_a_line_end_covers_both_of_its_letters():
    original = "one\r\ntwo"
    text, offsets = readable(original)
    assert text == "one\ntwo"
    assert offsets.to_original(Span(0, len(text))) == Span(0, len(original))
    assert offsets.to_original(Span(4, 7)) == Span(5, 8)


def test_a_text_without_a_letter_of_the_original_maps_nowhere():
    built = TextMap()
    built.add("“")
    text, offsets = built.finish()
    assert offsets.to_original(Span(0, len(text))) is None


def test_more_pieces_than_can_be_kept_are_refused(monkeypatch):
    monkeypatch.setattr(textmap, "MAX_PIECES", 10)
    with pytest.raises(TooManyPiecesError):
        readable("a\u200b" * 20)
