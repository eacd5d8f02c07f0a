"""What of a ledger is exported: its readings, entries and rows, bounded by a dossier and a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from aftertalks.flow import dossiers
from aftertalks.flow.coding import events_of
from aftertalks.flow.keeping import Ledger
from aftertalks.flow.reading import as_date
from aftertalks.ledger.dossiers import covers
from aftertalks.ledger.status import complete, known_on
from aftertalks.model import Reading, UsageError
from aftertalks.model.account import Account
from aftertalks.model.dossier import Dossier
from aftertalks.show.exports import tables
from aftertalks.show.exports.tables import ENTRIES, STATEMENTS, TABLES, Row


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a ledger is exported.

    Args:
        dossier: only what it holds.
        as_of: only what was published by this day; entries stand as they were known then.
        since: of changes, those after this day; 90 days back if left out.
        site: address of a server that shows this ledger (``aftertalks serve``), for links.
    """

    dossier: Dossier | None = None
    as_of: date | None = None
    since: date | None = None
    site: str | None = None

    @property
    def title(self) -> str:
        """Name of a feed, calendar or database of this scope."""
        return f"Aftertalks: {self.dossier.name}" if self.dossier else "Aftertalks"


def scope_of(ledger: Ledger, dossier: Dossier | str | None, as_of: date | str | None) -> Scope:
    """Return a scope of what users write: a dossier or its name, a day or its ISO form.

    Raises:
        LedgerError: there is no dossier of that name.
        UsageError: the day is none.
    """
    named = dossiers.dossier(ledger, dossier) if isinstance(dossier, str) else dossier
    return Scope(named, as_date(as_of, name="as_of"))


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
    for now in ledger.held(scope.dossier):
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
