"""What targets share: small files in memory, and a look at what readers give."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from aftertalks.model import Document, InputError, Settings

SETTINGS = Settings(max_bytes=2_000_000)
DAY = date(2017, 7, 8)


def seen(found: Iterable[Any]) -> None:
    """Look at everything that a reader gives: documents whose offsets lead back, errors of one line."""
    for item in found:
        if isinstance(item, InputError):
            assert "\n" not in str(item), str(item)
        elif isinstance(item, Document) and item.original is not None:
            for at, there, length in item.offsets.runs:
                assert item.text[at : at + length] == item.original[there : there + length]


@lru_cache(maxsize=1)
def folder() -> Path:
    """Return a folder of this process, in memory where the machine has such a place."""
    place = "/dev/shm" if Path("/dev/shm").is_dir() else None
    return Path(tempfile.mkdtemp(prefix="aftertalks-fuzz-", dir=place))


def file(data: bytes, name: str) -> Path:
    """Return a file of these bytes with this ending."""
    path = folder() / f"{os.getpid()}{name}"
    path.write_bytes(data)
    return path
