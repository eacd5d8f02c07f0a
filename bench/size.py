"""Measures a ledger at size: how adding grows, how long questions and pages take, and how many bytes a statement needs.

    python bench/size.py add LEDGER 100000              # invented statements, each document added as users add it
    python bench/size.py repeat LEDGER 10               # the same ten times over, under other ids and days
    python bench/size.py copy LEDGER postgresql://…      # a file's ledger into an empty database
    python bench/size.py ask LEDGER                     # search, lists, counts, next, changes, opening
    python bench/size.py pages LEDGER                   # every page of the server

LEDGER is a file or a ``postgresql://`` address. What is added is invented (``bench/invented.py``), the same for the
same ``--seed``. ``add`` tells milliseconds of processor and of the clock by tenths. ``repeat`` makes a large file
quickly: it writes rows, not documents, so it says nothing of adding; what ``add`` adds afterwards, with another
``--seed``, is held against all of them. Where others use the machine, look at the processor's time.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import copying
import invented
import repeating

from aftertalks.flow import dossiers, reviewing
from aftertalks.flow.keeping import Ledger
from aftertalks.store import Query
from aftertalks.store.homes import on_server


def add(place: str, size: int, *, seed: int) -> Iterator[str]:
    """Yield how long adding takes, tenth by tenth."""
    heads = ("statements", "ms of processor", "ms by the clock", "entries", "voices", "answers")
    yield "{:>12} {:>16} {:>16} {:>9} {:>8} {:>8}".format(*heads)
    with Ledger(place) as ledger:
        done = told = entries = voices = proposals = 0
        wall, processor = time.perf_counter(), time.process_time()
        made_wall = made_processor = 0.0
        for reading in invented.readings(size, seed=seed):
            made_wall += time.perf_counter() - wall
            made_processor += time.process_time() - processor
            wall, processor = time.perf_counter(), time.process_time()
            added = ledger.keep(reading)
            if told == done:
                spent = [0.0, 0.0]
            spent[0] += time.perf_counter() - wall
            spent[1] += time.process_time() - processor
            wall, processor = time.perf_counter(), time.process_time()
            done += len(reading.statements)
            entries, voices, proposals = entries + added.entries, voices + added.voices, proposals + added.proposals
            if done - told >= size / 10 or done >= size:
                count = done - told
                told = done
                yield (
                    f"{done:>12,} {spent[1] / count * 1000:>16.2f} {spent[0] / count * 1000:>16.2f} {entries:>9,} "
                    f"{voices:>8,} {proposals:>8,}"
                )
    yield f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB; {_bytes(place)}"


def ask(place: str, *, runs: int) -> Iterator[str]:
    """Yield how long questions take, in milliseconds: median and worst of several arguments, several times each."""
    began = time.perf_counter()
    with Ledger(place, create=False) as ledger:
        yield f"opening {1000 * (time.perf_counter() - began):,.0f} ms"
        stock = invented.invent(7)
        yield f"{'question, ms':<42} {'median':>8} {'worst':>8} {'processor':>10}  found"
        for name, questions in _questions(ledger, stock).items():
            yield _timed(name, questions, runs=runs)


def _timed(name: str, questions: list[Callable[[], object]], *, runs: int) -> str:
    took: list[float] = []
    used: list[float] = []
    found: list[int] = []
    for question in questions:
        for _ in range(runs):
            began, at = time.perf_counter(), time.process_time()
            answer = question()
            took.append(1000 * (time.perf_counter() - began))
            used.append(1000 * (time.process_time() - at))
        found.append(answer if isinstance(answer, int) else len(answer))  # type: ignore[arg-type]
    told = f"{statistics.median(took):>8.0f} {max(took):>8.0f} {statistics.median(used):>10.0f}"
    return f"{name:<42} {told}  {min(found):,} to {max(found):,}"


def _questions(ledger: Ledger, stock: invented.Invented) -> dict[str, list[Callable[[], object]]]:
    store = ledger.store
    common, rare = stock.words[:6], stock.words[8000:20000:2000]
    with store.asking() as connection:
        last = connection.exec_driver_sql("SELECT max(published) FROM statement").scalar_one()
        some = ", ".join(str(10007 * n + 5) for n in range(6))
        texts = connection.exec_driver_sql(f"SELECT text FROM statement WHERE n IN ({some}) ORDER BY n").scalars().all()
        issues = (
            connection.exec_driver_sql(
                "SELECT issue FROM statement WHERE issue IS NOT NULL GROUP BY issue ORDER BY count(*) DESC LIMIT 6"
            )
            .scalars()
            .all()
        )
        actors = (
            connection.exec_driver_sql(
                "SELECT actor FROM actor_month GROUP BY actor ORDER BY sum(statements) DESC LIMIT 400"
            )
            .scalars()
            .all()
        )
    day = date.fromisoformat(last)
    phrases = [f'"{" ".join(text.split()[3:6])}"' for text in texts]
    some = [actors[0], actors[1], actors[10], actors[-1]]

    def faceted(**asked: object) -> Callable[[], object]:
        def answer() -> object:
            found = store.found(Query(**asked), limit=2000)  # type: ignore[arg-type]
            store.facets(found)
            store.hits(found[:50])
            return found

        return answer

    def listed(**asked: object) -> Callable[[], object]:
        return lambda: store.hits(store.found(Query(**asked), limit=50))  # type: ignore[arg-type]

    def months(actor: str) -> Callable[[], object]:
        return lambda: store.months(actor)

    middle = date.fromordinal((invented.FIRST.toordinal() + day.toordinal()) // 2)
    return {
        "search with facets, a common word": [faceted(words=w) for w in common],
        "search with facets, a rare word": [faceted(words=w) for w in rare],
        "search with facets, two common words": [faceted(words=" ".join(common[n : n + 2])) for n in range(0, 6, 2)],
        "search with facets, a phrase": [faceted(words=p) for p in phrases],
        "search with facets, a word and an actor": [faceted(words=w, actor=some[0]) for w in common[:3]],
        "list by actor": [listed(actor=a) for a in some],
        "list by issue": [listed(issue=i) for i in issues],
        "list by actor, issue and dates": [
            listed(actor=a, issue=issues[0], since=middle, until=middle + timedelta(days=365)) for a in some
        ],
        "list by dates": [listed(since=middle, until=middle + timedelta(days=n)) for n in (1, 31, 365)],
        "months of one actor": [months(a) for a in some],
        "next, first 60 of each list": [
            lambda at=at: ledger.next(as_of=at, limit=60).dated for at in (day, middle, day - timedelta(days=200))
        ],
        "changes of two weeks, first 60": [
            lambda at=at: dossiers.changes(ledger, since=at - timedelta(days=14), as_of=at, limit=60).total
            for at in (day, middle, day - timedelta(days=200))
        ],
        "review, first 10 questions": [lambda: reviewing.waiting(ledger, as_of=day, limit=10)[1]],
    }  # fmt: skip


def pages(place: str, *, runs: int) -> Iterator[str]:
    """Yield how long every page of the server takes, in milliseconds, from the request to the last byte.

    Pages of a dossier are among them where the ledger has one (``aftertalks dossier add``).
    """
    from starlette.testclient import TestClient

    from aftertalks.web.app import application
    from aftertalks.web.desk import Desk

    with Ledger(place, create=False) as ledger, ledger.store.asking() as connection:
        ask_one = lambda sql: connection.exec_driver_sql(sql).scalar()  # noqa: E731
        last = ask_one("SELECT max(published) FROM statement")
        entry = ask_one("SELECT entry FROM voice GROUP BY entry HAVING count(*) > 1 LIMIT 1")
        document = ask_one("SELECT document FROM statement WHERE n = 1")
        word = invented.invent(7).words[0]
        said = "SELECT speaker FROM speaker_kind GROUP BY 1 ORDER BY sum(statements) DESC LIMIT 1 OFFSET "
        speakers = [ask_one(said + str(n)) for n in (0, 3)]
        named = "SELECT actor FROM actor_month GROUP BY 1 ORDER BY sum(statements) DESC LIMIT 1 OFFSET "
        actors = [ask_one(named + str(n)) for n in (0, 1, 50)]
        saved = [one.name for one in dossiers.dossiers(ledger)[:1]]
    today = date.fromisoformat(last)
    week = today - timedelta(days=400)
    desk = Desk(place, today=today)
    began = time.perf_counter()
    desk.overview()
    yield f"reading the overview, once after the start: {time.perf_counter() - began:,.1f} s"
    yield f"{'page, ms':<64} {'median':>9} {'worst':>9} {'processor':>9}"
    with TestClient(application(desk), base_url="http://127.0.0.1:8017") as client:
        for address in (
            "/", "/next", f"/next?as_of={week}", "/next?book=agreed", f"/next?actor={actors[0]}",
            *(f"{page}?dossier={name}" for name in saved for page in ("/next", "/changes.atom", "/deadlines.ics")),
            "/entries", "/entries?book=agreed&progress=overdue",
            f"/entries?actor={actors[0]}", f"/entries?actor={actors[0]}&other={actors[1]}&book=wanted",
            f"/entries?month={str(week)[:7]}", "/entries?instrument=talks&from=10000",
            f"/entry/{entry}", f"/document/{document}",
            "/search", f"/search?q={word}", f"/search?q={word}&kind=agreement", f"/search?actor={actors[0]}",
            "/search?speaker=ba", "/timeline", "/timeline?book=expected", "/map", f"/map?week={week}",
            "/matrix", "/actors", "/actors?q=an",
            f"/actor?id={actors[0]}", f"/actor?id={actors[2]}", f"/pair?a={actors[0]}&b={actors[1]}", "/speakers",
            f"/speaker?name={speakers[0]}", f"/speaker?name={speakers[1]}", "/review", "/sources",
            "/sources?q=post&from=5000",
            "/next.json", "/entries.json", "/map.json", "/changes.atom", "/deadlines.ics",
        ):  # fmt: skip
            took, used = [], []
            for _ in range(runs):
                began, at = time.perf_counter(), time.process_time()
                answer = client.get(address)
                took.append(1000 * (time.perf_counter() - began))
                used.append(1000 * (time.process_time() - at))
                if answer.status_code != 200:
                    raise SystemExit(f"{address}: {answer.status_code} {answer.text[:500]}")
            told = statistics.median(took), max(took), statistics.median(used)
            yield f"{address:<64}" + "".join(f" {ms:>9.0f}" for ms in told)
        yield f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"
    desk.close()


def _then_bytes(lines: Iterator[str], place: str) -> Iterator[str]:
    yield from lines
    yield _bytes(place)


def _bytes(place: str) -> str:
    with Ledger(place, create=False) as ledger, ledger.store.asking() as connection:
        count = ledger.store.counts()["statement"]
        if on_server(place):
            held = connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one()
        else:
            held = sum(p.stat().st_size for p in (Path(place), Path(place + "-wal")) if p.exists())
    return f"{held / count:,.0f} bytes a statement ({count:,} statements, {held / 2**20:,.0f} MB)"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="measure a ledger at size")
    parser.add_argument("--seed", type=int, default=7)
    steps = parser.add_subparsers(dest="step", required=True)
    one = steps.add_parser("add")
    one.add_argument("ledger")
    one.add_argument("size", type=int)
    two = steps.add_parser("repeat")
    two.add_argument("ledger")
    two.add_argument("times", type=int)
    three = steps.add_parser("copy")
    three.add_argument("ledger")
    three.add_argument("address")
    for name in ("ask", "pages"):
        more = steps.add_parser(name)
        more.add_argument("ledger")
        more.add_argument("--runs", type=int, default=7)
    asked = parser.parse_args()
    lines = {
        "add": lambda: add(asked.ledger, asked.size, seed=asked.seed),
        "repeat": lambda: _then_bytes(repeating.repeat(asked.ledger, asked.times), asked.ledger),
        "copy": lambda: _then_bytes(copying.copy(asked.ledger, asked.address), asked.address),
        "ask": lambda: ask(asked.ledger, runs=asked.runs),
        "pages": lambda: pages(asked.ledger, runs=asked.runs),
    }[asked.step]()
    for line in lines:
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
