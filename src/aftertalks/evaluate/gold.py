"""Reads a folder of annotated documents."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from aftertalks.model import Document, Kind, UsageError

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated document.

    Args:
        source_type: the sort of source that it is, for example ``readout``; null where its file does not tell.
    """

    name: str
    document: Document
    statements: tuple[Values, ...]
    source_type: str | None = None


def load_gold(folder: Path) -> list[Gold]:
    """Return the annotated documents of a folder, by name.

    Raises:
        UsageError: the folder or a file of it is missing or not as described above.
    """
    paths = sorted(folder.glob("*.json")) if folder.is_dir() else []
    if not paths:
        raise UsageError(f"{folder}: no NAME.json there; a gold folder holds NAME.json and NAME.txt for each document")
    return [_load(path) for path in paths]


def _load(path: Path) -> Gold:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        text_path = path.with_name(held["document"])
        published = date.fromisoformat(held["date"]) if held.get("date") else None
        document = Document(
            text=text_path.read_text(encoding="utf-8"),
            source=str(text_path), title=held.get("title"), published=published,
        )  # fmt: skip
        statements = tuple(held["statements"])
        for s in statements:
            _check(s, path, len(document.text))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}; each NAME.json names its text in 'document'") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path}: not a gold file ({error!r}); `aftertalks evaluate --help` shows the form") from error
    return Gold(path.stem, document, statements, held.get("source_type"))


def load_types(path: Path) -> dict[str, str]:
    """Return sorts of sources by document's name, from a CSV table with the columns ``document`` and ``source_type``.

    Raises:
        UsageError: it cannot be read, or lacks a column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(line for line in file if not line.startswith("#"))
            return {row["document"].strip(): row["source_type"].strip() for row in rows}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path}: {error}; give a CSV table with the columns document and source_type") from error
    except (KeyError, AttributeError) as error:
        raise UsageError(f"{path}: needs the columns document and source_type; name them in its first row") from error


def _check(statement: Values, path: Path, length: int) -> None:
    if not 0 <= statement["start"] < statement["end"] <= length:
        raise UsageError(f"{path}: offsets {statement['start']}..{statement['end']} lie outside the text")
    Kind(statement["kind"])
