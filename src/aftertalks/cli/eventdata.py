"""``events``: the event data that checks are made on, kept beside the ledger."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aftertalks.cli import console
from aftertalks.cli.checking import Form
from aftertalks.cli.options import Db, a_date, database

if TYPE_CHECKING:
    from aftertalks.flow.eventfiles import EventFolder
    from aftertalks.watch.rows import Dataset


def events(
    what: Annotated[str, typer.Argument(metavar="add|list|show|remove", help="What to do.")],
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE", help="Event files; of remove, a kept one; of show, ids of events."),
    ] = None,
    version: Annotated[str | None, typer.Option(metavar="TEXT", help="Version of the dataset.")] = None,
    licence: Annotated[str | None, typer.Option(metavar="TEXT", help="Its terms, if others than the family's.")] = None,
    accessed: Annotated[
        date | None, typer.Option(parser=a_date, metavar="DATE", help="The day on which you got it.")
    ] = None,
    from_ledger: Annotated[
        bool, typer.Option("--from-ledger", help="Of add: the deeds that the ledger's own documents report as done.")
    ] = False,
    form: Annotated[Form | None, typer.Option("--format", "-f", help="table or json.")] = None,
    db: Db = None,
) -> None:
    """Keep event data beside the ledger: UCDP GED, ACLED, GDELT 2, POLECAT, as CSV, zip, gz or Parquet.

    \b
    aftertalks events add ged.csv --version 24.1 --accessed 2024-07-01
    aftertalks events add --from-ledger          as the documents report them; machine-coded
    aftertalks events list
    aftertalks events show "UCDP GED:147997"     the row behind a number of a check
    aftertalks events remove ged.csv
    """
    from aftertalks.flow.eventfiles import EventFolder
    from aftertalks.model import UsageError

    folder = EventFolder(database(db))
    if what == "add" and from_ledger and not files:
        table, count = folder.add_own(database(db))
        console.say(f"{count:,} deeds of the ledger's own documents; {len(table):,} events in {folder.path}")
        _told(table.datasets, form)
    elif what == "add" and files:
        table, fresh = folder.add([Path(f) for f in files], version=version, licence=licence, accessed=accessed)
        for error in table.errors[:10]:
            console.warn(str(error))
        console.say(f"{fresh} new, {len(files) - fresh} kept already; {len(table):,} events in {folder.path}")
        _told(table.datasets, form)
    elif what == "list" and not files:
        _told(folder.datasets(), form)
    elif what == "show" and files:
        _rows(folder, files)
    elif what == "remove" and files:
        for name in files:
            console.say(f"no longer kept: {folder.remove(name).name}")
    else:
        raise UsageError("say `events add FILE…`, `events list`, `events show ID…` or `events remove FILE`")


def _rows(folder: EventFolder, ids: list[str]) -> None:
    """Print kept events as JSON Lines, every column that was read."""
    from dataclasses import asdict

    from aftertalks.model import UsageError

    table = folder.table()
    found = table.find(ids) if table is not None else []
    for row in found:
        console.say(json.dumps(asdict(row), ensure_ascii=False, default=str))
    missing = sorted(set(ids) - {row.key for row in found})
    if missing:
        raise UsageError(f"no kept event has the id {missing[0]!r}; ids stand in `aftertalks check … --format json`")


def _told(datasets: tuple[Dataset, ...], form: Form | None) -> None:
    if form is Form.JSON:
        for one in datasets:
            console.say(json.dumps(one.to_record(), ensure_ascii=False))
        return
    if not datasets:
        console.say("No event data is kept; add some with `aftertalks events add FILE`.")
    for one in datasets:
        days = f"{one.first} to {one.last}" if one.first else "no days"
        console.say(f"{one.file}: {one.family} {one.version or '(version not given)'}, {one.rows:,} events, {days}")
        console.say(f"  accessed {one.accessed or '(day not given)'}; terms: {one.licence}; digest {one.digest[:16]}")
        console.say(f"  cite: {one.citation}")
