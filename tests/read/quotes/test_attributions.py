from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftertalks.lexicon import load
from aftertalks.model import Document, Form
from aftertalks.read.parse import parse
from aftertalks.read.quotes import find_attributions
from aftertalks.read.quotes.exports import to_brat, to_plain


@pytest.fixture(scope="module")
def attributed(reader):
    def run(text: str):
        parsed = parse(Document("Title\n\n" + text))
        actors = reader.find_actors(parsed)
        return parsed.document.text, find_attributions(parsed, actors=actors)

    return run


def contents(text: str, found) -> list[str]:
    return [c.of(text) for c in found.contents]


@pytest.mark.parametrize(
    ("text", "speaker", "form"),
    [
        ("“The road is open again,” the envoy Ann Lee said.", "Ann Lee", Form.DIRECT),
        ("Ann Lee, an envoy, said that the road was open again.", "Ann Lee", Form.INDIRECT),
        ("According to the ministry, the road is open again.", "ministry", Form.INDIRECT),
        ("Envoy Ann Lee said the road was “open to all” again.", "Ann Lee", Form.MIXED),
        ("A senior official told reporters that the road was open.", "senior official", Form.INDIRECT),
    ],
)
def test_speaker_and_form(attributed, text: str, speaker: str, form: Form) -> None:
    _, found = attributed(text)
    assert [(a.voices[-1].name, a.form) for a in found] == [(speaker, form)]


def test_a_broken_quotation_is_one_attribution(attributed) -> None:
    text, found = attributed("“We have a date,” envoy Ann Lee said. “We do not have a map.”")
    assert len(found) == 1
    assert contents(text, found[0]) == ["“We have a date,”", "“We do not have a map.”"]


def test_a_pronoun_goes_back_to_the_last_speaker(attributed) -> None:
    _, found = attributed("Envoy Ann Lee arrived on Monday. “The talks go on,” she said.")
    assert found[-1].voices[-1].name == "Ann Lee"
    assert found[-1].voices[-1].rule.startswith("pronoun")


def test_nobody_is_invented(attributed) -> None:
    _, found = attributed("“The talks go on,” he said.")
    assert found[0].voices[-1].name is None
    assert "no person" in found[0].voices[-1].rule


def test_scare_quotes_are_no_speech(attributed) -> None:
    _, found = attributed("The “safe zone” was shelled on Monday.")
    assert found == []


def test_transcript_turn(attributed) -> None:
    text = "President of Russia Vladimir Putin: We agreed on a hotline."
    _, found = attributed(text)
    assert found[0].voices[-1].name == "Vladimir Putin"
    assert found[0].form is Form.DIRECT


@pytest.mark.parametrize("record", load("cues"), ids=lambda r: r["class"])
def test_every_cue_class_has_examples_with_its_cue_marked(record) -> None:
    assert record["examples"]
    assert all("[" in example and "]" in example for example in record["examples"])


def test_exports_point_to_the_text(attributed) -> None:
    text, found = attributed("“We have a date,” envoy Ann Lee said. “We do not have a map.”")
    (plain,) = to_plain(text, found)
    assert [text[a:b] for a, b in plain["cues"]] == ["said"]
    assert plain["resolved"] == "Ann Lee"
    for line in to_brat(text, found).splitlines():
        if line.startswith("T"):
            _, where, words = line.split("\t")
            pieces = [tuple(map(int, p.split())) for p in where.split(" ", 1)[1].split(";")]
            assert " ".join(text[a:b] for a, b in pieces) == words


@given(st.text(alphabet=st.sampled_from("Aab .,!?“”\"'«»()\n—:"), max_size=140))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_odd_marks_never_break_it(text: str) -> None:
    whole = "Title\n\nAnn Lee said " + text
    parsed = parse(Document(whole))
    for found in find_attributions(parsed):
        for content in found.contents:
            assert 0 <= content.start < content.end <= len(whole)
            assert found.cue is None or not found.cue.overlaps(content)
