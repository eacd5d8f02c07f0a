"""What entries were on earlier days, counts of those that wait, and a small index for what searches filter by.

``entry_then`` has a row for every stretch of days on which an entry was known otherwise than it is now; what was always
as it is has none. ``waiting_count`` counts the entries that wait by the 32 days in which they are due and
those in which they became what they are. Entries of which something was known on several days are touched, so that
whoever opens the ledger settles them.
"""

from sqlalchemy import Connection

_BUCKET = "coalesce(due_last / 32, -1)"
_STEPS = (
    """CREATE TABLE entry_then (
        e BIGINT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL, due_first INTEGER, due_last INTEGER,
        waits INTEGER NOT NULL, PRIMARY KEY (e, since)
    ){bare}""",
    """CREATE TABLE waiting_count (
        due INTEGER NOT NULL, known INTEGER NOT NULL, entries INTEGER NOT NULL, PRIMARY KEY (due, known)
    ){bare}""",
    f"""INSERT INTO waiting_count SELECT {_BUCKET}, known_last / 32, count(*) FROM entry_state WHERE waits = 1
    GROUP BY 1, 2""",
    f"""CREATE INDEX entry_state_bucket ON entry_state ({_BUCKET}, known_last, due_last, due_first, e, book)
    WHERE waits = 1""",
    "INSERT INTO entry_touched SELECT {name} FROM entry_state WHERE known_first < known_last"
    " ON CONFLICT (entry) DO NOTHING",
)
_NEW = _BUCKET.replace("due_last", "new.due_last")
_OLD = _BUCKET.replace("due_last", "old.due_last")
_ADD = f"""INSERT INTO waiting_count (due, known, entries) SELECT {_NEW}, new.known_last / 32, 1 WHERE new.waits = 1
    ON CONFLICT (due, known) DO UPDATE SET entries = waiting_count.entries + 1;"""
_TAKE = f"""UPDATE waiting_count SET entries = entries - 1 WHERE old.waits = 1 AND due = {_OLD}
    AND known = old.known_last / 32;"""


def upgrade(connection: Connection) -> None:
    """Make the tables and indexes, count, and touch what has a history."""
    server = connection.dialect.name == "postgresql"
    names = {
        "bare": "" if server else " WITHOUT ROWID",
        "name": "lpad(to_hex(e), 12, '0')" if server else "printf('%012x', e)",
    }  # fmt: skip
    for step in _STEPS:
        connection.exec_driver_sql(step.format(**names))
    if not server:  # a server reads its rows' columns where they lie
        connection.exec_driver_sql(
            "CREATE INDEX statement_brief ON statement (n, kind, speaker, published, instrument, issue, document)"
        )
    _trigger(connection, "waiting_count_insert", "INSERT", _ADD)
    _trigger(connection, "waiting_count_delete", "DELETE", _TAKE)


def _trigger(connection: Connection, name: str, event: str, body: str) -> None:
    if connection.dialect.name != "postgresql":
        connection.exec_driver_sql(f"CREATE TRIGGER {name} AFTER {event} ON entry_state BEGIN {body} END")
        return
    connection.exec_driver_sql(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
    )
    made = f"CREATE TRIGGER {name} AFTER {event} ON entry_state FOR EACH ROW EXECUTE FUNCTION {name}()"
    connection.exec_driver_sql(made)
