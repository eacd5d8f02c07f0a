from __future__ import annotations

from datetime import date

import pytest

from aftertalks.model import Document

DAY = date(2016, 4, 2)


@pytest.fixture(scope="module")
def speakers(reader):
    def run(text: str) -> list[str | None]:
        return [s.speaker for s in reader.read(Document(text, published=DAY)).statements]

    return run


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Norway and Qatar said they would send observers.", "Norway; Qatar"),
        ("Norway, Qatar and the African Union condemned the raid.", "Norway; Qatar; African Union"),
        ("The presidents of Russia and Turkey said that the line would hold.", "Vladimir Putin; Recep Tayyip Erdoğan"),
        ("The Russian and Turkish presidents said that the line would hold.", "Vladimir Putin; Recep Tayyip Erdoğan"),
    ],
)
def test_all_who_speak_together_are_named(speakers, text: str, named: str) -> None:
    assert speakers(text) == [named]


def test_they_are_the_subject_of_the_clause_before(speakers) -> None:
    text = (
        "Barack Obama and Xi Jinping met on Thursday. While some weapons experts were pleased with the pledge, they"
        " also said that China needs to guard its own stocks."
    )
    assert speakers(text)[-1] == "weapons experts"


def test_they_after_one_with_a_team_are_not_the_other_side(speakers) -> None:
    text = (
        "Ukrainian representatives said that the draft was sound. Secretary Marco Rubio and his team said that the work"
        " would go on. They stressed that it would end the war."
    )
    assert speakers(text)[-1] == "Marco Rubio"


def test_he_is_not_one_of_two_women(speakers) -> None:
    text = "Amina Ali and her mother met President Muhammadu Buhari on Thursday, where he said that the search went on."
    assert "Muhammadu Buhari" in speakers(text)
    assert "Amina Ali" not in speakers(text)


def test_the_leaders_are_people_named_together(speakers) -> None:
    text = (
        "Vladimir Putin spoke with Angela Merkel. Older residents said that they feared the worst. The leaders stressed"
        " that the line must hold."
    )
    assert speakers(text)[-1] == "Vladimir Putin; Angela Merkel"


def test_who_is_the_noun_before_it_rather_than_its_adjective(speakers) -> None:
    assert "Syria" not in speakers("The camp was quiet. A Syrian refugee who feared reprisals said the road was shut.")


def test_a_quotation_right_behind_a_report_goes_on_with_it(speakers) -> None:
    text = "The effort has made progress, Barack Obama told reporters Saturday. “Vast regions are now free of it.”"
    assert speakers(text)[-1] == "Barack Obama"


def test_a_quoted_paragraph_is_no_title(speakers) -> None:
    text = (
        "The effort has made progress, Barack Obama told reporters.\n\n“Vast regions are now free of such stocks.”\n\n"
        "The meeting ended on Friday."
    )
    assert speakers(text)[:2] == ["Barack Obama", "Barack Obama"]


def test_what_somebody_does_not_claim_is_not_reported_of_them(speakers) -> None:
    assert speakers("All Norwegians should have no expectation that the road will be safe.") == ["narrator"]


def test_several_of_a_group_keep_their_words(speakers) -> None:
    assert speakers("Many of the envoys said that the road was open.") == ["Many of the envoys"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The deal is near, according to two Egyptian officials familiar with the talks.", "two Egyptian officials"),
        ("A spokesman for the ministry, Li Jian, denied that arms had been sent.", "Li Jian"),
        ("The envoy called on Norway and Qatar to leave.", "envoy"),
        ("Neither side has confirmed the report.", "narrator"),
        ("The rebels released fourteen prisoners on Friday.", "narrator"),
        ("The rebels released a statement on Friday.", "rebels"),
    ],
)
def test_who_says_and_who_only_acts(speakers, text: str, speaker: str) -> None:
    found = speakers(text)
    assert len(found) == 1
    assert str(found[0]).startswith(speaker)


def test_each_side_of_a_semicolon_speaks_for_itself(speakers) -> None:
    found = speakers("Oslo wants guarantees for its ships; Doha insists that the port be opened first.")
    assert len(found) == 2
    assert found[1] == "Qatar"
    assert found[0] != "Qatar"


@pytest.mark.parametrize(
    ("text", "part", "speaker"),
    [
        (
            "Holm has said openly the old harbour should be sold to investors, among other plans, and his critics,"
            " which include the dockers' union, blame him for urging voters to stay away.",
            "blame him",
            "his critics",
        ),
        ("According to the House of Commons Library, breaks lasted two weeks.", "breaks", "House of Commons Library"),
        (
            "Nordic Trade–Credit Bank president Ida Holm said the use of other currencies costs Iceland millions.",
            "currencies",
            "Ida Holm",
        ),
        (
            "Nordic trade and fishery commissioner Ida Holm announced Iceland would join. The commissioner said, “We"
            " have not yet settled the quotas.”",
            "the quotas",
            "Ida Holm",
        ),
        (
            "“No sailor was hurt. We thank the coast guard;” read the statement; “we will not be intimidated.”",
            "intimidated",
            "statement",
        ),
        (
            "The Front is a banned party in Norway; the League is its main ally in the north, largely rural and,"
            " according to Sweden, hostile to the Front.",
            "banned",
            "narrator",
        ),
        ("One of the stated goals of the bloc is to encourage trade.", "goals", "narrator"),
    ],
)
def test_who_says_which_part(reader, text: str, part: str, speaker: str) -> None:
    found = [s for s in reader.read(Document(text, published=date(2019, 8, 24))).statements if part in s.text]
    assert [s.speaker for s in found] == [speaker]


def test_a_quotation_that_its_cue_interrupts_is_one_statement(reader) -> None:
    text = "“We are willing” wrote Holm “to send whatever boats we have to bring them home.”"
    (told,) = reader.read(Document(text, published=date(2019, 8, 24))).statements
    assert told.text == text


def test_what_follows_the_cue_belongs_to_it(reader) -> None:
    text = "“We will not accept any preconditions,” Lavrov told reporters in Moscow on Tuesday, adding he would wait."
    first = reader.read(Document(text, published=date(2016, 4, 2))).statements[0]
    assert first.text.endswith("on Tuesday")
    assert first.when == date(2016, 3, 29)


def test_the_president_of_a_transcript_is_the_one_whom_its_title_names(reader) -> None:
    text = (
        "Remarks by President Biden in Press Conference\n\nGeneva\n\nTHE PRESIDENT: We met for three hours.\n\n"
        "Q Will you meet again?\n\nTHE PRESIDENT: We will meet in July."
    )
    found = reader.read(Document(text, published=date(2021, 6, 16))).statements
    assert {s.speaker for s in found} == {"Joe Biden"}
    assert found[0].trace("speaker").span.of(text) == "THE PRESIDENT"


def test_a_president_whom_nothing_names_stays_as_worded(reader) -> None:
    text = "Remarks in Press Conference\n\nGeneva\n\nTHE PRESIDENT: We met.\n\nTHE PRESIDENT: We will meet again."
    assert {s.speaker for s in reader.read(Document(text, published=date(2021, 6, 16))).statements} == {"PRESIDENT"}
