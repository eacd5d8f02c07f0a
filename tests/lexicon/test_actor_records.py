"""Every record of the actor and place lexicons: well formed, unique, and found again under each of its names."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from aftertalks.lexicon import load
from aftertalks.lexicon.names import fold_name
from aftertalks.model import LexiconError
from aftertalks.read.actors import ActorFinder
from aftertalks.read.actors.offices import office_table, parse_holder
from aftertalks.read.places import PlaceFinder

FINDER, PLACES = ActorFinder(), PlaceFinder()
DAY = date(2017, 7, 7)
STATES, ORGS, GROUPS = load("states"), load("organisations"), load("groups")
EXAMPLES = [
    (prefix + str(r.get("iso3") or r["id"]), sentence, wanted)
    for name, prefix in (("states", "state:"), ("organisations", "org:"), ("groups", "group:"))
    for r in load(name)
    for key, wanted in (("examples", True), ("not_examples", False))
    for sentence in r.get(key, ())
]
PLACE_EXAMPLES = [(r["id"], s) for name in ("regions", "waters") for r in load(name) for s in r.get("examples", ())]


def test_codes_of_states_are_unique_and_well_formed() -> None:
    for key, shape in (("iso2", r"[A-Z]{2}"), ("iso3", r"[A-Z]{3}"), ("name", r".{3,}")):
        values = [r[key] for r in STATES]
        assert all(re.fullmatch(shape, v) for v in values)
        assert [v for v, n in Counter(values).items() if n > 1] == []


def test_states_lie_on_the_globe_and_disputed_ones_name_a_claimant() -> None:
    for r in STATES:
        lat, lon = r["at"]
        assert -90 <= lat <= 90 and -180 <= lon <= 180, r["name"]
        if r.get("status") in {"de facto", "disputed"}:
            assert r.get("claimed_by"), r["name"]


@pytest.mark.parametrize("record", STATES, ids=lambda r: r["iso3"])
def test_a_state_is_found_under_each_name_and_adjective(record: dict) -> None:
    for name in (record["name"], *record.get("also", ()), *record["adj"]):
        mentions = FINDER.find(f"Yesterday {name} objected.", published=None)
        assert mentions and mentions[0].actor.id == f"state:{record['iso3']}", name


@pytest.mark.parametrize("lexicon", ["organisations", "groups"])
def test_ids_are_unique_and_codes_well_formed(lexicon: str) -> None:
    records = load(lexicon)
    assert [i for i, n in Counter(r["id"] for r in records).items() if n > 1] == []
    known = {r["iso3"] for r in STATES}
    for r in records:
        assert re.fullmatch(r"[A-Z]{3}( [A-Z]{3})?", r["code"]), r["id"]
        assert r.get("country") is None or r["country"] in known, r["id"]


def test_no_name_stands_for_two_actors() -> None:
    owners: dict[str, set[str]] = {}
    for lexicon in ("organisations", "groups", "media"):
        for r in load(lexicon):
            for name in (r["name"], *r.get("also", ())):
                owners.setdefault(fold_name(name), set()).add(r["name"])
    assert {n: o for n, o in owners.items() if len(o) > 1} == {}


@pytest.mark.parametrize("record", [*ORGS, *GROUPS], ids=lambda r: r["id"])
def test_an_organisation_is_found_under_each_name(record: dict) -> None:
    if record.get("guard"):
        pytest.skip("short name counts only beside a longer one")
    for name in (record["name"], *record.get("also", ())):
        mentions = FINDER.find(f"Yesterday {name} objected.", published=None)
        assert mentions and mentions[0].actor.id.split(":")[1] == record["id"], name


@pytest.mark.parametrize(("ident", "sentence", "wanted"), EXAMPLES)
def test_actor_examples(ident: str, sentence: str, wanted: bool) -> None:
    assert (ident in {m.actor.id for m in FINDER.find(sentence, published=DAY)}) is wanted


@pytest.mark.parametrize(("ident", "sentence"), PLACE_EXAMPLES)
def test_place_examples(ident: str, sentence: str) -> None:
    assert f"region:{ident}" in {m.place.id for m in PLACES.find(sentence) if m.place}


def test_offices_have_known_owners_and_spells_that_do_not_overlap() -> None:
    states = {r["iso3"] for r in STATES}
    owners = {r["id"] for r in (*ORGS, *GROUPS)}
    for record in load("offices"):
        assert record.get("state") in states or (record.get("org") or record.get("group")) in owners, record
        spells = sorted(parse_holder(h)[2:] for h in record["holders"])
        for (_, last), (first, _) in pairwise(spells):
            assert first >= last.replace(day=1), (record.get("state") or record, record["office"], first)


def test_offices_are_roles_or_listed() -> None:
    roles = {r["id"] for r in load("roles")}
    special = {"head-of-state", "state-counsellor", "pope", "high-commissioner", "foreign-ministry-spokesman"}
    special |= {f"special-envoy-{w}" for w in ("syria", "yemen", "libya")}
    assert {r["office"] for r in load("offices")} - roles - special == set()


@pytest.mark.parametrize("text", ["Somebody", "Somebody 2001-13-01/", "Somebody 2010/2001", "Somebody 2001-02-30/2002"])
def test_a_broken_spell_is_refused(text: str) -> None:
    with pytest.raises(LexiconError):
        parse_holder(text)


def test_people_without_an_office_have_a_side() -> None:
    table = office_table()
    for record in load("people"):
        assert table.people[record["name"]].spells or "side" in record, record["name"]


def test_disputed_regions_name_their_claimants() -> None:
    for r in load("regions"):
        if "/" in (r.get("country") or "") and r["kind"] == "islands" and r.get("disputed"):
            assert len(r["disputed"]) > 1
        box = r.get("box")
        if box:
            south, west, north, east = box
            assert south <= r["at"][0] <= north and west <= r["at"][1] <= east, r["id"]
