"""Entries joined and split by hand; each is a line of the reviewers' log and can be taken back.

Callable: :func:`merge`, :func:`split`, :func:`undo`, :func:`history`. Rereading a document and later adds leave such
joins alone: a statement keeps its entry, and one that is read anew takes the place of the one that it replaces.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from aftertalks.flow.amending import refresh
from aftertalks.flow.keeping import Ledger
from aftertalks.ledger.books import book_of, entry_id
from aftertalks.ledger.decisions import anchor_of
from aftertalks.model import LedgerError, Statement, UsageError
from aftertalks.model.account import Account
from aftertalks.model.review import Action, Decision, Topic
from aftertalks.store import deciding
from aftertalks.store.writing import Writer


def merge(ledger: Ledger, one: str, other: str, *, by: str, reason: str) -> Account:
    """Make the voices of one entry voices of another; its judgements go with them.

    Args:
        one: the entry that stays.
        other: the entry that goes into it.

    Raises:
        UsageError: they are one entry, stand in different books, or a name or reason is missing.
    """
    _named(by, reason)
    into, gone = ledger.entry(one), ledger.entry(other)
    if into.entry.id == gone.entry.id:
        raise UsageError(f"{one} and {other} are one entry already ({into.entry.id})")
    if into.entry.book is not gone.entry.book:
        books = f"{into.entry.id} is {into.entry.book}, {gone.entry.id} is {gone.entry.book}"
        raise UsageError(f"{books}; an entry stands in one book")
    ids = [v.statement.id for v in gone.voices]
    with ledger.store.writing() as writer:
        n = _note(writer, Action.MERGE, gone.voices[0].statement, into.entry.id, ids, by=by, reason=reason)
        said = f"merged by {by}: {reason}"
        deciding.move(writer.connection, ids, into.entry.id, reason=said)
        deciding.join(writer.connection, gone.entry.id, into.entry.id, reason=f"decision:{n}", stamp=_stamp(writer))
        refresh(writer, [into.entry.id])
    return ledger.entry(into.entry.id)


def split(ledger: Ledger, entry: str, statements: Sequence[str], *, by: str, reason: str) -> Account:
    """Make voices of an entry an entry of their own; judgements stay where they are.

    Args:
        statements: ids of voices, or their beginnings.

    Returns:
        The new entry.

    Raises:
        UsageError: one is no voice of the entry, or none would be left.
    """
    _named(by, reason)
    account = ledger.entry(entry)
    held = {v.statement.id: v.statement for v in account.voices}
    chosen = [next((i for i in held if i.startswith(given.strip().lower())), given) for given in statements]
    strange = [i for i in chosen if i not in held]
    if strange or not chosen:
        raise UsageError(f"{', '.join(strange) or 'nothing'}: no voice of {account.entry.id}; it has {', '.join(held)}")
    if len(set(chosen)) == len(held):
        raise UsageError(f"all voices of {account.entry.id} are named; leave at least one where it is")
    with ledger.store.writing() as writer:
        made = move_out(ledger, writer, list(dict.fromkeys(chosen)), into=None, by=by, reason=reason)
    return ledger.entry(made)


def move_out(
    ledger: Ledger, writer: Writer, ids: list[str], *, into: str | None, by: str, reason: str, cause: int | None = None
) -> str:
    """Move voices out of their entry, into another or one of their own; return where they are.

    Args:
        cause: place in the log of the review decision that this follows from.
    """
    found = {s.id: s for s, _ in writer.statements(ids)}
    places = {i: deciding.voice_of(writer.connection, i) for i in ids}
    first = found[ids[0]]
    book = book_of(first.kind)
    left = places[ids[0]]
    if book is None or left is None:
        raise LedgerError(f"statement {ids[0]} is no voice of an entry")
    _note(writer, Action.SPLIT, first, left["entry"], ids, by=by, reason=reason, cause=cause)
    said = f"{'moved' if into else 'split off'} by {by}{f': {reason}' if reason else ''}"
    target = into or _own_entry(writer, ids, found)
    deciding.move(writer.connection, ids, target, reason=said)
    refresh(writer, [left["entry"], target])
    return target


def _own_entry(writer: Writer, ids: list[str], found: dict[str, Statement]) -> str:
    """Found the entry that the first of some statements founds, or find it where a merge had emptied it."""
    first = found[ids[0]]
    book = book_of(first.kind)
    place = deciding.voice_of(writer.connection, first.id)
    assert book is not None
    assert place is not None
    own = entry_id(book, first)
    if place["entry"] == own:  # those that stay keep the name
        own = entry_id(book, first, apart=True)
    writer.make_entry(own, book)
    deciding.unjoin(writer.connection, own)
    return own


def move_back(writer: Writer, *, cause: int) -> None:
    """Undo the move that followed from a review decision."""
    found = [d for d in deciding.log(writer.connection) if d.topic is Topic.ENTRY and d.field == str(cause)]
    if found:
        _return(writer, found[-1])


def undo(ledger: Ledger, *, by: str, reason: str = "", entry: str | None = None) -> Decision:
    """Take back the last merge or split; with ``entry`` the last that concerns it.

    Raises:
        LedgerError: there is none.
    """
    wanted = ledger.entry(entry).entry.id if entry else None
    found = history(ledger, wanted)
    if not found:
        raise LedgerError(f"no merge or split to undo{f' for {entry}' if entry else ''}")
    last = found[-1]
    made = Decision(
        last.question, Topic.ENTRY, Action.UNDO, by, datetime.now(UTC), last.anchor, "", "", last.machine, None, reason,
        last.entry, undoes=last.n,
    )  # fmt: skip
    with ledger.store.writing(now=made.at) as writer:
        deciding.append(writer.connection, made)
        _return(writer, last)
    return made


def history(ledger: Ledger, entry: str | None = None) -> list[Decision]:
    """Return the merges and splits that hold, oldest first; all, or those that concern an entry."""
    with ledger.store.asking() as connection:
        log = [d for d in deciding.log(connection) if d.topic is Topic.ENTRY]
    undone = {d.undoes for d in log if d.action is Action.UNDO}
    held = [d for d in log if d.n not in undone and d.action is not Action.UNDO]
    return [d for d in held if entry is None or entry == d.entry or entry in _entries(d)]


def _entries(made: Decision) -> set[str]:
    return {place["entry"] for place in json.loads(made.value) if place["moved"]}


def _return(writer: Writer, made: Decision) -> None:
    """Put statements back where a merge or split found them; one that was read anew since, by its successor."""
    places: list[dict[str, Any]] = json.loads(made.value)
    touched: set[str] = set()
    for place in places:
        moved = place.pop("moved")
        now = deciding.now_at(writer.connection, place["statement"])
        current = deciding.voice_of(writer.connection, now) if now else None
        if now and current and (moved or current["entry"] == place["entry"]):
            touched |= {current["entry"], place["entry"]}
            deciding.put_voice(writer.connection, now, place)
    if made.action is Action.MERGE:
        for entry in _entries(made):
            deciding.unjoin(writer.connection, entry)
    refresh(writer, touched)


def _note(
    writer: Writer, action: Action, first: Statement, entry: str, ids: Sequence[str], *, by: str, reason: str,
    cause: int | None = None,
) -> int:  # fmt: skip
    moved = set(ids)
    left = deciding.places_in(writer.connection, ids)  # who stays may become the founding voice
    places = [place | {"moved": place["statement"] in moved} for place in left]
    made = Decision(
        entry, Topic.ENTRY, action, by, writer.now, anchor_of(first), "" if cause is None else str(cause),
        json.dumps(places), reason=reason, entry=entry,
    )  # fmt: skip
    return deciding.append(writer.connection, made)


def _named(by: str, reason: str) -> None:
    if not by.strip() or not reason.strip():
        raise UsageError("who decides, and why? give --by NAME --reason WORDS")


def _stamp(writer: Writer) -> str:
    return writer.now.isoformat(timespec="seconds")
