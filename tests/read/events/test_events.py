"""The event coder: every record's examples, auxiliary modes, intentions, roles, codes, and texts that are no deeds."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftertalks.lexicon import load
from aftertalks.model import Document
from aftertalks.read.events import find_events, find_instruments
from aftertalks.read.events.codes import TYPES, goldstein, penta_class, quad_class
from aftertalks.read.events.patterns import deed_nouns, verb_patterns
from aftertalks.read.parse import parse

EVENTS = [(r, e) for r in load("events") for e in r.get("examples", ())]
INSTRUMENTS = [(r, e) for r in load("instruments") for e in r["examples"]]
COUNTER = [(r, e) for r in load("instruments") for e in r["not_examples"]]


def coded(text: str, reader=None):
    parsed = parse(Document("Title\n\n" + text, published=date(2016, 5, 1)))
    return find_events(parsed, actors=reader.find_actors(parsed) if reader else ())


def told(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(e.frame.type, e.frame.auxiliary) for e in coded(text)]


@pytest.mark.parametrize(("record", "example"), EVENTS, ids=[e["text"] for _, e in EVENTS])
def test_each_record_codes_its_examples(record, example, reader) -> None:
    parsed = parse(Document("Title\n\n" + example["text"], published=date(2016, 5, 1)))
    actors = reader.find_actors(parsed)
    names = {a.actor.id: a.text for a in actors}
    wanted = example.get("type", record["type"])
    frames = [e.frame for e in find_events(parsed, actors=actors) if e.frame.type == wanted]
    assert frames
    if wanted == record["type"]:
        assert record["mode"] in {f.mode for f in frames}
    assert set(example["actors"]) <= {names[i] for f in frames for i in f.actors}


def test_the_lexicon_speaks_ploverish() -> None:
    types = {r["type"] for r in load("events")}
    assert types - {None} == set(TYPES) and len(TYPES) == 16
    for r in load("events"):
        assert goldstein(str(r["cameo"])) is not None, r
        assert r.get("complement") in {None, "future", "hypothetical", "negated", "same"}
    assert verb_patterns() and deed_nouns()


@pytest.mark.parametrize(("record", "example"), INSTRUMENTS, ids=[e for _, e in INSTRUMENTS])
def test_instruments(record, example: str) -> None:
    found = find_instruments(example)
    assert min(found, key=lambda m: m.rank).name == record["name"], found


@pytest.mark.parametrize(("record", "example"), COUNTER, ids=[e for _, e in COUNTER])
def test_words_that_are_no_instrument(record, example: str) -> None:
    assert record["name"] not in {m.name for m in find_instruments(example)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia withdrew its troops.", [("RETREAT", ())]),
        ("Russia did not withdraw its troops.", [("RETREAT", ("negated",))]),
        ("Russia may withdraw its troops.", [("RETREAT", ("hypothetical",))]),
        ("Russia will withdraw its troops.", [("RETREAT", ("future",)), ("AGREE", ())]),
        ("Russia and Iran agreed to withdraw their troops.", [("AGREE", ()), ("RETREAT", ("future",))]),
        ("Kenya refused to release the prisoners.", [("REJECT", ()), ("RETREAT", ("negated",))]),
        ("France urged Iran to release the sailors.", [("REQUEST", ()), ("RETREAT", ("hypothetical",))]),
        ("Kenya met the rebels who had attacked the town.", [("CONSULT", ()), ("ASSAULT", ("historical",))]),
    ],
)
def test_auxiliary_modes(text: str, expected) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Finland will give Tanzania a grant.", "AGREE"),
        ("Norway said it was ready to host the talks.", "AGREE"),
        ("Iran said it would blockade the strait.", "THREATEN"),
        ("Kenya will not release the prisoners.", "REJECT"),
        ("Egypt and Sudan failed to reach an agreement.", "REJECT"),
        ("Kenya declared that Uganda must open its border.", "REQUEST"),
    ],
)
def test_a_declared_intention_is_a_deed_of_its_own(text: str, kind: str, reader) -> None:
    made = [e for e in coded(text, reader) if e.derived]
    assert [e.frame.type for e in made] == [kind]
    assert made[0].frame.auxiliary == () and made[0].rule.split(":")[0] in {"intent", "agreement", "obligation"}


@pytest.mark.parametrize(
    "text",
    [
        "The ministry declined to comment on the dispute.",
        "The Taliban claimed responsibility for the blast.",
        "Kenya expressed concern about the election.",
        "The envoy agreed with the minister that the text was weak.",
        "Japan is considering sending aid to Nepal.",
        "The agency released a report on trade.",
        "Doctors fight the epidemic.",
    ],
)
def test_what_states_no_deed_codes_none(text: str) -> None:
    assert [e for e in coded(text) if not e.frame.auxiliary and penta_class(e.frame.cameo or "010") > 0] == []


def roles(text: str, reader, kind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    frame = next(e.frame for e in coded(text, reader) if e.frame.type == kind)
    return frame.actors, frame.recipients


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("Two diplomats of Libya were expelled by Greece.", "SANCTION", ("state:GRC",), ("government:LBY:delegation",)),
        ("Canada imposed sanctions on Belarus.", "SANCTION", ("state:CAN",), ("state:BLR",)),
        ("Yemen rejected an Omani proposal.", "REJECT", ("state:YEM",), ("state:OMN",)),
        ("Poland demanded that Belarus free the reporters.", "REQUEST", ("state:POL",), ("state:BLR",)),
        ("Sudan accused Chad of arming rebels.", "ACCUSE", ("state:SDN",), ("state:TCD",)),
        ("Egypt and Greece met in Cairo.", "CONSULT", ("state:EGY", "state:GRC"), ("state:EGY", "state:GRC")),
        ("Norway announced a suspension of air links with Serbia.", "SANCTION", ("state:NOR",), ("state:SRB",)),
        ("Norway lifted its embargo on Iraq.", "CONCEDE", ("state:NOR",), ("state:IRQ",)),
        ("Kenya withdrew its troops in 2004.", "RETREAT", ("state:KEN",), ()),
    ],
)
def test_roles(text: str, kind: str, actors, recipients, reader) -> None:
    assert roles(text, reader, kind) == (actors, recipients)


def test_a_year_is_nobody(reader) -> None:
    (found,) = [e for e in coded("Kenya withdrew its troops in 2004.", reader) if e.frame.type == "RETREAT"]
    assert found.targets == ()


def test_contexts_and_codes(reader) -> None:
    frame = coded("Canada imposed sanctions on Belarus after the election.", reader)[0].frame
    assert (frame.cameo, frame.quad, frame.goldstein) == ("163", "material conflict", -8.0)
    assert "election" in frame.context


def test_quads_cover_every_type_and_goldstein_falls_back_to_the_root() -> None:
    assert {quad_class(t) for t in TYPES} == {
        "verbal cooperation",
        "material cooperation",
        "verbal conflict",
        "material conflict",
    }
    assert goldstein("1724") == goldstein("172") == -5.0
    assert goldstein("99") is None


_PIECES = st.sampled_from(
    "Russia Iran the troops withdraw withdrew agreed to will not refused imposed sanctions on who met , and after of"
    ' " ( ) — urged'.split()
)


@given(st.lists(_PIECES, max_size=40))
@settings(max_examples=60, deadline=None)
def test_spans_lie_in_the_text_whatever_it_is(words: list[str]) -> None:
    text = "Title\n\n" + " ".join(words)
    for e in find_events(parse(Document(text))):
        for span in (e.span, *e.sources, *e.targets):
            assert 0 <= span.start < span.end <= len(text)
            assert span.of(text).strip()
