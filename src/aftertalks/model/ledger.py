"""Entries of the ledger, their checks and judgements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Book(StrEnum):
    """The ledger's four books."""

    AGREED = "agreed"
    WANTED = "wanted"
    EXPECTED = "expected"
    HAPPENED = "happened"


class Progress(StrEnum):
    """Where an entry stands against its date."""

    UNDATED = "undated"
    NOT_DUE = "not due"
    DUE = "due"
    OVERDUE = "overdue"


class Outcome(StrEnum):
    """What became of an entry. ``UNCHECKED`` and ``NO_EVIDENCE`` are never ``DID_NOT_HAPPEN``."""

    UNCHECKED = "unchecked"
    KEPT = "kept"
    PARTLY_KEPT = "partly kept"
    REDUCED = "reduced"
    BROKEN = "broken"
    HAPPENED = "happened"
    DID_NOT_HAPPEN = "did not happen"
    DELAYED = "delayed"
    SUPERSEDED = "superseded"
    DISPUTED = "disputed"
    NO_EVIDENCE = "no evidence"
    CANNOT_TELL = "cannot tell"

    @property
    def open(self) -> bool:
        """Whether the entry still waits for its outcome."""
        still = ("unchecked", "no evidence", "cannot tell", "disputed", "delayed")
        return self.value in still


@dataclass(frozen=True, slots=True)
class Judgement:
    """An append-only line on an entry.

    Args:
        entry: the entry's id.
        by: rule or person that judged.
        at: when (UTC).
        outcome: the verdict.
        reason: why, in words.
        evidence: ids of the statements it rests on.
        until: of something delayed, the day by which it is now due.
        details: of a check, the whole test, its figures, the data's digest and the code's version, as JSON.
    """

    entry: str
    by: str
    at: datetime
    outcome: Outcome
    reason: str
    evidence: tuple[str, ...] = ()
    until: date | None = None
    details: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """An entry's test, drafted by machine, editable.

    Args:
        instrument: the lexicon's instrument.
        parties: names of those bound by it.
        area: place as worded.
        first, last: the window in which it is tested; null where the text sets none.
        counts_for, counts_against: event descriptions.
    """

    instrument: str
    parties: tuple[str, ...] = ()
    area: str | None = None
    first: date | None = None
    last: date | None = None
    carve_outs: tuple[str, ...] = ()
    counts_for: tuple[str, ...] = ()
    counts_against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One proposition, on which many statements are voices.

    Args:
        id: content-based id, the same on every machine.
        book: which of the four books it stands in.
        summary: the words of its first voice.
        statements: ids of its voices, oldest document first.
        due: first and last day by which it is to happen; equal for a day.
        check: its test, if its instrument drafts one.
        judgements: oldest first.
    """

    id: str
    book: Book
    summary: str
    statements: tuple[str, ...]
    parties: tuple[str, ...] = ()
    instrument: str | None = None
    where: str | None = None
    due: tuple[date, date] | None = None
    check: Check | None = None
    judgements: tuple[Judgement, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The last judgement's verdict; ``unchecked`` without one."""
        return self.judgements[-1].outcome if self.judgements else Outcome.UNCHECKED

    def progress(self, as_of: date) -> Progress:
        """Say where the entry stands against its date on the day ``as_of``."""
        if self.due is None:
            return Progress.UNDATED
        first, last = self.due
        if as_of < first:
            return Progress.NOT_DUE
        return Progress.DUE if as_of <= last else Progress.OVERDUE
