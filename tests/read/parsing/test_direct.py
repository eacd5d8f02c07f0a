"""The direct way gives what spaCy's own way gives, word for word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftertalks.model import DEFAULT_PIPELINE, Document, Settings
from aftertalks.read import parse as parse_module
from aftertalks.read.parse import load_pipeline, parse, parse_many
from aftertalks.read.parsing import embedding, layout
from aftertalks.read.parsing.direct import DirectParser
from aftertalks.read.parsing.stock import StockParser
from aftertalks.read.parsing.weights import network_of

SAMPLES = sorted(Path("samples").glob("*.txt"))
COLUMNS = ["TAG", "HEAD", "DEP", "SENT_START", "IDX", "LENGTH", "SPACY", "ORTH"]


@pytest.fixture(scope="module")
def ways() -> tuple[DirectParser, StockParser]:
    nlp = load_pipeline(DEFAULT_PIPELINE)
    network = network_of(nlp)
    assert network is not None
    return DirectParser(nlp, network), StockParser(nlp, 32)


def both(ways: tuple[DirectParser, StockParser], texts: list[str]) -> list[tuple[Any, Any]]:
    documents = [Document(t) for t in texts]
    pieces = [parse_module._pieces(d, parse_module.find_sections(d)) for d in documents]
    direct, stock = ways
    return [
        (a.to_array(COLUMNS), b.to_array(COLUMNS))
        for a, b in zip(direct(documents, pieces), stock(documents, pieces), strict=True)
    ]


def test_the_samples_come_out_alike(ways: tuple[DirectParser, StockParser]) -> None:
    found = both(ways, [p.read_text(encoding="utf-8") for p in SAMPLES])
    assert len(found) == len(SAMPLES) > 0
    for direct, stock in found:
        assert (direct == stock).all()


def test_words_gone_back_to_the_buffer_and_lifted_labels_come_out_alike(ways: tuple[DirectParser, StockParser]) -> None:
    texts = [
        "What did they say that the envoy whom Russia sent to, the one it trusts, wanted the talks to be about?",
        "Whom the ministers the president named in May will meet and where, nobody the paper asked would tell.",
        "of the to and by in at on the for said the which that who Ann of",
    ]
    for direct, stock in both(ways, texts):
        assert (direct == stock).all()


@given(
    st.lists(
        st.sampled_from(
            (
                "The envoy| said| |\n|\n\n|\t|.|?|“|”|—|\u00a0|\x1c|1.|U.S.|Related articles|don’t|"
                "Ann Lee: yes|,|(|)|and|中|'s|end.“Next"
            ).split("|")
        ),
        max_size=40,
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_comes_out_alike(ways: tuple[DirectParser, StockParser], words: list[str]) -> None:
    ((direct, stock),) = both(ways, ["".join(words)])
    assert direct.shape == stock.shape
    assert (direct == stock).all()


def test_short_stretches_and_a_small_table_change_nothing(
    ways: tuple[DirectParser, StockParser], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = SAMPLES[0].read_text(encoding="utf-8")
    monkeypatch.setattr(layout, "_STRETCH", 40)
    monkeypatch.setattr(embedding, "LIMIT", 50)
    network = network_of(load_pipeline(DEFAULT_PIPELINE))
    assert network is not None
    small = DirectParser(load_pipeline(DEFAULT_PIPELINE), network)
    ((direct, stock),) = both((small, ways[1]), [text])
    assert (direct == stock).all()
    assert len(small._table) <= 100


def test_a_block_without_an_end_is_parsed_in_bounded_stretches() -> None:
    text = "the envoy and " * 30_000
    parsed = parse(Document(text))
    assert parsed.doc.text == text
    assert len(parsed.sentences) > 90
    assert {t.dep_ for t in parsed.doc[:100]} > {"det", "ROOT"}


def test_the_default_pipeline_takes_the_direct_way() -> None:
    assert parse_module._direct(DEFAULT_PIPELINE, entities=False) is not None


def test_names_asked_for_take_spacys_own_way() -> None:
    document = Document("Sergei Lavrov met John Kerry in Geneva.")
    (named,) = parse_many([document], settings=Settings(entities=True))
    assert parse_module._direct(DEFAULT_PIPELINE, entities=True) is None
    assert {e.label_ for e in named.doc.ents} >= {"PERSON"}
    (plain,) = parse_many([document], settings=Settings())
    assert [(t.tag_, t.dep_) for t in named.doc] == [(t.tag_, t.dep_) for t in plain.doc]


@pytest.mark.parametrize("part", ["tok2vec", "tagger", "parser"])
def test_a_pipeline_of_another_make_is_not_taken_for_known(part: str) -> None:
    nlp = load_pipeline(DEFAULT_PIPELINE)
    with nlp.select_pipes(disable=part):
        assert network_of(nlp) is None


def test_a_parser_that_searches_with_a_beam_is_not_taken_for_known(monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = load_pipeline(DEFAULT_PIPELINE)
    monkeypatch.setitem(nlp.get_pipe("parser").cfg, "beam_width", 4)
    assert network_of(nlp) is None


def test_a_network_that_gives_something_else_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(self: DirectParser, *given: Any) -> Any:
        return iter([load_pipeline(DEFAULT_PIPELINE).make_doc(parse_module._PROBE)])

    monkeypatch.setattr(DirectParser, "__call__", wrong)
    assert parse_module._direct.__wrapped__(DEFAULT_PIPELINE, entities=False) is None


def test_keys_tell_rows_apart_and_keep_zero_for_no_word() -> None:
    rows = np.array([[0, 0], [0, 1], [1, 0], [2**64 - 1, 5], [5, 2**64 - 1]], dtype=np.uint64)
    keys = embedding.keys_of(rows)
    assert len(set(keys.tolist())) == len(rows)
    assert 0 not in keys.tolist()
