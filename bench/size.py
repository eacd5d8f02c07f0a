"""Measures a ledger at size: how adding grows, how long questions and pages take, and how many bytes a statement needs.

    python bench/size.py add LEDGER 100000              # invented statements, each document added as users add it
    python bench/size.py repeat LEDGER 10               # the same ten times over, under other ids and days
    python bench/size.py ask LEDGER                     # search, lists, counts, next, changes, opening
    python bench/size.py pages LEDGER                   # every page of the server

LEDGER is a file or a ``postgresql://`` address. What is added is invented (``bench/invented.py``), the same for the
same ``--seed``. ``add`` tells milliseconds of processor and of the clock by tenths. ``repeat`` makes a large file
quickly: it writes rows, not documents, so it says nothing of adding; what ``add`` adds afterwards, with another
``--seed``, is held against all of them. Where others use the machine, look at the processor's time.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import invented

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


def repeat(place: str, times: int) -> Iterator[str]:
    """Write what a file holds several times more, each time a week later, under the ids that follow from it."""
    raw = sqlite3.connect(place, isolation_level=None)
    raw.create_function("document_id", 2, lambda day, text: _hash(f"{day or ''}\n{text}", 16), deterministic=True)
    raw.create_function("short_id", 1, lambda key: _hash(key, 12), deterministic=True)
    raw.create_function("number", 1, lambda identity: int(identity, 16), deterministic=True)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1000000", "temp_store = MEMORY"):
        raw.execute(f"PRAGMA {pragma}")
    # Indexes, counts and the index of words are made at the end, which is much faster than row by row.
    dropped = raw.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL ORDER BY type"
    ).fetchall()
    for kind, name, _ in reversed(dropped):
        raw.execute(f"DROP {kind} {name}")
    seed = raw.execute("SELECT max(n) FROM statement").fetchone()[0]
    for step in _ORIGINALS:
        raw.execute(step)
    for time_ in range(1, times):
        raw.execute("BEGIN")
        for step in _STEPS:
            raw.execute(
                step,
                {name: value for name, value in (("days", 7 * time_), ("shift", seed * time_)) if f":{name}" in step},
            )
        raw.execute("COMMIT")
        yield f"{seed * (time_ + 1):>12,} statements"
    for _, _, sql in dropped:
        raw.execute(sql)
    for step in _AFTERWARDS:
        raw.execute(step)
        yield f"{step[:60]} …"
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("ANALYZE")
    raw.close()
    yield _bytes(place)


def _hash(key: str, letters: int) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:letters]


_ORIGINALS = (  # what is repeated, as it was; and under which ids it stands the next time
    "CREATE TEMP TABLE seed_document AS SELECT * FROM document",
    "CREATE TEMP TABLE seed_statement AS SELECT * FROM statement",
    "CREATE TEMP TABLE seed_voice AS SELECT * FROM voice",
    "CREATE INDEX temp.seed_first ON seed_voice (entry, stance, statement)",
    "CREATE TEMP TABLE seed_state AS SELECT * FROM entry_state",
    "CREATE TEMP TABLE seed_told AS SELECT * FROM voice_told",
    "CREATE TEMP TABLE seed_actor AS SELECT * FROM statement_actor ORDER BY statement",
    "CREATE TEMP TABLE seed_block AS SELECT * FROM block WHERE book > 0",
    "CREATE TEMP TABLE seed_band AS SELECT * FROM document_band",
    "CREATE TEMP TABLE seed_entry AS SELECT * FROM entry",
    "CREATE TEMP TABLE of_document (old TEXT PRIMARY KEY, new TEXT) WITHOUT ROWID",
    "CREATE TEMP TABLE of_statement (old TEXT PRIMARY KEY, new TEXT) WITHOUT ROWID",
    "CREATE TEMP TABLE of_entry (old TEXT PRIMARY KEY, new TEXT) WITHOUT ROWID",
    "CREATE TEMP TABLE of_number (old INTEGER PRIMARY KEY, new INTEGER)",
    "CREATE TEMP TABLE of_key (old INTEGER PRIMARY KEY, new INTEGER)",
    "CREATE TEMP TABLE all_block (key INTEGER, book INTEGER, statement INTEGER)",
)
_AFTERWARDS = (
    "INSERT INTO block SELECT * FROM all_block ORDER BY key, book, statement",
    "INSERT INTO statement_words (statement_words) VALUES ('rebuild')",
    "DELETE FROM actor_month",
    "DELETE FROM speaker_kind",
    """INSERT INTO actor_month SELECT actor, coalesce(substr(published, 1, 7), ''), kind, count(*) FROM statement_actor
    JOIN statement ON n = statement WHERE actor <> '' GROUP BY 1, 2, 3""",
    """INSERT INTO speaker_kind SELECT speaker, kind, count(*) FROM statement WHERE speaker IS NOT NULL
    GROUP BY speaker, kind""",
)
_DAY = "date({0}, '+' || :days || ' days')"
_STEPS = (
    "DELETE FROM of_document", "DELETE FROM of_statement", "DELETE FROM of_entry", "DELETE FROM of_number",
    "DELETE FROM of_key",
    f"INSERT INTO of_document SELECT id, document_id({_DAY.format('published')}, text) FROM seed_document",
    """INSERT INTO of_statement SELECT s.id, short_id(d.new || ':' || s.first || ':' || s.last || ':' || s.kind
    || ':' || coalesce(s.speaker, '')) FROM seed_statement s JOIN of_document d ON d.old = s.document""",
    """INSERT INTO of_entry SELECT e.id, short_id(e.book || ':' || coalesce((SELECT s.new FROM seed_voice v
    JOIN of_statement s ON s.old = v.statement WHERE v.entry = e.id AND v.stance = 'first'),
    e.id || :days)) FROM seed_entry e""",
    "INSERT INTO of_number SELECT number(old), number(new) FROM of_statement",
    "INSERT INTO of_key SELECT number(old), number(new) FROM of_entry",
    f"""INSERT INTO document SELECT o.new, source || '?' || :days, url || '?' || :days, title, publisher, author,
    {_DAY.format('published')}, language, media_type, text, original, offsets, notes, sections, reading_notes, added_at,
    read_by FROM seed_document JOIN of_document o ON o.old = id""",
    f"""INSERT INTO statement SELECT n + :shift, o.new, d.new, first, last, text, about, kind, form, speaker, polarity,
    certainty, instrument, event_type, {_DAY.format('when_first')}, {_DAY.format('when_last')}, deadline,
    {_DAY.format('published')}, replace(replace(replace(record, s.id, o.new), s.document, d.new),
    '"when":"' || coalesce(when_first, '-'), '"when":"' || coalesce({_DAY.format('when_first')}, '-')), issue
    FROM seed_statement s JOIN of_statement o ON o.old = s.id JOIN of_document d ON d.old = s.document ORDER BY n""",
    "INSERT INTO statement_actor SELECT name, actor, statement + :shift FROM seed_actor",
    f"""INSERT INTO entry SELECT o.new, book, {_DAY.format('due_first')}, {_DAY.format('due_last')}, made_at
    FROM seed_entry JOIN of_entry o ON o.old = id""",
    """INSERT INTO voice SELECT e.new, s.new, stance, reason, score, added_at, m.new FROM seed_voice v
    JOIN of_entry e ON e.old = v.entry JOIN of_statement s ON s.old = v.statement
    LEFT JOIN of_statement m ON m.old = v.nearest""",
    """INSERT INTO entry_state SELECT k.new, book, outcome, polarity, instrument, due_first + :days, due_last + :days,
    begins + :days, ends + :days,
    known_first + :days, known_last + :days, waits, asks, doubt, stirred, changed
    FROM seed_state JOIN of_key k ON k.old = e""",
    """INSERT INTO voice_told SELECT n + :shift, k.new, day + :days, quad, instrument, place,
    place_name, place_kind, lat, lon, country, place_words, forecaster, firm
    FROM seed_told JOIN of_key k ON k.old = e""",
    "INSERT INTO all_block SELECT key, book, o.new FROM seed_block JOIN of_number o ON o.old = statement",
    "INSERT INTO document_band SELECT band, hash, o.new FROM seed_band JOIN of_document o ON o.old = document",
)  # fmt: skip


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
    """Yield how long every page of the server takes, in milliseconds, from the request to the last byte."""
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
    today = date.fromisoformat(last)
    week = today - timedelta(days=400)
    desk = Desk(place, today=today)
    began = time.perf_counter()
    desk.overview()
    yield f"reading the overview, once after the start: {time.perf_counter() - began:,.1f} s"
    yield f"{'page, ms':<64} {'median':>9} {'worst':>9} {'processor':>9}"
    with TestClient(application(desk), base_url="http://127.0.0.1:8017") as client:
        for address in (
            "/", "/next", f"/next?as_of={week}", "/entries", "/entries?book=agreed&progress=overdue",
            f"/entries?actor={actors[0]}", f"/entries?actor={actors[0]}&other={actors[1]}&book=wanted",
            f"/entries?month={str(week)[:7]}", "/entries?instrument=talks&from=10000",
            f"/entry/{entry}", f"/document/{document}",
            "/search", f"/search?q={word}", f"/search?q={word}&kind=agreement", f"/search?actor={actors[0]}",
            "/search?speaker=ba", "/timeline", "/timeline?book=expected", "/map", f"/map?week={week}",
            "/matrix", "/actors",
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
    for name in ("ask", "pages"):
        more = steps.add_parser(name)
        more.add_argument("ledger")
        more.add_argument("--runs", type=int, default=7)
    asked = parser.parse_args()
    lines = {
        "add": lambda: add(asked.ledger, asked.size, seed=asked.seed),
        "repeat": lambda: repeat(asked.ledger, asked.times),
        "ask": lambda: ask(asked.ledger, runs=asked.runs),
        "pages": lambda: pages(asked.ledger, runs=asked.runs),
    }[asked.step]()
    for line in lines:
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
