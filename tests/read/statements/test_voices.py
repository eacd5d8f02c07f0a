"""Whose words a statement's are: the document's own first person, collectives, and cues that utter nothing."""

from __future__ import annotations

from datetime import date

import pytest

import aftertalks
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
    found = _read("Norway announced a complete withdrawal from the base, beyond that first announced a week earlier.")
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


def test_a_conjunct_outside_the_content_is_the_narrators() -> None:
    found = _read("The Malian government has declared victory, but the U.S. troops have remained in the north.")
    assert [s.speaker for s in found] == ["Malian government", "narrator"]


def test_a_purpose_that_is_no_utterance_is_told_by_the_narrator() -> None:
    worked, used = (
        _read("Over these last days, Chile has worked with officials from Peru to encourage a settlement."),
        _read("The minister used the speech to condemn the raid."),
    )
    assert worked[0].speaker == "narrator"
    assert used[0].speaker == "minister"


def test_our_administration_is_the_document_itself() -> None:
    assert _read("My Administration supports an inquiry into the raid.")[0].speaker == "narrator"


def test_what_is_posted_on_a_channel_is_said_by_whoever_posted_it() -> None:
    found = _read("Finance Minister Ann Lee posted a message on Twitter blaming the central bank for the fall.")
    assert found[0].speaker == "Ann Lee"


def test_they_are_the_delegation_that_spoke_right_before() -> None:
    text = (
        "Emmanuel Macron and Olaf Scholz met the Ukrainian delegation. The Ukrainian delegation affirmed that its "
        "concerns were addressed. They expressed appreciation for the approach."
    )
    assert _read(text)[-1].speaker == "Ukraine"


def test_the_present_perfect_tells_what_happened() -> None:
    assert _read("The Federal Office has suspended the permit, German officials said.")[0].kind is Kind.EVENT


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Pedro Sánchez thanked Joe Biden. When Viktor Orbán came to power, he thought he would stay for years.",
            "Viktor Orbán",
        ),
        (
            "Joe Biden spoke with Pedro Sánchez. On the situation around Belarus, the President of Finland underscored "
            "that the border stays shut.",
            "President of Finland",
        ),
    ],
)
def test_pronouns_and_offices_after_a_fronted_phrase(text: str, speaker: str) -> None:
    document = Document(text, source="test", published=None)
    found = [s for r in read_all([document], settings=Settings()) for s in r.statements]
    assert found[-1].speaker == speaker


def test_parties_who_decide_together_agree() -> None:
    assert _read("The two leaders have decided to open a hotline.")[0].kind is Kind.AGREEMENT
    assert _read("The ministry decided to close the road.")[0].kind is Kind.EVENT


def test_a_joint_statement_with_a_noun_of_speech_in_its_opening_is_still_joint() -> None:
    text = (
        "Joint Statement on the call\n\nPresident Alexander Stubb of Finland and Prime Minister Jonas Gahr Støre of "
        "Norway spoke at the request of the latter.\n\nThe two leaders underscored that the road must be opened."
    )
    assert _read(text)[-1].speaker == "narrator"


@pytest.mark.parametrize(
    "title",
    [
        "The Spirit of the Lake: Joint Statement of Norway, Finland and Sweden",
        "LAKE SUMMIT COMMUNIQUÉ",
        "U.S.-Norway Presidential Joint Statement on the Arctic",
        "Oslo Declaration",
    ],
)
def test_what_the_issuers_of_a_joint_statement_will_do_is_agreed(title: str) -> None:
    text = f"{title}\n\nWe, the leaders of Norway and Finland, met in Oslo. We will open a road. Trade may suffer."
    kinds = {s.text: s.kind for s in aftertalks.read(text, published="2021-06-14").statements}
    assert kinds["We will open a road."] is Kind.AGREEMENT
    assert kinds["Trade may suffer."] is Kind.EXPECTATION


def test_a_report_of_a_joint_statement_is_none() -> None:
    text = "Norway and Finland adopt joint statement on the Arctic\n\nThe sides met in Oslo. Ministers will open it."
    assert aftertalks.read(text, published="2021-06-14").statements[-1].kind is Kind.EXPECTATION


def test_who_is_only_to_take_a_stance_has_not_spoken() -> None:
    for text in (
        "The Yemeni government must continue to support flights to the capital.",
        "He will support the work of the board in Gaza.",
        "Furthermore, we reaffirm our commitment to peace and urge Norway to abandon its plan.",
    ):
        assert {s.speaker for s in aftertalks.read(text, published="2021-06-14").statements} == {"narrator"}, text


def test_what_the_issuers_state_will_do_is_its_own_intention() -> None:
    text = (
        "Statement by President Biden on the Truce\n\nThe truce is good. The United States will send aid. Norway will"
        " send troops. We will pay."
    )
    kinds = {s.text: s.kind for s in aftertalks.read(text, published="2022-08-02").statements}
    assert kinds["The United States will send aid."] is Kind.POSITION
    assert kinds["We will pay."] is Kind.POSITION
    assert kinds["Norway will send troops."] is Kind.EXPECTATION
