"""What only a server can do wrong, and that both homes of a ledger answer alike."""

from __future__ import annotations

import json
import signal
import threading
from pathlib import Path

import pytest
from typer.testing import CliRunner

from aftertalks.cli.app import app
from aftertalks.flow.keeping import Ledger
from aftertalks.model import LedgerError
from aftertalks.store import Query, Store, migrate
from aftertalks.store.homes import beside, home_of, on_server
from aftertalks.store.homes.sqlite import File
from builders import document, follow_up_reading, reading, report_reading, statement
from postgresql import TestServer, a_server

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@pytest.fixture
def address(postgresql: TestServer):  # type: ignore[no-untyped-def]
    with postgresql.database() as made:
        yield made


def test_an_address_tells_where_a_ledger_lies() -> None:
    assert on_server("postgresql://h/x")
    assert on_server("Postgres://h/x")
    assert not on_server(Path("postgresql:/h/x"))
    assert isinstance(home_of("postgresql.db"), File)
    pytest.importorskip("psycopg")
    home = home_of("postgres://ann:secret@db.example/talks?sslmode=require")
    assert "secret" not in home.name
    assert home.name.startswith("postgresql://ann:***@db.example/talks")
    assert beside("postgresql://h/talks", ".events") == Path("talks.events")
    assert beside("dir/talks.db", ".events") == Path("dir/talks.db.events")
    for broken in ("postgresql://h", "postgresql://h:port/x"):
        with pytest.raises(LedgerError, match="postgresql://user@host"):
            home_of(broken)


def test_a_server_that_cannot_serve_says_why(postgresql: TestServer, address: str) -> None:
    with pytest.raises(LedgerError, match=r"does not exist; make it with `createdb`"):
        Store(postgresql.address("nowhere"))
    with pytest.raises(LedgerError, match=r"cannot be reached; check that the server runs"):
        Store("postgresql://talks@127.0.0.1:1/x")
    with pytest.raises(LedgerError, match=r"no ledger there; make one with `aftertalks add"):
        Store(address, create=False)
    postgresql.run_sql("CREATE DATABASE ascii ENCODING 'SQL_ASCII' TEMPLATE template0")
    try:
        with pytest.raises(LedgerError, match="encoding=UTF8"):
            Store(postgresql.address("ascii"))
    finally:
        postgresql.run_sql("DROP DATABASE ascii")


def test_somebody_elses_tables_are_left_alone(postgresql: TestServer, address: str) -> None:
    database = address.rpartition("/")[2]
    postgresql.run_sql("CREATE TABLE document (a int)", database)
    with pytest.raises(LedgerError, match="not an Aftertalks ledger"):
        Store(address)
    postgresql.run_sql("DROP TABLE document", database)
    postgresql.run_sql("CREATE TABLE customers (a int)", database)  # a neighbour that is in nobody's way
    Store(address).close()


def test_a_newer_ledger_asks_for_an_upgrade(postgresql: TestServer, address: str) -> None:
    Store(address).close()
    Store(address).close()  # opening again changes nothing
    postgresql.run_sql("INSERT INTO schema_version VALUES (99, 'from the future', 'now')", address.rpartition("/")[2])
    with pytest.raises(LedgerError, match=rf"newer Aftertalks \(schema 99, this one knows {migrate.newest()}"):
        Store(address)


def test_a_role_that_may_not_write_can_read(postgresql: TestServer, address: str) -> None:
    database = address.rpartition("/")[2]
    with Store(address) as store, store.writing() as writer:
        writer.put_reading(report_reading(), read_by="test")
    postgresql.run_sql("CREATE ROLE reader LOGIN", database)
    try:
        postgresql.run_sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader", database)
        with Store(address.replace("talks@", "reader@"), create=False) as store:
            assert store.counts()["document"] == 1
            with pytest.raises(LedgerError, match="refuses this role"), store.writing() as writer:
                writer.put_reading(follow_up_reading(), read_by="test")
        postgresql.run_sql("DROP OWNED BY reader", database)
    finally:
        postgresql.run_sql("DROP ROLE reader")


