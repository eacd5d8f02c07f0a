"""What a check was, kept beside its verdict: the whole test, the figures, the data's digest, the code's version."""

from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Add the column; earlier judgements have no details."""
    connection.exec_driver_sql("ALTER TABLE judgement ADD COLUMN details TEXT")
