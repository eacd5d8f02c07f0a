"""Reviewers' log, statements set aside, voices moved between entries, entries joined by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from aftertalks.model import LedgerError, Span, Statement
from aftertalks.model.account import Stance
from aftertalks.model.record import from_record, to_record
from aftertalks.model.review import Action, Anchor, Decision, Topic
from aftertalks.store import rows
from aftertalks.store.dialect import among
from aftertalks.store.tables import (
    decision,
    document,
    entry,
    entry_joined,
    judgement,
    proposal,
    set_aside,
    statement,
    statement_actor,
    statement_standing,
    voice,
)


def append(connection: Connection, made: Decision) -> int:
    """Append a decision; return its place in the log."""
    a = made.anchor
    stamp = made.at.isoformat(timespec="microseconds")
    n = int(connection.execute(select(func.coalesce(func.max(decision.c.n), 0))).scalar_one()) + 1
    connection.execute(
        insert(decision).values(
            n=n, id=f"{made.question}:{n}", topic=made.topic.value, action=made.action.value, decided_by=made.by,
            decided_at=stamp, document=a.document, first=a.span.start, last=a.span.end, words=a.words,
            field=made.field, value=made.value, machine=made.machine, score=made.score, reason=made.reason,
            entry=made.entry, undoes=None if made.undoes is None else str(made.undoes),
        )
    )  # fmt: skip
    return n


def log(
    connection: Connection, *, of_document: str | None = None, of_entries: Sequence[str] | None = None
) -> list[Decision]:
    """Return the decisions, oldest first; all, those on a document, or those on some entries."""
    chosen = select(decision).order_by(decision.c.n)
    if of_entries is not None:
        chosen = chosen.where(among(connection, decision.c.entry, of_entries))
    if of_document is not None:
        chosen = chosen.where(decision.c.document == of_document)
    return [_decision(r) for r in connection.execute(chosen)]


def _decision(r: Row[Any]) -> Decision:
    return Decision(
        question=r.id.rpartition(":")[0], topic=Topic(r.topic), action=Action(r.action), by=r.decided_by,
        at=datetime.fromisoformat(r.decided_at), anchor=Anchor(r.document, Span(r.first, r.last), r.words),
        field=r.field or "", value=r.value or "", machine=r.machine or "", score=r.score, reason=r.reason,
        entry=r.entry, undoes=None if r.undoes is None else int(r.undoes), n=r.n,
    )  # fmt: skip


def text_of(connection: Connection, identity: str) -> tuple[str, date | None]:
    """Return a document's text and date."""
    r = connection.execute(select(document.c.text, document.c.published).where(document.c.id == identity)).one()
    return r.text, rows.day(r.published)


def statements_of(connection: Connection, identity: str) -> list[Statement]:
    """Return a document's statements that stand, by place."""
    chosen = select(statement.c.record).where(statement.c.document == identity).order_by(statement.c.first)
    return [rows.to_statement(r) for r in connection.execute(chosen).mappings()]


def put(connection: Connection, one: Statement, published: date | None) -> None:
    """Store a statement of a document that is there; one with the same id gives way, and keeps its entry."""
    row = rows.statement_row(one, published)
    n = connection.execute(select(statement.c.n).where(statement.c.id == one.id)).scalar_one_or_none()
    if n is None:
        key = connection.execute(insert(statement), row).inserted_primary_key
        assert key is not None
        n = key[0]
    else:
        connection.execute(update(statement).where(statement.c.n == n).values(**row))
        connection.execute(delete(statement_actor).where(statement_actor.c.statement == n))
    actors = rows.actor_rows(one, n)
    if actors:
        connection.execute(insert(statement_actor), actors)


def voice_of(connection: Connection, identity: str) -> dict[str, Any] | None:
    """Return a statement's place in the ledger: entry, stance, reason, score, time; null if it has none."""
    r = connection.execute(select(voice).where(voice.c.statement == identity)).mappings().one_or_none()
    return dict(r) if r else None


