from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from aftertalks.model import Book, Certainty, Kind, Polarity, Voice
from aftertalks.model.account import Account, EntryVoice, Source, Stance
from aftertalks.model.ledger import Entry
from aftertalks.model.record import from_record
from aftertalks.show import lines
from aftertalks.show.delimited import safe_cell, write_rows
from aftertalks.show.kinds import BOOKS, LOOKS
from aftertalks.show.markdown import escape, statements_markdown
from aftertalks.show.table import statements_table
from aftertalks.show.timeline import MOST_ROWS, timeline
from aftertalks.show.wording import one_line, shorten, speaker, when
from builders import REPORT, document, reading, report_reading, statement


def printed(table: object, width: int = 120) -> str:
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(table)
    return out.getvalue()


def test_json_lines_are_the_statements() -> None:
    made = report_reading()
    written = [lines.line(record) for record in lines.records([made])]
    assert all("\n" not in text for text in written)
    assert tuple(from_record(json.loads(text)) for text in written) == made.statements
    assert json.loads(written[0])["source"] == "a.txt"


def test_half_a_surrogate_pair_is_escaped() -> None:
    assert lines.line({"a": "é\ud800"}) == '{"a": "\\u00e9\\ud800"}'


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_csv_cells_are_no_formulas(text: str) -> None:
    assert safe_cell(text) == "'" + text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=40))
def test_csv_comes_back_apart_from_the_guard(text: str) -> None:
    out = io.StringIO()
    write_rows([{"text": text, "start": 3}], out, ("start", "text"))
    (row,) = list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))
    assert row["start"] == "3"
    assert row["text"] in {text, "'" + text}


def test_markdown_keeps_words_as_they_stand() -> None:
    assert escape("a | b *c* <b> [x](y)\nd") == r"a \| b \*c\* \<b\> \[x\](y) d"
    text = list(statements_markdown([report_reading()]))
    assert sum(line.startswith("| agreement |") for line in text) == 1


@pytest.mark.parametrize("width", [40, 80, 100, 120, 200])
def test_the_table_holds_every_word_at_any_width(width: int) -> None:
    made = report_reading()
    doc = document(f"{REPORT}\n\n{' '.join(f'word{n}' for n in range(60))} end.")
    long = statement(doc, doc.text, speaker="A very long name of somebody " * 3, about="something long " * 8)
    shown = printed(statements_table([*made.statements, long], width=width), width)
    words = ("presidents", "southwestern", "Lavrov", "reopen", "2017-07-09", "agreement", "probable")
    for word in (*words, *(f"word{n}" for n in range(60))):
        assert word in shown, word
    assert max(len(line) for line in shown.splitlines()) <= width


def test_terminals_obey_nothing_that_a_document_says() -> None:
    doc = document("Evil \x1b[31m red \x1b]0;title\x07 and \u202e reversed")
    said = statement(doc, doc.text, speaker="\x1b[2J", about="[bold]x[/bold]")
    shown = printed(statements_table([said]))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[bold]x" in "".join(shown.split())


def test_wording() -> None:
    doc = document()
    said = statement(
        doc, "The presidents", when=date(2017, 7, 9), deadline=date(2017, 8, 1), speaker="Tillerson",
        polarity=Polarity.NEGATIVE, certainty=Certainty.UNLIKELY,
        chain=(
            Voice("Suslov", "he", None, None, None, "r"),
            Voice("Tillerson", "Tillerson", None, None, None, "r"),
        ),
    )  # fmt: skip
    assert when(said) == "2017-07-09, by 2017-08-01"
    assert speaker(said) == "Tillerson, via Suslov"
    assert shorten("one two three four", 10) == "one two…"
    assert one_line(" a\n\tb ") == "a b"
    assert "not · unlikely" in printed(statements_table([said]))


def test_every_kind_and_book_can_be_told_without_colour() -> None:
    assert set(LOOKS) == set(Kind)
    assert set(BOOKS) == set(Book)
    assert len({look.letter for look in LOOKS.values()}) == len(Kind)
    assert len({look.line for look in LOOKS.values()}) == len(Kind)


def account(n: int, due: date | None) -> Account:
    made = reading(document()).document
    said = statement(made, "The presidents", Kind.AGREEMENT)
    entry = Entry(f"e{n}", Book.AGREED, "The presidents", (said.id,), due=(due, due) if due else None)
    return Account(entry, (EntryVoice(said, Source(made.id, "a"), Stance.FIRST, "first voice"),))


def test_the_timeline_leaves_nothing_out_silently() -> None:
    day = date(2017, 7, 8)
    many = [account(n, date(2017, 7, 9)) for n in range(MOST_ROWS + 5)]
    drawn = timeline([*many, account(90, date(1990, 1, 1)), account(91, None)], as_of=day)
    assert drawn is not None
    assert len(drawn.marks) == MOST_ROWS
    assert drawn.left_out == 1
    assert sum(heap.n for heap in drawn.heaps) == 5
    assert all(0 <= m.x <= drawn.width and 0 <= m.y <= drawn.height for m in drawn.marks)
    assert timeline([account(1, None)], as_of=day) is None
    assert timeline([account(1, date.max)], as_of=date.max) is not None
