from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from aftertalks.ledger.answers import DECIDE_AT, RULE, answer, judged, told_outcome
from aftertalks.ledger.proposition import Proposition
from aftertalks.lexicon import load
from aftertalks.model import Kind, Outcome, Polarity, Span, Trace
from builders import document, statement

FRIDAY, SUNDAY, MONDAY = date(2017, 7, 7), date(2017, 7, 9), date(2017, 7, 10)
ASKED = "The truce in southwestern Syria should take effect at noon on Sunday."


def prop(text: str, kind: Kind, published: date, **fields: Any) -> Proposition:
    return Proposition(statement(document(text, published=published), text, kind, **fields), published)


def asked(kind: Kind = Kind.EXPECTATION, **fields: Any) -> Proposition:
    return prop(ASKED, kind, FRIDAY, **({"when": SUNDAY, "when_text": "Sunday"} | fields))


def report(text: str, published: date = MONDAY, **fields: Any) -> Proposition:
    return prop(text, Kind.EVENT, published, **({"when": SUNDAY} | fields))


EFFECT = "The truce in southwestern Syria took effect at noon."


def test_a_report_in_the_window_decides_that_it_happened() -> None:
    found = answer(report(EFFECT), asked())
    assert found is not None
    assert found.decides
    assert found.outcome is Outcome.HAPPENED
    assert found.score >= DECIDE_AT
    assert "took effect" in found.reason
    made = judged("e1", report(EFFECT), found, at=datetime(2017, 7, 10, tzinfo=UTC))
    assert made.by == RULE
    assert made.evidence == (report(EFFECT).statement.id,)


@pytest.mark.parametrize(
    ("text", "fields", "outcome"),
    [
        ("The truce in southwestern Syria was violated at noon.", {}, Outcome.BROKEN),
        ("The truce in southwestern Syria did not take effect at noon.", {}, Outcome.DID_NOT_HAPPEN),
        (EFFECT, {"polarity": Polarity.NEGATIVE}, Outcome.DID_NOT_HAPPEN),
        (EFFECT, {"when": date(2017, 7, 8)}, Outcome.HAPPENED),  # near the window, not in it
        ("The truce in southwestern Syria is quiet at noon.", {}, Outcome.CANNOT_TELL),  # no phrase says so
    ],
)
def test_everything_else_is_only_proposed(text: str, fields: dict[str, Any], outcome: Outcome) -> None:
    found = answer(report(text, **fields), asked())
    assert found is not None
    assert found.outcome is outcome
    assert not found.decides


def test_the_same_verb_told_as_done_is_proposed_and_never_decided() -> None:
    words = "The special representative is to travel to Kiev with the delegation on Sunday."
    expected = prop(words, Kind.EXPECTATION, FRIDAY, when=SUNDAY, when_text="Sunday", where="Kiev")
    done = "The special representative travelled to Kiev with the delegation on Sunday."
    span = Span(done.index("travelled"), done.index("travelled") + len("travelled"))
    told = report(done, traces=(Trace("kind", "told-as-happened", span),), where="Kiev", when_text="Sunday")
    found = answer(told, expected)
    assert found is not None
    assert (found.outcome, found.decides) == (Outcome.HAPPENED, False)
    assert "says “travelled”" in found.reason
    denied = report(done, traces=told.statement.traces, where="Kiev", polarity=Polarity.NEGATIVE)
    assert (answer(denied, expected) or found).outcome is Outcome.DID_NOT_HAPPEN
    again = words.replace("is to travel", "travel")
    same = Trace("kind", "told-as-happened", Span(again.index("travel"), again.index("travel") + len("travel")))
    assert (answer(report(again, traces=(same,), where="Kiev"), expected) or found).outcome is Outcome.CANNOT_TELL
    other = report(done, traces=(Trace("kind", "plan"),), where="Kiev")
    assert (answer(other, expected) or found).outcome is Outcome.CANNOT_TELL


@pytest.mark.parametrize(
    ("held", "against"),
    [
        (report(EFFECT, published=date(2017, 7, 6)), asked()),  # reported before it was expected
        (report(EFFECT, when=date(2017, 7, 1)), asked()),  # happened before
        (report(EFFECT, when=date(2017, 8, 1)), asked()),  # still to come
        (report(EFFECT, where="Homs"), asked(where="southwestern Syria")),
        (report(EFFECT, actors=("Jordan",)), asked(actors=("Russia",))),
        (report(EFFECT, instrument="zone"), asked(instrument="truce")),
        (report("Rain fell in Hamburg."), asked()),
        (asked(), asked()),
        (report(EFFECT), asked(Kind.POSITION)),
    ],
)
def test_what_cannot_answer(held: Proposition, against: Proposition) -> None:
    assert answer(held, against) is None


def test_undated_documents_answer_nothing() -> None:
    bare = statement(document(EFFECT, published=None), EFFECT, Kind.EVENT, when=SUNDAY)
    assert answer(Proposition(bare, None), asked()) is None


@pytest.mark.parametrize("record", load("answers"), ids=lambda r: r["outcome"])
def test_the_lexicons_examples(record: dict[str, Any]) -> None:
    for text in record["examples"]:
        found = told_outcome(text)
        assert found is not None
        assert found[0].value == record["outcome"], text
    for text in record["not_examples"]:
        found = told_outcome(text)
        assert found is None or found[0].value != record["outcome"], text
