from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from aftertalks.model import Check, Outcome
from aftertalks.watch.checks import draft, run
from aftertalks.watch.readers.families import GDELT
from aftertalks.watch.rows import Dataset, EventRow
from aftertalks.watch.table import TableBuilder

WINDOW = {"first": date(2018, 5, 1), "last": date(2018, 5, 31)}


def reports(*rows: EventRow, **fields):
    builder = TableBuilder()
    usual = {"machine_coded": True, "first": date(2018, 1, 1), "last": date(2018, 12, 31)}
    builder.add_rows(rows, Dataset(GDELT.name, "made-up.csv", **(usual | fields)))
    return builder.done()


def report(key: str, day: date = date(2018, 5, 10), code: str = "042", **fields):
    usual = {"side_a": "RUSSIA", "side_b": "TURKEY", "code_a": "RUSGOV", "code_b": "TURGOV", "kind": code}
    return EventRow("GDELT 2", key, day, day, **(usual | fields))


TALKS = draft(Check("talks", parties=("Russia", "Turkey"), **WINDOW))


def test_talks_that_were_reported_happened():
    verdict = run(TALKS, reports(report("1"), report("2"), report("3", code="190")))
    assert verdict.outcome is Outcome.HAPPENED
    assert verdict.found_for == ("GDELT 2:1", "GDELT 2:2")


def test_talks_have_no_direction():
    turned = report("2", side_a="TURKEY", side_b="RUSSIA", code_a="TURGOV", code_b="RUSGOV")
    assert run(TALKS, reports(report("1"), turned)).outcome is Outcome.HAPPENED


def test_absence_is_no_evidence_and_never_did_not_happen():
    verdict = run(TALKS, reports(report("1", day=date(2018, 7, 1))))
    assert verdict.outcome is Outcome.NO_EVIDENCE
    assert "unreported" in verdict.reason


@pytest.mark.parametrize(
    ("probe", "rows", "reach", "told"),
    [
        (TALKS, [report("1", day=date(2018, 3, 1))], {"last": date(2018, 5, 15)}, "do not reach"),
        (TALKS, [report("1")], {}, "2 are asked for"),
        (TALKS, [report("1")], {"machine_coded": False, "fatal_only": True}, "no dataset here codes such deeds"),
        (replace(TALKS, until=None), [report("1")], {}, "no window"),
    ],
)
def test_cannot_tell(probe, rows, reach, told):
    verdict = run(probe, reports(*rows, **reach))
    assert verdict.outcome is Outcome.CANNOT_TELL
    assert told in verdict.reason


def test_sanctions_have_a_direction():
    probe = draft(Check("sanctions", parties=("United States", "Russia"), **WINDOW))
    one = {"side_a": "UNITED STATES", "code_a": "USAGOV", "side_b": "RUSSIA", "code_b": "RUSGOV", "code": "163"}
    other = {"side_a": "RUSSIA", "code_a": "RUSGOV", "side_b": "UNITED STATES", "code_b": "USAGOV", "code": "163"}
    assert run(probe, reports(report("1", **one), report("2", **one))).outcome is Outcome.HAPPENED
    assert run(probe, reports(report("1", **other), report("2", **other))).outcome is Outcome.NO_EVIDENCE


def test_an_appointment_is_found_by_the_words_of_a_headline():
    probe = draft(Check("appointment", **WINDOW), names=("Kurt Volker",))
    told = report("1", code="010", headline="State Department names Kurt Volker special representative")
    other = report("2", code="010", headline="Minister appointed in Oslo")
    verdict = run(probe, reports(told, other))
    assert (verdict.outcome, verdict.found_for) == (Outcome.HAPPENED, ("GDELT 2:1",))


def test_a_signature_is_not_a_treaty_in_force():
    probe = draft(Check("treaty", parties=("Russia", "Turkey"), **WINDOW))
    verdict = run(probe, reports(report("1", code="057"), report("2", code="057")))
    assert verdict.outcome is Outcome.CANNOT_TELL
    assert "not that it is in force" in verdict.reason
    assert len(verdict.found_for) == 2


def test_a_withdrawal_lists_what_speaks_against_it():
    probe = draft(Check("withdrawal", parties=("Russia", "Turkey"), **WINDOW))
    verdict = run(probe, reports(report("1", code="0874"), report("2", code="0874"), report("3", code="190")))
    assert verdict.outcome is Outcome.CANNOT_TELL
    assert verdict.found_against == ("GDELT 2:3",)
