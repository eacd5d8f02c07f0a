"""Undertakings of record against UCDP's data; the tests run where the data lie beside the project."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.conftest import SHARED

from aftertalks.model import Check, Outcome
from aftertalks.watch.checks import draft, from_yaml, run, to_yaml
from aftertalks.watch.table import TableBuilder

DATA = SHARED / "data"
pytestmark = pytest.mark.skipif(
    not (DATA / "ucdp_ged_syria_2017.csv").is_file(),
    reason="UCDP's rows (../shared/data) are not on this machine; their licence allows it, the project holds no copy",
)


@pytest.fixture(scope="module")
def events():
    builder = TableBuilder()
    for name in ("ucdp_ged_syria_2017.csv", "ucdp_ged_ukraine_2014_2021.csv"):
        builder.add(DATA / name)
    return builder.done()


@pytest.fixture(scope="module")
def south(events):
    parties = ("United States", "Russia", "Jordan")
    probe = draft(Check("truce", parties, "southwestern Syria", date(2017, 7, 9)))
    assert probe.area.admin1 == ("Daraa", "Quneitra", "As-Suwayda")
    return run(from_yaml(to_yaml(probe)), events)


def test_every_row_of_both_files_is_read(events):
    assert [d.rows for d in events.datasets] == [5587, 2989]
    assert not events.errors


def test_the_southern_truce(south):
    c = south.comparison
    area, control = c.area[0], c.control[0]
    assert (area.before.events, area.after.events) == (125, 41)
    assert (area.before.deaths, area.after.deaths) == (450, 152)
    assert (control.before.events, control.after.events) == (726, 762)
    assert c.contrast.value == pytest.approx(0.31, abs=0.005)
    assert c.contrast.high < 1
    assert south.outcome is Outcome.REDUCED
    assert south.reason.startswith("Reduced, not zero; cause unproven")


def test_its_parties_are_told_from_others(south, events):
    parties = south.comparison.pairing("between the parties")
    rows = events.find([*parties.before.ids, *parties.after.ids])
    sides = {(row.side_a, row.side_b) for row in rows}
    assert sides == {("Government of Syria", "Syrian insurgents")}
    assert parties.before.events + south.comparison.pairing("with excepted groups").before.events < 125


def test_its_low_week_is_flagged(south):
    assert "2017-07-02 was low already" in south.flags["low-week"]
    assert "fatal-only" in south.flags


@pytest.mark.parametrize(
    ("day", "before", "after", "outcome"),
    [
        (date(2014, 9, 5), 754, 206, Outcome.REDUCED),
        (date(2015, 2, 15), 326, 92, Outcome.REDUCED),
        (date(2018, 3, 5), 18, 19, Outcome.BROKEN),
        (date(2019, 7, 21), 40, 32, Outcome.BROKEN),
        (date(2020, 7, 27), 29, 10, Outcome.REDUCED),
    ],
)
def test_five_truces_in_donbas(events, day, before, after, outcome):
    probe = draft(Check("truce", ("Ukraine", "pro-Russian separatists"), "Donbas", day))
    verdict = run(probe, events)
    main = verdict.comparison.pairing("between the parties")
    assert (main.before.events, main.after.events) == (before, after)
    assert verdict.outcome is outcome
    assert "no-control" in verdict.flags
    if outcome is Outcome.BROKEN:
        assert "no fall can be told from chance" in verdict.reason


def test_the_peak_before_minsk_is_flagged(events):
    for day in (date(2014, 9, 5), date(2015, 2, 15)):
        verdict = run(draft(Check("truce", ("Ukraine", "pro-Russian separatists"), "Donbas", day)), events)
        assert "peak-before" in verdict.flags


def test_a_truce_that_the_data_do_not_reach(events):
    probe = draft(Check("truce", ("Russia",), "southwestern Syria", date(2017, 12, 1)))
    verdict = run(probe, events)
    assert verdict.outcome is Outcome.CANNOT_TELL
    assert str(date(2017, 12, 1) + timedelta(days=55)) in verdict.reason
