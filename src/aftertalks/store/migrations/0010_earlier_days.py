"""What entries were on earlier days, counts of those that wait, and what searches need in little room.

``entry_then`` has a row for every stretch of days on which an entry was known otherwise than it is now; what was always
as it is has none. ``waiting_count`` counts the entries that wait by the 32 days in which they are due and
those in which they became what they are. Entries of which something was known on several days are touched, so that
whoever opens the ledger settles them.

``statement_brief`` is an index of what searches filter by. A server's words of statements get a table of their own, so
that ranking what holds a word does not read the statements.
"""

from sqlalchemy import Connection

from aftertalks.store.homes.postgresql_tables import words_of

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
    "CREATE INDEX entry_state_judged ON entry_state (e, outcome) WHERE outcome <> 'unchecked'",
    "INSERT INTO entry_touched SELECT {name} FROM entry_state WHERE known_first < known_last"
    " ON CONFLICT (entry) DO NOTHING",
)
_WORDS = (  # of a server; a file's index of words is a table already
    "ALTER INDEX statement_words RENAME TO statement_words_before",
    """CREATE TABLE statement_words (
        n INTEGER NOT NULL PRIMARY KEY REFERENCES statement (n) ON DELETE CASCADE, words TSVECTOR NOT NULL
    )""",
    "INSERT INTO statement_words SELECT n, words FROM statement ORDER BY n",
    "ALTER TABLE statement DROP COLUMN words",
    "CREATE INDEX statement_words_words ON statement_words USING gin (words)",
    f"""CREATE FUNCTION statement_words_put() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO statement_words VALUES (new.n, {words_of("new.text", "new.about", "new.speaker")})
        ON CONFLICT (n) DO UPDATE SET words = excluded.words;
        RETURN NULL;
    END $$""",
    """CREATE TRIGGER statement_words_put AFTER INSERT OR UPDATE OF text, about, speaker ON statement FOR EACH ROW
    EXECUTE FUNCTION statement_words_put()""",
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
    connection.exec_driver_sql(
        "CREATE INDEX statement_brief ON statement (n, kind, speaker, published, instrument, issue, document)"
    )
    for step in _WORDS if server else ():
        connection.exec_driver_sql(step)
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
