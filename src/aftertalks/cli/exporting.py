"""``export``: the ledger in the forms that other programs read."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from aftertalks.cli import console
from aftertalks.cli.options import Db, InDossier, Out, a_date, database


class What(StrEnum):
    """Tables that are exported."""

    STATEMENTS = "statements"
    ENTRIES = "entries"
    EVENTS = "events"
    LEDGER = "ledger"


def export(
    form: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar="FORM", help="One of the above; else as --out ends; else jsonl."),
    ] = None,
    what: Annotated[What | None, typer.Option(help="What to write; else the form's usual, named first above.")] = None,
    out: Out = None,
    dossier: InDossier = None,
    as_of: Annotated[
        date | None,
        typer.Option("--as-of", parser=a_date, metavar="DATE", help="Only what was published by this day."),
    ] = None,
    since: Annotated[
        date | None,
        typer.Option("--since", parser=a_date, metavar="DATE", help="atom: changes after this day; else of 90 days."),
    ] = None,
    site: Annotated[
        str | None, typer.Option("--site", metavar="ADDRESS", help="Where the ledger is served, for links in feeds.")
    ] = None,
    db: Db = None,
) -> None:
    """Write what the ledger holds in a form that another program reads.

    \b
    Forms:
      jsonl        statements, entries, events: everything, a record a line
                   ledger: all that it holds, to be put back with `aftertalks import`
      schema       the JSON Schema of those lines
      csv          statements, entries, events: spreadsheets, R, Stata
      parquet      statements, entries, events: DuckDB, Spark, Arrow
      ics          deadlines, for any calendar
      atom         what changed since --since, for feed readers
      claimreview  judged entries, for fact-check aggregators (schema.org)
      geojson      statements, events with a point: QGIS, Leaflet
      ftm          FollowTheMoney entities: Aleph, OpenAleph
      sqlite       one file with all tables and search: Datasette, SQL
      petrarch     events, as PETRARCH writes them
      polecat      events, in POLECAT's columns
      gdelt        events, in GDELT 2's columns
      archive      ledger, the same, gzipped

    \b
    aftertalks export --out statements.csv
    aftertalks export --what entries --out entries.parquet
    aftertalks export --out deadlines.ics --site https://talks.example.org
    aftertalks export --out talks.sqlite --dossier truce
    aftertalks export --what ledger --out talks.jsonl.gz
    """
    from aftertalks.flow import dossiers, exporting
    from aftertalks.flow.keeping import Ledger
    from aftertalks.flow.scope import Scope
    from aftertalks.model import UsageError

    name = form or _by_ending(out)
    if name not in exporting.FORMS:
        raise UsageError(f"no form {name!r}; forms are {', '.join(exporting.FORMS)}")
    kind, asked = exporting.FORMS[name], exporting.chosen(name, what.value if what else None)
    to_file = out is not None and str(out) != "-"
    if kind.write is None and not to_file:
        raise UsageError(f"--format {name} makes a file; name it with --out NAME{kind.endings[0]}")
    with Ledger(database(db), create=False) as ledger:
        scope = Scope(dossiers.dossier(ledger, dossier) if dossier else None, as_of, since, site)
        if kind.write is not None:
            with console.destination(out) as stream:
                told = kind.write(ledger, asked, scope, stream)
        elif kind.file is not None and out is not None:
            with console.whole_file(out) as part:
                told = kind.file(ledger, asked, scope, part)
    if to_file:
        console.warn(f"{out}: {told}")


def _by_ending(out: Path | None) -> str:
    """Return the form that a file's name asks for: that with the longest ending; jsonl where there is no file."""
    from aftertalks.flow.exporting import FORMS
    from aftertalks.model import UsageError

    if out is None or str(out) == "-":
        return "jsonl"
    fitting = {end: f.name for f in FORMS.values() for end in f.endings if out.name.lower().endswith(end)}
    if not fitting:
        raise UsageError(f"{out}: no form has this ending; name one with --format ({', '.join(FORMS)})")
    return fitting[max(fitting, key=len)]
