"""Parquet: one document a row, its columns named like the fields of JSON Lines; read by row groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from importlib import import_module
from typing import Any, BinaryIO

from aftertalks.ingest.extras import library
from aftertalks.ingest.jsonl import FIELD_NAMES, TEXT, from_object
from aftertalks.model import Document, InputError, Settings

ROWS = 16  # that are unpacked at once, so that long texts do not fill the memory
MOST_GROUP = 8_000_000_000  # bytes, unpacked, of a row group; what is larger is no table of articles
_CURE = 'name a column "text", "body" or "content"'


def open_parquet(stream: BinaryIO, *, source: str) -> Any:
    """Open a Parquet file.

    Raises:
        InputError: pyarrow is not installed, or the file is damaged.
    """
    parquet = library("pyarrow.parquet", source=source, what="Parquet", extra="parquet")
    try:
        return parquet.ParquetFile(stream, buffer_size=1 << 20, pre_buffer=False)
    except _broken() as error:
        raise _damaged(source, error) from error


def _broken() -> tuple[type[Exception], ...]:
    """What pyarrow raises over a damaged file: its own errors are of many kinds."""
    return OSError, ValueError, OverflowError, import_module("pyarrow").ArrowException


def _damaged(source: str, error: Exception) -> InputError:
    told = " ".join(str(error).split())[:120]
    return InputError(source, f"is damaged Parquet ({told})", "fetch it again")


def read_parquet(
    stream: BinaryIO, *, source: str, settings: Settings, groups: Sequence[int] | None = None, first: int = 1
) -> Iterator[Document | InputError]:
    """Yield the documents of a Parquet file, named ``file#n`` by row.

    Args:
        stream: seekable.
        settings: ``max_bytes`` holds for a text, not for the whole.
        groups: the row groups to read; all if left out.
        first: the number of their first row.

    Raises:
        InputError: pyarrow is not installed, or the file is damaged.
    """
    file = open_parquet(stream, source=source)
    known = {*TEXT, *FIELD_NAMES}
    columns = [name for name in map(str, file.schema_arrow.names) if name.lower() in known]
    if not {c.lower() for c in columns} & set(TEXT):
        yield InputError(source, "is a table without a column of texts", _CURE)
        return
    number = first - 1
    for group in range(file.num_row_groups) if groups is None else groups:
        large = file.metadata.row_group(group).total_byte_size
        if large > MOST_GROUP:
            yield InputError(source, f"row group {group + 1} unpacks to {large:,} bytes", "write smaller row groups")
            number += file.metadata.row_group(group).num_rows
            continue
        for row in _rows(file, group, columns, source):
            number += 1
            yield _document(row, f"{source}#{number}", f"row {number}", settings)


def _rows(file: Any, group: int, columns: list[str], source: str) -> Iterator[dict[str, Any]]:
    batches = file.iter_batches(batch_size=ROWS, row_groups=[group], columns=columns, use_threads=False)
    names = [c.lower() for c in columns]
    while True:
        try:
            batch = next(batches, None)
            if batch is None:
                return
            cells = [batch.column(n).to_pylist() for n in range(len(columns))]
        except _broken() as error:
            raise _damaged(f"{source} (row group {group + 1})", error) from error
        for values in zip(*cells, strict=True):
            yield dict(zip(names, values, strict=True))


def _document(row: dict[str, Any], place: str, where: str, settings: Settings) -> Document | InputError:
    cells = {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items() if v is not None}
    longest = max((len(v) for v in cells.values() if isinstance(v, str)), default=0)
    if longest > settings.max_bytes:
        return InputError(place, f"{where} is longer than {settings.max_bytes:,} letters", "raise max_bytes")
    return from_object(cells, place, where, settings, cure="leave the row out")
