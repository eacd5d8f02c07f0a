"""Plain text, its header block, its title and its date."""

from __future__ import annotations

from datetime import date

import pytest

from aftertalks.ingest.draft import UNDATED, admit
from aftertalks.ingest.plain import find_header, read_plain
from aftertalks.model import Document, InputError, Settings, Span

BODY = "The ministers said that a truce in the south of the country begins on Sunday at noon, and that monitors arrive."
HEADER = "Title: Four days in Hamburg\r\nDate: 9 July 2017\r\nPublisher: The Example Courier\r\nURL: https://example.org/h\r\n\r\n"


def document(text: str, **options) -> Document:
    found = admit(read_plain(text, source="a.txt"), Settings(**options))
    assert isinstance(found, Document)
    return found


def test_the_header_is_metadata_and_offsets_count_from_the_file():
    found = document(HEADER + BODY)
    assert found.text == BODY
    assert (found.title, found.published, found.publisher, found.url) == (
        "Four days in Hamburg",
        date(2017, 7, 9),
        "The Example Courier",
        "https://example.org/h",
    )
    at = BODY.index("truce")
    back = found.offsets.to_original(Span(at, at + 5))
    assert back is not None and found.original is not None and back.of(found.original) == "truce"
    assert back.start == len(HEADER) + at


@pytest.mark.parametrize(
    "text",
    [
        "Question: When?\n\nAnswer: Soon.",
        "Title: A\nQuestion: When?\n\nText",
        "Date: 2017-07-09\nText that follows at once",
        "President of Russia: Friends,\n\nthe truce holds.",
        "Title:\n\nText",
    ],
)
def test_what_is_no_header_is_text(text):
    assert find_header(text).fields == {}
    assert read_plain(text, source="a.txt").text == text


def test_an_unreadable_date_is_noted_not_guessed():
    found = document("Date: 07/08/2017\n\n" + BODY)
    assert found.published is None
    assert found.notes == ("date '07/08/2017' is not a full, unambiguous date; write it as 2017-07-09", UNDATED)


def test_title_and_dateline_from_the_text():
    text = f"Truce in the south\n\nA first line.\n\nJuly 8, 2017 17:30 Hamburg\n\n{BODY}"
    found = document(text, published=date(2020, 1, 1))
    assert (found.title, found.published, found.text) == ("Truce in the south", date(2017, 7, 8), text)
    assert found.original is None and found.offsets.runs == ()
    assert found.notes == ("publication date 2017-07-08 taken from the text's dateline",)


def test_the_users_date_is_for_texts_without_one():
    assert document(BODY, published=date(2017, 7, 8)).published == date(2017, 7, 8)
    assert document(BODY).notes == (UNDATED,)


@pytest.mark.parametrize(
    "text",
    [
        BODY + "\n\nMore text.",
        "One only line without an end",
        "MOSCOW, July 7, 2017 (Agency) – The leaders met\nand agreed on a truce.",
        "The leaders of the two states met on Friday in the German\ncity of Hamburg and agreed on a truce there.",
        "July 7, 2017\n\nThe leaders met.",
    ],
)
def test_no_title_is_made_of_a_sentence(text):
    assert document(text).title is None


def test_another_language_is_set_aside():
    text = (
        "Les deux présidents se sont rencontrés à Hambourg et ont convenu d'un cessez-le-feu dans le sud-ouest "
        "du pays, a dit hier soir le ministre."
    )
    refused = admit(read_plain(text, source="fr.txt"), Settings())
    assert isinstance(refused, InputError)
    assert str(refused).startswith("fr.txt: language is 'fr', not en")
    assert isinstance(admit(read_plain(text, source="fr.txt"), Settings(languages=("en", "fr"))), Document)


def test_english_that_resembles_another_language_is_read():
    text = (
        "The leaders of the African Union's member states met in Niamey, and Nigeria's President Muhammadu Buhari and "
        "Benin's President Patrice Talon signed the agreement there."
    )
    assert document(text).language == "en"


def test_a_short_text_gets_the_benefit_of_the_doubt():
    found = document("Hallo Welt, wie geht es dir?")
    assert found.language is None
    assert any("too short" in note for note in found.notes)


@pytest.mark.parametrize(
    "text", ["两国外交部长星期一在日内瓦会晤。他们同意将停火延长三十天。", "Министры договорились продлить перемирие."]
)
def test_a_short_text_of_another_script_is_set_aside(text):
    refused = admit(read_plain(text, source="a.txt"), Settings())
    assert isinstance(refused, InputError) and "not en" in str(refused)


def test_a_text_of_no_language_that_looks_most_like_english_is_read():
    found = document("The minister said that the talks on Syria would go on. " + "“truce " * 4_000)
    assert found.language == "en" and any("hardly tell a language" in note for note in found.notes)


def test_a_text_without_letters_says_so():
    assert any("holds no letters" in note for note in document("12 345 67,8 9/10 " * 20).notes)


def test_invisible_letters_do_not_break_words():
    found = document(BODY.replace("truce", "tru\u200bce").replace("monitors", "\u202emonitors\u202c"))
    assert found.text == BODY


def test_the_real_texts_are_english_and_titled(shared):
    found = [document(path.read_text(encoding="utf-8")) for path in sorted((shared / "texts").glob("kremlin_*.txt"))]
    assert all(
        d.published and str(d.published) in p.name
        for d, p in zip(found, sorted((shared / "texts").glob("kremlin_*.txt")), strict=True)
    )
    assert all(d.title for d in found)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("in/2017-07-08_readout.txt", date(2017, 7, 8)),
        ("readout-2017-07-08.txt", date(2017, 7, 8)),
        ("2017-07-08_to_2017-07-09.txt", None),
        ("2017-13-08.txt", None),
        ("12017-07-081.txt", None),
        ("2017-07-08/readout.txt", None),
        ("https://example.org/2017-07-08.html", None),
    ],
)
def test_the_date_in_a_files_name_counts_only_if_asked_for(name, day):
    draft = read_plain(BODY, source=name)
    found = admit(draft, Settings(dates_in_names=True))
    assert found.published == day
    untold = admit(draft, Settings())
    assert untold.published is None
    assert any("--dates-in-names" in note for note in untold.notes) == (day is not None)
