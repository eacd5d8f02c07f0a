from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftertalks.ledger.merging import MERGE_AT, likeness, stance_of
from aftertalks.ledger.proposition import Proposition
from aftertalks.ledger.words import content_words, key, states_named, stem
from aftertalks.model import Kind, Place, Polarity, Voice
from aftertalks.model.account import Stance
from builders import NAMES, document, statement

FRIDAY = date(2017, 7, 7)
SUNDAY = date(2017, 7, 9)
SPELLINGS = ("Jarabulus", "Jerabulus")


def prop(text: str, kind: Kind = Kind.AGREEMENT, published: date | None = FRIDAY, **fields: Any) -> Proposition:
    fields = {"actors": ("United States", "Russia")} | fields
    return Proposition(statement(document(text, published=published), text, kind, **fields), published)


TOUCH = "They have agreed to keep in touch at every level."
TRUCE = "The US and Russia agreed on a truce in southwestern Syria from Sunday."


@pytest.mark.parametrize(
    "other",
    [
        TRUCE,
        "Moscow and Washington have agreed to a ceasefire in southwestern Syria, starting Sunday.",
        "Russia and the United States agreed a truce in southwestern Syria.",
    ],
)
def test_two_wordings_of_one_undertaking_merge_and_say_why(other: str) -> None:
    like = likeness(prop(TRUCE, when=SUNDAY, when_text="Sunday"), prop(other, when=SUNDAY))
    assert like.score >= MERGE_AT
    assert like.reason.startswith("merged because")


@pytest.mark.parametrize(
    ("text", "fields", "why"),
    [
        ("The US and Russia agreed on a truce in northern Homs from Sunday.", {"where": "northern Homs"}, "places"),
        (TRUCE, {"when": date(2017, 8, 1)}, "times"),
        (TRUCE, {"kind": Kind.EXPECTATION}, "books"),
        (TRUCE, {"actors": ("Jordan",)}, "parties of its own"),
        (TRUCE, {"instrument": "zone"}, "instruments"),
        ("The US and Russia agreed on four zones in Syria.", {}, "few words"),
    ],
)
def test_what_forbids_a_merge_is_named(text: str, fields: dict[str, Any], why: str) -> None:
    usual = {"where": "southwestern Syria", "when": SUNDAY, "when_text": "Sunday", "instrument": "truce"}
    like = likeness(prop(TRUCE, **usual), prop(text, **(usual | fields)))
    assert like.score == 0.0
    assert why in like.reason


def test_names_of_their_own_keep_two_propositions_apart() -> None:
    a = prop("Russia will open a monitoring centre in Amman.", Kind.EXPECTATION)
    b = prop("Russia will open a monitoring centre in Geneva.", Kind.EXPECTATION)
    like = likeness(a, b)
    assert like.score == 0.0
    assert "Amman" in like.reason
    assert "Geneva" in like.reason


def test_a_wish_is_its_holders_own() -> None:
    text = "{} wants the foreign fighters to leave the southern border zone."
    us = prop(text.format("Washington"), Kind.POSITION, actors=("United States", "Iran"))
    assert likeness(us, prop(text.format("Moscow"), Kind.POSITION, actors=("Russia", "Iran"))).score == 0.0
    assert likeness(us, prop(text.format("The US"), Kind.RECOMMENDATION, actors=("United States", "Iran"))).merges


def test_one_place_by_two_names() -> None:
    place = Place("region:x", "Southwestern Syria", "region")
    a = prop(TRUCE, where="the southwest", place=place)
    assert likeness(a, prop(TRUCE, where="Daraa and Quneitra", place=place)).merges
    assert not likeness(a, prop(TRUCE, where="Daraa and Quneitra")).merges


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        # leaders telephone again
        ({"kind": Kind.EVENT}, {"kind": Kind.EVENT, "published": date(2017, 9, 1)}, "56 days apart"),
        ({}, {"published": None}, "same occasion"),
        ({"actors": ("United States", "Russia")}, {"actors": ("United States", "Jordan")}, "parties of its own"),
        ({}, {"actors": ()}, "same parties"),
    ],
)
def test_the_same_words_on_another_occasion_or_by_others(a: dict[str, Any], b: dict[str, Any], why: str) -> None:
    like = likeness(prop("They agreed to keep in touch at every level.", **a), prop(TOUCH, **b))
    assert like.score == 0.0
    assert why in like.reason


def test_two_sentences_of_one_text_must_be_almost_the_same() -> None:
    text = "The Conference shall adopt its own rules. The Extraordinary Conference shall adopt its own rules."
    doc = document(text)
    one, other = (
        Proposition(statement(doc, words, Kind.AGREEMENT, actors=("Russia",)), FRIDAY)
        for words in text.replace(". ", ".|").split("|")
    )
    assert "one of two in a text" in likeness(one, other).reason


@pytest.mark.parametrize(("a", "b"), [("two-week", "72-hour"), ("two thirds", "four fifths"), ("third", "second")])
def test_numbers_in_words_tell_things_apart(a: str, b: str) -> None:
    text = "They welcome the {} truce between the parties in the eastern provinces."
    like = likeness(prop(text.format(a), when_text=a), prop(text.format(b), when_text=b))
    assert "of its own" in like.reason


def test_a_denial_contradicts() -> None:
    text = "The truce in southwestern Syria will {}hold this time."
    first = prop(text.format(""), Kind.EXPECTATION)
    denial = prop(text.format("not "), Kind.EXPECTATION, polarity=Polarity.NEGATIVE)
    assert likeness(first, denial).merges
    assert stance_of(denial, first) is Stance.CONTRADICTS


