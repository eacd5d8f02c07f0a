from __future__ import annotations

from datetime import date

import pytest

from aftertalks.model import Document, Kind, Polarity

DAY = date(2016, 4, 2)


@pytest.fixture(scope="module")
def only(reader):
    def run(text: str):
        found = reader.read(Document(text, published=DAY)).statements
        assert len(found) == 1, [s.text for s in found]
        return found[0]

    return run


def test_a_past_deed_has_no_day_still_to_come(only) -> None:
    told = only("The parties failed to agree on the agenda of the next round, which had been scheduled for May 4.")
    assert told.kind is Kind.EVENT
    assert told.when is None
    assert "still to come" in told.trace("when").rule


def test_what_has_yet_to_be_done_is_no_duty(only) -> None:
    told = only("Norway has yet to respond to the proposal.")
    assert told.kind is not Kind.RECOMMENDATION
    assert told.polarity is Polarity.NEGATIVE


def test_what_goes_on_perhaps_is_no_forecast(only) -> None:
    assert only("The trucks may be carrying technicians.").kind is Kind.ASSESSMENT
    assert only("The delegation may be arriving on Monday.").kind is Kind.EXPECTATION


def test_what_will_be_done_under_a_deal_is_agreed(only) -> None:
    assert only("Under the accord, Norway will withdraw its ships from the strait.").kind is Kind.AGREEMENT
    assert only("Under pressure, Norway will withdraw its ships from the strait.").kind is Kind.EXPECTATION


@pytest.mark.parametrize(
    "text",
    [
        "Norway called on Turkey to halt its drilling.",
        "Norway imposed sanctions on Turkey.",
        "Norway has differences over Turkey.",
    ],
)
def test_whom_it_concerns_is_no_place(only, text: str) -> None:
    told = only(text)
    assert told.where is None
    assert set(told.actor_ids) == {"state:NOR", "state:TUR"}


def test_an_attack_on_a_state_is_in_it(only) -> None:
    assert only("Norwegian jets carried out a strike on Syria.").where == "Syria"


def test_who_urges_is_the_holder(only) -> None:
    assert only("Norway urged Turkey to halt its drilling.").actor_ids == ("state:NOR", "state:TUR")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Iran said it would respond to the sanctions.", Kind.POSITION),
        ("Obama said he would visit Cuba in March.", Kind.POSITION),
        ("Iran said it would take years.", Kind.EXPECTATION),
        ("The negotiators said they would meet again on Monday.", Kind.EXPECTATION),
        ("Iran said Turkey would respond to the sanctions.", Kind.EXPECTATION),
        ("Norway wrote to the Security Council asking to waive the travel ban.", Kind.POSITION),
        ("Critics have claimed this is a move to foil plans for a deal by October 31.", Kind.ASSESSMENT),
        ("Erdoğan said the invasion was to prevent a corridor.", Kind.ASSESSMENT),
        ("One of the stated goals of the bloc is to encourage trade.", Kind.POSITION),
        ("The mayor said that the forest should be opened up to farmers.", Kind.RECOMMENDATION),
        ("The road should be opened by Friday.", Kind.EXPECTATION),
        ("“Without Nigeria the zone would've been handicapped,” the president said.", Kind.ASSESSMENT),
        ("“I must answer you directly, I do not think that it can be right,” the minister said.", Kind.ASSESSMENT),
        ("The envoy noted that it is important to point out that the deal infringes upon the law.", Kind.ASSESSMENT),
        ("“Let's discuss this emergency,” the president said.", Kind.POSITION),
        ("Merkel seconded the recommendation.", Kind.POSITION),
        ("“I would like to point out that 38 percent of citizens speak Russian,” the president said.", Kind.ASSESSMENT),
        ("“You must admit that this raises questions,” the president said.", Kind.ASSESSMENT),
        ("This can be achieved if both countries combine their will.", Kind.ASSESSMENT),
        ("“The release offers a unique opportunity for peace,” the president said.", Kind.ASSESSMENT),
        ("The term must be extended and ultimately made permanent.", Kind.RECOMMENDATION),
        ("The talks open on Monday.", Kind.EXPECTATION),
    ],
)
def test_kinds_of_plans_and_aims(only, text: str, kind: Kind) -> None:
    assert only(text).kind is kind


def test_one_negation_holds_for_both_verbs(only) -> None:
    assert only("The members may not debate or work on laws or policies.").polarity is Polarity.NEGATIVE


def test_all_we_need_to_do_is_one_statement(only) -> None:
    assert only("“All we need to do is ask her to come back,” the mother told the paper.").kind is Kind.POSITION


@pytest.mark.parametrize(
    "text",
    [
        "Former US Ambassador Nikki Haley said the convoy was struck.",
        "The envoy said the 19-year-old driver was struck.",
        "The capacity is 10 billion cubic metres per year.",
    ],
)
def test_words_that_describe_are_no_time(only, text: str) -> None:
    assert only(text).when_text is None


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("At the G20 summit in Osaka, Germany and France agreed to restart trade talks.", ("Germany", "France")),
        ("Russia and China met on the margins of the NATO summit.", ("Russia", "China")),
        ("The EU agreed to restart talks.", ("EU",)),
        ("Germany joined the G20.", ("Germany", "G20")),
    ],
)
def test_a_summit_is_no_party(only, text: str, actors: tuple[str, ...]) -> None:
    assert only(text).actors == actors


def test_a_plural_opens_on_the_day_to_come(only) -> None:
    assert only("The talks open on Monday.").when == date(2016, 4, 4)


def test_the_day_of_another_clause_is_not_the_deeds(only) -> None:
    told = only("Concern over a further test comes as the regime prepares to hold a rare meeting in early May.")
    assert told.kind is Kind.EVENT
    assert told.when is None


def test_whose_will_it_is_in_a_transcript(reader) -> None:
    text = (
        "President of Russia Vladimir Putin: We met in Paris. Russia will do everything in its power to help.\n\n"
        "Question (retranslated): I have a question for the President. It is about the next round, in four months.\n\n"
        "Vladimir Putin: The participants in the talks welcomed the disengagement of forces."
    )
    found = {s.text: s for s in reader.read(Document(text, published=DAY)).statements}
    will = found["Russia will do everything in its power to help."]
    assert will.kind is Kind.POSITION
    assert will.actors[0] == "Russia"
    assert not any(s.speaker == "Vladimir Putin" and "question" in s.text for s in found.values())
    welcomed = found["The participants in the talks welcomed the disengagement of forces."]
    assert "Vladimir Putin" not in welcomed.actors


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("“They wanted the talks to fail,” Rouhani said.", None),
        ("“These fighters are supported by France,” Lavrov said.", "France"),
        ("“These fighters are supported by some Western countries,” Lavrov said.", "Western countries"),
        ("“We support the plan,” Lavrov said.", "Sergei Lavrov"),
        ("“I want the talks to succeed,” Lavrov said.", "Sergei Lavrov"),
        ("“The neighbours planned to ruin the talks,” Lavrov said.", None),
    ],
)
def test_whose_position_it_is(only, text: str, first: str | None) -> None:
    told = only(text)
    assert told.kind is Kind.POSITION
    assert (told.actors[0] if told.actors else None) == first


def test_the_steps_that_must_be_taken_are_no_statement_of_their_own(reader) -> None:
    text = "“We discussed the steps that must be taken to bring about peace in the region,” Lavrov said."
    assert [s.text for s in reader.read(Document(text, published=DAY)).statements] == [text]
