"""Forms of the desk's answers: a table for people, JSON twins for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from aftertalks.cli import console

if TYPE_CHECKING:
    from aftertalks.model.record import Record


class Twin(StrEnum):
    """Forms of an answer."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


Form = Annotated[Twin | None, typer.Option("--format", "-f", help="Default: table on a terminal, jsonl in a pipe.")]


def wants_table(form: Twin | None) -> bool:
    """Say whether a person reads the answer."""
    return form is Twin.TABLE or (form is None and console.is_terminal())


def tell(records: Iterable[Record], form: Twin | None) -> None:
    """Write records: ``json`` as one array, else one a line."""
    from aftertalks.show import lines

    if form is Twin.JSON:
        sys.stdout.write(json.dumps(list(records), ensure_ascii=True, indent=1) + "\n")
        return
    for record in records:
        sys.stdout.write(lines.line(record) + "\n")
