"""Entries with their voices, judgements and proposals, loaded in a few queries for many at a time."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, select

from aftertalks.model import Book, Entry, Judgement, Outcome, Statement
from aftertalks.model.account import Account, EntryVoice, Proposal, Source, Stance
from aftertalks.model.record import from_record
from aftertalks.store import rows
from aftertalks.store.deciding import joined
from aftertalks.store.dialect import among
from aftertalks.store.repeats import standings
from aftertalks.store.tables import document, entry, judgement, proposal, set_aside, statement, voice

MANY = 5000  # voices that are looked through at once
AT_ONCE = 400  # entries a query; far below SQLite's bound on parameters
_ORIGIN = [document.c[name].label(f"d_{name}") for name in rows.SOURCE_COLUMNS]


def entry_ids(connection: Connection, *, book: Book | None = None) -> list[str]:
    """Return the ids of a book's entries, or of all, soonest due first."""
    chosen = select(entry.c.id).order_by(entry.c.due_last.is_(None), entry.c.due_last, entry.c.id)
    if book is not None:
        chosen = chosen.where(entry.c.book == book.value)
    return list(connection.execute(chosen).scalars())


def told_since(connection: Connection, since: str) -> Iterator[list[tuple[str, Statement, Source]]]:
    """Yield every voice, without its traces, with its entry and source, some at a time, of documents from a day on.

    Args:
        since: an ISO date; empty for all.
    """
    last = -1
    chosen = (
        select(statement.c.n, voice.c.entry, statement.c.record, *_ORIGIN)
        .join(voice, voice.c.statement == statement.c.id)
        .join(document, document.c.id == statement.c.document)
        .order_by(statement.c.n)
        .limit(MANY)
    )
    if since:
        chosen = chosen.where(statement.c.published >= since)
    while found := connection.execute(chosen.where(statement.c.n > last)).mappings().all():
        yield [(r["entry"], _without_traces(r["record"]), rows.to_source(r, "d_")) for r in found]
        last = found[-1]["n"]


def _without_traces(record: str) -> Statement:
    """A statement without the rules behind its fields, of which most of its reading consists."""
    return from_record(json.loads(record) | {"traces": None})


def with_voices(connection: Connection, ids: Sequence[str]) -> list[str]:
    """Return those of some entries that have voices, in their order."""
    held = set(connection.execute(select(voice.c.entry).where(voice.c.entry.in_(ids))).scalars())
    return [i for i in ids if i in held]


def load(connection: Connection, ids: Sequence[str]) -> Iterator[Account]:
    """Return the accounts of entries, in the order given; what the ledger derives from voices is left to it."""
    for some in _batches(ids):
        chosen = select(entry.c.id, entry.c.book).where(entry.c.id.in_(some))
        books = {r.id: r.book for r in connection.execute(chosen)}
        voices = _voices(connection, some)
        judgements = _judgements(connection, some)
        proposals = _proposals(connection, some)
        evidence = _evidence(connection, [i for js in judgements.values() for j in js for i in j.evidence])
        for one in some:
            if voices.get(one):
                yield _account(one, Book(books[one]), voices[one], judgements[one], proposals[one], evidence)


def _batches(ids: Sequence[str]) -> Iterator[list[str]]:
    for at in range(0, len(ids), AT_ONCE):
        yield list(ids[at : at + AT_ONCE])


def _account(
    one: str,
    book: Book,
    voices: list[EntryVoice],
    judgements: list[Judgement],
    proposals: list[Proposal],
    evidence: dict[str, tuple[Statement, Source]],
) -> Account:
    ids = tuple(v.statement.id for v in voices)
    bare = Entry(one, book, voices[0].statement.text, ids, judgements=tuple(judgements))
    mine = {i: evidence[i] for j in judgements for i in j.evidence if i in evidence}
    return Account(bare, tuple(voices), tuple(proposals), mine)


