"""Copies and editions of documents: their sketches, what repeats what, and what that means for single statements."""

from sqlalchemy import Column, Connection, Float, Index, Integer, MetaData, Table, Text

metadata = MetaData()
Table(
    "document_band", metadata,
    Column("band", Integer, primary_key=True), Column("hash", Text, primary_key=True),
    Column("document", Text, primary_key=True),
    Index("document_band_document", "document"),
)  # fmt: skip
Table(
    "document_repeat", metadata,
    Column("document", Text, primary_key=True), Column("original", Text, nullable=False),
    Column("repeat", Text, nullable=False), Column("share", Float, nullable=False),
    Column("reason", Text, nullable=False), Column("noted_at", Text, nullable=False),
    Index("document_repeat_original", "original"),
)  # fmt: skip
Table(
    "statement_standing", metadata,
    Column("statement", Text, primary_key=True), Column("standing", Text, nullable=False),
    Column("other", Text, nullable=False), Column("noted_at", Text, nullable=False),
)  # fmt: skip


def upgrade(connection: Connection) -> None:
    """Make the tables."""
    metadata.create_all(connection)
