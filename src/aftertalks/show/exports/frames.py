"""pandas and polars data frames with typed columns: a day is a day, a list is a list, a null is a null."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from aftertalks.show.exports.extras import need
from aftertalks.show.exports.tables import Row, Table, Type

if TYPE_CHECKING:
    import pandas
    import polars

# Days in seconds and not in nanoseconds: a text may speak of the year 1648 or 2300, which nanoseconds cannot hold.
_PANDAS = {
    Type.TEXT: "string", Type.TEXTS: "object", Type.WHOLE: "Int64", Type.NUMBER: "Float64", Type.FLAG: "boolean",
    Type.DAY: "datetime64[s]", Type.MOMENT: "datetime64[s, UTC]",
}  # fmt: skip


def to_pandas(table: Table, rows: Iterable[Row]) -> pandas.DataFrame:
    """Return rows as a pandas data frame.

    Raises:
        UsageError: pandas is not installed.
    """
    pd = need("pandas", extra="tables", what="a pandas data frame")
    columns = _columns(table, rows)
    made: pandas.DataFrame = pd.DataFrame(
        {c.name: pd.Series(columns[c.name], dtype=_PANDAS[c.type]) for c in table.columns}
    )
    return made


def to_polars(table: Table, rows: Iterable[Row]) -> polars.DataFrame:
    """Return rows as a polars data frame.

    Raises:
        UsageError: polars is not installed.
    """
    pl = need("polars", extra="tables", what="a polars data frame")
    types = {
        Type.TEXT: pl.String, Type.TEXTS: pl.List(pl.String), Type.WHOLE: pl.Int64, Type.NUMBER: pl.Float64,
        Type.FLAG: pl.Boolean, Type.DAY: pl.Date, Type.MOMENT: pl.Datetime("us", "UTC"),
    }  # fmt: skip
    made: polars.DataFrame = pl.DataFrame(_columns(table, rows), schema={c.name: types[c.type] for c in table.columns})
    return made


def _columns(table: Table, rows: Iterable[Row]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {name: [] for name in table.names}
    for row in rows:
        for name, values in found.items():
            values.append(row[name])
    return found
