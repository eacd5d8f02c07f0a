from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftertalks.ledger.copies import BANDS, Repeat, bands, compare, repeated_words, shingles
from aftertalks.model import Document

WIRE = (
    "AMMAN - Officials of three countries signed the memorandum on the southwest on Wednesday. It confirms the "
    "ceasefire of July and sets out how monitors will report violations. A diplomat said the parties would meet "
    "again in Geneva "
    "before the end of the year to review progress, and that the crossing might reopen once the road was safe. "
    "The United Nations welcomed the step and asked for access to the besieged towns east of the capital."
)
OTHER = (
    "Foreign ministers discussed trade tariffs for two days without a result. Steel, cars and farm goods were on the "
    "table, and each delegation blamed the others when the doors opened. The next round is planned for the autumn, "
    "though nobody named a city; exporters fear that the dispute will cost them another season of orders."
)


def doc(text: str, **fields: object) -> Document:
    return Document(text, **fields)  # type: ignore[arg-type]


def test_a_wire_copy_with_a_sentence_of_its_own_is_a_copy() -> None:
    paper = "By our staff. " + WIRE + " Nobody in the town believed it."
    found = compare(doc(paper, publisher="Daily"), doc(WIRE, publisher="Wire"))
    assert found.repeat is Repeat.COPY
    assert found.share == 1.0
    assert set(bands(shingles(paper))) & set(bands(shingles(WIRE)))


def test_two_reports_of_one_event_in_their_own_words_are_no_copies() -> None:
    own = "On Wednesday a memorandum confirming the July ceasefire was signed in Amman by three countries. " * 2
    assert compare(doc(own), doc(WIRE)).repeat is None
    assert compare(doc(OTHER), doc(WIRE)).repeat is None


@pytest.mark.parametrize(
    ("ours", "theirs", "repeat"),
    [
        ({"url": "https://a/x"}, {"url": "https://a/x"}, Repeat.EDITION),
        ({"title": "Truce", "publisher": "Wire"}, {"title": "truce", "publisher": "WIRE"}, Repeat.EDITION),
        ({"title": "Truce", "publisher": "Wire"}, {"title": "Truce", "publisher": "Daily"}, Repeat.COPY),
        (
            {"title": "Readout", "publisher": "Wire", "published": date(2017, 1, 1)},
            {"title": "Readout", "publisher": "Daily", "published": date(2017, 6, 1)},
            Repeat.COPY,
        ),
    ],
)
def test_the_same_place_makes_an_edition(ours: dict[str, object], theirs: dict[str, object], repeat: Repeat) -> None:
    assert compare(doc(WIRE.replace("Geneva", "Astana"), **ours), doc(WIRE, **theirs)).repeat is repeat


def test_one_address_with_another_text_is_no_edition() -> None:
    assert compare(doc(OTHER, url="https://a/"), doc(WIRE, url="https://a/")).repeat is None


def test_twin_readouts_of_one_publisher_are_no_copies() -> None:
    long = WIRE + " " + " ".join(f"The sides discussed item {n} of the agenda." for n in range(12))
    twin = long.replace("the southwest", "the northeast").replace("Geneva", "Astana").replace("United Nations", "envoy")
    assert 0.5 < compare(doc(twin), doc(long)).share < 0.9
    assert compare(doc(twin, publisher="Ministry"), doc(long, publisher="Ministry")).repeat is None
    assert compare(doc(twin, publisher="Daily"), doc(long, publisher="Ministry")).repeat is Repeat.COPY


def test_short_texts_must_be_the_same() -> None:
    line = "The ministers met on Monday in Amman and agreed to meet again"
    assert compare(doc(line + " soon."), doc(line + " later.")).repeat is None
    assert compare(doc(line), doc(line + "!")).repeat is Repeat.COPY


def test_the_sketch_is_the_same_on_every_machine() -> None:
    assert bands(shingles(WIRE))[:2] == ("17bdb592f797e1c1", "a434c7358493a2fb")
    assert len(bands(shingles(WIRE))) == BANDS
    assert bands(frozenset()) == ()


@given(st.text(max_size=300))
def test_any_text_can_be_sketched(text: str) -> None:
    assert len(bands(shingles(text))) in {0, BANDS}
    assert repeated_words(text).startswith(" ")
