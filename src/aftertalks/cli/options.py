"""Options that several commands share, and how their words are understood."""

from __future__ import annotations

import getpass
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


def database(given: str | None) -> str:
    """Return where the ledger is: as given, else ``$AFTERTALKS_DB``, else ``aftertalks.db`` in this folder."""
    return given or os.environ.get("AFTERTALKS_DB") or DEFAULT_DB


def users_file(given: Path | None, db: str) -> Path:
    """Return the access file: as given, else ``$AFTERTALKS_USERS``, else the ledger's name with ``.access``."""
    from aftertalks.web.gate.file import book_path

    named = os.environ.get("AFTERTALKS_USERS")
    return given or (Path(named) if named else book_path(db))


def reader(given: str | None) -> str:
    """Return who sits at the keyboard: as given, else ``$AFTERTALKS_BY``, else the login name."""
    if given or os.environ.get("AFTERTALKS_BY"):
        return given or os.environ["AFTERTALKS_BY"]
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container without a name for its user
        return ""


Sources = Annotated[
    list[str], typer.Argument(metavar="SOURCE", help="Files, folders, addresses (http…) or - for stdin.")
]
Published = Annotated[
    date | None,
    typer.Option(parser=a_date, metavar="DATE", help="Date of documents that carry none, as 2017-07-08."),
]
InNames = Annotated[
    bool,
    typer.Option("--dates-in-names", help="Else take the date in a file's name (2017-07-08_readout.txt)."),
]
Pipeline = Annotated[str | None, typer.Option(metavar="NAME", help="spaCy pipeline to read with.")]
Lexicons = Annotated[
    list[Path] | None,
    typer.Option("--lexicon", metavar="FOLDER", help="Folder with your own lexicon files; may be repeated."),
]
Entities = Annotated[bool, typer.Option("--entities", help="Use the pipeline's named entities too (slower).")]
Jobs = Annotated[
    int, typer.Option("--jobs", "-j", min=1, max=256, metavar="N", help="Processes that read; one a core is most.")
]
Db = Annotated[
    str | None,
    typer.Option(
        "--db", metavar="FILE", help="Ledger, or postgresql://…; $AFTERTALKS_DB or ./aftertalks.db if left out."
    ),
]
Users = Annotated[
    Path | None,
    typer.Option("--users", metavar="FILE", help="Access file; $AFTERTALKS_USERS or LEDGER.access if left out."),
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who decides; $AFTERTALKS_BY or the login name if left out."),
]
Reason = Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why, in your words.")]
InDossier = Annotated[str | None, typer.Option("--dossier", metavar="NAME", help="Only what this dossier holds.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write here instead of stdout.")]
AsOf = Annotated[
    date | None, typer.Option("--as-of", parser=a_date, metavar="DATE", help="The day; today if left out.")
]
Days = Annotated[int, typer.Option("--days", min=0, metavar="N", help="How many days ahead to look.")]
