"""What lists and changes say of an earlier day from kept rows is what every entry, taken back to it, says."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from aftertalks.flow import dossiers, listing
from aftertalks.flow.guarding import check, repair
from aftertalks.flow.judging import append
from aftertalks.flow.keeping import Ledger
from aftertalks.flow.settling import then_of
from aftertalks.ledger import changes as comparing
from aftertalks.ledger import history
from aftertalks.ledger.status import known_on, waits
from aftertalks.model import Kind, Outcome, Reading
from aftertalks.model.account import Account, Standing
from aftertalks.store import listing as kept
from aftertalks.store.counting import FAR, Window
from aftertalks.store.homes import on_server
from aftertalks.store.homes.postgresql_tables import words_of
from builders import document, reading, statement

FIRST = date(2017, 1, 1)
DAYS = (FIRST - timedelta(days=1), FIRST + timedelta(days=9), FIRST + timedelta(days=40), date(2017, 4, 9),
        date(2017, 12, 31), date(2031, 1, 1))  # fmt: skip
PLACES = "Nasib Ramtha Derik Semalka Jarabulus Azaz Bab Tel Ubeidiya Karameh".split()


def told(dice: random.Random, n: int) -> Reading:
    """A document that says of some crossings when they open, each time of another day; one in twenty bears no date."""
    day = None if not n % 20 else FIRST + timedelta(days=dice.randrange(0, 99, 3))
    found, words = [], []
    for place in dice.sample(PLACES, 3):
        when = FIRST + timedelta(days=dice.randrange(200))
        words.append(f"Russia and Jordan agreed to reopen the border crossing at {place} to lorries on {when}.")
        found.append((words[-1], when if dice.random() < 0.8 else None))
    doc = document(" ".join([*words, f"This is report {n}."]), published=day, source=f"{n}.txt", title=f"Report {n}",
                   publisher=f"Wire {n % 7}")  # fmt: skip
    return reading(
        doc,
        *(statement(doc, one, Kind.AGREEMENT, actors=("Russia", "Jordan"), when=when, when_text=f"{when}")
          for one, when in found),
    )  # fmt: skip


def edition(day: int, *, whole: bool) -> Reading:
    """The first edition of an article says when a bridge opens; the later one no longer does."""
    said = "The committee will open the bridge at Semalka to lorries on February 20."
    rest = (
        "Customs officers had waited for months in the shade of an empty hall, and shopkeepers counted what that "
        "cost them. A driver said that he had slept in his cab for three nights before the barrier moved."
    )
    doc = document(f"{said} {rest}" if whole else rest, published=FIRST + timedelta(days=day), title="The bridge",
                   url="https://wire.example/bridge", publisher="Wire", source=f"bridge {day}")  # fmt: skip
    made = (statement(doc, said, Kind.EXPECTATION, when=date(2017, 2, 20), when_text="February 20"),) if whole else ()
    return reading(doc, *made)


@pytest.fixture
def ledger(place: Path | str) -> Iterator[Ledger]:
    dice = random.Random(5)
    with Ledger(place) as made:
        for n in range(50):
            made.keep(told(dice, n), now=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=n))
        made.keep(edition(3, whole=True))
        made.keep(edition(30, whole=False))
        ids = [a.entry.id for a in made.accounts() if len({v.source.published for v in a.voices}) > 1]
        outcomes = (Outcome.DELAYED, Outcome.KEPT, Outcome.NO_EVIDENCE, Outcome.BROKEN)
        for n, one in enumerate(ids[:12]):
            account = made.entry(one)
            with made.store.writing(now=datetime(2017, 3, 1 + n, tzinfo=UTC)) as writer:
                evidence = (account.voices[-1].statement.id,) if n % 2 else ()
                until = date(2017, 6, 1) if n % 4 == 0 else None
                append(writer, account, outcomes[n % 4], by="Ana", reason="x", evidence=evidence, until=until)
        yield made


def known(ledger: Ledger, day: date) -> list[Account]:
    return [found for account in ledger.accounts() if (found := known_on(account, day)) is not None]


def due(account: Account) -> tuple[int, int] | None:
    return (account.entry.due[0].toordinal(), account.entry.due[1].toordinal()) if account.entry.due else None


def windows(day: int) -> dict[str, Window]:
    return {
        "before": Window(last_to=day - 1), "lately": Window(last_from=day - 31, last_to=day - 1, newest=True),
        "over": Window(last_from=day, first_to=day), "ahead": Window(first_from=day + 1, first_to=day + 90),
        "soon": Window(last_from=day, last_to=day + 6, first_to=day + 3), "later": Window(last_from=day + 7),
        "all": Window(), "undated": Window(dated=False),
    }  # fmt: skip


def test_the_ledger_has_what_this_is_about(ledger: Ledger) -> None:
    found = list(ledger.accounts())
    assert sum(len(list(history.earlier(a))) > 1 for a in found) > 5
    assert any(v.standing is Standing.WITHDRAWN for a in found for v in a.voices)
    assert any(a.entry.judgements and a.entry.judgements[-1].until for a in found)


def test_lists_of_every_day(ledger: Ledger) -> None:
    for day in DAYS:
        everything = [a for a in known(ledger, day) if waits(a)]
        asked = windows(day.toordinal())
        for limit in (3, None):
            got = listing.waiting(ledger, asked, as_of=day, limit=limit)
            for what, window in asked.items():
                mine = [a for a in everything if window.holds(due(a))]
                mine.sort(key=lambda a: (*(due(a) or (0, 0))[::-1], int(a.entry.id, 16)), reverse=window.newest)
                assert got[what].accounts == tuple(mine[:limit]), (day, what)
                assert got[what].total == len(mine), (day, what)


def test_lists_of_some_entries_only(ledger: Ledger) -> None:
    some = {int(a.entry.id, 16) for n, a in enumerate(ledger.accounts()) if n % 2}
    for day in DAYS:
        got = listing.waiting(ledger, {"all": Window()}, as_of=day, limit=4, only=some)["all"]
        mine = [a for a in known(ledger, day) if waits(a) and a.entry.due and int(a.entry.id, 16) in some]
        assert got.total == len(mine)
        assert len(got.accounts) == min(4, len(mine))


def test_few_and_many_are_found_alike(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    day = DAYS[2]
    asked = windows(day.toordinal())
    few = listing.waiting(ledger, asked, as_of=day, limit=5)
    monkeypatch.setattr(kept, "FEW", 0)
    assert listing.waiting(ledger, asked, as_of=day, limit=5) == few


def test_changes_between_any_two_days(ledger: Ledger) -> None:
    for then in DAYS[:-1]:
        for day in DAYS:
            if day < then:
                continue
            wanted = comparing.changes(
                ledger.accounts(), comparing.known_by(then), then=then, as_of=day, soon=14
            )  # fmt: skip
            got = dossiers.changes(ledger, since=then, as_of=day)
            assert got.found == wanted, (then, day)
            assert got.counts == Counter(c.news for c in wanted)
            first = dossiers.changes(ledger, since=then, as_of=day, limit=4)
            assert (first.found, first.counts) == (wanted[:4], got.counts)


def test_the_first_look_finds_everything_new(ledger: Ledger) -> None:
    for day in DAYS[1:3]:
        wanted = comparing.changes(ledger.accounts(), lambda a: None, then=None, as_of=day, soon=14)
        assert dossiers.changes(ledger, since="last", as_of=day, by="nobody yet").found == wanted


def test_history_is_what_taking_back_gives(ledger: Ledger) -> None:
    for account in ledger.accounts():
        for then in history.earlier(account):
            for day in {max(then.since, 1), then.until}:
                was = known_on(account, date.fromordinal(day))
                assert was is not None
                assert (was.entry.due, waits(was)) == (then.due, then.waits)
        last = max(history.days_of(account))
        assert known_on(account, date.fromordinal(max(last, 1))) == account


def test_what_is_kept_wrongly_is_found_and_made_anew(ledger: Ledger, place: Path | str) -> None:
    with ledger.store.writing() as writer:
        (one,) = [a.entry.id for a in ledger.accounts() if then_of(a)][:1]
        writer.connection.exec_driver_sql(f"DELETE FROM entry_then WHERE e = {int(one, 16)}")
        writer.connection.exec_driver_sql("UPDATE waiting_count SET entries = entries + 1 WHERE due = -1")
        if writer.connection.dialect.name == "postgresql":
            writer.connection.exec_driver_sql("DELETE FROM statement_words WHERE n < 9")
    found = check(str(place))
    assert any(one in line for line in found)
    assert any("waiting_count" in line for line in found)
    assert any("statement_words" in line for line in found) is on_server(place)
    repair(str(place))
    assert check(str(place)) == []


def test_a_ledger_without_history_gets_it_when_it_is_opened(ledger: Ledger, place: Path | str) -> None:
    def held() -> dict[str, list[tuple[object, ...]]]:
        with ledger.store.asking() as connection:
            asked = {
                "entry_then": "SELECT * FROM entry_then",
                "waiting": "SELECT * FROM waiting_count WHERE entries > 0",
            }
            return {what: sorted(map(tuple, connection.exec_driver_sql(sql))) for what, sql in asked.items()}

    before = held()
    found = [h.statement.text for h in ledger.find('"crossing at Nasib"', limit=5000)]
    assert len(found) > 5
    assert all(before.values())
    ledger.store.settle = lambda writer: None
    with ledger.store.writing() as writer:
        run = writer.connection.exec_driver_sql
        server = writer.connection.dialect.name == "postgresql"
        for event in ("insert", "delete"):
            name = f"waiting_count_{event}"
            run(f"DROP FUNCTION {name} CASCADE" if server else f"DROP TRIGGER {name}")
        if server:
            run("DROP FUNCTION statement_words_put CASCADE")
            run("DROP TABLE statement_words")
            run("ALTER TABLE statement ADD COLUMN words TSVECTOR")
            run(f"UPDATE statement SET words = {words_of('text', 'about', 'speaker')}")
            run("CREATE INDEX statement_words ON statement USING gin (words)")
        for one in (
            "TABLE entry_then",
            "TABLE waiting_count",
            "TABLE dossier_entry",
            "INDEX entry_state_bucket",
            "INDEX entry_state_judged",
            "INDEX IF EXISTS statement_brief",
        ):
            run(f"DROP {one}")
        run("DELETE FROM schema_version WHERE version > 9")
    with Ledger(place, create=False) as again:
        assert held() == before
        assert [h.statement.text for h in again.find('"crossing at Nasib"', limit=5000)] == found


def test_a_window_that_is_nowhere_is_empty(ledger: Ledger) -> None:
    nowhere = Window(last_from=FAR, last_to=FAR)
    got = listing.waiting(ledger, {"nowhere": nowhere, "turned": replace(nowhere, newest=True)}, as_of=DAYS[-1])
    assert {what: found.total for what, found in got.items()} == {"nowhere": 0, "turned": 0}
