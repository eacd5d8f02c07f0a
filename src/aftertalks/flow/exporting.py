"""The ledger in other programs' forms: what each form holds, and how it is written."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TextIO

from aftertalks.flow import archiving, dossiers
from aftertalks.flow.coding import events_of
from aftertalks.flow.keeping import Ledger
from aftertalks.flow.scope import Scope, accounts, readings, rows
from aftertalks.model import Reading, UsageError
from aftertalks.model.account import Account
from aftertalks.show import event_tables, lines
from aftertalks.show.delimited import write_csv
from aftertalks.show.exports.calendar import calendar
from aftertalks.show.exports.claimreview import claim_reviews, write_claim_reviews
from aftertalks.show.exports.database import ALL, write_database
from aftertalks.show.exports.feed import atom_feed
from aftertalks.show.exports.ftm import write_entities
from aftertalks.show.exports.geojson import write_geojson
from aftertalks.show.exports.parquet import write_parquet
from aftertalks.show.exports.schemas import schema_text
from aftertalks.show.exports.site import public_account, public_changes, public_reading, public_rows
from aftertalks.show.exports.tables import ENTRIES, EVENTS, TABLES, Row
from aftertalks.show.wording import counted

SINCE = timedelta(days=90)


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


LEDGER = "ledger"


def _whole(scope: Scope) -> None:
    """See that a whole ledger is asked for: half of one cannot be put back."""
    if scope != Scope():
        raise UsageError("--what ledger writes all of it; leave out --dossier, --as-of, --since and --site")


def _jsonl(ledger: Ledger, what: str, scope: Scope, out: TextIO) -> str:
    if what == LEDGER:
        _whole(scope)
        return counted(archiving.write(ledger, out), "line")
    if what == EVENTS.name:
        return counted(event_tables.write_jsonl(events_of(readings(ledger, scope)), out), "event")
    records: Iterable[Row] = lines.records(readings(ledger, scope))
    if what == ENTRIES.name:
        records = (lines.entry_record(account) for account in accounts(ledger, scope))
    count = 0
    for count, record in enumerate(records, 1):  # noqa: B007
        out.write(lines.line(record) + "\n")
    return _told(what, count)


def _packed(ledger: Ledger, what: str, scope: Scope, out: Path) -> str:
    del what
    _whole(scope)
    return counted(archiving.write_packed(ledger, out), "line")


def _schema(ledger: Ledger, what: str, scope: Scope, out: TextIO) -> str:
    del ledger, scope
    out.write(json.dumps(archiving.schema(), indent=1) + "\n" if what == LEDGER else schema_text(what))
    return f"the JSON Schema of {what}"


def _csv(ledger: Ledger, what: str, scope: Scope, out: TextIO) -> str:
    return _told(what, write_csv(TABLES[what], rows(ledger, what, scope), out))


def _parquet(ledger: Ledger, what: str, scope: Scope, out: Path) -> str:
    return _told(what, write_parquet(TABLES[what], rows(ledger, what, scope), out))


def _calendar(ledger: Ledger, what: str, scope: Scope, out: TextIO) -> str:
    del what
    made, count, vague = calendar(_public_accounts(ledger, scope), name=f"{scope.title}: deadlines", site=scope.site)
    out.write(made.decode())
    return counted(count, "date") + (f"; {vague:,} that leave more than a year open are left out" if vague else "")


def _atom(ledger: Ledger, what: str, scope: Scope, out: TextIO) -> str:
    del what
    as_of = scope.as_of or datetime.now(UTC).date()
    since = scope.since or as_of - min(SINCE, as_of - date.min)
    name = scope.dossier.name if scope.dossier else None
    told = dossiers.changes(ledger, since=since, dossier=name, as_of=as_of)
    out.write(atom_feed(public_changes(told), name=f"{scope.title}: changes", site=scope.site).decode())
    return f"{counted(len(told.found), 'change')} since {since}"


def _claim_reviews(ledger: Ledger, what: str, scope: Scope, out: TextIO) -> str:
    del what
    feed, count = claim_reviews(
        _public_accounts(ledger, scope), name=f"{scope.title}: checked entries", site=scope.site
    )
    write_claim_reviews(feed, out)
    return counted(count, "judged entry", "judged entries")


def _geojson(ledger: Ledger, what: str, scope: Scope, out: TextIO) -> str:
    placed, without = write_geojson(TABLES[what], public_rows(rows(ledger, what, scope)), out)
    return f"{_told(what, placed)}; {without:,} without a point are left out"


def _ftm(ledger: Ledger, what: str, scope: Scope, out: TextIO) -> str:
    del what
    return counted(write_entities(_public_readings(ledger, scope), out), "entity", "entities")


def _sqlite(ledger: Ledger, what: str, scope: Scope, out: Path) -> str:
    del what
    events = events_of(_public_readings(ledger, scope))
    found = (_public_readings(ledger, scope), events, _public_accounts(ledger, scope))
    return f"{counted(write_database(out, *found, name=scope.title), 'statement')} in {len(ALL)} tables"


def _public_readings(ledger: Ledger, scope: Scope) -> Iterator[Reading]:
    return (public_reading(r) for r in readings(ledger, scope))


def _public_accounts(ledger: Ledger, scope: Scope) -> Iterator[Account]:
    return (public_account(a) for a in accounts(ledger, scope))


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
        Form("jsonl", (".jsonl", ".ndjson"), (*_ALL, LEDGER), _jsonl),
        Form("schema", (".schema.json",), (*_ALL, LEDGER), _schema),
        Form("csv", (".csv",), _ALL, _csv),
        Form("parquet", (".parquet",), _ALL, file=_parquet),
        Form("ics", (".ics",), ("entries",), _calendar),
        Form("atom", (".atom",), ("entries",), _atom),
        Form("claimreview", (".claimreview.json", ".jsonld"), ("entries",), _claim_reviews),
        Form("geojson", (".geojson",), ("statements", "events"), _geojson),
        Form("ftm", (".ftm.json", ".ftm"), ("statements",), _ftm),
        Form("sqlite", (".sqlite", ".sqlite3", ".db"), ("statements",), file=_sqlite),
        Form("petrarch", (".petrarch.tsv",), ("events",), _event_table("petrarch")),
        Form("polecat", (".polecat.csv",), ("events",), _event_table("polecat")),
        Form("gdelt", (".gdelt.csv",), ("events",), _event_table("gdelt")),
        Form("archive", (".jsonl.gz",), (LEDGER,), file=_packed),
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
