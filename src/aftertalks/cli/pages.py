"""``brief`` and ``export``: the ledger as files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from aftertalks.cli import console
from aftertalks.cli.options import AsOf, Days, Db, InDossier, Out, database


class What(StrEnum):
    """What is exported."""

    STATEMENTS = "statements"
    ENTRIES = "entries"
    EVENTS = "events"


class Form(StrEnum):
    """Forms of an export."""

    JSONL = "jsonl"
    CSV = "csv"
    PETRARCH = "petrarch"
    POLECAT = "polecat"
    GDELT = "gdelt"


_EVENT_FORMS = frozenset({Form.PETRARCH, Form.POLECAT, Form.GDELT})


def brief(
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write here (brief.html); - is stdout.")
    ] = None,
    as_of: AsOf = None,
    days: Days = 90,
    dossier: InDossier = None,
    db: Db = None,
) -> None:
    """Write a brief as one HTML file.

    It needs no server, no script and no network, and can be mailed, printed and read on a phone.

    \b
    aftertalks brief --as-of 2017-07-08 --out brief.html
    """
    from aftertalks.flow import dossiers
    from aftertalks.flow.keeping import Ledger

    place = out or Path("brief.html")
    with Ledger(database(db), create=False) as ledger:
        chosen = dossiers.dossier(ledger, dossier) if dossier else None
        text = ledger.brief(as_of=as_of, days=days, dossier=chosen)
    with console.destination(place) as stream:
        stream.write(text)
    if str(place) != "-":
        console.say(f"brief written to {place}")


def export(
    what: Annotated[What, typer.Option(help="What to write.")] = What.STATEMENTS,
    form: Annotated[
        Form, typer.Option("--format", "-f", help="csv: statements; petrarch, polecat, gdelt: events.")
    ] = Form.JSONL,
    out: Out = None,
    db: Db = None,
) -> None:
    """Write everything the ledger holds, one record a line.

    \b
    aftertalks export --format jsonl > statements.jsonl
    aftertalks export --what entries --out entries.jsonl
    aftertalks export --what events --format polecat --out events.csv
    """
    from aftertalks.flow.keeping import Ledger
    from aftertalks.model import UsageError
    from aftertalks.show import lines

    if what is What.ENTRIES and form is Form.CSV:
        raise UsageError("entries hold lists of voices, which CSV cannot; use --format jsonl")
    if (what is What.EVENTS and form is Form.CSV) or (what is not What.EVENTS and form in _EVENT_FORMS):
        raise UsageError(f"--what {what.value} has no form {form.value}; events have jsonl, petrarch, polecat, gdelt")
    with Ledger(database(db), create=False) as ledger, console.destination(out) as stream:
        if what is What.EVENTS:
            from aftertalks.flow.coding import events_of
            from aftertalks.show.event_tables import WRITERS

            WRITERS[form.value](events_of(ledger.readings()), stream)
            return
        if what is What.ENTRIES:
            for account in ledger.accounts():
                stream.write(lines.line(lines.entry_record(account)) + "\n")
            return
        records = lines.records(ledger.readings())
        if form is Form.CSV:
            from aftertalks.show.delimited import flat, write_rows

            write_rows((flat(record) for record in records), stream)
            return
        for record in records:
            stream.write(lines.line(record) + "\n")
