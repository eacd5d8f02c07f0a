"""Actors under their own ids, issues in a column, and the months of each actor counted as statements come and go.

Names and ids had been paired by place although the two lists are not parallel, so that an id could stand beside another
actor's name. The rows are made anew from the statements' records.
"""

import json

from sqlalchemy import Connection

from aftertalks.model.record import from_record
from aftertalks.store.rows import actor_rows

_AT_ONCE = 2000
_MONTH = "coalesce(substr(s.published, 1, 7), '')"
STEPS = (
    "ALTER TABLE statement ADD COLUMN issue TEXT",
    "DROP TRIGGER statement_words_update",
    """CREATE TRIGGER statement_words_update AFTER UPDATE OF text, about, speaker ON statement BEGIN
        INSERT INTO statement_words (statement_words, rowid, text, about, speaker)
        VALUES ('delete', old.n, old.text, old.about, old.speaker);
        INSERT INTO statement_words (rowid, text, about, speaker) VALUES (new.n, new.text, new.about, new.speaker);
    END""",
    "UPDATE statement SET issue = json_extract(record, '$.issue') WHERE json_extract(record, '$.issue') IS NOT NULL",
    "CREATE INDEX statement_issue ON statement (issue, published)",
    "CREATE INDEX statement_actor_id ON statement_actor (actor, statement)",
    """CREATE TABLE actor_month (
        actor TEXT NOT NULL, month TEXT NOT NULL, kind TEXT NOT NULL, statements INTEGER NOT NULL,
        PRIMARY KEY (actor, month, kind)
    ) WITHOUT ROWID""",
    f"""CREATE TRIGGER actor_month_insert AFTER INSERT ON statement_actor WHEN new.actor <> '' BEGIN
        INSERT INTO actor_month (actor, month, kind, statements)
        SELECT new.actor, {_MONTH}, s.kind, 1 FROM statement s WHERE s.n = new.statement
        ON CONFLICT (actor, month, kind) DO UPDATE SET statements = statements + 1;
    END""",
    f"""CREATE TRIGGER actor_month_delete BEFORE DELETE ON statement_actor WHEN old.actor <> '' BEGIN
        UPDATE actor_month SET statements = statements - 1 WHERE actor = old.actor
        AND (month, kind) = (SELECT {_MONTH}, s.kind FROM statement s WHERE s.n = old.statement);
        DELETE FROM actor_month WHERE actor = old.actor AND statements = 0;
    END""",
    """CREATE TRIGGER actor_month_update AFTER UPDATE OF kind, published ON statement
    WHEN old.kind <> new.kind OR old.published IS NOT new.published BEGIN
        UPDATE actor_month SET statements = statements - 1
        WHERE month = coalesce(substr(old.published, 1, 7), '') AND kind = old.kind
        AND actor IN (SELECT actor FROM statement_actor WHERE statement = old.n AND actor <> '');
        INSERT INTO actor_month (actor, month, kind, statements)
        SELECT DISTINCT actor, coalesce(substr(new.published, 1, 7), ''), new.kind, 1
        FROM statement_actor WHERE statement = new.n AND actor <> ''
        ON CONFLICT (actor, month, kind) DO UPDATE SET statements = statements + 1;
        DELETE FROM actor_month WHERE statements = 0;
    END""",
)


def upgrade(connection: Connection) -> None:
    """Make column, indexes, counts and triggers, then every actor's row anew; the triggers count as the rows come."""
    connection.exec_driver_sql("DELETE FROM statement_actor")
    for step in STEPS:
        connection.exec_driver_sql(step)
    last = -1
    while True:
        asked = f"SELECT n, record FROM statement WHERE n > {last} ORDER BY n LIMIT {_AT_ONCE}"
        found = connection.exec_driver_sql(asked).fetchall()
        if not found:
            return
        for n, record in found:
            rows = actor_rows(from_record(json.loads(record)), n)
            values = [(r["name"], r["actor"], r["statement"]) for r in rows]
            if values:
                connection.exec_driver_sql("INSERT OR IGNORE INTO statement_actor VALUES (?, ?, ?)", values)
        last = found[-1][0]