def _voices(connection: Connection, ids: list[str]) -> dict[str, list[EntryVoice]]:
    chosen = (
        select(voice, statement.c.record, *_ORIGIN)
        .join(statement, statement.c.id == voice.c.statement)
        .join(document, document.c.id == statement.c.document)
        .where(voice.c.entry.in_(ids))
        .order_by(statement.c.published.is_(None), statement.c.published, statement.c.document, statement.c.first)
    )
    got = list(connection.execute(chosen).mappings())
    known = {k: v for some in _batches([r["statement"] for r in got]) for k, v in standings(connection, some).items()}
    found: dict[str, list[EntryVoice]] = defaultdict(list)
    for r in got:
        standing, other, noted = known.get(r["statement"], (None, None, None))
        one = EntryVoice(
            rows.to_statement(r), rows.to_source(r, "d_"), Stance(r["stance"]), r["reason"], r["score"],
            standing, other, datetime.fromisoformat(r["added_at"]), noted,
        )  # fmt: skip
        found[r["entry"]].append(one)
    return found


def _judgements(connection: Connection, ids: list[str]) -> dict[str, list[Judgement]]:
    """Judgements of entries and of those that were joined to them by hand."""
    found: dict[str, list[Judgement]] = defaultdict(list)
    holder = {i: i for i in ids} | {one: into for one, into in joined(connection).items() if into in set(ids)}
    chosen = select(judgement).where(judgement.c.entry.in_(list(holder))).order_by(judgement.c.n)
    for r in connection.execute(chosen).mappings():
        found[holder[r["entry"]]].append(rows.to_judgement(r))
    return found


def _proposals(connection: Connection, ids: list[str]) -> dict[str, list[Proposal]]:
    chosen = (
        select(proposal, statement.c.record, *_ORIGIN)
        .join(statement, statement.c.id == proposal.c.statement)
        .join(document, document.c.id == statement.c.document)
        .where(proposal.c.entry.in_(ids))
        .order_by(proposal.c.score.desc(), statement.c.published.nulls_first(), proposal.c.statement)
    )
    found: dict[str, list[Proposal]] = defaultdict(list)
    for r in connection.execute(chosen).mappings():
        made = Proposal(
            r["entry"], rows.to_statement(r), rows.to_source(r, "d_"), Outcome(r["outcome"]), r["score"], r["reason"],
            datetime.fromisoformat(r["made_at"]),
        )  # fmt: skip
        found[r["entry"]].append(made)
    return found


def _evidence(connection: Connection, ids: list[str]) -> dict[str, tuple[Statement, Source]]:
    found: dict[str, tuple[Statement, Source]] = {}
    for some in _batches(ids):
        chosen = (
            select(statement.c.id, statement.c.record, *_ORIGIN)
            .join(document, document.c.id == statement.c.document)
            .where(statement.c.id.in_(some))
        )
        for r in connection.execute(chosen).mappings():
            found[r["id"]] = (rows.to_statement(r), rows.to_source(r, "d_"))
        gone = (
            select(set_aside.c.id, set_aside.c.record, *_ORIGIN)
            .join(document, document.c.id == set_aside.c.document)
            .where(set_aside.c.id.in_(some))
        )
        for r in connection.execute(gone).mappings():
            found.setdefault(r["id"], (rows.to_statement(r), rows.to_source(r, "d_")))
    return found


def statements(connection: Connection, identities: Sequence[str]) -> list[tuple[Statement, date | None]]:
    """Return statements with their documents' dates."""
    if not identities:
        return []
    chosen = select(statement.c.record, statement.c.published).where(among(connection, statement.c.id, identities))
    return [(from_record(json.loads(record)), rows.day(day)) for record, day in connection.execute(chosen)]


def said(connection: Connection, ids: Sequence[str]) -> dict[str, list[Statement]]:
    """Return by entry what its voices say, as :func:`load` orders them."""
    chosen = (
        select(voice.c.entry, statement.c.record).join(statement, statement.c.id == voice.c.statement)
        .where(among(connection, voice.c.entry, ids))
        .order_by(statement.c.published.is_(None), statement.c.published, statement.c.document, statement.c.first)
    )  # fmt: skip
    found: dict[str, list[Statement]] = {}
    for r in connection.execute(chosen).mappings():
        found.setdefault(r["entry"], []).append(rows.to_statement(r))
    return found
