"""Copies a ledger from a file into an empty database of PostgreSQL, table by table.

    python bench/size.py copy LEDGER postgresql://user@host/database

What the tables hold is copied as it stands, whatever the triggers would make of it; indexes are made at the end. The
role must be a superuser of its own server, for only such a one may pass over triggers and references.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from aftertalks.flow.keeping import Ledger
from aftertalks.store.homes.postgresql_tables import words_of
from aftertalks.store.tables import metadata

AT_ONCE = 5_000  # rows


def copy(file: str, address: str) -> Iterator[str]:
    """Copy every table; yield a line for each, with its rows."""
    import psycopg

    with Ledger(file, create=False), Ledger(address) as ledger:
        if ledger.store.counts()["document"]:
            raise SystemExit(f"{ledger.store.name}: holds a ledger already; copy into an empty database")
    there = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    with psycopg.connect(address, autocommit=True) as here:
        here.execute("SET session_replication_role = replica")
        here.execute("SET maintenance_work_mem = '1GB'")
        here.execute("SET synchronous_commit = off")
        made = _without_indexes(here)
        for table in metadata.tables.values():
            yield f"{_copied(there, here, table.name, [c.name for c in table.columns]):>12,} rows of {table.name}"
        columns = words_of("text", "about", "speaker")
        here.execute(f"INSERT INTO statement_words SELECT n, {columns} FROM statement ORDER BY n")
        for sql in made:
            here.execute(sql)
            yield sql.partition(" USING")[0]
        for table in ("statement", "judgement"):
            last = f"(SELECT coalesce(max(n), 0) + 1 FROM {table})"
            here.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'n'), {last}, false)")
        here.execute("UPDATE ledger_change SET n = n + 1")
        here.execute("VACUUM ANALYZE")
    there.close()


def _without_indexes(here: Any) -> list[str]:
    """Drop the indexes that no constraint needs; return what makes them anew."""
    asked = """SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.schemaname = 'public' AND NOT EXISTS
        (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)"""
    found = here.execute(asked).fetchall()
    for name, _ in found:
        here.execute(f"DROP INDEX {name}")
    return [sql for _, sql in found]


def _copied(there: sqlite3.Connection, here: Any, name: str, columns: list[str]) -> int:
    listed = ", ".join(f'"{column}"' for column in columns)
    here.execute(f"DELETE FROM {name}")
    done = 0
    with here.cursor() as cursor, cursor.copy(f"COPY {name} ({listed}) FROM STDIN") as into:
        cursor_there = there.execute(f"SELECT {listed} FROM {name}")
        while some := cursor_there.fetchmany(AT_ONCE):
            for row in some:
                into.write_row([_storable(value) for value in row])
            done += len(some)
    return done


def _storable(value: Any) -> Any:
    """A text as a server stores it; see ``store/dialect.py``."""
    if isinstance(value, str) and ("\x00" in value or "\x01" in value):
        return value.replace("\x01", "\x011").replace("\x00", "\x010")
    return value
