"""The ledger in other programs' forms: what each form holds, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TextIO

from aftertalks.flow.coding import events_of
from aftertalks.flow.keeping import Ledger
from aftertalks.ledger.dossiers import covers, holds
from aftertalks.ledger.status import complete, known_on
from aftertalks.model import Reading, UsageError
from aftertalks.model.account import Account
from aftertalks.model.dossier import Dossier
from aftertalks.show import event_tables, lines
from aftertalks.show.delimited import write_csv
from aftertalks.show.exports import tables
from aftertalks.show.exports.parquet import write_parquet
from aftertalks.show.exports.schemas import schema_text
from aftertalks.show.exports.tables import ENTRIES, EVENTS, STATEMENTS, TABLES, Row
from aftertalks.show.wording import counted


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a ledger is exported.

    Args:
        dossier: only what it holds.
        as_of: only what was published by this day; entries stand as they were known then.
    """

    dossier: Dossier | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One form of an export.

    Args:
        name: as the command line calls it.
        endings: of its files, the usual first.
        of: what it can hold, the usual first.
        write: writes what is asked for to a text stream and says how much; null for forms that need a file.
        file: writes it to a file and says how much.
    """

    name: str
    endings: tuple[str, ...]
    of: tuple[str, ...]
    write: Callable[[Ledger, str, Scope, TextIO], str] | None = None
    file: Callable[[Ledger, str, Scope, Path], str] | None = None


def readings(ledger: Ledger, scope: Scope) -> Iterator[Reading]:
    """Return the documents of a scope with those of their statements that belong to it, oldest first."""
    for source in ledger.sources(as_of=scope.as_of):
        reading = ledger.reading(source.id)
        if scope.dossier is None:
            yield reading
            continue
        mine = tuple(s for s in reading.statements if covers(scope.dossier, s, source))
        if mine:
            yield replace(reading, statements=mine)


def accounts(ledger: Ledger, scope: Scope) -> Iterator[Account]:
    """Return the entries of a scope, soonest due first."""
    for now in ledger.store.accounts():
        if scope.dossier is not None and not holds(scope.dossier, now):
            continue
        account = complete(now) if scope.as_of is None else known_on(now, scope.as_of)
        if account is not None:
            yield account


def table(what: str) -> tables.Table:
    """Return the declaration of a table.

    Raises:
        UsageError: there is no such table.
    """
    if what not in TABLES:
        raise UsageError(f"no table {what!r}; there are {', '.join(TABLES)}")
    return TABLES[what]


def rows(ledger: Ledger, what: str, scope: Scope = Scope()) -> Iterator[Row]:
    """Return the rows of a table: ``statements``, ``entries`` or ``events``.

    Raises:
        UsageError: there is no such table.
    """
    table(what)
    if what == STATEMENTS.name:
        return tables.statement_rows(readings(ledger, scope))
    if what == ENTRIES.name:
        return tables.entry_rows(accounts(ledger, scope))
    return tables.event_rows(events_of(readings(ledger, scope)))


def _jsonl(ledger: Ledger, what: str, scope: Scope, out: TextIO) -> str:
    if what == EVENTS.name:
        return counted(event_tables.write_jsonl(events_of(readings(ledger, scope)), out), "event")
    records: Iterable[Row] = lines.records(readings(ledger, scope))
    if what == ENTRIES.name:
        records = (lines.entry_record(account) for account in accounts(ledger, scope))
    count = 0
    for count, record in enumerate(records, 1):  # noqa: B007
        out.write(lines.line(record) + "\n")
    return _told(what, count)


def _schema(ledger: Ledger, what: str, scope: Scope, out: TextIO) -> str:
    del ledger, scope
    out.write(schema_text(what))
    return f"the JSON Schema of {what}"


def _csv(ledger: Ledger, what: str, scope: Scope, out: TextIO) -> str:
    return _told(what, write_csv(TABLES[what], rows(ledger, what, scope), out))


def _parquet(ledger: Ledger, what: str, scope: Scope, out: Path) -> str:
    return _told(what, write_parquet(TABLES[what], rows(ledger, what, scope), out))


def _event_table(form: str) -> Callable[[Ledger, str, Scope, TextIO], str]:
    def write(ledger: Ledger, what: str, scope: Scope, out: TextIO) -> str:
        return _told(what, event_tables.WRITERS[form](events_of(readings(ledger, scope)), out))

    return write


def _told(what: str, count: int) -> str:
    one = {"statements": "statement", "entries": "entry", "events": "event"}[what]
    return counted(count, one, what)


_ALL = tuple(TABLES)
FORMS = {
    form.name: form
    for form in (
        Form("jsonl", (".jsonl", ".ndjson"), _ALL, _jsonl),
        Form("schema", (".schema.json",), _ALL, _schema),
        Form("csv", (".csv",), _ALL, _csv),
        Form("parquet", (".parquet",), _ALL, file=_parquet),
        Form("petrarch", (".tsv",), ("events",), _event_table("petrarch")),
        Form("polecat", (".polecat.csv",), ("events",), _event_table("polecat")),
        Form("gdelt", (".gdelt.csv",), ("events",), _event_table("gdelt")),
    )
}


def chosen(form: str, what: str | None) -> str:
    """Return what a form is to hold: as asked, else the usual.

    Raises:
        UsageError: the form cannot hold it.
    """
    offered = FORMS[form].of
    if what is None:
        return offered[0]
    if what not in offered:
        fitting = ", ".join(f.name for f in FORMS.values() if what in f.of)
        raise UsageError(f"--format {form} holds {' or '.join(offered)}, not {what}; forms of {what}: {fitting}")
    return what
