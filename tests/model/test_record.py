from __future__ import annotations

import json
from datetime import date

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aftertalks.model import (
    Certainty,
    EventFrame,
    Form,
    Kind,
    Place,
    Polarity,
    Span,
    Statement,
    Trace,
    UsageError,
    Voice,
)
from aftertalks.model.record import format_when, from_record, parse_when, schema, to_record
from builders import report_reading

words = st.text(max_size=12)
maybe = st.none() | words
spans = st.builds(lambda a, n: Span(a, a + n), st.integers(0, 500), st.integers(0, 60))
names = st.lists(words, max_size=3).map(tuple)
days = st.none() | st.dates(min_value=date(1000, 1, 1))
voices = st.builds(
    Voice, name=maybe, text=words, span=st.none() | spans, role=maybe, side=maybe, rule=words, also=names
)
frames = st.builds(
    EventFrame,
    type=words,
    mode=maybe,
    context=names,
    actors=names,
    recipients=names,
    auxiliary=st.lists(st.sampled_from(["historical", "future", "hypothetical", "negated"]), max_size=2).map(tuple),
)
places = st.builds(
    Place,
    id=words,
    name=words,
    kind=words,
    lat=st.none() | st.floats(-90, 90),
    lon=st.none() | st.floats(-180, 180),
    country=maybe,
    admin1=maybe,
)
traces = st.lists(st.builds(Trace, words, words, st.none() | spans), max_size=4, unique_by=lambda t: t.field)
statements = st.builds(
    Statement,
    document=words,
    span=spans,
    text=words,
    kind=st.sampled_from(Kind),
    form=st.sampled_from(Form),
    speaker=maybe,
    polarity=st.sampled_from(Polarity),
    certainty=st.sampled_from(Certainty),
    chain=st.lists(voices, max_size=2).map(tuple),
    cue=st.none() | spans,
    cue_text=maybe,
    certainty_cue=st.none() | spans,
    actors=names,
    actor_ids=names,
    about=maybe,
    issue=maybe,
    instrument=maybe,
    event=st.none() | frames,
    when=days,
    when_end=days,
    when_text=maybe,
    precision=maybe,
    deadline=days,
    where=maybe,
    place=st.none() | places,
    traces=traces.map(tuple),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(statements)
def test_a_record_there_and_back_loses_nothing(statement: Statement) -> None:
    record = json.loads(json.dumps(to_record(statement)))
    jsonschema.validate(record, schema())
    assert from_record(record) == statement


def test_several_traces_of_one_field_survive() -> None:
    statement = report_reading().statements[0]
    both = Statement(
        **{f: getattr(statement, f) for f in statement.__dataclass_fields__}
        | {"traces": (Trace("when", "weekday"), Trace("when", "publication date", Span(0, 3)))}
    )
    assert from_record(to_record(both)).traces == both.traces


def test_the_record_has_exactly_the_fields_of_the_schema() -> None:
    made = report_reading()
    record = to_record(made.statements[0], made.document)
    assert set(record) == set(schema()["properties"])
    assert record["published"] == "2017-07-07"
    assert record["when"] == "2017-07-09"
    jsonschema.validate(record, schema())
    assert from_record(record) == made.statements[0]


def test_the_schema_refuses_what_it_should() -> None:
    record = to_record(report_reading().statements[0])
    for field, value in [("kind", "rumour"), ("when", "July 9"), ("start", -1), ("surprise", 1)]:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(record | {field: value}, schema())


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        (None, None, None),
        (date(2017, 7, 9), date(2017, 7, 9), "2017-07-09"),
        (date(2017, 7, 1), date(2017, 7, 31), "2017-07-01/2017-07-31"),
        (date(2017, 7, 1), None, "2017-07-01/.."),
        (None, date(2017, 7, 1), "../2017-07-01"),
    ],
)
def test_when_is_written_as_iso(first: date | None, last: date | None, written: str | None) -> None:
    assert format_when(first, last) == written
    assert parse_when(written) == (first, last)


@pytest.mark.parametrize("change", [{"kind": "rumour"}, {"when": "soon"}, {"start": 9, "end": 1}, {"cue": "said"}])
def test_impossible_values_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="cannot be"):
        from_record(to_record(report_reading().statements[0]) | change)


def test_a_missing_field_is_named() -> None:
    record = to_record(report_reading().statements[0])
    del record["polarity"]
    with pytest.raises(UsageError, match="polarity"):
        from_record(record)