def test_a_server_that_is_restarted_amid_a_write_loses_the_whole_of_it_and_no_more() -> None:
    pytest.importorskip("psycopg")
    try:
        running = a_server()
        server = running.__enter__()
    except LookupError as error:
        pytest.skip(str(error))
    try:
        with Store(server.address("postgres")) as store:
            with store.writing() as writer:
                writer.put_reading(report_reading(), read_by="test")
            for how in (signal.SIGINT, signal.SIGQUIT):
                with pytest.raises(LedgerError, match=r"nothing was half written|try again"), store.writing() as writer:
                    writer.put_reading(follow_up_reading(), read_by="test")
                    server.stop(how=how)
                    writer.has_document("x")
                with pytest.raises(LedgerError, match=r"try again|check that the server runs|wait until"):
                    store.counts()
                server.start()
                assert store.counts()["document"] == 1
            with store.writing() as writer:
                writer.put_reading(follow_up_reading(), read_by="test")
            assert store.counts()["document"] == 2
    finally:
        running.__exit__(None, None, None)


def test_a_reader_sees_the_ledger_as_it_was_when_it_began(place: Path | str) -> None:
    with Store(place) as one, Store(place) as two:
        with one.writing() as writer:
            writer.put_reading(report_reading(), read_by="test")
        before = one.stamp()
        with one.asking() as connection:
            first = connection.exec_driver_sql("SELECT count(*) FROM statement").scalar_one()
            with two.writing() as writer:
                writer.put_reading(follow_up_reading(), read_by="test")
            assert connection.exec_driver_sql("SELECT count(*) FROM statement").scalar_one() == first
        assert one.counts()["document"] == 2
        assert one.stamp() != before


def test_writers_take_turns(place: Path | str) -> None:
    """Each adds the same report under another publisher: one entry a proposition comes out, whoever was first."""
    Store(place).close()
    failed: list[BaseException] = []

    def add(n: int) -> None:
        try:
            with Ledger(place) as ledger:
                for k in range(6):
                    doc = document(f"Filed from desk {n}, take {k}.\n\nThe truce will begin on July {10 + k}.",
                                   source=f"{n}-{k}.txt", publisher=f"Wire {n}", title=f"{n} {k}")  # fmt: skip
                    words = f"The truce will begin on July {10 + k}."
                    ledger.add(reading(doc, statement(doc, words, instrument="truce")))
        except BaseException as error:  # told below, in the test's own thread
            failed.append(error)

    threads = [threading.Thread(target=add, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with Store(place) as store:
        assert store.counts()["document"] == 24
        assert store.counts()["statement"] == 24
        assert store.check() == []


AWKWARD = (
    "U.S. envoys met in São Tomé; a cease-fire held.",
    "The 1994 accord, article 3.2(b), names www.example.org and ann@example.org.",
    "Переговоры в Женеве, 谈判, and Zürich's café: “talks” go on/off.",
    "of the and to be or not to be",
)


@pytest.mark.parametrize(
    "words",
    ["U.S.", "us", "sao tome", "cease fire", '"cease-fire"', "ceasefire", "3.2", "example.org", "ann", "переговоры",
     "Женеве", "谈判", "zurich", "cafe", "talk*", "env*", "to be", '"to be or"', "and", "accords", "holding", "on off",
     "é*", "b", "1994", "199*"],
)  # fmt: skip
def test_both_homes_find_the_same(tmp_path: Path, address: str, words: str) -> None:
    doc = document(" ".join(AWKWARD))
    found = []
    for place in (tmp_path / "x.db", address):
        with Store(place) as store:
            with store.writing() as writer:
                if not writer.has_document(doc.id):
                    writer.put_reading(reading(doc, *(statement(doc, s) for s in AWKWARD)), read_by="test")
            try:
                found.append(sorted(h.statement.text for h in store.find(Query(words=words), limit=9)))
            except LedgerError as error:
                found.append([str(error)])
    assert found[0] == found[1]


def test_the_commands_work_on_a_server(address: str, tmp_path: Path) -> None:
    run = CliRunner().invoke
    told = run(app, ["add", str(SAMPLES), "--db", address])
    assert told.exit_code == 0, told.output
    assert "added" in told.output
    file = str(tmp_path / "x.db")
    assert run(app, ["add", str(SAMPLES), "--db", file]).exit_code == 0
    asked = (
        ["next", "--as-of", "2017-07-08", "--format", "jsonl"],
        ["search", "truce", "--format", "jsonl"],
        ["changes", "--since", "2017-07-01", "--as-of", "2017-07-08"],
        ["doctor"],
    )
    for words in asked:
        one, two = (run(app, [*words, "--db", db], env={"AFTERTALKS_BY": "ann"}) for db in (address, file))
        assert one.exit_code == two.exit_code == 0, (words, one.output, two.output)
        if words[-1] == "jsonl":
            assert sorted(map(json.dumps, map(json.loads, one.stdout.splitlines()))) == sorted(
                map(json.dumps, map(json.loads, two.stdout.splitlines()))
            )
        elif words[0] == "changes":
            assert one.stdout == two.stdout
