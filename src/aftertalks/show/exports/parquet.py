"""Parquet: typed columns, whose meanings stand in the file's schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from aftertalks.show.exports.extras import need
from aftertalks.show.exports.tables import Row, Table, Type

ROWS = 20_000  # a row group; what is held in memory at once


def arrow_schema(table: Table) -> Any:
    """Return a table's Arrow schema, each field with its meaning as ``description``."""
    pa = need("pyarrow", extra="tables", what="Parquet")
    types = {
        Type.TEXT: pa.string(), Type.TEXTS: pa.list_(pa.string()), Type.WHOLE: pa.int64(), Type.NUMBER: pa.float64(),
        Type.FLAG: pa.bool_(), Type.DAY: pa.date32(), Type.MOMENT: pa.timestamp("us", tz="UTC"),
    }  # fmt: skip
    fields = [pa.field(c.name, types[c.type], metadata={"description": c.means}) for c in table.columns]
    return pa.schema(fields, metadata={"title": f"Aftertalks {table.name}", "description": table.means})


def write_parquet(table: Table, rows: Iterable[Row], out: Path) -> int:
    """Write rows to a file; return how many.

    Raises:
        UsageError: pyarrow is not installed.
    """
    schema = arrow_schema(table)
    pa = need("pyarrow", extra="tables", what="Parquet")
    parquet = need("pyarrow.parquet", extra="tables", what="Parquet")
    count = 0
    with parquet.ParquetWriter(str(out), schema, compression="zstd") as writer:
        for some in _groups(rows):
            count += len(some)
            writer.write_table(pa.Table.from_pylist(some, schema=schema))
    return count


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    waiting = iter(rows)
    while some := list(islice(waiting, ROWS)):
        yield some
