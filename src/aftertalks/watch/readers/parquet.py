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
    # pyarrow's own errors over a damaged file are of many kinds
    broken = (OSError, ValueError, OverflowError, importlib.import_module("pyarrow").ArrowException)
    try:
        file = parquet.ParquetFile(path)
        names = [str(name) for name in file.schema_arrow.names]
    except broken as error:
        raise _damaged(path, error) from error
    return names, _rows(file, names, path, broken)


def _damaged(path: Path, error: Exception, after: str = "") -> InputError:
    told = " ".join(str(error).split())[:120]
    return InputError(str(path), f"damaged Parquet{after} ({told})", "fetch the file again")


def _rows(file: Any, names: list[str], path: Path, broken: tuple[type[Exception], ...]) -> Iterator[list[str]]:
    batches, read = file.iter_batches(batch_size=_ROWS_A_BATCH), 0
    while True:
        try:
            batch = next(batches, None)
            columns = [batch.column(n).to_pylist() for n in range(len(names))] if batch is not None else []
        except broken as error:
            raise _damaged(path, error, f" after row {read:,}") from error
        if batch is None:
            return
        read += batch.num_rows
        for values in zip(*columns, strict=True):
            yield ["" if value is None else str(value) for value in values]
