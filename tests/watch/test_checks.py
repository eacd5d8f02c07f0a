from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.watch.helpers import START, event, table, weekly

from aftertalks.model import Outcome
from aftertalks.watch.checks import Area, Probe, run
from aftertalks.watch.zones import Zones

BASE = START - timedelta(weeks=8)
SOUTH = Area("southwestern Syria", "Syria", ("Daraa", "Quneitra", "As-Suwayda"))
CAMPS = (("Government of Syria",), ("*",))


def probe(**fields):
    usual = {"title": "Truce", "instrument": "truce", "start": START, "area": SOUTH, "parties": CAMPS,
             "exceptions": ("jihadist groups",)}  # fmt: skip
    return Probe(**(usual | fields))


def truce(before, after, **fields):
    """A table with so many events a week in the area, and a steady rest of the country."""
    inside = weekly([before] * 8 + [after] * 8, first=BASE, **fields)
    elsewhere = weekly([20] * 16, first=BASE, key=10**6, admin1="Idlib Governorate")
    return inside + elsewhere


def test_a_fall_is_reduced_never_kept_and_every_number_opens_its_rows():
    made = table(truce(12, 3))
    verdict = run(probe(), made)
    assert verdict.outcome is Outcome.REDUCED
    assert verdict.reason.startswith("Reduced, not zero; cause unproven: 96 → 24 events between the parties")
    c = verdict.comparison
    assert (c.before, c.after) == ((BASE, START - timedelta(days=1)), (START, START + timedelta(days=55)))
    for pairing in (*c.area, *c.control):
        for cell, window in ((pairing.before, c.before), (pairing.after, c.after)):
            rows = made.find(list(cell.ids))
            assert len(rows) == cell.events == len(cell.ids)
            assert sum(r.deaths for r in rows) == cell.deaths
            assert all(window[0] <= r.first <= window[1] for r in rows)
    assert c.contrast.value == pytest.approx(0.25)
    assert {"fatal-only", "party-filter"} <= set(verdict.flags)


def test_no_fall_is_broken():
    assert run(probe(), table(truce(5, 5))).outcome is Outcome.BROKEN
    assert run(probe(), table(truce(3, 9))).reason.startswith("Violence rose")


def test_none_after_is_kept_only_where_all_violence_is_listed():
    assert run(probe(), table(truce(5, 0))).outcome is Outcome.REDUCED
    whole = run(probe(), table(truce(5, 0), fatal_only=False))
    assert (whole.outcome, "cause unproven" in whole.reason) == (Outcome.KEPT, True)


def test_too_few_events_cannot_tell():
    verdict = run(probe(), table(truce(1, 0)))
    assert verdict.outcome is Outcome.CANNOT_TELL
    assert "Too few" in verdict.reason


@pytest.mark.parametrize(
    ("fields", "reach", "told"),
    [
        ({}, {"last": START + timedelta(days=20)}, "the data reach from"),
        ({}, {"first": START - timedelta(days=20)}, "the data reach from"),
        ({"area": None}, {}, "no area"),
        ({"start": None}, {}, "no date"),
        ({"start": date(1, 1, 1)}, {}, "far from all data"),
        ({"area": Area("", "Libya")}, {}, "no violent event in Libya"),
        ({"area": Area("", "Syria", ("Tartus",))}, {}, "no violent event in Tartus"),
        ({"until": START + timedelta(days=8)}, {}, "less than 2 weeks"),
        ({"dataset": "ACLED"}, {}, "no violent event"),
        ({"area": Area("", "Syria", ("Daraa",), ("North",))}, {}, "no zones were given"),
    ],
)
def test_cannot_tell_says_why(fields, reach, told):
    verdict = run(probe(**fields), table(truce(12, 3), **reach))
    assert verdict.outcome is Outcome.CANNOT_TELL
    assert told in verdict.reason
    json.dumps(verdict.to_record())


def test_parties_excepted_groups_and_others_add_up():
    rows = truce(6, 2)
    rows += weekly([2] * 16, first=BASE, key=2 * 10**6, side_b="IS")
    rows += weekly([1] * 16, first=BASE, key=3 * 10**6, side_a="Ahrar al-Sham", side_b="Southern Front")
    c = run(probe(), table(rows)).comparison
    every, *parts = c.area
    assert [(p.before.events, p.after.events) for p in parts] == [(48, 16), (16, 16), (8, 8)]
    assert sum(p.before.events for p in parts) == every.before.events
    assert sorted(i for p in parts for i in p.after.ids) == list(every.after.ids)
    assert sum(w.area for w in c.weeks[-16:]) == every.before.events + every.after.events


