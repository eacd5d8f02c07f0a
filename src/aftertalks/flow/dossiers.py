"""Dossiers, what has changed in them, and speakers' records.

Callable: :func:`save`, :func:`dossiers`, :func:`dossier`, :func:`remove`, :func:`held`, :func:`count`, :func:`changes`,
:func:`looked_now`, :func:`records`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from aftertalks.flow import listing
from aftertalks.flow.holding import keys_in, prepared, put
from aftertalks.flow.keeping import Ledger
from aftertalks.flow.listing import Since
from aftertalks.ledger import changes as comparing
from aftertalks.ledger import speakers
from aftertalks.ledger.status import complete
from aftertalks.model import LedgerError, Outcome, UsageError
from aftertalks.model.account import Account
from aftertalks.model.dossier import LEAST_RESOLVED, Changes, Dossier, SpeakerRecord
from aftertalks.model.record import Record
from aftertalks.store import listing as store_listing
from aftertalks.store import saved

LAST = "last"
EVERYBODY = ""


def save(ledger: Ledger, made: Dossier) -> Dossier:
    """Save a dossier under its name; one of that name gives way.

    Raises:
        UsageError: it has no name or asks for nothing.
    """
    made = replace(made, name=made.name.strip())
    if not made.name:
        raise UsageError("a dossier needs a name, for example `aftertalks dossier add donbas --place Donetsk`")
    if not made.terms:
        cure = "give --actor, --issue, --place, --words, --from or --to"
        raise UsageError(f"dossier {made.name!r} asks for nothing; {cure}")
    if made.since and made.until and made.since > made.until:
        raise UsageError(f"dossier {made.name!r} ends ({made.until}) before it begins ({made.since})")
    with ledger.store.asking() as connection:
        found = prepared(connection, made)
    with ledger.store.writing() as writer:
        saved.put_dossier(writer.connection, made, stamp=writer.now.isoformat(timespec="seconds"))
        put(writer.connection, found)
    return dossier(ledger, made.name)


def dossiers(ledger: Ledger) -> list[Dossier]:
    """Return every dossier, by name."""
    with ledger.store.asking() as connection:
        return saved.dossiers(connection)


def dossier(ledger: Ledger, name: str) -> Dossier:
    """Return the dossier of a name.

    Raises:
        LedgerError: there is none.
    """
    found = {d.name: d for d in dossiers(ledger)}
    if name not in found:
        there = ", ".join(found) or "none yet; `aftertalks dossier add NAME …` makes one"
        raise LedgerError(f"no dossier {name!r}; there are: {there}")
    return found[name]


def remove(ledger: Ledger, name: str) -> None:
    """Forget a dossier; what it holds stays in the ledger.

    Raises:
        LedgerError: there is none of that name.
    """
    dossier(ledger, name)
    with ledger.store.writing() as writer:
        saved.drop_dossier(writer.connection, name)


def held(ledger: Ledger, name: str | None) -> Iterable[Account]:
    """Return the entries of a dossier, or of the whole ledger, soonest due first."""
    if name is None:
        return ledger.accounts()
    return map(complete, ledger.held(dossier(ledger, name)))


def count(ledger: Ledger, name: str) -> int:
    """Return how many entries a dossier holds."""
    chosen = dossier(ledger, name)
    with ledger.store.asking() as connection:
        return len(keys_in(connection, chosen))


def changes(
    ledger: Ledger, *, since: date | str, dossier: str | None = None, by: str = EVERYBODY, as_of: date | None = None,
    soon: int = 14, limit: int | None = None, only: Container[int] | None = None,
) -> Changes:  # fmt: skip
    """Return what is new, due soon, overdue or has another outcome.

    Args:
        since: a day: what was published after it; or ``last``: what came into the ledger since ``by`` last looked.
        dossier: only of this dossier.
        by: who looks; empty for a marker that everybody shares.
        as_of: the day that counts as now; today if left out.
        soon: how many days ahead something is due soon.
        limit: how many changes are returned at most, the most pressing; all if left out.
        only: keys of the entries that are meant; all if left out.

    Raises:
        UsageError: ``since`` is neither a day nor ``last``, or lies after ``as_of``.
        LedgerError: there is no such dossier.
    """
    day = as_of or datetime.now(UTC).date()
    chosen = _named(ledger, dossier)
    if since == LAST:
        with ledger.store.asking() as connection:
            moment = saved.last_look(connection, by, dossier or "")
        before = comparing.seen_by(moment) if moment else _never
        earlier = Since(min(moment.date(), day) if moment else None, before, moment)
        found, counts = listing.changes(ledger, earlier, as_of=day, soon=soon, dossier=chosen, limit=limit, only=only)
        return Changes(moment, day, found, counts)
    first = _day(since)
    if first > day:
        raise UsageError(f"since {first} lies after {day}; nothing can have changed")
    earlier = Since(first, comparing.known_by(first))
    found, counts = listing.changes(ledger, earlier, as_of=day, soon=soon, dossier=chosen, limit=limit, only=only)
    return Changes(first, day, found, counts)


def _named(ledger: Ledger, name: str | None) -> Dossier | None:
    return None if name is None else dossier(ledger, name)


def _never(account: Account) -> Account | None:
    return None


def _day(given: date | str) -> date:
    if not isinstance(given, str):
        return given
    try:
        return date.fromisoformat(given.strip())
    except ValueError as error:
        raise UsageError(f"since: {given!r} is neither a date (2017-07-08) nor `last`") from error


def looked_now(ledger: Ledger, *, dossier: str | None = None, by: str = EVERYBODY, at: datetime | None = None) -> None:
    """Keep that a reader has looked, so that the next look begins here.

    Args:
        at: the moment at which the look began; now if left out.
    """
    with ledger.store.writing() as writer:
        saved.put_look(writer.connection, by, dossier or "", at or datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of all that a speaker expected."""

    forecasts: int
    happened: int
    did_not: int

    @property
    def open(self) -> int:
        """How many are not resolved."""
        return self.forecasts - self.happened - self.did_not

    @property
    def share(self) -> float | None:
        """Share of the resolved ones that came true; null where they are too few to say."""
        resolved = self.happened + self.did_not
        return self.happened / resolved if resolved >= LEAST_RESOLVED else None

    @property
    def record(self) -> Record:
        """The same as plain values, by the names of a speaker's record."""
        return {
            "expectations": self.forecasts, "happened": self.happened, "did_not": self.did_not, "open": self.open,
            "share": None if self.share is None else round(self.share, 3),
        }  # fmt: skip


def record_of(ledger: Ledger, speaker: str, *, limit: int) -> tuple[Tally, SpeakerRecord | None]:
    """Return how much came true of what one speaker expected, and the first expectations; null if there are none.

    Args:
        speaker: the whole name.
        limit: how many expectations are loaded, the oldest first.
    """
    with ledger.store.asking() as connection:
        counted = store_listing.forecast_by(connection, speaker)
        ids = store_listing.forecasts_of(connection, speaker, most=limit)
    came = [(speakers.came_true(Outcome(outcome), firm), n) for firm, outcome, n in counted]
    tally = Tally(
        sum(n for _, n in came), sum(n for true, n in came if true), sum(n for true, n in came if true is False)
    )
    found = [
        r for r in speakers.records(map(complete, ledger.store.load(ids)), speaker=speaker) if r.speaker == speaker
    ]
    return tally, found[0] if found else None


def records(ledger: Ledger, speaker: str | None = None) -> list[SpeakerRecord]:
    """Return what became of speakers' expectations, most expectations first.

    Args:
        speaker: part of the name; everybody but the narrator if left out.
    """
    return speakers.records(ledger.accounts(), speaker=speaker)
