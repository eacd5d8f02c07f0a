"""A worker's reader: the same readings, and no word kept that only one batch brought."""

from __future__ import annotations

import random
from datetime import date

import pytest

from aftertalks.model import Document, Settings
from aftertalks.read.parse import load_pipeline
from aftertalks.read.reader import Reader, WorkerReader


def test_the_same_is_read_and_words_are_let_go(reader: Reader) -> None:
    dice = random.Random(3)
    odd = [" ".join("".join(dice.choices("bdfgklm", k=11)) for _ in range(40)) for _ in range(6)]
    documents = [
        Document(
            f"Egypt and Sudan agreed on Monday to open {words}. “It holds,” Ann Lee said.", published=date(2017, 7, 8)
        )
        for words in odd
    ]
    worker = WorkerReader(Settings())
    assert worker.read(documents[0]).statements
    strings = load_pipeline(worker.settings.pipeline, entities=False).vocab.strings
    before = len(strings)
    found = [reading for n in range(0, 6, 2) for reading in worker.read_many(documents[n : n + 2])]
    assert len(strings) == before
    assert found == list(reader.read_many(documents))
    assert len(strings) > before + 100


def test_a_failed_batch_leaves_the_next_one_whole(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = WorkerReader(Settings())
    document = Document("Egypt and Sudan agreed on Monday to open the crossing.", published=date(2017, 7, 8))
    with monkeypatch.context() as patch:
        patch.setattr(worker, "_places", None)
        with pytest.raises(AttributeError):
            worker.read(document)
    assert worker.read(document) == reader.read(document)
