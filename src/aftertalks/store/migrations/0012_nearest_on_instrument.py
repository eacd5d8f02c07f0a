"""Statements by instrument, kind and day: the nearest of many on one day are found without a look at all of them."""

from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Make the index."""
    connection.exec_driver_sql(
        "CREATE INDEX IF NOT EXISTS statement_instrument_kind ON statement (instrument, kind, published, id)"
        " WHERE instrument IS NOT NULL"
    )