def test_a_low_week_a_peak_and_a_rise_are_flagged():
    rows = weekly([2] * 8, first=BASE - timedelta(weeks=8), key=5 * 10**6)
    rows += weekly([12] * 7 + [2] * 5 + [5] * 4, first=BASE)
    flags = run(probe(), table(rows)).flags
    assert "2 events between the parties, against a mean of 12.0" in flags["low-week"]
    assert "86 events against 16" in flags["peak-before"]
    assert "8 events in the first half" in flags["rising-again"]
    assert "no-control" in flags


def test_a_fall_that_the_whole_country_shares_is_said():
    rows = weekly([12] * 8 + [3] * 8, first=BASE)
    rows += weekly([40] * 8 + [10] * 8, first=BASE, key=10**6, admin1="Idlib Governorate")
    verdict = run(probe(), table(rows))
    assert verdict.outcome is Outcome.REDUCED
    assert "elsewhere-too" in verdict.flags


def test_placebo_dates_of_a_steady_series_do_not_fall():
    rows = weekly([8] * 60 + [1] * 20, first=START - timedelta(weeks=60))
    rows += weekly([20] * 80, first=START - timedelta(weeks=60), key=10**6, admin1="Idlib Governorate")
    placebo = run(probe(), table(rows, first=START - timedelta(weeks=60))).comparison.placebo
    assert placebo.dates >= 40
    assert placebo.as_deep == 0
    assert placebo.middle == pytest.approx(1, abs=0.1)


def test_events_in_no_unit_are_a_doubtful_control():
    rows = weekly([12] * 8 + [3] * 8, first=BASE) + weekly([20] * 16, first=BASE, key=10**6, admin1=None)
    verdict = run(probe(), table(rows))
    assert "no-control" in verdict.flags
    assert verdict.comparison.contrast is None
    assert "256 → 184 events, 256 → 184 deaths" in verdict.flags["unplaced"]


def test_families_are_not_mixed():
    rows = truce(12, 3)
    both = [*rows, *(replace(r, dataset="ACLED") for r in rows)]
    verdict = run(probe(), table(both))
    assert verdict.comparison.area[0].before.events == 96
    assert "not mixed in: ACLED" in verdict.flags["one-dataset"]


def test_a_file_without_countries_is_taken_as_the_areas_and_said():
    rows = truce(12, 3, country=None)
    verdict = run(probe(), table([replace(r, country=None) for r in rows]))
    assert verdict.comparison.control[0].before.events == 160
    assert "names no country" in verdict.flags["no-country"]


def test_coarse_days_and_days_across_the_date():
    rows = truce(12, 3)
    rows += [
        event(9 * 10**6 + n, START - timedelta(days=2), last=START + timedelta(days=3), date_precision="week")
        for n in range(20)
    ]
    verdict = run(probe(), table(rows))
    assert {"coarse-dates", "across-the-date"} <= set(verdict.flags)
    across = next(w for w in verdict.warnings if w.flag == "across-the-date")
    assert len(across.ids) == 20


def test_zones_narrow_the_area():
    square = [[35, 32], [36, 32], [36, 33], [35, 33], [35, 32]]
    zones = Zones.of({
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"name": "West"},
                      "geometry": {"type": "Polygon", "coordinates": [square]}}],
    })  # fmt: skip
    rows = weekly([12] * 8 + [3] * 8, first=BASE, lon=35.5)
    rows += weekly([20] * 16, first=BASE, key=10**6, lon=36.5)
    verdict = run(probe(area=Area("", "Syria", (), ("West",))), table(rows), zones=zones)
    assert (verdict.comparison.area[0].before.events, verdict.comparison.control[0].before.events) == (96, 160)


def test_a_truce_that_ended_is_compared_for_as_long_as_it_held():
    verdict = run(probe(until=START + timedelta(days=27)), table(truce(12, 3)))
    assert verdict.comparison.after == (START, START + timedelta(days=27))
    assert "short" in verdict.flags


def test_the_record_holds_what_is_needed_to_repeat_it():
    verdict = run(probe(), table(truce(12, 3)))
    record = json.loads(json.dumps(verdict.to_record()))
    assert record["probe"]["area"]["admin1"] == ["Daraa", "Quneitra", "As-Suwayda"]
    assert len(record["data_digest"]) == 64
    assert record["code_version"]
    assert record["datasets"][0]["citation"] == "Made up"
    assert "quasi-Poisson" in record["method"]
    assert record["comparison"]["area"][0]["before"]["ids"]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=16, max_size=16), st.integers(0, 10**6))
def test_a_shuffled_file_gives_the_same_verdict(counts, seed):
    rows = weekly(counts, first=BASE) + weekly([9] * 16, first=BASE, key=10**6, admin1=None)
    mixed = list(rows)
    random.Random(seed).shuffle(mixed)
    assert run(probe(), table(mixed)).to_record() == run(probe(), table(rows)).to_record()
