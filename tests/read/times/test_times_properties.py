from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from aftertalks.model import Span, TimeMention
from aftertalks.read.times import find_times

_PIECES = st.sampled_from(
    "July 9 2017 May March the end of early on in by until within from to and - – , . ( ) ' Sunday next last this year "
    "month week days three two hours ago later noon 12:00 GMT 2254 480 BC 1990s '90s 21st century Q3 half first second "
    "February 30 29 31 7-8 00 99 9999 0 today soon former every per spring winter \n \n\n said will must met agreed "
    "09.07.2017 2017-02-30 1861-63 ² ٣ Ⅷ \u00a0".split(" ")
)
_TEXTS = st.one_of(
    st.text(max_size=80), st.lists(_PIECES, max_size=24).map(" ".join), st.lists(_PIECES, max_size=24).map("".join)
)
_DAYS = st.one_of(st.none(), st.dates())


def _check(text: str, mentions: list[TimeMention]) -> None:
    end = 0
    for m in mentions:
        assert m.span.of(text) == m.text and m.text
        assert m.span.start >= end
        end = m.span.end
        assert m.type in {"DATE", "TIME", "DURATION", "SET"}
        assert m.rule
        if m.first is not None:
            assert m.last is not None and m.first <= m.last
        else:
            assert len(m.rule) > len("week: ")


@settings(max_examples=250, deadline=None)
@given(text=_TEXTS, published=_DAYS)
def test_any_text_is_read_soundly_and_alike_twice(text: str, published: date | None) -> None:
    mentions = find_times(text, published=published)
    _check(text, mentions)
    assert find_times(text, published=published) == mentions
    _check(text, find_times(text, published=published, ranges=False))


@settings(max_examples=60, deadline=None)
@given(text=_TEXTS, cuts=st.lists(st.integers(0, 80), max_size=4))
def test_any_sentences_will_do(text: str, cuts: list[int]) -> None:
    places = sorted({min(c, len(text)) for c in cuts})
    sentences = [Span(a, b) for a, b in pairwise(places)]
    _check(text, find_times(text, published=date(2017, 7, 8), sentences=sentences))


@settings(max_examples=100, deadline=None)
@given(day=st.dates(min_value=date(1700, 1, 1), max_value=date(2099, 12, 31)), published=_DAYS)
def test_a_whole_date_means_itself_whenever_published(day: date, published: date | None) -> None:
    for text in (f"It began on {day:%B} {day.day}, {day.year}.", f"It began on {day.day} {day:%B} {day.year}."):
        (mention,) = find_times(text, published=published)
        assert mention.first == mention.last == day and not mention.anchored


def test_long_hostile_text_is_read() -> None:
    for piece in ("May ", "7 July ", "1999-", "the end of ", "Sunday (", "twenty-", "\n", "(" * 9):
        text = piece * (20_000 // len(piece))
        _check(text, find_times(text, published=date(2017, 7, 8)))
