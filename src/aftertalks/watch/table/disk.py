"""Event tables on disk: one uncompressed .npz of arrays, with words and headers as JSON inside."""

from __future__ import annotations

import json
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aftertalks.model import InputError
from aftertalks.watch.rows import Dataset, RowError
from aftertalks.watch.table.table import CODED, NUMBERS, TEXTS, EventTable
from aftertalks.watch.table.text import TextColumn

_FORMAT = 1


def save(table: EventTable, path: Path) -> None:
    """Write a table to a file, which is replaced only once the new one is whole."""
    arrays: dict[str, NDArray[Any]] = {f"column.{name}": array for name, array in table.columns.items()}
    for name, text in table.texts.items():
        arrays[f"text.{name}"], arrays[f"ends.{name}"] = text.data, text.ends
    arrays["text_rows"] = table.text_rows
    head = {
        "format": _FORMAT,
        "coded": {name: list(values) for name, values in table.coded.items()},
        "datasets": [d.to_record() for d in table.datasets],
        "errors": [asdict(e) for e in table.errors],
    }
    arrays["head"] = np.frombuffer(json.dumps(head).encode("ascii"), np.uint8)
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)
    part.replace(path)


def load(path: Path) -> EventTable:
    """Read a table that ``save`` wrote.

    Raises:
        InputError: the file is missing, damaged, or of a newer version.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            head = json.loads(arrays["head"].tobytes())
            if head["format"] != _FORMAT:
                raise InputError(str(path), f"event table of format {head['format']}", "add the event files again")
            columns = {name: arrays[f"column.{name}"] for name in (*CODED, *NUMBERS)}
            texts = {name: TextColumn(arrays[f"text.{name}"], arrays[f"ends.{name}"]) for name in TEXTS}
            rows = arrays["text_rows"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise InputError(str(path), f"no event table ({error})", "add the event files again") from error
    coded: dict[str, Any] = dict(head["coded"])
    coded["pair"] = [None if pair is None else tuple(pair) for pair in coded["pair"]]
    datasets = tuple(Dataset.from_record(d) for d in head["datasets"])
    return EventTable(columns, coded, texts, rows, datasets, tuple(RowError(**e) for e in head["errors"]))
