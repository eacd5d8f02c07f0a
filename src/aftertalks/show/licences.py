"""What an installed Aftertalks is made of and on what terms, as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from aftertalks.show.table import WIDE, fitted_table


def licence_tables(parts: Iterable[dict[str, Any]], *, width: int = WIDE) -> list[Table]:
    """Return a table of the packages, and one of the language pipeline and of the data files of others.

    Args:
        parts: with the fields of ``flow.licences.Part``.
    """
    held = list(parts)
    packages = [p for p in held if p["sort"] == "package"]
    data = [p for p in held if p["sort"] != "package"]
    return [
        fitted_table(
            f"Packages ({len(packages)})",
            (("package", 34), ("version", 20), ("needed by", 14), ("licence", 0)),
            [_cells(p["name"], p["version"], p["needed_by"], _licence(p)) for p in packages],
            width=width,
        ),
        fitted_table(
            "Language pipeline and data files",
            (("file", 40), ("licence", 16), ("from", 0)),
            [_cells(_named(p), p["licence"] or "unknown", _from(p)) for p in data],
            width=width,
        ),
    ]


def _cells(*said: str | None) -> Sequence[Text]:
    return [Text(s or "") for s in said]


def _named(part: dict[str, Any]) -> str:
    return f"{part['name']} {part['version']}" if part["version"] else str(part["name"])


def _from(part: dict[str, Any]) -> str:
    return str(part["notes"]) if part["licence"] else f"{part['notes']}; licence unknown: {part['reason']}"


def _licence(part: dict[str, Any]) -> str:
    return str(part["licence"]) if part["licence"] else f"unknown: {part['reason']}"
