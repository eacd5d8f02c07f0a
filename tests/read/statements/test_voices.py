"""Whose words a statement's are: the document's own first person, collectives, and cues that utter nothing."""

from __future__ import annotations

from datetime import date

import pytest

from aftertalks.flow.reading import read_all
from aftertalks.model import Document, Form, Kind, Settings, Statement


def _read(text: str, *, title: str | None = None) -> list[Statement]:
    document = Document(text, source="test", published=date(2019, 10, 15), title=title)
    return [s for r in read_all([document], settings=Settings()) for s in r.statements]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I welcome the extension of the truce in the valley.", Kind.POSITION),
        ("We urge all parties to respect the line of contact.", Kind.POSITION),
        ("As I announced on Monday, an agreement has been reached on the corridor.", Kind.AGREEMENT),
    ],
)
def test_the_documents_own_first_person_is_the_narrator(text: str, kind: Kind) -> None:
    statement = _read(text)[0]
    assert (statement.speaker, statement.form, statement.kind) == ("narrator", Form.NARRATION, kind)


@pytest.mark.parametrize("who", ["The two presidents", "The leaders", "Both presidents"])
def test_a_collective_is_those_who_were_told_to_talk(who: str) -> None:
    text = f"Emmanuel Macron had a telephone conversation with Joe Biden. {who} condemned the raid on the port."
    assert _read(text)[-1].speaker == "Emmanuel Macron; Joe Biden"


def test_a_collective_of_another_number_stays_as_worded() -> None:
    text = "Emmanuel Macron had a telephone conversation with Joe Biden. The three presidents condemned the raid."
    assert "Macron" not in str(_read(text)[-1].speaker)


def test_a_condition_utters_nothing() -> None:
    found = _read("The rebels said they would lay down their arms, but only if Jordan calls a halt to its raids.")
    assert [s.speaker for s in found] == ["rebels"]


def test_a_noun_that_something_was_announced_of_is_not_announced_again() -> None:
    found = _read("Norway announced a complete withdrawal from the base, beyond the one first announced a week earlier.")
    assert len(found) == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("It is her hope that the two sides will talk.", Kind.EXPECTATION),
        ("Egypt pledged to reopen the crossing.", Kind.POSITION),
        ("The presidents made statements for the press.", Kind.EVENT),
        ("Our concerns have to do with the posts on the ridge.", Kind.EVENT),
        ("I would like to thank Qatar for its mediation in the dispute.", Kind.POSITION),
    ],
)
def test_kinds(text: str, kind: Kind) -> None:
    assert _read(text)[0].kind is kind


def test_a_speaker_who_only_thanks_states_nothing_and_labels_are_no_words() -> None:
    text = (
        "President of Finland Alexander Stubb: We will open the road in May.\n\n"
        "Prime Minister of Norway Jonas Gahr Støre: I would like to thank you, Mr President, for the warm welcome.\n\n"
        "We will open the tunnel in June.\n\nAlexander Stubb: We will also open the bridge in July."
    )
    found = _read(text)
    assert [s.speaker for s in found] == ["Alexander Stubb", "Jonas Gahr Støre", "Alexander Stubb"]
    assert found[2].text == "We will also open the bridge in July."


def test_an_article_before_initials_is_not_the_african_union() -> None:
    assert _read("A U.S. statement added that aid groups need access.")[0].speaker == "United States"


def test_it_is_never_a_person_described_by_an_office() -> None:
    found = _read("Turkey's U.N. ambassador said his country would act. It condemned the shelling of the village.")
    assert found[-1].speaker != "Turkey's U.N. ambassador"
