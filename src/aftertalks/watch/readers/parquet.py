"""Parquet tables, read where pyarrow is installed."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aftertalks.model import InputError

_ROWS_A_BATCH = 20_000


def is_parquet(path: Path) -> bool:
    """Say whether a file begins as Parquet files do."""
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def parquet_rows(path: Path) -> tuple[list[str], Iterator[list[str]]]:
    """Return a Parquet table's column names and its rows, each cell as text.

    Raises:
        InputError: pyarrow is not installed, or the file is damaged.
    """
    try:
        parquet: Any = importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise InputError(
            str(path),
            "Parquet is read with pyarrow, which is not installed",
            'pip install "aftertalks[parquet]", or give CSV',
        ) from None
    try:
        file = parquet.ParquetFile(path)
        names = [str(name) for name in file.schema_arrow.names]
    except (OSError, ValueError) as error:
        raise InputError(str(path), f"damaged Parquet ({error})", "fetch the file again") from error
    return names, _rows(file, names)


def _rows(file: Any, names: list[str]) -> Iterator[list[str]]:
    for batch in file.iter_batches(batch_size=_ROWS_A_BATCH):
        columns = [batch.column(n).to_pylist() for n in range(len(names))]
        for values in zip(*columns, strict=True):
            yield ["" if value is None else str(value) for value in values]
