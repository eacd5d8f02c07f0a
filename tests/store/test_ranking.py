"""Of statements that hold a common word the ones added last are ranked, in both homes and whatever is asked besides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from aftertalks.model import Kind
from aftertalks.store import Query, Store, searching
from builders import document, reading, statement

TWICE = 3  # the place of the statement that says the word twice
MANY = 12


@pytest.fixture
def store(place: Path | str) -> Iterator[Store]:
    said = [f"The truce near town{n} holds." for n in range(MANY)]
    said[TWICE] = "A truce, a truce."
    doc = document(" ".join(said))
    kinds = [Kind.EVENT if n % 2 else Kind.POSITION for n in range(MANY)]
    with Store(place) as made:
        with made.writing() as writer:
            parts = (statement(doc, one, kind, actors=("Jordan",)) for one, kind in zip(said, kinds, strict=True))
            writer.put_reading(reading(doc, *parts), read_by="test")
        yield made


def found(store: Store, limit: int, **asked: object) -> list[int]:
    """The places in the document of the statements that are found, in their order."""
    everything = sorted(store.find(Query(), limit=99), key=lambda h: h.statement.span.start)
    places = {h.statement.id: n for n, h in enumerate(everything)}
    return [places[h.statement.id] for h in store.find(Query(words="truce", **asked), limit=limit)]  # type: ignore[arg-type]


def test_the_best_comes_first_and_of_equals_the_last(store: Store) -> None:
    last_first = [n for n in reversed(range(MANY)) if n != TWICE]
    assert found(store, 99) == [TWICE, *last_first]
    assert found(store, 3) == [TWICE, *last_first[:2]]


def test_of_many_the_last_are_ranked(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "RANKED", MANY - TWICE - 1)
    assert found(store, 2) == [MANY - 1, MANY - 2]
    assert found(store, MANY - TWICE)[0] == TWICE  # whoever asks for more has more ranked
    assert sorted(found(store, 99)) == list(range(MANY))


def test_those_that_are_ranked_fit_the_filters(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = [n for n in range(MANY) if n % 2]
    monkeypatch.setattr(searching, "RANKED", len(odd) - odd.index(TWICE))
    for asked in ({"kind": Kind.EVENT}, {"kind": Kind.EVENT, "actor": "Jordan"}):
        assert found(store, 1, **asked) == [TWICE]
    monkeypatch.setattr(searching, "RANKED", len(odd) - odd.index(TWICE) - 1)
    assert found(store, 1, kind=Kind.EVENT) == [odd[-1]]
