from __future__ import annotations

from pathlib import Path

import pytest
from time_helpers import found

from aftertalks.lexicon.loader import load
from aftertalks.model import LexiconError
from aftertalks.read import times
from aftertalks.read.times.words import word_map, word_set

RECORDS = {r["id"]: r for r in load("times")}


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_each_list_is_well_formed_and_its_examples_hold(name: str) -> None:
    record = RECORDS[name]
    assert ("words" in record) != ("map" in record)
    for example in record.get("examples", ()):
        assert found(example), example
    for example in record.get("not_examples", ()):
        assert [m.text for m in found(example)] == []


def test_each_id_stands_once() -> None:
    assert len(RECORDS) == len(load("times"))


def test_an_unknown_list_is_an_error() -> None:
    with pytest.raises(LexiconError):
        word_map("no such list")
    with pytest.raises(LexiconError):
        word_set("no such list")


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_no_list_is_dead(name: str) -> None:
    folder = Path(times.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py")).replace("'", '"')
    assert f'("{name}")' in code
