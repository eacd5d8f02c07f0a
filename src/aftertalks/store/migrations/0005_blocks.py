"""Blocks, so that only what may be alike is compared; and for each voice the voice that it was merged with."""

from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, Text

metadata = MetaData()
Table(
    "block", metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False), Column("book", Text, primary_key=True),
    Column("statement", Text, primary_key=True),
    sqlite_with_rowid=False,
)  # fmt: skip


def upgrade(connection: Connection) -> None:
    """Make the table; statements that are there are filed when the next document is added."""
    metadata.create_all(connection)
    connection.exec_driver_sql("ALTER TABLE voice ADD COLUMN nearest TEXT")
    connection.exec_driver_sql("CREATE INDEX voice_nearest ON voice (nearest)")
