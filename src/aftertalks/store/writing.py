"""Writing to a ledger inside one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, exists, insert, select, update

from aftertalks.model import Book, Judgement, Reading, Statement
from aftertalks.model.account import Stance
from aftertalks.store import accounts, rows
from aftertalks.store.dialect import among, insert_new, new_numbers
from aftertalks.store.tables import (
    document,
    entry,
    entry_joined,
    judgement,
    proposal,
    statement,
    statement_actor,
    voice,
)


@dataclass(frozen=True, slots=True)
class Founded:
    """An entry that a statement founds.

    Args:
        published: the day of the statement's document.
        due: first and last day by which it is due.
    """

    entry: str
    book: Book
    first: Statement
    published: date | None
    due: tuple[date, date] | None


class Writer:
    """One transaction's writing; nothing of it stays if it does not end well.

    Args:
        connection: with a transaction begun.
        now: the time (UTC) that its rows bear.

    Attributes:
        founded: the entries that it has made, by id.
        numbers: the rows' numbers of the statements that it has stored, by id.
    """

    def __init__(self, connection: Connection, *, now: datetime | None = None) -> None:
        self._connection = connection
        self.now = now or datetime.now(UTC)
        self._stamp = self.now.isoformat(timespec="seconds")
        self.founded: dict[str, Founded] = {}
        self.numbers: dict[str, int] = {}

    @property
    def connection(self) -> Connection:
        """The transaction, for the store's own modules."""
        return self._connection

    def has_document(self, identity: str) -> bool:
        """Say whether a document is there."""
        return bool(self._connection.execute(select(exists().where(document.c.id == identity))).scalar())

    def put_reading(self, reading: Reading, *, read_by: str) -> list[Statement]:
        """Store a document and its statements; return those stored, of several with one id the first.

        Args:
            read_by: name and version of what read it.
        """
        stamps = {"added_at": self._stamp, "read_by": read_by}
        self._connection.execute(insert(document).values(**rows.document_row(reading), **stamps))
        kept = list({s.id: s for s in reversed(reading.statements)}.values())[::-1]
        if not kept:
            return kept
        numbers = new_numbers(self._connection, len(kept))
        day = reading.document.published
        numbered = [rows.statement_row(one, day) | {"n": n} for one, n in zip(kept, numbers, strict=True)]
        self._connection.execute(insert(statement), numbered)
        self.numbers.update((row["id"], row["n"]) for row in numbered)
        actors = [row for one, n in zip(kept, numbers, strict=True) for row in rows.actor_rows(one, n)]
        if actors:
            self._connection.execute(insert_new(self._connection, statement_actor), actors)
        return kept

    def number_of(self, identities: Sequence[str]) -> dict[str, int]:
        """Return by statement the number of its row."""
        there = self.numbers
        missing = [i for i in identities if i not in there]
        if missing:
            chosen = select(statement.c.id, statement.c.n).where(among(self._connection, statement.c.id, missing))
            there = there | {r.id: r.n for r in self._connection.execute(chosen)}
        return {i: there[i] for i in identities}

    def note_reading(self, reading: Reading, *, read_by: str) -> None:
        """Keep the sections and notes of a document that was read anew, and what read it."""
        row = rows.document_row(reading)
        values = {name: row[name] for name in ("sections", "reading_notes")}
        kept = update(document).where(document.c.id == reading.document.id)
        self._connection.execute(kept.values(**values, read_by=read_by))

    def found_entry(self, identity: str, book: Book, first: Statement, *, reason: str = "first voice") -> None:
        """Make an entry with its first voice; one that has lost all its voices gets this one."""
        self.make_entry(identity, book)
        self.add_voice(identity, first, Stance.FIRST, reason, None)

    def found_entries(self, made: Sequence[Founded]) -> None:
        """Make entries with their first voices and due windows, all at once."""
        ids = [one.entry for one in made]
        there = set(
            self._connection.execute(select(entry.c.id).where(among(self._connection, entry.c.id, ids))).scalars()
        )
        new = [
            {"id": one.entry, "book": one.book.value, "made_at": self._stamp,
             "due_first": rows.iso(one.due and one.due[0]), "due_last": rows.iso(one.due and one.due[1])}
            for one in made if one.entry not in there
        ]  # fmt: skip
        if new:
            self._connection.execute(insert(entry), new)
        for one in made:
            if one.entry in there:
                self.set_due(one.entry, *(rows.iso(day) for day in one.due or (None, None)))
            else:
                self.founded[one.entry] = one
        voices = [
            {"entry": one.entry, "statement": one.first.id, "stance": Stance.FIRST.value, "reason": "first voice",
             "score": None, "added_at": self._stamp, "nearest": None}
            for one in made
        ]  # fmt: skip
        self._connection.execute(insert(voice), voices)

    def make_entry(self, identity: str, book: Book) -> None:
        """Make an entry without voices, unless it is there."""
        there = select(exists().where(entry.c.id == identity))
        if not self._connection.execute(there).scalar():
            self._connection.execute(insert(entry).values(id=identity, book=book.value, made_at=self._stamp))

    def add_voice(
        self, identity: str, one: Statement, stance: Stance, reason: str, score: float | None,
        nearest: str | None = None,
    ) -> None:  # fmt: skip
        """Make a statement a voice of an entry.

        Args:
            nearest: id of the voice that it was merged with.
        """
        values = {"entry": identity, "statement": one.id, "stance": stance.value, "reason": reason, "score": score}
        self._connection.execute(insert(voice).values(**values, added_at=self._stamp, nearest=nearest))

    def set_due(self, identity: str, first: str | None, last: str | None) -> None:
        """Keep an entry's due window, by which entries are listed; ISO dates."""
        self._connection.execute(update(entry).where(entry.c.id == identity).values(due_first=first, due_last=last))

    def is_judged(self, identity: str) -> bool:
        """Say whether an entry, or one that was joined to it, has a judgement."""
        joined = select(entry_joined.c.entry).where(entry_joined.c.into == identity)
        mine = (judgement.c.entry == identity) | judgement.c.entry.in_(joined)
        return bool(self._connection.execute(select(exists().where(mine))).scalar())

    def judge(self, made: Judgement) -> None:
        """Append a judgement."""
        self._connection.execute(
            insert(judgement).values(
                entry=made.entry,
                judged_by=made.by,
                judged_at=made.at.isoformat(timespec="seconds"),
                outcome=made.outcome.value,
                reason=made.reason,
                evidence=rows.pack(list(made.evidence)),
                until=rows.iso(made.until),
                details=made.details,
            )
        )

    def propose(self, identity: str, report: str, outcome: str, score: float, reason: str) -> bool:
        """Keep a proposal; return whether it is new.

        Args:
            report: id of the statement that may answer the entry.
        """
        values = {
            "entry": identity, "statement": report, "outcome": outcome, "score": score, "reason": reason,
            "made_at": self._stamp,
        }  # fmt: skip
        done = self._connection.execute(insert_new(self._connection, proposal), values)
        return bool(done.rowcount)

    def statements(self, identities: Sequence[str]) -> list[tuple[Statement, date | None]]:
        """Return statements with their documents' dates."""
        return accounts.statements(self._connection, identities)
