from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftertalks.model import Document, ModelMissingError, Settings
from aftertalks.read.parse import load_pipeline, parse, parse_many

TEXT = (
    "Talks end\n\n“We won. We go on,” Ann Lee said.\n\nShare this article\n\nThe truce (banned. – Ed.) began on Sunday."
)


def test_offsets_are_the_documents() -> None:
    parsed = parse(Document(TEXT, published=date(2017, 7, 8)))
    assert parsed.doc.text == TEXT
    for token in parsed.doc:
        assert TEXT[token.idx : token.idx + len(token)] == token.text


def test_parser_is_held_to_our_sentences() -> None:
    parsed = parse(Document(TEXT))
    starts = {s.start_char for s in parsed.doc.sents}
    assert [s.of(TEXT)[:8] for s in parsed.sentences] == ["Talks en", "“We won.", "We go on", "The truc"]
    assert all(s.start in starts for s in parsed.sentences)


def test_many_share_batches_and_keep_their_order() -> None:
    documents = [Document(f"Title {i}\n\nThe envoy left town {i} times.") for i in range(7)]
    parsed = list(parse_many(documents, settings=Settings()))
    assert [p.document for p in parsed] == documents
    alone = parse(documents[3])
    assert [(t.text, t.tag_, t.dep_) for t in parsed[3].doc] == [(t.text, t.tag_, t.dep_) for t in alone.doc]


def test_missing_pipeline_tells_the_cure() -> None:
    with pytest.raises(ModelMissingError, match="pip install no_such_pipeline"):
        load_pipeline("no_such_pipeline")


@given(st.text(alphabet=st.sampled_from('aB .!?“”"()\n\u200b\u202eé\t:'), max_size=120))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_parses_to_itself(text: str) -> None:
    parsed = parse(Document(text))
    assert parsed.doc.text == text
