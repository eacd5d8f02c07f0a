"""What fuzzing found, and every fuzz target on its seeds and on letters that nobody chose."""

from __future__ import annotations

import pytest
from fuzz.seeds import SMALL
from fuzz.targets import TARGETS, tried
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import aftertalks
from aftertalks import Ledger
from aftertalks.model import Document, LedgerError

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


def test_a_dictionarys_endless_brackets_end(tmp_path):
    from aftertalks.read.actors.importers import read_phoenix

    path = tmp_path / "a.txt"
    path.write_text(f"ANN_LEE_ [RUSGOV{' ' * 100_000}x]\nBEN_ [RUS >000507]\n")
    found = read_phoenix(path)
    assert [s.line for s in found.skipped] == [1] and found.actors[-1].codes[0].code == "RUS"
