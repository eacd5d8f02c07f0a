"""Keeps beside every entry what lists and counts ask of it, as soon as something about it has changed.

What is kept follows from the entry's account alone: its outcome, when it is due or happened, from which day on it is
known and since which day as it is now, whether it waits for an outcome; of each voice its day, place and quad class.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from aftertalks.flow import holding
from aftertalks.ledger import doubts, history
from aftertalks.ledger.decisions import latest, renamed
from aftertalks.ledger.dossiers import holds
from aftertalks.ledger.speakers import firmness, forecasts
from aftertalks.ledger.status import complete, waits
from aftertalks.model import Entry
from aftertalks.model.account import Account, EntryVoice, Source, Stance, span_of
from aftertalks.model.dossier import Dossier
from aftertalks.store import accounts, deciding, saved, state
from aftertalks.store import sources as documents

if TYPE_CHECKING:
    from aftertalks.store import Store
    from aftertalks.store.writing import Founded, Writer

Row = dict[str, Any]
AT_ONCE = 4000  # entries that are loaded before they are written


def settle(writer: Writer) -> None:
    """Keep anew what the entries are that this transaction has touched."""
    if touched := state.touched(writer.connection):
        _settle(writer, touched)
    holding.fill(writer.connection)


def _settle(writer: Writer, touched: list[str]) -> None:
    connection = writer.connection
    change = state.next_change(connection)
    dossiers = saved.filled(connection)
    bare = state.bare(connection, [entry for entry in touched if entry in writer.founded])
    fresh = [writer.founded[entry] for entry in touched if entry in bare]
    rest = [entry for entry in touched if entry not in bare]
    if rest:
        joined = deciding.joined(connection)
        rest = list(dict.fromkeys([*rest, *(joined[e] for e in rest if e in joined)]))
    titles = documents.titles(connection, {one.first.document for one in fresh}) if dossiers else {}
    alone = (_alone(one, writer.now, titles.get(one.first.document)) for one in fresh)
    _keep(writer, (), alone, (), change, dossiers)
    done = _decided(writer, rest)
    for at in range(0, len(rest), AT_ONCE):
        some = rest[at : at + AT_ONCE]
        _keep(writer, some, map(complete, accounts.load(connection, some)), done, change, dossiers)
    state.forget_touched(connection)


def _keep(
    writer: Writer, entries: Sequence[str], found: Iterable[Account], done: Collection[str], change: int,
    dossiers: Sequence[Dossier],
) -> None:  # fmt: skip
    held: list[Row] = []
    states: list[Row] = []
    then: list[Row] = []
    told: list[Row] = []
    for account in found:
        states.append(state_of(account, done) | {"changed": change})
        then += then_of(account)
        told += _voices(writer, account)
        mine = (one.name for one in dossiers if holds(one, account))
        held += [{"dossier": name, "e": state.key(account.entry.id)} for name in mine]
    state.settle(writer.connection, entries, states, then, told, held)


def _decided(writer: Writer, entries: list[str]) -> set[str]:
    """Ids of the questions about some entries that are settled."""
    joined = deciding.joined(writer.connection)
    names = [*entries, *(one for one, into in joined.items() if into in set(entries))]
    log = deciding.log(writer.connection, of_entries=names) if names else []
    return set(latest([renamed(d, joined) for d in log]))


def settle_earlier(store: Store) -> None:
    """Keep what entries and dossiers are that came from who does not know of it: an upgrade, or a test's store."""
    with store.asking() as connection:
        left = state.any_touched(connection) or bool(saved.unfilled(connection))
    if left:
        with store.writing():
            pass  # what is touched is settled as it ends


def _alone(one: Founded, now: datetime, title: str | None) -> Account:
    """An entry that has one voice and nothing else, without loading it."""
    source = Source(one.first.document, "", title=title, published=one.published)
    entry = Entry(one.entry, one.book, one.first.text, (), instrument=one.first.instrument, due=one.due)
    return Account(entry, (EntryVoice(one.first, source, Stance.FIRST, "", added=now),))


def state_of(account: Account, done: Collection[str]) -> Row:
    """Return the row of ``entry_state`` that a complete account gives, but for the change's number.

    Args:
        done: ids of questions that are settled.
    """
    e = account.entry
    drawn = span_of(account)
    asked = [q for q in doubts.questions(account, as_of=date.min) if not q.settled and q.id not in done]
    return {
        "e": state.key(e.id), "book": e.book.value, "outcome": e.outcome.value,
        "polarity": account.voices[0].statement.polarity.value, "instrument": e.instrument,
        "due_first": e.due[0].toordinal() if e.due else None, "due_last": e.due[1].toordinal() if e.due else None,
        "begins": drawn[0].toordinal() if drawn else None, "ends": drawn[1].toordinal() if drawn else None,
        "known_first": min(_ordinal(v.source.published) for v in account.voices),
        "known_last": max(history.days_of(account)), "waits": int(waits(account)),
        "asks": len({q.id for q in asked}), "doubt": max((q.weight for q in asked), default=0.0),
        "stirred": max(_moments(account)).isoformat(timespec="seconds"),
    }  # fmt: skip


def then_of(account: Account) -> list[Row]:
    """Return the rows of ``entry_then`` that a complete account gives."""
    return [
        {
            "e": state.key(account.entry.id), "since": then.since, "until": then.until,
            "due_first": then.due[0].toordinal() if then.due else None,
            "due_last": then.due[1].toordinal() if then.due else None, "waits": int(then.waits),
        }
        for then in history.earlier(account)
    ]  # fmt: skip


def _moments(account: Account) -> Iterator[datetime]:
    """Every moment at which something about the entry came into the ledger."""
    for v in account.voices:
        yield from (moment for moment in (v.added, v.noted) if moment is not None)
    yield from (p.made for p in account.proposals if p.made is not None)
    yield from (j.at for j in account.entry.judgements)


def _voices(writer: Writer, account: Account) -> Iterator[Row]:
    numbers = writer.number_of([v.statement.id for v in account.voices])
    number = state.key(account.entry.id)
    said = {f.voice.statement.id: (who, firmness(f)) for who, f in forecasts(account)}
    for v in account.voices:
        s = v.statement
        place = s.place
        who, firm = said.get(s.id, (None, None))
        yield {
            "n": numbers[s.id], "e": number, "day": _ordinal(s.when or v.source.published) or None,
            "quad": s.event.quad if s.event else None, "instrument": s.instrument,
            "place": place.id if place else None, "place_name": place.name if place else None,
            "place_kind": place.kind if place else None, "lat": place.lat if place else None,
            "lon": place.lon if place else None, "country": place.country if place else None,
            "place_words": s.where if place else None, "forecaster": who, "firm": firm,
        }  # fmt: skip


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
