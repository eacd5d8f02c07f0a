"""Sentences in, event tables out: every form of file, every table, and back through the readers of event data."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftertalks.flow.coding import code_sentences, events_of
from aftertalks.ingest.sentence_files import read_sentences
from aftertalks.model import Document, InputError, Settings
from aftertalks.model.events import CodedEvent
from aftertalks.show.event_tables import POLECAT_COLUMNS, WRITERS, write_gdelt, write_petrarch, write_polecat
from aftertalks.watch.readers.families import gdelt, polecat

DAY = date(2017, 7, 7)
TEXT = "Russia and Jordan agreed on a truce.\n\nFinland will give Tanzania a grant.\nThe weather was fine.\n"


def coded(text: str = TEXT) -> list[CodedEvent]:
    found = code_sentences(read_sentences(text.encode(), source="s", published=DAY), settings=Settings())
    return [e for item in found if not isinstance(item, InputError) for e in item[2]]


def written(name: str, events: list[CodedEvent]) -> str:
    out = io.StringIO()
    WRITERS[name](events, out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("One.\nTwo.\n", [("1", "One.", None), ("2", "Two.", None)]),
        ("id\ttext\tdate\na\tOne.\t20170707\n", [("a", "One.", DAY)]),
        ('id,sentence\na,"One, two."\n', [("a", "One, two.", None)]),
        ('{"id": "x", "text": "One.", "date": "2017-07-07"}\n', [("x", "One.", DAY)]),
        (
            '<Sentences><Sentence date="20170707" id="A"><Text>\nOne.\n</Text><Parse>(S)</Parse></Sentence>'
            "</Sentences>",
            [("A", "One.", DAY)],
        ),
    ],
)
def test_forms_of_sentence_files(data: str, expected) -> None:
    found = list(read_sentences(data.encode(), source="s"))
    assert [(i, d.text, d.published) for i, d in found] == expected  # type: ignore[misc]


@pytest.mark.parametrize(
    ("data", "place", "told"),
    [
        ("id\ttext\tdate\na\tOne.\tJuly\nb\tTwo.\t20170707\n", "s#2", "is not a date"),
        ('{"text": "One."}\n[1]\n{bad\n', "s#2", "no JSON object"),
        ("<Sentences><Sentence id='A'><Text>One.</Text></Sentence><Sen", "s#2", "not well-formed XML"),
        ('{"text": "' + "a" * 100_001 + '"}\n', "s#1", "no sentence"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_goes_on(data: str, place: str, told: str) -> None:
    found = list(read_sentences(data.encode(), source="s"))
    errors = [f for f in found if isinstance(f, InputError)]
    assert errors[0].source == place and told in errors[0].problem


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_no_file_of_sentences_crashes(data: bytes) -> None:
    for item in read_sentences(data, source="s"):
        assert isinstance(item, InputError) or item[1].text.strip()


def test_external_entities_are_not_read(tmp_path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden words")
    data = (
        f'<!DOCTYPE s [<!ENTITY x SYSTEM "file://{secret}">]><s><Sentence id="1"><Text>&x; here</Text></Sentence></s>'
    )
    assert all(
        "hidden" not in getattr(i[1], "text", "")
        for i in read_sentences(data.encode(), source="s")
        if not isinstance(i, InputError)
    )


def test_both_sides_of_a_reciprocal_event_and_a_commitment() -> None:
    rows = [(e.frame.type, e.source.id, e.target.id, e.frame.auxiliary) for e in coded()]
    assert rows == [
        ("AGREE", "state:RUS", "state:JOR", ()),
        ("AGREE", "state:JOR", "state:RUS", ()),
        ("AID", "state:FIN", "state:TZA", ("future",)),
        ("AGREE", "state:FIN", "state:TZA", ()),
    ]
    assert len({e.id for e in coded()}) == 4


def test_petrarch_and_gdelt_hold_deeds_done_only() -> None:
    lines = [line.split("\t") for line in written("petrarch", coded()).splitlines()]
    assert [(c[0], c[1], c[2], c[3]) for c in lines] == [
        ("20170707", "RUS", "JOR", "030"),
        ("20170707", "JOR", "RUS", "030"),
        ("20170707", "FIN", "TZA", "030"),
    ]
    assert "AID" not in written("gdelt", coded())


def test_the_polecat_table_is_read_back() -> None:
    rows = list(csv.reader(io.StringIO(written("polecat", coded()))))
    assert tuple(rows[0]) == POLECAT_COLUMNS
    parse = polecat({name.lower().replace(" ", "_"): at for at, name in enumerate(rows[0])})
    assert [parse(r)[17] for r in rows[1:]] == ["AGREE", "AGREE", "AID", "AGREE"]
    assert rows[3][-1] == "future"


def test_the_gdelt_table_is_read_back() -> None:
    rows = [line.split("\t") for line in written("gdelt", coded()).splitlines()]
    assert {len(r) for r in rows} == {61} and len({r[0] for r in rows}) == len(rows)
    values = gdelt({})(rows[0])
    assert (values[2], values[13], values[15]) == (DAY, "Russia", "RUS")


def test_json_lines_hold_everything() -> None:
    record = json.loads(written("jsonl", coded()).splitlines()[0])
    assert record["source"] == {
        "id": "state:RUS",
        "name": "Russia",
        "country": "RUS",
        "sector": None,
        "words": "Russia and Jordan",
    }
    assert (record["dated_by"], record["goldstein"], record["trigger"]) == ("publication", 4.0, "agreed")


def test_nobody_named_is_nobody_in_the_table() -> None:
    (event,) = coded("Farmers blocked the road.")
    assert event.source.id is None and event.source.words == "Farmers"
    out = io.StringIO()
    assert write_petrarch([event], out) == 1
    assert out.getvalue().split("\t")[1:3] == ["---", "---"]


def test_a_formula_is_no_formula() -> None:
    (event, *_) = coded("=cmd() attacked Russia.") or [None]
    for write in (write_polecat, write_gdelt, write_petrarch):
        out = io.StringIO()
        write([event] if event else [], out)
        assert "\t=cmd" not in out.getvalue() and ",=cmd" not in out.getvalue()


def test_events_of_a_ledger(reader) -> None:
    reading = reader.read(Document("Talks\n\nTurkish troops attacked Syria on 5 July 2017.", published=DAY))
    rows = list(events_of([reading]))
    assert rows and rows[0].frame.type == "ASSAULT"
    assert (rows[0].date, rows[0].dated) == (date(2017, 7, 5), True)
