"""What fuzzing found, and every fuzz target on its seeds and on letters that nobody chose."""

from __future__ import annotations

import pytest
from fuzz.hostile import INPUTS
from fuzz.seeds import SMALL
from fuzz.targets import TARGETS, tried
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import aftertalks
from aftertalks import Ledger
from aftertalks.ingest.source import open_source
from aftertalks.model import Document, InputError, LedgerError, Settings

SLOW = {"lexicon"}  # builds every index anew
QUICK = sorted(set(TARGETS) - SLOW)
OWN = b"aftertalks_id,first,last,kind,lat,lon,date_precision\n"


@pytest.mark.parametrize("name", QUICK)
def test_no_seed_breaks_a_reader(name):
    for seed, data in list(SMALL.items())[:: 6 if "reading" in name else 1]:
        assert tried(TARGETS[name], data) is None, seed


@pytest.mark.parametrize("name", QUICK)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.one_of(st.binary(max_size=80), st.text(max_size=80).map(lambda t: t.encode("utf-8", "surrogatepass"))))
def test_no_letters_break_a_reader(name, data):
    assert tried(TARGETS[name], data) is None


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("raw_reading", b"a\xff"),  # half of a letter reached the parser
        ("search", b"\xff"),  # … and the database
        ("actors", b"\x03RUS,Putin"),  # a row that is too short
        ("actors", b"\x00- name: a\n  also: 5\n"),
        ("actors", b"\x00- 2017-99-99\n"),
        ("events", OWN + b"a,2017-07-08,2017-03-09,battle,,,\n"),  # ends before it begins
        ("events", OWN + b"a,2017-07-08,2017-07-09,battle,x,y,\n"),
        ("events", OWN + b"a,2017-07-08,2017-07-09,battle,1,999,fortnight\n"),
        ("lexicon", b"0- {}\n"),
        ("zipped", b"\x01a\nb\xff \xff"),  # a name of two lines in an error of one
        ("parquet", b"(\x1a2!"),  # pyarrow's own errors are of many kinds
    ],
)
def test_what_fuzzing_found_stays_mended(name, data):
    assert tried(TARGETS[name], data) is None


@pytest.mark.parametrize("odd", ["\ud800", "\x00", "\udc80"])
def test_letters_that_are_none_are_shown_as_such(odd, tmp_path):
    text = f"The truce{odd} begins on Sunday, envoy Ann Lee said."
    (said,) = aftertalks.read(text, published="2017-07-08").statements
    assert said.text == text.replace(odd, "\ufffd") and said.speaker == "Ann Lee"
    with Ledger(tmp_path / "x.db") as ledger:
        ledger.add(Document(text, source=f"a{odd}.txt", title=odd))
        assert [s.source for s in ledger.sources()] == ["a\ufffd.txt"]
        with pytest.raises(LedgerError, match="letters that are none"):
            ledger.find(speaker="\ud800")


@pytest.mark.parametrize("line", [" " * 200_000, "\t" * 200_000 + "|", "|" + "- " * 100_000, "-" * 200_000])
def test_long_lines_of_one_letter_end(line):
    """A table's rule was looked for in time that grew with the square of a line's length."""
    from aftertalks.ingest.markdown import read_markdown

    assert read_markdown(f"words\n{line}x\nmore", source="a.md").text.endswith("more")


@pytest.mark.parametrize("mark", [".", "…", "!?", ".”"])
def test_endless_stops_end(mark):
    """So were sentences, in a row of stops that no space follows."""
    from aftertalks.model import Span
    from aftertalks.read.sentences import split

    text = f"It begins. {mark * 100_000}x and goes on. It ends."
    assert text.startswith("It begins.") and split(text, Span(0, len(text)))[-1].of(text) == "It ends."


def test_a_row_of_capitals_is_no_name_in_millions_of_ways():
    """Fuzzing found it: fifty capitals took twenty seconds, and each more took longer."""
    from aftertalks.read.statements.undertakings import _NAME

    assert _NAME.search("I" * 180 + " and nothing more") is None
    for text, name in (
        ("the Minsk Agreements hold", "Minsk Agreements"),
        ("a Charter of the United Nations", "Charter of the United Nations"),
        ("under the Treaty on Open Skies II", "Treaty on Open Skies II"),
        ("signed START II and the Sochi Memorandum of 2018", "START II"),
        ("their New York Declaration of Intent", "New York Declaration"),
    ):
        found = _NAME.search(text)
        assert found is not None and found.group() == name


def test_a_line_of_digits_is_no_date_in_millions_of_ways():
    from aftertalks.read.structure import _is_dateline

    assert not _is_dateline("1" * 88 + "x")
    assert _is_dateline("Published: Monday, 8 July 2017 at 10:30 p.m. EST") and _is_dateline("20170708")


def test_a_dictionarys_endless_brackets_end(tmp_path):
    from aftertalks.read.actors.importers import read_phoenix

    path = tmp_path / "a.txt"
    path.write_text(f"ANN_LEE_ [RUSGOV{' ' * 100_000}x]\nBEN_ [RUS >000507]\n")
    found = read_phoenix(path)
    assert [s.line for s in found.skipped] == [1] and found.actors[-1].codes[0].code == "RUS"


@pytest.mark.parametrize("name", sorted(INPUTS))
def test_texts_made_to_break_it_are_read_or_set_aside(name, tmp_path, reader):
    """`make hostile` does the same with sizes of ten megabytes, in processes with limits."""
    ending, whole, make = INPUTS[name]
    path = tmp_path / f"a{ending}"
    path.write_bytes(make(min(whole, 4_000)))
    found = list(open_source(str(path), settings=Settings()))
    assert found
    for item in found:
        if isinstance(item, InputError):
            assert "\n" not in str(item) and str(path) in str(item)
            continue
        for one in reader.read(item).statements:
            assert 0 <= one.span.start < one.span.end <= len(item.text)


def test_a_deep_structure_is_set_aside_and_the_next_line_read(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(INPUTS["jsonl_deep"][2](100_000))
    deep, good = open_source(str(path), settings=Settings())
    assert "nested too deep" in str(deep) and good.text.startswith("The minister said")


def test_a_crowd_of_attributes_is_not_given_to_libxml2(monkeypatch):
    from aftertalks.ingest import html

    monkeypatch.setattr(html, "_main_text", lambda page: pytest.fail("its time grows with its square"))
    page = INPUTS["html_attributes"][2](2_000).decode()
    found = html.read_html(page, source="a.html")
    assert found.text.count("The minister said") == 20 and "all visible text is read" in found.notes[0]


def test_a_row_of_marks_is_tokenised_in_bounded_pieces():
    """Marks are peeled off a word one by one, each time with a look at all that is left of it."""
    import spacy

    from aftertalks.read.parsing import tokens

    class Watching:
        def __init__(self) -> None:
            self.nlp, self.longest = spacy.blank("en"), 0

        def make_doc(self, text):
            self.longest = max(self.longest, *map(len, text.split()), 0)
            return self.nlp.make_doc(text)

    text = "It begins " + "(.)" * 5_000 + " and a word " + "a" * 7_000 + " ends."
    nlp = Watching()
    found = tokens.tokenised(nlp, text)
    assert nlp.longest == tokens.LONGEST and found.text == text
    assert [t.text for t in found][-1] == "." and all(t.idx + len(t) <= len(text) for t in found)
    usual = "“It’s over,” she said. (See www.example.org/a?b=c.)"
    assert [t.text for t in tokens.tokenised(nlp, usual)] == [t.text for t in nlp.nlp.make_doc(usual)]
