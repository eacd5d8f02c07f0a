"""Options that several commands share, and how their words are understood."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

DEFAULT_DB = "aftertalks.db"


def a_date(value: str) -> date:
    """Understand an ISO date.

    Raises:
        typer.BadParameter: it is none.
    """
    try:
        return date.fromisoformat(value.strip())
    except ValueError as error:
        raise typer.BadParameter(f"{value!r} is not a date; write it as 2017-07-08") from error


def database(given: Path | None) -> Path:
    """Return the ledger's file: as given, else ``$AFTERTALKS_DB``, else ``aftertalks.db`` in this folder."""
    return given or Path(os.environ.get("AFTERTALKS_DB") or DEFAULT_DB)


Sources = Annotated[
    list[str], typer.Argument(metavar="SOURCE", help="Files, folders, addresses (http…) or - for stdin.")
]
Published = Annotated[
    date | None,
    typer.Option(parser=a_date, metavar="DATE", help="Date of documents that carry none, as 2017-07-08."),
]
Pipeline = Annotated[str | None, typer.Option(metavar="NAME", help="spaCy pipeline to read with.")]
Entities = Annotated[bool, typer.Option("--entities", help="Use the pipeline's named entities too (slower).")]
Db = Annotated[
    Path | None,
    typer.Option("--db", metavar="FILE", help="Ledger; $AFTERTALKS_DB or ./aftertalks.db if left out."),
]
Out = Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write here instead of stdout.")]
AsOf = Annotated[
    date | None, typer.Option("--as-of", parser=a_date, metavar="DATE", help="The day; today if left out.")
]
Days = Annotated[int, typer.Option("--days", min=0, metavar="N", help="How many days ahead to look.")]
