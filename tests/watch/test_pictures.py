from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.watch.helpers import START, event, table, weekly
from tests.watch.test_checks import BASE, probe, truce
from tests.watch.test_zones import feature, zones

from aftertalks.model import Outcome
from aftertalks.watch.checks import Verdict, run
from aftertalks.watch.pictures import event_map, svg, weekly_chart

SVG = "{http://www.w3.org/2000/svg}"


def parsed(picture: str):
    root = ElementTree.fromstring(picture)
    assert root.get("role") == "img"
    first, second = list(root)[:2]
    assert (first.tag, second.tag) == (f"{SVG}title", f"{SVG}desc")
    assert root.get("aria-labelledby") == f"{first.get('id')} {second.get('id')}"
    return root, first.text, second.text


def test_the_chart_shows_every_week_and_marks_the_date():
    verdict = run(probe(), table(truce(12, 3)))
    root, title, told = parsed(weekly_chart(verdict))
    assert str(START) in title
    assert "Reduced, not zero" in told
    bars = [g for g in root.iter(f"{SVG}g") if len(g.findall(f"{SVG}rect")) == 2]
    assert len(bars) == len(verdict.comparison.weeks)
    heights = [float(g.findall(f"{SVG}rect")[0].get("height")) for g in bars]
    assert max(heights) > 3.5 * min(h for h in heights if h)
    assert str(START) in [t.text for t in root.iter(f"{SVG}text")]
    assert "8 weeks before: 96 events" in [t.text for t in root.iter(f"{SVG}text")]


def test_no_comparison_no_chart():
    assert weekly_chart(Verdict(Outcome.CANNOT_TELL, "no data", probe())) is None


def test_hostile_titles_stay_text():
    verdict = run(probe(title="<script>alert(1)</script>\x00\ud800 & 'more'"), table(truce(12, 3)))
    root, title, _ = parsed(weekly_chart(verdict))
    assert title.startswith("<script>")
    assert not list(root.iter(f"{SVG}script"))


def test_the_map_has_a_frame_a_week_and_a_point_an_event():
    made = table([*weekly([2, 0, 3], first=START), event(99, START, lat=None, lon=None)])
    picture = event_map(
        made, np.arange(len(made)), first=START, weeks=3, title="Events", marked=START,
        zones=zones(feature("West", 35.0, 36.0, holder="A", to=str(START + timedelta(days=8)))),
    )  # fmt: skip
    root, _, told = parsed(picture)
    frames = [g for g in root.iter(f"{SVG}g") if g.get("transform")]
    assert [len(g.findall(f"{SVG}circle")) for g in frames] == [2, 0, 3]
    assert [len(g.findall(f"{SVG}path")) for g in frames] == [1, 1, 0]
    assert f"week from {START}: 2" in told
    assert "1 without coordinates" in told


def test_an_empty_map_is_still_a_picture():
    made = table([event(1, BASE)])
    parsed(event_map(made, np.arange(1), first=START, weeks=0, title="None"))


@settings(deadline=None)
@given(st.integers(0, 10**7))
def test_axis_steps_are_few_and_reach(highest):
    marks = svg.steps(highest)
    assert marks[0] == 0
    assert marks[-1] >= max(highest, 1)
    assert len(marks) <= 7
