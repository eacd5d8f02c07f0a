"""Which entries dossiers hold, kept beside them; and indexes of what waits that hold all that is asked of them.

A row of the key -1 says that all of a dossier's entries are there. Dossiers that were there before have none: whoever
opens the ledger finds their entries once.

SQLite looks into the table for ``waits`` although an index holds nothing but what waits; so the index holds it too.
"""

from sqlalchemy import Connection

_T = {"sqlite": "TEXT", "postgresql": 'TEXT COLLATE "C"'}
_WAITING = {
    "entry_state_bucket": "coalesce(due_last / 32, -1), known_last, due_last, due_first, e, book, waits",
    "entry_state_waits": "due_last, due_first, e, known_first, known_last, book, waits",
}


def upgrade(connection: Connection) -> None:
    """Make the table with the index by which what an entry was in is found, and two indexes anew."""
    kind = connection.dialect.name
    bare = "" if kind == "postgresql" else " WITHOUT ROWID"
    columns = f"dossier {_T[kind]} NOT NULL, e BIGINT NOT NULL, PRIMARY KEY (dossier, e)"
    connection.exec_driver_sql(f"CREATE TABLE dossier_entry ({columns}){bare}")
    connection.exec_driver_sql("CREATE INDEX dossier_entry_entry ON dossier_entry (e)")
    for name, listed in _WAITING.items():
        connection.exec_driver_sql(f"DROP INDEX {name}")
        connection.exec_driver_sql(f"CREATE INDEX {name} ON entry_state ({listed}) WHERE waits = 1")
