"""Fixed phrases found by their first word."""

import pytest

from aftertalks.lexicon.phrases import PhraseTable, plain
from aftertalks.model import LexiconError

TABLE = PhraseTable({"cease-fire": "truce", "no-fly zone": "zone", "zone": "zone", "arms control treaty": "treaty"})


def found(text: str) -> list[tuple[str, str]]:
    return [(text[a:b], value) for a, b, value in TABLE.find(text)]


def test_whole_words_the_longest_first_in_any_case() -> None:
    text = "A Cease-Fire, a NO-FLY\nZONE and the zones beyond; an arms control zone."
    assert found(text) == [("Cease-Fire", "truce"), ("NO-FLY\nZONE", "zone"), ("zone", "zone")]


def test_offsets_hold_where_small_letters_are_longer() -> None:
    text = "İİİ: the zone."  # the small form of İ is two code points
    assert len(plain(text)) == len(text)
    assert found(text) == [("zone", "zone")]


def test_a_phrase_must_begin_with_a_word() -> None:
    with pytest.raises(LexiconError, match="neither letter nor digit"):
        PhraseTable({"-zone": 1})
