"""Which entries dossiers hold, kept beside them. A row of the key -1 says that all of a dossier's are there.

Dossiers that were there before have none: whoever opens the ledger finds their entries once.
"""

from sqlalchemy import Connection

_T = {"sqlite": "TEXT", "postgresql": 'TEXT COLLATE "C"'}


def upgrade(connection: Connection) -> None:
    """Make the table, and the index by which what an entry was in is found."""
    kind = connection.dialect.name
    bare = "" if kind == "postgresql" else " WITHOUT ROWID"
    columns = f"dossier {_T[kind]} NOT NULL, e BIGINT NOT NULL, PRIMARY KEY (dossier, e)"
    connection.exec_driver_sql(f"CREATE TABLE dossier_entry ({columns}){bare}")
    connection.exec_driver_sql("CREATE INDEX dossier_entry_entry ON dossier_entry (e)")
