from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftertalks.model import Check, UsageError
from aftertalks.watch.checks import Area, Probe, draft, from_yaml, to_yaml

PLAIN = "title: A truce\ninstrument: truce\n"
names = st.lists(st.text("abcß é:#'-*", min_size=1, max_size=12).filter(str.strip), max_size=3).map(tuple)


@settings(deadline=None)
@given(
    title=st.text(min_size=1, max_size=40).filter(str.strip), weeks=st.integers(2, 520), exceptions=names,
    start=st.dates(date(1900, 1, 1), date(2100, 1, 1)), camps=st.lists(names, min_size=2, max_size=3),
    words=names, level=st.floats(0.51, 0.99),
)  # fmt: skip
def test_yaml_and_back_is_the_same(title, weeks, exceptions, start, camps, words, level):
    probe = Probe(
        title=title, instrument="truce", weeks=weeks, start=start, exceptions=exceptions, parties=tuple(camps),
        area=Area("there", "Syria", ("Daraa",)), words=words, level=level,
    )  # fmt: skip
    assert from_yaml(to_yaml(probe)) == probe


def test_a_draft_survives_yaml():
    probe = draft(Check("sanctions", parties=("United States", "Russia"), first=date(2017, 7, 1)))
    assert from_yaml(to_yaml(probe)) == probe


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("weeks: eight", "weeks: 'eight' is not a whole number from 2 to 520"),
        ("weeks: true", "weeks: True is not"),
        ("start: next week", "start: 'next week' is not a day"),
        ("start: 2017-07-09\nuntil: 2017-07-01", "until: 2017-07-01 is before start"),
        ("method: guess", "method: 'guess' is none of compare, presence"),
        ("parties: [[A]]", "parties: one camp alone"),
        ("parties: [A, B]", "parties, camp 1: not a list"),
        ("exceptions: IS", "exceptions: not a list of texts"),
        ("codes: [057]", "codes: not a list of texts"),
        ("area: southwestern Syria", "area: write country"),
        ("area: {country: Atlantis}", "area.country: 'Atlantis' is no country"),
        ("area: {country: Syria, unit: Daraa}", "area: unknown field 'unit'"),
        ("level: 95", "level: 95 is not a number between"),
        ("dataset: my own", "dataset: 'my own' is none of"),
        ("wekes: 8", "unknown field 'wekes'"),
        ("enough: maybe", "enough: 'maybe' is neither"),
        ("a: &a [x]\nb: *a", "anchors and aliases"),
        ("- x", "not valid YAML"),
    ],
)
def test_a_mistake_is_named_by_its_field(text, told):
    with pytest.raises(UsageError, match=r"^[a-z]") as caught:
        from_yaml(PLAIN + text)
    assert told in str(caught.value)


def test_no_fields_no_title_too_long():
    for text, told in (("just words", "not a list of fields"), ("instrument: truce", "title is missing")):
        with pytest.raises(UsageError, match=told):
            from_yaml(text)
    with pytest.raises(UsageError, match="200,000"):
        from_yaml("x" * 300_000)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_a_probe_or_a_told_error(text):
    try:
        from_yaml(text)
    except UsageError as error:
        assert str(error)


def test_unknown_instruments_signal():
    with pytest.raises(UsageError, match="'peace' drafts no test"):
        draft(Check("peace"))
