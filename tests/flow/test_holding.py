"""What is kept of dossiers is what looking every entry through finds, however the ledger came to be as it is."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from aftertalks.flow import dossiers, entries, erasing, holding, listing
from aftertalks.flow.guarding import check, repair
from aftertalks.flow.judging import append
from aftertalks.flow.keeping import Ledger
from aftertalks.ledger import changes as comparing
from aftertalks.ledger.dossiers import holds
from aftertalks.ledger.status import known_on, waits
from aftertalks.model import Kind, Outcome, Reading
from aftertalks.model.account import Account
from aftertalks.model.dossier import Dossier
from aftertalks.store import saved
from aftertalks.store.counting import Window
from aftertalks.store.state import key
from builders import document, reading, statement

FIRST = date(2017, 1, 1)
DAYS = (FIRST - timedelta(days=1), FIRST + timedelta(days=25), FIRST + timedelta(days=61), date(2018, 1, 1))
PLACES = "Nasib Ramtha Derik Semalka Jarabulus".split()
STATES = ("Russia", "Jordan", "United States")
EARLY = (
    Dossier("named", actors=("jord",)), Dossier("known", actors=("state:RUS", "state:USA")),
    Dossier("titled", issue="report 1"), Dossier("lorries", words="crossing lorries"),
    Dossier("nobody", actors=("Atlantis",)),
)  # fmt: skip
LATE = (
    Dossier("place", place="ramtha"), Dossier("lately", since=FIRST + timedelta(days=30)),
    Dossier("both", actors=("Jordan",), words="bridge", until=FIRST + timedelta(days=40)),
)  # fmt: skip


def told(dice: random.Random, n: int) -> Reading:
    """A document that says of some crossings and bridges when they open; one in twelve bears no date."""
    day = None if not n % 12 else FIRST + timedelta(days=dice.randrange(60))
    found, words = [], []
    for place in dice.sample(PLACES, 2):
        when, who = FIRST + timedelta(days=dice.randrange(120)), dice.sample(STATES, 2)
        what = dice.choice(("border crossing at", "bridge near"))
        words.append(f"{who[0]} and {who[1]} agreed to reopen the {what} {place} to lorries on {when}.")
        found.append((words[-1], who, place, when if dice.random() < 0.8 else None))
    doc = document(" ".join([*words, f"This is report {n}."]), published=day, source=f"{n}.txt", title=f"Report {n}",
                   publisher=f"Wire {n % 7}")  # fmt: skip
    return reading(
        doc,
        *(statement(doc, one, Kind.AGREEMENT, actors=who, where=place, when=when, when_text=f"{when}")
          for one, who, place, when in found),
    )  # fmt: skip


@pytest.fixture
def ledger(place: Path | str) -> Iterator[Ledger]:
    dice = random.Random(11)
    with Ledger(place) as made:
        for n in range(30):
            for one in {3: EARLY, 18: LATE}.get(n, ()):
                dossiers.save(made, one)
            made.keep(told(dice, n), now=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=n))
        found = [a for a in made.accounts() if len(a.voices) > 1]
        with made.store.writing(now=datetime(2017, 2, 1, tzinfo=UTC)) as writer:
            append(writer, found[0], Outcome.KEPT, by="Ana", reason="x", evidence=(), until=None)
        entries.merge(made, found[1].entry.id, found[2].entry.id, by="Ana", reason="one act")
        entries.split(made, found[3].entry.id, [found[3].voices[-1].statement.id], by="Ana", reason="two acts")
        yield made


def meant(ledger: Ledger, chosen: Dossier) -> list[Account]:
    return [a for a in ledger.accounts() if holds(chosen, a)]


def kept(ledger: Ledger) -> dict[str, set[int] | None]:
    with ledger.store.asking() as connection:
        return {one.name: saved.held(connection, one) for one in saved.dossiers(connection)}


def plain(ledger: Ledger) -> dict[str, set[int]]:
    return {one.name: {key(a.entry.id) for a in meant(ledger, one)} for one in dossiers.dossiers(ledger)}


def test_entries_are_kept_as_they_come_and_change(ledger: Ledger) -> None:
    assert kept(ledger) == plain(ledger)
    assert {name for name, keys in plain(ledger).items() if not keys} == {"nobody"}
    before = plain(ledger)
    erasing.erase(ledger, ledger.sources()[4].id, by="Ana", reason="asked for")
    assert kept(ledger) == plain(ledger) != before


def test_lists_and_changes_of_a_dossier(ledger: Ledger) -> None:
    asked = {"late": Window(last_to=FIRST.toordinal() + 50, newest=True), "all": Window(), "none": Window(dated=False)}
    for one in (*EARLY, *LATE, Dossier("unsaved", place="Derik")):
        mine = meant(ledger, one)
        for day in DAYS:
            now = [a for found in mine if (a := known_on(found, day)) is not None and waits(a)]
            got = listing.waiting(ledger, asked, as_of=day, dossier=one, limit=3)
            for what, window in asked.items():
                due = [
                    (a, (a.entry.due[0].toordinal(), a.entry.due[1].toordinal()) if a.entry.due else None) for a in now
                ]
                inside = [(d or (0, 0), int(a.entry.id, 16), a) for a, d in due if window.holds(d)]
                inside.sort(key=lambda x: (x[0][::-1], x[1]), reverse=window.newest)
                assert got[what].accounts == tuple(a for _, _, a in inside[:3])
                assert got[what].total == len(inside)
            if one.name != "unsaved" and day > DAYS[0]:
                wanted = comparing.changes(mine, comparing.known_by(DAYS[0]), then=DAYS[0], as_of=day, soon=14)
                told_ = dossiers.changes(ledger, since=DAYS[0], as_of=day, dossier=one.name, limit=4)
                assert (told_.found, told_.counts) == (wanted[:4], Counter(c.news for c in wanted))
        assert [a.entry.id for a in ledger.held(one)] == [a.entry.id for a in mine]


def test_a_dossier_and_a_filter_are_both_held_to(ledger: Ledger) -> None:
    some = {key(a.entry.id) for n, a in enumerate(ledger.accounts()) if n % 2}
    got = listing.waiting(ledger, {"all": Window()}, as_of=DAYS[-1], dossier=EARLY[0], only=some)["all"]
    mine = [a for a in meant(ledger, EARLY[0]) if waits(a) and a.entry.due and key(a.entry.id) in some]
    assert got.total == len(got.accounts) == len(mine) > 0


def test_what_changes_while_a_dossier_is_looked_for(ledger: Ledger) -> None:
    made = Dossier("late", actors=("Russia",))
    with ledger.store.asking() as connection:
        found = holding.prepared(connection, made)
    dice = random.Random(5)
    for n in range(40, 46):
        ledger.keep(told(dice, n))
    erasing.erase(ledger, ledger.sources()[2].id, by="Ana", reason="asked for")
    with ledger.store.writing() as writer:
        saved.put_dossier(writer.connection, made, stamp="2026-01-01T00:00:00+00:00")
        holding.put(writer.connection, found)
    assert kept(ledger) == plain(ledger)
    assert kept(ledger)["late"] != found.keys


def test_one_of_the_same_name_gives_way(ledger: Ledger) -> None:
    other = replace(EARLY[0], actors=("Russia",), words="bridge")
    with ledger.store.asking() as connection:
        assert saved.held(connection, other) is None
        assert holding.keys_in(connection, other) == {key(a.entry.id) for a in meant(ledger, other)}
    dossiers.save(ledger, other)
    assert kept(ledger) == plain(ledger)
    dossiers.remove(ledger, other.name)
    with ledger.store.asking() as connection:
        assert saved.held(connection, other) is None


def test_what_was_not_kept_is_found_when_the_ledger_is_opened(ledger: Ledger, place: Path | str) -> None:
    with ledger.store.writing() as writer:
        writer.connection.exec_driver_sql("DELETE FROM dossier_entry")
        ledger.store.settle = lambda writer: None
    assert set(kept(ledger).values()) == {None}
    with Ledger(place, create=False) as again:
        assert kept(again) == plain(again)


def test_what_is_kept_wrongly_is_told_and_made_anew(ledger: Ledger, place: Path | str) -> None:
    with ledger.store.writing() as writer:
        writer.connection.exec_driver_sql("DELETE FROM dossier_entry WHERE dossier = 'lorries' AND e > 0")
    assert [line for line in check(str(place)) if "dossier lorries" in line]
    repair(str(place))
    assert check(str(place)) == []
    assert kept(ledger) == plain(ledger)