def places_in(connection: Connection, identities: Sequence[str]) -> list[dict[str, Any]]:
    """Return the places of all voices of the entries in which some statements are."""
    entries = select(voice.c.entry).where(voice.c.statement.in_(identities))
    chosen = select(voice).where(voice.c.entry.in_(entries)).order_by(voice.c.entry, voice.c.statement)
    return [dict(r) for r in connection.execute(chosen).mappings()]


def put_voice(connection: Connection, identity: str, place: dict[str, Any]) -> None:
    """Make a statement a voice, as :func:`voice_of` tells it of itself or of another."""
    connection.execute(delete(voice).where(voice.c.statement == identity))
    connection.execute(insert(voice).values(**place | {"statement": identity}))


def lay_aside(connection: Connection, one: Statement, *, why: str, stamp: str, successor: str | None = None) -> None:
    """Take a statement out of the ledger's sight; it is kept with its place, so that it can come back.

    Proposals that rest on it go too, since they are made anew from whatever takes its place.
    """
    place = voice_of(connection, one.id)
    connection.execute(delete(set_aside).where(set_aside.c.id == one.id))
    kept = {"entry": None, "stance": None, "voice_reason": None, "voice_score": None, "voice_added_at": None}
    if place:
        kept = {
            "entry": place["entry"], "stance": place["stance"], "voice_reason": place["reason"],
            "voice_score": place["score"], "voice_added_at": place["added_at"],
        }  # fmt: skip
    record = connection.execute(select(statement.c.record).where(statement.c.id == one.id)).scalar_one()
    values = {"id": one.id, "document": one.document, "record": record, "why": why, "successor": successor}
    connection.execute(insert(set_aside).values(**values, **kept, set_at=stamp))
    n = connection.execute(select(statement.c.n).where(statement.c.id == one.id)).scalar_one()
    for table, column in ((voice, voice.c.statement), (proposal, proposal.c.statement),
                          (statement_standing, statement_standing.c.statement)):  # fmt: skip
        connection.execute(delete(table).where(column == one.id))
    connection.execute(delete(statement_actor).where(statement_actor.c.statement == n))
    connection.execute(delete(statement).where(statement.c.id == one.id))


def bring_back(connection: Connection, identity: str) -> Statement:
    """Put a statement that was set aside back to where it was.

    Raises:
        LedgerError: it is not set aside.
    """
    r = connection.execute(select(set_aside).where(set_aside.c.id == identity)).one_or_none()
    if r is None:
        raise LedgerError(f"statement {identity} is not set aside, so it cannot be brought back")
    one = from_record(json.loads(r.record))
    put(connection, one, text_of(connection, r.document)[1])
    if r.entry is not None:
        place = {"entry": r.entry, "stance": r.stance, "reason": r.voice_reason, "score": r.voice_score}
        put_voice(connection, identity, place | {"added_at": r.voice_added_at})
    connection.execute(delete(set_aside).where(set_aside.c.id == identity))
    return one


def aside(connection: Connection, identities: Iterable[str]) -> dict[str, Statement]:
    """Return statements that were set aside, by id: what a judgement rests on stays readable."""
    chosen = select(set_aside.c.id, set_aside.c.record).where(set_aside.c.id.in_(list(identities)))
    return {r.id: from_record(json.loads(r.record)) for r in connection.execute(chosen)}


