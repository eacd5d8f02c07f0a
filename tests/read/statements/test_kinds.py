from __future__ import annotations

from datetime import date

import pytest

from aftertalks.lexicon import load
from aftertalks.model import Document, Kind, Polarity, Span, Voice
from aftertalks.read.parse import parse
from aftertalks.read.statements import Found, StatementBuilder

EXAMPLES = [(r, e) for r in load("kinds") for e in r.get("examples", ())]
COUNTER = [(r, e) for r in load("kinds") for e in r.get("not_examples", ())]


def statements(text: str):
    """Read with no finder at all: only the predicate can decide."""
    parsed = parse(Document("Title\n\n" + text, published=date(2017, 7, 8)))

    def nobody(span: Span) -> Voice:
        return Voice(None, span.of(parsed.document.text), span, None, None, "test")

    return list(StatementBuilder(Found(parsed, [], [], [], [], nobody)).build())


@pytest.mark.parametrize(("record", "example"), EXAMPLES, ids=[e for _, e in EXAMPLES])
def test_examples(record, example: str) -> None:
    found = statements(example)
    assert record["kind"] in {s.kind for s in found}, [(s.kind, s.trace("kind")) for s in found]


@pytest.mark.parametrize(("record", "example"), COUNTER, ids=[e for _, e in COUNTER])
def test_counter_examples(record, example: str) -> None:
    assert record["kind"] not in {s.kind for s in statements(example)}


@pytest.mark.parametrize(
    ("text", "kind", "polarity"),
    [
        ("Ankara does not recognise the republic.", Kind.POSITION, Polarity.NEGATIVE),
        ("The deal is unlikely to survive the winter.", Kind.EXPECTATION, Polarity.NEGATIVE),
        ("The sides must not resume the shelling.", Kind.RECOMMENDATION, Polarity.NEGATIVE),
        ("The ceasefire should come into effect on Sunday.", Kind.EXPECTATION, Polarity.POSITIVE),
        ("No delegation left the hall.", Kind.EVENT, Polarity.NEGATIVE),
        ("The ministers may meet in Vienna.", Kind.EXPECTATION, Polarity.POSITIVE),
        ("The army shelled the town on Monday.", Kind.EVENT, Polarity.POSITIVE),
    ],
)
def test_kind_and_polarity(text: str, kind: Kind, polarity: Polarity) -> None:
    found = statements(text)
    assert [(s.kind, s.polarity) for s in found] == [(kind, polarity)]


def test_conjuncts_of_different_kind_are_told_apart() -> None:
    found = statements("The truce will hold for a month and the army rejected new talks.")
    assert [s.kind for s in found] == [Kind.EXPECTATION, Kind.POSITION]
    assert found[1].text == "the army rejected new talks."


def test_joint_statement_undertakes() -> None:
    text = "Recalling their talks, the two sides met.\n\nThe two sides will open three crossings and publish the maps."
    parsed = parse(Document("Joint Statement on Crossings\n\n" + text))
    built = list(StatementBuilder(Found(parsed, [], [], [], [], lambda s: Voice(None, "", s, None, None, ""))).build())
    assert built[-1].kind is Kind.AGREEMENT


def test_questions_and_greetings_are_no_statements() -> None:
    assert statements("When will the talks resume?") == []
    assert statements("Good afternoon, ladies and gentlemen.") == []


def test_every_null_has_a_reason() -> None:
    for statement in statements("The army shelled the town."):
        for field in ("when", "where"):
            trace = statement.trace(field)
            assert trace is not None
            assert trace.rule


def test_list_items_take_their_kind_from_the_lead_in() -> None:
    text = "Talks\n\nThe two sides will:\n\n- open the road to the port;\n\n- release the prisoners by May 3."
    parsed = parse(Document(text, published=date(2017, 4, 1)))
    built = list(StatementBuilder(Found(parsed, [], [], [], [], lambda s: Voice(None, "", s, None, None, ""))).build())
    assert [(s.kind, s.text) for s in built] == [
        (Kind.AGREEMENT, "open the road to the port;"),
        (Kind.AGREEMENT, "release the prisoners by May 3."),
    ]
