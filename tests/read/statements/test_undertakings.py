"""What else a statement's record tells: conditions, undertakings, chains of speakers, whose text it is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftertalks.lexicon import load
from aftertalks.model import Document, Kind, Polarity, Statement
from aftertalks.read.parse import parse
from aftertalks.read.statements.conditions import find_conditions

CONDITIONS = [(r, e) for r in load("conditions") for e in r["examples"]]
NO_CONDITIONS = [e for r in load("conditions") for e in r["not_examples"]]
DAY = date(2017, 7, 7)


def read(reader, text: str, **fields) -> tuple[Statement, ...]:
    return reader.read(Document(text, published=DAY, **fields)).statements


def conditions(text: str):
    parsed = parse(Document("Title\n\n" + text))
    return [c for s in parsed.sentences[1:] for c in find_conditions(parsed, s)]


@pytest.mark.parametrize(("record", "example"), CONDITIONS, ids=[e["text"] for _, e in CONDITIONS])
def test_conditions_of_the_lexicon(record, example) -> None:
    (found,) = conditions(example["text"])
    assert (found.text, found.polarity) == (example["condition"], Polarity(record["polarity"]))


@pytest.mark.parametrize("text", NO_CONDITIONS)
def test_words_that_set_no_condition(text: str) -> None:
    assert conditions(text) == []


def test_a_condition_stands_in_the_record_with_its_words(reader) -> None:
    text = "Talks\n\nIran will open the site if the sanctions are lifted."
    (statement,) = read(reader, text)
    (condition,) = statement.conditions
    assert condition.span.of(text) == condition.text == "if the sanctions are lifted"
    assert statement.trace("conditions") is not None


@pytest.mark.parametrize(
    ("text", "name", "parties", "guarantors"),
    [
        ("Egypt and Sudan signed the Khartoum Declaration.", "Khartoum Declaration", ("Egypt", "Sudan"), ()),
        (
            "Egypt and Sudan agreed on a truce brokered by Norway and Qatar.",
            None,
            ("Egypt", "Sudan"),
            ("Norway", "Qatar"),
        ),
        ("Kenya and Uganda agreed on a Norway-mediated truce.", None, ("Kenya", "Uganda"), ("Norway",)),
        (
            "Kenya and Uganda agreed on a truce under the auspices of the African Union.",
            None,
            ("Kenya", "Uganda"),
            ("African Union",),
        ),
    ],
)
def test_name_parties_and_guarantors(text: str, name, parties, guarantors, reader) -> None:
    (statement,) = read(reader, f"Talks\n\n{text}")
    assert statement.undertaking is not None
    assert (statement.undertaking.name, statement.undertaking.guarantors) == (name, guarantors)
    assert statement.undertaking.parties[: len(parties)] == parties


def test_days_and_terms(reader) -> None:
    text = "Talks\n\nEgypt and Sudan agreed to halt the shelling from 9 July until 1 August 2017."
    (statement,) = read(reader, text)
    made = statement.undertaking
    assert made is not None and (made.start, made.end) == (date(2017, 7, 9), date(2017, 8, 1))
    assert [t.of(text).split()[0] for t in made.terms] in (["to"], ["halt"])


def test_what_is_no_agreement_has_no_undertaking(reader) -> None:
    (statement,) = read(reader, "Talks\n\nEgypt condemned the shelling of the town.")
    assert statement.undertaking is None


def test_what_an_agency_reports_of_a_source_comes_from_the_source(reader) -> None:
    (statement,) = read(
        reader, "Talks\n\nReuters reported that a senior official said the border would reopen on Monday."
    )
    assert [v.text for v in statement.chain] == ["Reuters", "a senior official"]
    assert statement.speaker == "senior official"


def test_whose_text_it_is(reader) -> None:
    body = "\n\nThe parties agreed to open the border."
    cases = [
        ("Statement by President Emmanuel Macron on Libya", "We welcome the truce.", None, "Emmanuel Macron"),
        (
            "Joint Statement from the United States, Egypt, and Qatar",
            "The three met.",
            None,
            "United States; Egypt; Qatar",
        ),
        ("Agreement between Norway and Sweden on fishing", "The fleets may fish.", None, "Norway; Sweden"),
        ("Readout of the call with Angela Merkel", "The two spoke.", "Elysee", "Elysee"),
        ("Macron statement angers Rome", "Rome objected.", "Daily News", "Daily News"),
        ("Rome objects", "Rome objected.", None, None),
    ]
    for title, first, publisher, wanted in cases:
        reading = reader.read(Document(f"{title}\n\n{first}{body}", title=title, publisher=publisher, published=DAY))
        assert reading.voice is not None and reading.voice.name == wanted, title
        told = [s for s in reading.statements if s.form == "narration"]
        assert all(s.document_voice == wanted and s.trace("document_voice") is not None for s in told)


def test_a_continuation_told_by_its_tense_is_marked(reader) -> None:
    text = "Talks\n\nThe minister said the army had left the town. It would return to its bases by Friday."
    found = read(reader, text)
    assert [s.attribution_certain for s in found][:1] == [True]
    later = [s for s in found if s.span.start > text.index("It would")]
    assert later == [] or not any(s.attribution_certain for s in later if s.form != "narration")


_WORDS = st.sampled_from(
    "if unless provided that the truce holds , Russia will leave as long as so subject to in exchange for . “".split()
)


@given(st.lists(_WORDS, max_size=30))
@settings(max_examples=60, deadline=None)
def test_conditions_lie_in_their_sentence_whatever_the_words(words: list[str]) -> None:
    parsed = parse(Document("Title\n\n" + " ".join(words)))
    for sentence in parsed.sentences:
        last = sentence.start
        for c in find_conditions(parsed, sentence):
            assert last <= c.span.start < c.span.end <= sentence.end
            last = c.span.end


@pytest.mark.parametrize(
    ("text", "actors", "absent"),
    [
        ("France sent troops. President Emmanuel Macron said: “We will defend the town.”", {"France"}, set()),
        ("Analyst Ann Lee said that Iran does not want new sanctions.", {"Iran"}, {"Ann Lee"}),
        ("Emmanuel Macron wrote on Twitter that Mali must act.", {"Mali"}, {"Twitter"}),
        (
            "Emmanuel Macron met Angela Merkel.\n\nThe talks lasted two hours.",
            {"Emmanuel Macron", "Angela Merkel"},
            set(),
        ),
    ],
)
def test_actors_of_the_content(text: str, actors: set[str], absent: set[str], reader) -> None:
    found = read(reader, f"Talks\n\n{text}")
    assert found and actors <= set(found[-1].actors)
    assert not absent & set(found[-1].actors)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Rebels attacked the town on Monday.", "narrator"),
        ("Iran attacked Israel.", "narrator"),
        ("Kenya blasted the plan.", "Kenya"),
        ("Kenya condemned the raid.", "Kenya"),
    ],
)
def test_a_blow_is_told_by_the_narrator_and_words_by_their_speaker(text: str, speaker: str, reader) -> None:
    (statement,) = read(reader, f"Talks\n\n{text}")
    assert statement.speaker == speaker


def test_a_truce_holds_where_it_is_to_hold_not_where_it_was_agreed(reader) -> None:
    text = (
        "Terms of the understanding\n\nThe two governments reached an understanding in Geneva on a ceasefire in Daraa. "
        "The ceasefire enters into force on July 9, 2017."
    )
    made = [s for s in read(reader, text) if s.kind is Kind.AGREEMENT]
    assert [s.where for s in made] == ["Daraa", "Daraa"]
    assert [t.rule.split(":")[0] for s in made for t in s.traces if t.field == "where"] == [
        "where it is to hold", "carried from the agreement before"
    ]  # fmt: skip
