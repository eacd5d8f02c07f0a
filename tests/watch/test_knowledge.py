"""The lexicon's areas, sides and instruments: every example of every record is run."""

from __future__ import annotations

import pytest

from aftertalks.lexicon.loader import load
from aftertalks.model import Check
from aftertalks.watch.checks import draft, resolve
from aftertalks.watch.checks.areas import countries
from aftertalks.watch.checks.parties import Camp, Stratum, state_named, strata


def examples(lexicon: str, key: str) -> list[tuple[str, str]]:
    return [(r["name"], e) for r in load(lexicon) for e in r.get(key, ())]


@pytest.mark.parametrize(("name", "words"), examples("zones", "examples"))
def test_a_part_is_meant(name, words):
    area = resolve(words)
    assert area is not None
    assert area.rule.startswith(name)


@pytest.mark.parametrize(("name", "words"), examples("zones", "not_examples"))
def test_a_part_is_not_meant(name, words):
    area = resolve(words)
    assert area is None or not area.rule.startswith(name)


@pytest.mark.parametrize(("name", "side"), examples("zones_parties", "examples"))
def test_a_side_is_meant(name, side):
    assert Camp.of([name]).has(side, None)


@pytest.mark.parametrize(("name", "side"), examples("zones_parties", "not_examples"))
def test_a_side_is_not_meant(name, side):
    assert not Camp.of([name]).has(side, None)


def test_units_are_of_known_countries_and_no_spelling_is_shared():
    from aftertalks.watch.checks.areas import fold_unit

    units = load("zones_units")
    assert {u["country"] for u in units} <= set(countries().values())
    owners: dict[tuple[str, str], str] = {}
    for unit in units:
        for name in {fold_unit(n) for n in (unit["name"], *unit.get("also", ()))}:
            assert owners.setdefault((unit["country"], name), unit["id"]) == unit["id"], name
    known = {u["id"] for u in units}
    assert all(set(zone["units"]) <= known for zone in load("zones"))


@pytest.mark.parametrize("record", load("checks"), ids=lambda r: r["instrument"][0])
def test_every_instrument_drafts_a_probe(record):
    for name in record["instrument"]:
        probe = draft(Check(name, parties=("Russia", "Turkey"), area="Syria"))
        assert probe.method == record["method"]
        assert record["example"]
    if not record.get("enough", True):
        assert record["why"]


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Damascus", "Syria"),
        ("the Syrian government", "Syria"),
        ("Government of Russia (Soviet Union)", "Russia"),
        ("UKR", "Ukraine"),
        ("Southern Front", None),
    ],
)
def test_states_by_any_name(words, state):
    assert state_named(words) == state


@pytest.mark.parametrize(
    ("side", "code", "belongs"),
    [
        ("Government of Syria", None, True),
        ("Military Forces of Syria (2000-2024) Air Force", None, True),
        ("SYRIA", "SYRGOV", True),
        ("SYRIA", "SYRREB", False),
        ("Army chief", "SYR MIL", True),
        ("Syrian insurgents", None, False),
        (None, None, False),
    ],
)
def test_a_states_own_forces(side, code, belongs):
    assert Camp.of(["Damascus"]).has(side, code) is belongs


def test_strata_tell_parties_excepted_groups_and_others_apart():
    pairs = [
        ("Government of Syria", "Syrian insurgents", None, None),
        ("Government of Syria", "IS", None, None),
        ("Ahrar al-Sham, HTS, Southern Front", "Government of Syria", None, None),
        ("Government of Syria", "Civilians", None, None),
        ("Government of Israel", "Hezbollah", None, None),
        ("Government of Israel", "Government of Syria", None, None),
        None,
    ]
    found = strata(pairs, [["Government of Syria"], ["*"]], ["jihadist groups"])
    p, e, o = Stratum.PARTIES, Stratum.EXCEPTED, Stratum.OTHERS
    assert found == [p, e, e, o, o, o, o]


def test_outside_states_are_not_taken_for_fighters():
    probe = draft(Check("truce", parties=("United States", "Russia"), area="southwestern Syria"))
    assert probe.parties == (("Government of Syria",), ("*",))
    assert any("United States, Russia" in note for note in probe.notes)


def test_named_groups_are():
    probe = draft(Check("truce", parties=("Ukraine", "pro-Russian separatists"), area="Donbas"))
    assert probe.parties == (("Government of Ukraine",), ("pro-Russian separatists",))


def test_what_the_text_does_not_give_is_left_open_and_noted():
    probe = draft(Check("truce"))
    assert (probe.start, probe.area, probe.parties) == (None, None, ())
    assert len(probe.notes) >= 3
    assert resolve("the valley of Nowhere") is None
