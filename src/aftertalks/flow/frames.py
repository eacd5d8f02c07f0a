"""Readings as data frames, without a ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from aftertalks.flow.coding import events_of
from aftertalks.model import Reading, UsageError
from aftertalks.show.exports import frames
from aftertalks.show.exports.tables import EVENTS, STATEMENTS, Row, event_rows, statement_rows

if TYPE_CHECKING:
    import pandas
    import polars

_TABLES = {"statements": STATEMENTS, "events": EVENTS}


def to_pandas(readings: Reading | Iterable[Reading], what: str = "statements") -> pandas.DataFrame:
    """Return what was read as a pandas data frame with typed columns (:mod:`aftertalks.show.exports.tables`).

    Args:
        readings: one or several.
        what: ``statements`` or ``events``; entries are a ledger's.

    Raises:
        UsageError: there is no such table, or pandas is not installed.
    """
    return frames.to_pandas(_TABLES[_known(what)], _rows(readings, what))


def to_polars(readings: Reading | Iterable[Reading], what: str = "statements") -> polars.DataFrame:
    """Return what was read as a polars data frame; else as :func:`to_pandas`."""
    return frames.to_polars(_TABLES[_known(what)], _rows(readings, what))


def _known(what: str) -> str:
    if what not in _TABLES:
        raise UsageError(f"readings have no table {what!r}, they have statements, events; entries are a ledger's")
    return what


def _rows(readings: Reading | Iterable[Reading], what: str) -> Iterator[Row]:
    several = [readings] if isinstance(readings, Reading) else readings
    return statement_rows(several) if what == "statements" else event_rows(events_of(several))
