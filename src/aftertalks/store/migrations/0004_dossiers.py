"""Dossiers (saved queries) and when who looked last."""

from sqlalchemy import Column, Connection, MetaData, Table, Text

metadata = MetaData()
Table(
    "dossier", metadata,
    Column("name", Text, primary_key=True), Column("query", Text, nullable=False),
    Column("made_at", Text, nullable=False),
)  # fmt: skip
Table(
    "looked", metadata,
    Column("reader", Text, primary_key=True), Column("dossier", Text, primary_key=True),
    Column("looked_at", Text, nullable=False),
)  # fmt: skip


def upgrade(connection: Connection) -> None:
    """Make the tables."""
    metadata.create_all(connection)
