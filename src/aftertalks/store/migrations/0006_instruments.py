"""Statements by instrument and date: where answers to what was agreed or expected are looked for."""

from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Make the index."""
    connection.exec_driver_sql("CREATE INDEX statement_instrument ON statement (instrument, published)")