def move(connection: Connection, statements: Sequence[str], into: str, *, reason: str) -> None:
    """Make statements voices of another entry; the founding voice of an entry that has any becomes one that agrees.

    A voice that a person moved has no score but names another voice, so that later adds leave it where it is.
    """
    left = {p["statement"]: p["entry"] for p in places_in(connection, statements)}
    moved = set(statements)
    stays = next((i for i in left if i not in moved and left[i] == left[statements[0]]), None)
    taken = connection.execute(select(func.count()).select_from(voice).where(voice.c.entry == into)).scalar_one()
    for n, identity in enumerate(statements):
        stance = select(voice.c.stance).where(voice.c.statement == identity)
        was = connection.execute(stance).scalar_one()
        becomes = Stance.FIRST.value if not taken and not n else Stance.AGREES.value
        if was == Stance.CONTRADICTS.value and becomes != Stance.FIRST.value:
            becomes = was
        values: dict[str, Any] = {"entry": into, "stance": becomes, "reason": reason, "score": None}
        values["nearest"] = func.coalesce(voice.c.nearest, stays)
        connection.execute(update(voice).where(voice.c.statement == identity).values(**values))


def join(connection: Connection, one: str, into: str, *, reason: str, stamp: str) -> None:
    """Keep that an entry was joined to another by hand."""
    connection.execute(delete(entry_joined).where(entry_joined.c.entry == one))
    connection.execute(insert(entry_joined).values(entry=one, into=into, reason=reason, joined_at=stamp))


def unjoin(connection: Connection, one: str) -> None:
    """Forget that an entry was joined to another."""
    connection.execute(delete(entry_joined).where(entry_joined.c.entry == one))


def joined(connection: Connection) -> dict[str, str]:
    """Return by entry the one that it was joined to in the end, where that one was joined to a third."""
    steps = {r.entry: r.into for r in connection.execute(select(entry_joined.c.entry, entry_joined.c.into))}
    ends: dict[str, str] = {}
    for one, first in steps.items():
        into, seen = first, {one}
        while into in steps and into not in seen:
            seen.add(into)
            into = steps[into]
        ends[one] = into
    return ends


def has_entry(connection: Connection, identity: str) -> bool:
    """Say whether an entry is there, with voices or without."""
    return connection.execute(select(entry.c.id).where(entry.c.id == identity)).scalar_one_or_none() is not None


def now_at(connection: Connection, identity: str) -> str | None:
    """Return the statement that stands where one stood: itself, or what took its place; null if nothing did."""
    seen: set[str] = set()
    now: str | None = identity
    while now is not None and now not in seen:
        if connection.execute(select(statement.c.n).where(statement.c.id == now)).first() is not None:
            return now
        seen.add(now)
        now = connection.execute(select(set_aside.c.successor).where(set_aside.c.id == now)).scalar_one_or_none()
    return None


def judged_by_people(connection: Connection, identity: str) -> bool:
    """Say whether somebody other than a rule has judged an entry."""
    by = select(judgement.c.n).where(judgement.c.entry == identity, judgement.c.judged_by.not_like("rule:%"))
    return connection.execute(by).first() is not None


def lead(connection: Connection, identity: str, oldest: str) -> None:
    """See to it that an entry has a founding voice; without one the oldest becomes it."""
    first = (voice.c.entry == identity) & (voice.c.stance == Stance.FIRST.value)
    if connection.execute(select(voice.c.statement).where(first)).first() is None:
        connection.execute(update(voice).where(voice.c.statement == oldest).values(stance=Stance.FIRST.value))


def keep_version(connection: Connection, one: Statement, *, why: str, stamp: str) -> None:
    """Keep a statement as it was before a change that leaves its id."""
    values = {"id": f"{one.id}@{why}", "document": one.document, "record": rows.pack(to_record(one)), "why": why}
    connection.execute(insert(set_aside).values(**values, set_at=stamp))


def aside_by(connection: Connection, why: str) -> tuple[str, Statement] | None:
    """Return what was set aside for a reason: its key and the statement; null if there is nothing."""
    r = connection.execute(select(set_aside.c.id, set_aside.c.record).where(set_aside.c.why == why)).first()
    return (r.id, from_record(json.loads(r.record))) if r else None


def drop_version(connection: Connection, key: str) -> None:
    """Forget a kept version that has come back."""
    connection.execute(delete(set_aside).where(set_aside.c.id == key))