def test_attribution_time_and_parties_are_no_content() -> None:
    words = content_words(prop(TRUCE, when_text="Sunday").statement)
    assert words.words == {stem("truce"), stem("southwestern"), "state SYR"}
    assert words.as_written(words.words) == "truce, southwestern, Syria"


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_symmetric_and_bounded(a: str, b: str) -> None:
    x, y = prop(a + " truce"), prop(b + " truce")
    assert likeness(x, y).score == likeness(y, x).score
    assert 0.0 <= likeness(x, y).score <= 1.0


def test_names_used_here_are_known() -> None:
    assert NAMES["Russia"] == "state:RUS"


def test_a_repeated_wish_is_one_and_a_repeated_welcome_is_not() -> None:
    later = date(2019, 7, 7)
    wish = "Washington demands a full withdrawal of foreign fighters from the border strip."
    thanks = "Washington welcomes the withdrawal of foreign fighters from the border strip."
    fields = {"kind": Kind.POSITION, "actors": ("United States",)}
    assert likeness(prop(wish, **fields), prop(wish, published=later, **fields)).merges
    assert "days apart" in likeness(prop(thanks, **fields), prop(thanks, published=later, **fields)).reason


def test_twin_texts_with_another_counterpart_stay_apart() -> None:
    text = "The United States and {} will support third countries that implement the maritime agreements."
    a, b = (prop(text.format(n), Kind.POSITION, actors=("United States",)) for n in ("Russia", "Ukraine"))
    assert "state of its own" in likeness(a, b).reason


def test_words_of_every_report_are_not_enough() -> None:
    a = prop("The two leaders discussed important regional issues.", Kind.EVENT)
    b = prop("The leaders of both countries discussed issues of regional importance.", Kind.EVENT)
    assert "too few words" in likeness(a, b).reason


def test_states_are_found_by_every_name() -> None:
    found = states_named("The U.S., Moscow’s envoys and the people of North Korea; us, it and may are no states.")
    assert found == {"state:USA", "state:RUS", "state:PRK"}


def test_what_is_only_background_is_not_told() -> None:
    a = prop("The United States killed the commander in an airstrike.", Kind.EVENT)
    b = prop("The vote follows the killing of the commander in an airstrike by the United States.", Kind.EVENT)
    assert "background" in likeness(a, b).reason
    talks = "Following the talks, the two gave a joint news conference at the palace."
    assert likeness(prop(talks, Kind.EVENT), prop(talks.replace("talks", "summit"), Kind.EVENT)).merges


def test_a_person_and_the_state_spoken_for_hold_one_wish() -> None:
    text = "the United States opposes any unilateral change of the status quo across the strait."
    biden = Voice("Joe Biden", "he", None, "President", "USA", "built by hand")
    a = prop(text, Kind.POSITION, actors=("Joe Biden",), speaker="Joe Biden", chain=(biden,))
    b = prop(text, Kind.POSITION, actors=("United States",), published=date(2019, 7, 7))
    assert a.holders & b.holders


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("violations", "violate"),
        ("implementation", "implemented"),
        ("facilities", "facility"),
        ("withdrew", "withdrawal"),
        ("organised", "organization"),
        ("observance", "observe"),
    ],
)
def test_inflection_and_derivation_make_no_difference(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), [("crisis", "critic"), ("council", "cancel"), ("community", "common")])
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_a_name_in_another_spelling_and_a_large_number_are_one_word() -> None:
    a, b = (content_words(prop(f"Some 160,000 people returned to {n} in spring.").statement) for n in SPELLINGS)
    assert a.marked == b.marked
    assert "160000" in a.words


def test_a_wish_said_in_fewer_common_words_merges_only_if_it_is_the_same_sides() -> None:
    a = "The ministry stressed the importance of free navigation and safe overflight for the prosperity of the strait."
    b = "The ministry reiterated its commitment to treaty law, free navigation, overflight and fair fisheries at sea."
    ours = {"kind": Kind.POSITION, "actors": ("United States",), "speaker": "the ministry"}
    later = ours | {"published": date(2019, 7, 7)}
    like = likeness(prop(a, **ours), prop(b, **later))
    assert like.merges, like.reason
    assert "the same side wants it" in like.reason
    others = later | {"speaker": "the union", "actors": ("Russia",)}
    assert not likeness(prop(a, **ours), prop(b, **others)).merges


def test_what_two_sides_want_together_is_another_wish() -> None:
    text = "open channels of communication must be kept to prevent a military confrontation."
    alone = prop(text, Kind.POSITION, speaker="Joe Biden", actors=("United States",))
    both = "Joe Biden; Xi Jinping"
    together = prop(f"all {text}", Kind.POSITION, speaker=both, actors=("United States",))
    assert "different holders" in likeness(alone, together).reason


def test_support_of_one_state_is_not_support_of_another() -> None:
    text = "We reaffirm our support for the sovereignty, independence and territorial integrity of {}."
    a = prop(text.format("Iraq"), Kind.POSITION, speaker="the union", actors=("Iraq",))
    b = prop(text.format("Ukraine"), Kind.POSITION, speaker="the union", actors=("Ukraine",))
    assert likeness(a, b).score == 0.0


def test_what_took_effect_is_not_what_collapsed() -> None:
    fields: dict[str, Any] = {"kind": Kind.EVENT, "instrument": "truce", "actors": ()}
    like = likeness(
        prop("The ceasefire in Syria took effect at noon.", **fields), prop("A ceasefire in Syria collapsed.", **fields)
    )
    assert not like.merges
    assert like.reason == "one tells “took effect”, the other “collapsed”"
