"""Takes a document out of the ledger with everything that was made of it.

Judgements only grow: triggers see to it. Erasing lifts them inside its own transaction, for the lines that rest on the
document alone, and puts them back before it ends; who judged, when, and the outcome stay, the words go.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, Select, Table, delete, func, or_, select, update
from sqlalchemy.sql.dml import Delete, Update

from aftertalks.model.review import Topic
from aftertalks.store.tables import (
    block,
    decision,
    document,
    document_band,
    document_repeat,
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

AT_ONCE = 400  # values of one condition
BLANK = "(erased with the document that it rested on)"


@dataclass
class Erased:
    """What was taken out.

    Args:
        statements: ids, those that had been set aside too.
        entries: entries that had no other voice and went; those that stay with other voices.
        judgements: places of the judgements whose words were taken out.
        bare: entries of which the last judgement has lost all its evidence.
        decisions: how many reviewers' decisions went.
    """

    statements: list[str] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)
    stay: list[str] = field(default_factory=list)
    judgements: list[int] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    decisions: int = 0


def copies_of(connection: Connection, identity: str) -> list[str]:
    """Return the documents that repeat one: they hold the same words."""
    chosen = select(document_repeat.c.document).where(document_repeat.c.original == identity)
    return list(connection.execute(chosen.order_by(document_repeat.c.document)).scalars())


def erased_before(connection: Connection, identity: str) -> tuple[str, str] | None:
    """Return when and by whom a document was erased; null if it was not."""
    chosen = select(decision.c.decided_at, decision.c.decided_by).where(
        decision.c.document == identity, decision.c.topic == Topic.DOCUMENT.value
    )
    row = connection.execute(chosen.order_by(decision.c.n.desc())).first()
    return (row.decided_at[:10], row.decided_by) if row else None


def erase(connection: Connection, identity: str) -> Erased:
    """Take a document out; the entries that stay must be refreshed by the caller."""
    own = _list(connection, select(statement.c.id).where(statement.c.document == identity))
    aside = _list(connection, select(set_aside.c.id).where(set_aside.c.document == identity))
    gone = Erased(statements=[*own, *aside])
    numbers = _list(connection, select(statement.c.n).where(statement.c.document == identity))
    touched = set(_list(connection, *_each(select(voice.c.entry), voice.c.statement, own)))
    founded = set(_list(connection, *_each(select(voice.c.entry).where(voice.c.stance == "first"),
                                           voice.c.statement, own)))  # fmt: skip
    touched |= set(_list(connection, select(set_aside.c.entry).where(set_aside.c.document == identity)))
    touched.discard(None)
    _repeats(connection, identity)
    for table, column in ((proposal, proposal.c.statement), (statement_standing, statement_standing.c.statement),
                          (voice, voice.c.statement)):  # fmt: skip
        _run(connection, _each(delete(table), column, own))
    _run(connection, _each(delete(block), block.c.statement, [int(one, 16) for one in own]))
    _run(connection, _each(update(voice).values(nearest=None), voice.c.nearest, own))
    _run(connection, _each(update(set_aside).values(successor=None), set_aside.c.successor, own))
    _run(connection, _each(delete(statement_actor), statement_actor.c.statement, numbers))
    connection.execute(delete(statement).where(statement.c.document == identity))
    connection.execute(delete(set_aside).where(set_aside.c.document == identity))
    connection.execute(delete(document_band).where(document_band.c.document == identity))
    gone.decisions = _decisions(connection, identity, set(gone.statements))
    connection.execute(delete(document).where(document.c.id == identity))
    held = set(_list(connection, *_each(select(voice.c.entry), voice.c.entry, sorted(touched))))
    gone.stay, gone.entries = sorted(touched & held), sorted(touched - held)
    _judgements(connection, gone, founded)
    _entries(connection, gone.entries)
    if connection.dialect.name == "sqlite":  # the index of words keeps deleted ones until it is written anew
        connection.exec_driver_sql("INSERT INTO statement_words (statement_words) VALUES ('optimize')")
    return gone


def _each(of: Select | Delete | Update, column: ColumnElement, values: Sequence[object]) -> list:  # type: ignore[type-arg]
    """Return a statement once for every so many values of a column."""
    return [of.where(column.in_(values[n : n + AT_ONCE])) for n in range(0, len(values), AT_ONCE)]


def _run(connection: Connection, every: Sequence[Delete | Update]) -> None:
    for one in every:
        connection.execute(one)


def _list(connection: Connection, *every: Select) -> list:  # type: ignore[type-arg]
    return [value for one in every for value in connection.execute(one).scalars()]


def _repeats(connection: Connection, identity: str) -> None:
    """Let the first copy take the place of the original, so that copies do not corroborate each other."""
    copies = copies_of(connection, identity)
    connection.execute(delete(document_repeat).where(document_repeat.c.document == identity))
    connection.execute(delete(statement_standing).where(
        statement_standing.c.other == identity,
        statement_standing.c.statement.in_(select(statement.c.id).where(statement.c.document.in_(copies[:1]))),
    ))  # fmt: skip
    if copies:
        connection.execute(delete(document_repeat).where(document_repeat.c.document == copies[0]))
        for table, column in ((document_repeat, "original"), (statement_standing, "other")):
            connection.execute(update(table).where(table.c[column] == identity).values(**{column: copies[0]}))
    connection.execute(delete(statement_standing).where(statement_standing.c.other == identity))


def _decisions(connection: Connection, identity: str, gone: set[str]) -> int:
    """Take out decisions on the document; of merges and splits only the places of its statements."""
    mine = (decision.c.document == identity) & (decision.c.topic != Topic.DOCUMENT.value)
    by_hand = decision.c.topic == Topic.ENTRY.value
    done = connection.execute(delete(decision).where(mine, ~by_hand))
    for row in connection.execute(select(decision.c.n, decision.c.document, decision.c.value).where(by_hand)).all():
        places = json.loads(row.value) if row.value else []
        kept = [p for p in places if p["statement"] not in gone and p.get("nearest") not in gone]
        if row.document == identity or len(kept) < len(places):
            words = {"words": "", "machine": ""} if row.document == identity else {}
            held = {"value": json.dumps(kept) if row.value else row.value}
            connection.execute(update(decision).where(decision.c.n == row.n).values(**held, **words))
    return done.rowcount


def _judgements(connection: Connection, gone: Erased, founded: set[str]) -> None:
    """Take the words out of the judgements that rest on what is gone."""
    lost = set(gone.statements)
    last: dict[str, tuple[bool, bool]] = {}
    joined = _list(connection, *_each(select(entry_joined.c.entry), entry_joined.c.into, sorted(founded)))
    named_after = {*gone.entries, *founded, *joined}
    with lifted(connection):
        for row in connection.execute(select(judgement).order_by(judgement.c.n)).all():
            evidence = json.loads(row.evidence)
            left = [e for e in evidence if e not in lost]
            if len(left) < len(evidence) or row.entry in named_after:
                gone.judgements.append(row.n)
                kept = {"reason": BLANK, "details": None, "evidence": json.dumps(left, separators=(",", ":"))}
                connection.execute(update(judgement).where(judgement.c.n == row.n).values(**kept))
            last[row.entry] = (bool(evidence) and not left, row.outcome != "unchecked")
    gone.bare = sorted(e for e, (bare, told) in last.items() if bare and told and e not in gone.entries)


def _entries(connection: Connection, entries: Collection[str]) -> None:
    """Take out entries without voices; one that judgements or set-aside statements name stays as a bare id."""
    some = sorted(entries)
    needed = set(_list(connection, *_each(select(judgement.c.entry), judgement.c.entry, some)))
    needed |= set(_list(connection, *_each(select(set_aside.c.entry), set_aside.c.entry, some)))  # may come back
    for column in (proposal.c.entry, entry_joined.c.entry, entry_joined.c.into):
        _run(connection, _each(delete(_table(column)), column, some))
    _run(connection, _each(delete(entry), entry.c.id, [e for e in some if e not in needed]))
    _run(connection, _each(update(entry).values(due_first=None, due_last=None), entry.c.id, sorted(needed)))


def _table(column: ColumnElement) -> Table:  # type: ignore[type-arg]
    table: Table = column.table
    return table


@contextlib.contextmanager
def lifted(connection: Connection) -> Iterator[None]:
    """Let judgements be changed until the block ends; other connections see none of it before the transaction ends.

    What touches their entries stays, so that these are settled anew.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ALTER TABLE judgement DISABLE TRIGGER judgement_stays")
        yield
        connection.exec_driver_sql("ALTER TABLE judgement ENABLE TRIGGER judgement_stays")
        return
    asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'judgement'"
    asked += " AND name NOT LIKE '%touches'"
    triggers = connection.exec_driver_sql(asked).all()
    for name, _ in triggers:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    yield
    for _, made in triggers:
        connection.exec_driver_sql(made)


def counts_left(connection: Connection, identity: str) -> int:
    """Return how many rows still bear a document's id, for a last look before the transaction ends."""
    tables = ((document, document.c.id), (statement, statement.c.document), (set_aside, set_aside.c.document),
              (document_band, document_band.c.document), (statement_standing, statement_standing.c.other))  # fmt: skip
    pairs = or_(document_repeat.c.document == identity, document_repeat.c.original == identity)
    every = [(document_repeat, pairs), *((table, column == identity) for table, column in tables)]
    counted = (select(func.count()).select_from(table).where(held) for table, held in every)
    return sum(connection.execute(one).scalar_one() for one in counted)
