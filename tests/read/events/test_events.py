from __future__ import annotations

from datetime import date

import pytest

from aftertalks.lexicon import load
from aftertalks.model import Document
from aftertalks.read.events import find_events, find_instruments
from aftertalks.read.parse import parse

EVENTS = [(r, e) for r in load("events") for e in r["examples"]]
INSTRUMENTS = [(r, e) for r in load("instruments") for e in r["examples"]]
COUNTER = [(r, e) for r in load("instruments") for e in r["not_examples"]]


@pytest.mark.parametrize(("record", "example"), EVENTS, ids=[e["text"] for _, e in EVENTS])
def test_each_type_codes_its_examples(record, example, reader) -> None:
    parsed = parse(Document("Title\n\n" + example["text"], published=date(2016, 5, 1)))
    actors = reader.find_actors(parsed)
    names = {a.actor.id: a.text for a in actors}
    found = find_events(parsed, actors=actors)
    frames = [e.frame for e in found if e.frame.type == record["type"]]
    assert frames, found
    assert set(example["actors"]) <= {names[i] for i in frames[0].actors}


@pytest.mark.parametrize(("record", "example"), INSTRUMENTS, ids=[e for _, e in INSTRUMENTS])
def test_instruments(record, example: str) -> None:
    found = find_instruments(example)
    assert min(found, key=lambda m: m.rank).name == record["name"], found


@pytest.mark.parametrize(("record", "example"), COUNTER, ids=[e for _, e in COUNTER])
def test_words_that_are_no_instrument(record, example: str) -> None:
    assert record["name"] not in {m.name for m in find_instruments(example)}


@pytest.mark.parametrize(
    ("text", "kind", "auxiliary"),
    [
        ("Russia will withdraw its troops.", "RETREAT", ("future",)),
        ("Russia did not withdraw its troops.", "RETREAT", ("negated",)),
        ("Russia may withdraw its troops.", "RETREAT", ("hypothetical",)),
        ("Russia withdrew its troops.", "RETREAT", ()),
    ],
)
def test_auxiliary_modes(text: str, kind: str, auxiliary: tuple[str, ...]) -> None:
    (found,) = find_events(parse(Document("Title\n\n" + text)))
    assert (found.frame.type, found.frame.auxiliary) == (kind, auxiliary)


def test_agreed_to_withdraw_is_two_events() -> None:
    found = find_events(parse(Document("Title\n\nRussia and Iran agreed to withdraw their troops.")))
    assert [(e.frame.type, e.frame.auxiliary) for e in found] == [("AGREE", ()), ("RETREAT", ("future",))]


def test_passive_turns_roles(reader) -> None:
    parsed = parse(Document("Title\n\nTwo diplomats of Libya were expelled by Greece."))
    (found,) = find_events(parsed, actors=reader.find_actors(parsed))
    assert found.frame.actors == ("state:GRC",)
