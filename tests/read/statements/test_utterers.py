"""Who can be a speaker, and that a thing is none."""

from __future__ import annotations

import pytest

from aftertalks.lexicon import load
from aftertalks.read.statements.utterers import can_utter

RECORDS = load("utterers")


@pytest.mark.parametrize("phrase", [e for r in RECORDS for e in r.get("examples", ())])
def test_people_bodies_and_texts_can_utter(phrase: str) -> None:
    assert can_utter(phrase)


@pytest.mark.parametrize("phrase", [e for r in RECORDS for e in r.get("not_examples", ())])
def test_things_cannot(phrase: str) -> None:
    assert not can_utter(phrase)


@pytest.mark.parametrize(
    "phrase",
    ["a Western diplomat", "residents and monitors", "the leaders of the three countries", "one of the envoys",
     "police", "state media", "traffic camera footage", "the commissioner", "a majority of voters",
     "sources close to the talks",
     "Volker", "the first vice president", "unnamed officials"],
)  # fmt: skip
def test_what_may_be_somebody_stays_a_speaker(phrase: str) -> None:
    assert can_utter(phrase)


@pytest.mark.parametrize("phrase", ["", "–", "need for a text and", "our friends’ attempts to calm them and"])
def test_torn_words_are_no_speaker(phrase: str) -> None:
    assert not can_utter(phrase)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The present crisis underscores the need for a written text.", "narrator"),
        ("The opposition underscored the need for a written text.", "opposition"),
        ("The coalition said that the convoy would leave on Monday.", "coalition"),
    ],
)
def test_a_thing_says_nothing(reader, text: str, speaker: str) -> None:
    from aftertalks.model import Document

    assert [s.speaker for s in reader.read(Document(text)).statements] == [speaker]
