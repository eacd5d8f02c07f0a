"""Decisions of reviewers, statements that were set aside, entries that were joined, and days of what is delayed."""

from sqlalchemy import Column, Connection, Float, Index, Integer, MetaData, Table, Text

metadata = MetaData()
Table(
    "decision", metadata,
    Column("n", Integer, primary_key=True), Column("id", Text, nullable=False, unique=True),
    Column("topic", Text, nullable=False), Column("action", Text, nullable=False),
    Column("decided_by", Text, nullable=False), Column("decided_at", Text, nullable=False),
    Column("document", Text, nullable=False), Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False), Column("words", Text, nullable=False),
    Column("field", Text), Column("value", Text), Column("machine", Text), Column("score", Float),
    Column("reason", Text, nullable=False), Column("entry", Text), Column("undoes", Text),
    Index("decision_document", "document"), Index("decision_entry", "entry"),
)  # fmt: skip
Table(
    "set_aside", metadata,
    Column("id", Text, primary_key=True), Column("document", Text, nullable=False),
    Column("record", Text, nullable=False), Column("entry", Text), Column("stance", Text),
    Column("voice_reason", Text), Column("voice_score", Float), Column("voice_added_at", Text),
    Column("why", Text, nullable=False), Column("successor", Text), Column("set_at", Text, nullable=False),
    Index("set_aside_document", "document"), Index("set_aside_entry", "entry"),
)  # fmt: skip
Table(
    "entry_joined", metadata,
    Column("entry", Text, primary_key=True), Column("into", Text, nullable=False),
    Column("reason", Text, nullable=False), Column("joined_at", Text, nullable=False),
    Index("entry_joined_into", "into"),
)  # fmt: skip


def upgrade(connection: Connection) -> None:
    """Make the tables; what was decided before stays as it is."""
    metadata.create_all(connection)
    connection.exec_driver_sql("ALTER TABLE judgement ADD COLUMN until TEXT")
