"""Reads a folder of annotated documents."""

from __future__ import annotations

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
    """One annotated document."""

    name: str
    document: Document
    statements: tuple[Values, ...]


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
    return Gold(path.stem, document, statements)


def _check(statement: Values, path: Path, length: int) -> None:
    if not 0 <= statement["start"] < statement["end"] <= length:
        raise UsageError(f"{path}: offsets {statement['start']}..{statement['end']} lie outside the text")
    Kind(statement["kind"])
