"""Who is named: forms, phrases, dates, and what must not be taken for an actor."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aftertalks.model import ActorMention
from aftertalks.read.actors import ActorFinder

FINDER = ActorFinder()
SUMMER_2017 = date(2017, 7, 7)


def found(text: str, day: date | None = SUMMER_2017) -> list[tuple[str, str, str]]:
    return [(m.text, m.actor.name, m.form) for m in FINDER.find(text, published=day)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russian-US relations", [("Russian", "Russia", "demonym"), ("US", "United States", "name")]),
        ("Kiev must act.", [("Kiev", "Ukraine", "metonym")]),
        ("The Kremlin denied it.", [("Kremlin", "Russia", "metonym")]),
        ("US troops left.", [("US troops", "United States", "demonym")]),
        ("Russian Armed Forces left.", [("Russian Armed Forces", "Russian Armed Forces", "name")]),
        ("The Assad regime fell.", [("Assad regime", "Assad regime", "name")]),
        ("The Syrian government agreed.", [("Syrian government", "Syrian government", "name")]),
        (
            "the Ministry of Defence of Russia",
            [("Ministry of Defence of Russia", "Ministry of Defence of Russia", "name")],
        ),
        ("The Russian leader left.", [("Russian leader", "Vladimir Putin", "role")]),
        ("the Secretary of State", [("Secretary of State", "Rex Tillerson", "role")]),
        ("Turkish President Erdogan", [("Turkish President Erdogan", "Recep Tayyip Erdoğan", "surname")]),
        ("President of France Emmanuel Macron", [("President of France Emmanuel Macron", "Emmanuel Macron", "name")]),
        (
            "Presidents of Russia and Turkey",
            [("Presidents of Russia", "Vladimir Putin", "role"), ("Turkey", "Recep Tayyip Erdoğan", "role")],
        ),
        ("Many Japanese objected.", [("Many Japanese", "Many Japanese", "collective")]),
        ("The two presidents met.", [("The two presidents", "The two presidents", "collective")]),
        ("[Bashir al] Assad stays.", [("Bashir al] Assad", "Bashar al-Assad", "name")]),
    ],
)
def test_phrases(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text) == expected


def test_a_role_goes_to_its_holder_on_the_documents_day() -> None:
    holders = ((date(2016, 6, 1), "Barack Obama"), (date(2017, 1, 20), "Donald Trump"), (date(2022, 1, 1), "Joe Biden"))
    for day, name in holders:
        assert found("the US president", day) == [("US president", name, "role")]


def test_an_office_without_known_holder_or_date_stays_an_office() -> None:
    (mention,) = FINDER.find("the US president", published=None)
    assert mention.actor.kind == "office" and mention.actor.country == "USA"
    (mention,) = FINDER.find("the former Turkish foreign minister", published=SUMMER_2017)
    assert mention.actor.kind == "office" and "not the present one" in mention.rule


def test_surnames_need_office_or_full_name() -> None:
    assert found("Trump spoke.") == [("Trump", "Donald Trump", "surname")]
    assert found("Trump spoke.", None) == []
    assert found("Trump spoke.", date(1999, 1, 1)) == []
    assert found("Melania Trump spoke.")[0][1] != "Donald Trump"
    assert found("In May, Brown spoke.") == []
    assert [n for _, n, _ in found("Prime Minister May spoke. May left.")][:1] == ["Theresa May"]


def test_people_introduced_by_the_text_keep_their_name() -> None:
    text = "Valdai Club Program Director Dmitry Suslov spoke. According to Suslov, it is so. Mr. Suslov left."
    mentions = FINDER.find(text, published=SUMMER_2017)
    assert [m.actor.id for m in mentions] == ["text:dmitry-suslov"] * 3
    assert mentions[1].form == "surname"


def test_another_bearer_of_a_leaders_name_is_not_the_leader() -> None:
    assert "Kim Jong-un" not in [n for _, n, _ in found("Dr. Kim Tae-hyo met them.", date(2023, 7, 18))]


def test_a_treaty_named_after_a_capital_is_no_state() -> None:
    assert found("The Minsk Agreements and the Paris Agreement hold.") == []


@pytest.mark.parametrize(
    ("name", "ident"),
    [
        ("the Russian leader", "person:vladimir-putin"),
        ("Moscow", "state:RUS"),
        ("Tillerson", "person:rex-tillerson"),
        ("US President Donald Trump", "person:donald-trump"),
        ("NATO chief", "person:jens-stoltenberg"),
        ("the Houthis", "group:houthis"),
        ("Dmitry Suslov", "text:dmitry-suslov"),
        ("nobody in particular", None),
        ("Russia and Turkey", None),
    ],
)
def test_resolve(name: str, ident: str | None) -> None:
    actor = FINDER.resolve(name, published=SUMMER_2017)
    assert (actor.id if actor else None) == ident


def test_the_iranian_leader_is_ambiguous_and_stays_unresolved() -> None:
    actor = FINDER.resolve("the leader of Iran", published=SUMMER_2017)
    assert actor is not None and actor.kind == "office"


def check(text: str, mentions: list[ActorMention]) -> None:
    last = 0
    for m in mentions:
        assert m.span.start >= last and m.span.end <= len(text)
        assert m.text == text[m.span.start : m.span.end] and m.text and m.rule
        last = m.span.end


PIECES = ["Russia", "US", "President", "of", "the", " ", ", ", "’s ", "Putin", "Kim", "foreign minister", "\n\n"]
PIECES += ["“", "and ", "İ", "U.S.", "-", "ﬁ"]
HOSTILE = ["Russia, ", "spokesman ", "President of ", "the two leaders ", "Abdul Xyz, the US envoy, ", "U.", "["]


@settings(max_examples=150, deadline=None)
@example("Jim Jim")
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=30).map("".join)))
def test_any_text_gives_ordered_mentions_of_its_own_words(text: str) -> None:
    check(text, FINDER.find(text, published=SUMMER_2017))


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_is_read(unit: str) -> None:
    text = unit * 2000
    check(text, FINDER.find(text, published=SUMMER_2017))
