from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftertalks.lexicon import load
from aftertalks.model import Document
from aftertalks.read.structure import block_role, blocks, find_sections


def roles(text: str) -> list[str]:
    return [s.role for s in find_sections(Document(text))]


@pytest.mark.parametrize("record", load("structure"), ids=lambda r: r["examples"][0][:30])
def test_each_pattern_knows_its_examples(record) -> None:
    for example in record["examples"]:
        assert re.compile(record["pattern"], re.I).fullmatch(example), example
        assert block_role(example) is not None
    for other in record["not_examples"]:
        assert not re.compile(record["pattern"], re.I).fullmatch(other), other


def test_debris_after_related_is_not_read() -> None:
    text = "Talks end\n\nThe talks ended on Friday.\n\nRelated articles\n\nA trade war looms over the region."
    assert roles(text) == ["title", "body", "related", "related"]


def test_transcript_turns_keep_their_label() -> None:
    text = "Press point\n\nForeign Minister Ann Lee: We agreed.\n\nThe work goes on.\n\nQuestion: When?"
    sections = find_sections(Document(text))
    assert [s.role for s in sections] == ["title", "speaker", "speaker", "question"]
    assert [s.label.of(text) for s in sections[1:]] == ["Foreign Minister Ann Lee"] * 2 + ["Question"]


def test_a_colon_in_prose_is_no_label() -> None:
    assert roles("Title\n\nOne thing is clear: the truce holds.") == ["title", "body"]


def test_list_items_hang_on_their_lead() -> None:
    text = "Outcome\n\nThe parties will:\n\n- open the road;\n\n- free the prisoners."
    sections = find_sections(Document(text))
    assert [s.role for s in sections] == ["title", "body", "list", "list"]
    assert sections[2].lead == sections[1].span == sections[3].lead


def test_dateline_and_heading() -> None:
    text = "Title\n\nJuly 7, 2017, 21:50\n\nThe Ukrainian issue\n\nThe sides met."
    assert roles(text) == ["title", "dateline", "heading", "body"]
    assert find_sections(Document(text))[3].heading == "The Ukrainian issue"


def test_wrapped_lines_are_one_paragraph() -> None:
    line = "The ministers of the two countries met in the old town hall and spoke for"
    text = "Title\n\n" + "\n".join([line] * 6) + "\nan hour."
    assert len(blocks(text)) == 2


@given(st.text(alphabet=st.sampled_from("aB .:\n\t-“”(1)"), max_size=300))
@settings(max_examples=150, deadline=None)
def test_sections_lose_no_letter_and_do_not_overlap(text: str) -> None:
    sections = find_sections(Document(text))
    seen = 0
    for section in sections:
        assert section.span.start >= seen
        assert text[seen : section.span.start].strip() == ""
        seen = section.span.end
    assert text[seen:].strip() == ""


def test_official_transcripts_with_bare_questions() -> None:
    text = (
        "Remarks\n\nTHE PRESIDENT: We met for three hours.\n\nQ What next?\n\nTHE PRESIDENT: We go on.\n\n"
        "MODERATOR: Last one.\n\nQ Will it last?\n\nMODERATOR: Thank you."
    )
    sections = find_sections(Document(text))
    told = [(s.role, s.label.of(text)) for s in sections[1:]]
    assert told == [
        ("speaker", "THE PRESIDENT"),
        ("question", "Q"),
        ("speaker", "THE PRESIDENT"),
        ("speaker", "MODERATOR"),
        ("question", "Q"),
        ("speaker", "MODERATOR"),
    ]
