"""An entry with everything that is said of it: what is read from the store and shown to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from aftertalks.model.ledger import Book, Entry, Outcome
from aftertalks.model.statement import Statement


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document comes from, without its text.

    Args:
        id: the document's id.
        source: file, address or ``-`` as the user gave it.
        published: publication date; null if unknown.
    """

    id: str
    source: str
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: date | None = None

    @property
    def citation(self) -> str:
        """Title, publisher and date in one line; the source as given where there is no title."""
        day = self.published.isoformat() if self.published else "undated"
        return ", ".join(part for part in (self.title or self.source, self.publisher, day) if part)


class Stance(StrEnum):
    """How a voice stands to the entry's first voice."""

    FIRST = "first"
    AGREES = "agrees"
    CONTRADICTS = "contradicts"


class Standing(StrEnum):
    """What became of a voice's words elsewhere; such a voice corroborates nothing."""

    COPIED = "copied"
    EARLIER = "earlier edition"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class EntryVoice:
    """A statement as a voice of an entry.

    Args:
        reason: why it stands in this entry, in words ("merged because …"; "first voice").
        score: how alike it is to the voice it was merged with, 0..1; null for the first voice.
        standing: whether its words are copied from another document, stand in a later edition too, or no longer do.
        other: that document.
        added: when it came into the ledger (UTC).
        noted: when that standing was noted (UTC).
    """

    statement: Statement
    source: Source
    stance: Stance
    reason: str
    score: float | None = None
    standing: Standing | None = None
    other: Source | None = None
    added: datetime | None = None
    noted: datetime | None = None

    @property
    def origin(self) -> str | None:
        """Id of the document whose own words these are; null once the words are withdrawn."""
        if self.standing is Standing.WITHDRAWN:
            return None
        return self.other.id if self.standing and self.other else self.source.id


@dataclass(frozen=True, slots=True)
class Proposal:
    """A later statement that may answer an entry; it decides nothing by itself.

    Args:
        entry: the entry's id.
        statement: the later statement.
        outcome: the verdict that it would support.
        score: how well it fits, 0..1.
        reason: the shared features, in words.
        made: when it came into the ledger (UTC).
    """

    entry: str
    statement: Statement
    source: Source
    outcome: Outcome
    score: float
    reason: str
    made: datetime | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """An entry, its voices side by side, and what later reports may say of it.

    Args:
        voices: oldest document first.
        proposals: best score first.
        evidence: by id, every statement that a judgement rests on, with its source.
    """

    entry: Entry
    voices: tuple[EntryVoice, ...]
    proposals: tuple[Proposal, ...] = ()
    evidence: Mapping[str, tuple[Statement, Source]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def documents(self) -> int:
        """How many documents speak of it in words of their own that still stand: no copies, no old editions."""
        return len({voice.origin for voice in self.voices} - {None})

    @property
    def withdrawn(self) -> bool:
        """Whether no document's latest edition says it any more."""
        return all(voice.standing is Standing.WITHDRAWN for voice in self.voices)

    @property
    def answer_proposed(self) -> bool:
        """Whether a later report supports a verdict; one that only bears on the matter does not."""
        return any(proposal.outcome is not Outcome.CANNOT_TELL for proposal in self.proposals)

    @property
    def contradicted(self) -> bool:
        """Whether voices of the entry contradict each other."""
        return any(voice.stance is Stance.CONTRADICTS for voice in self.voices)


@dataclass(frozen=True, slots=True)
class NextUp:
    """What is next on a day.

    Args:
        overdue, due, upcoming: by date; only entries whose outcome is open.
        undated: open entries of the book ``agreed`` that bear no date.
        left_out: by the lists' names, how many more there are where only the first were asked for.
    """

    as_of: date
    overdue: tuple[Account, ...]
    due: tuple[Account, ...]
    upcoming: tuple[Account, ...]
    undated: tuple[Account, ...]
    left_out: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def dated(self) -> tuple[Account, ...]:
        """Everything with a date: what is overdue, then the rest by its last day, so that "this year" comes late."""
        ahead = [(account.entry.due, account) for account in self.due + self.upcoming]
        by_last = sorted(ahead, key=lambda pair: (pair[0][1], pair[0][0]) if pair[0] else (date.max, date.max))
        return self.overdue + tuple(account for _, account in by_last)


def span_of(account: Account) -> tuple[date, date] | None:
    """Return the days on which an entry is due or happened; null if none are told."""
    if account.entry.due is not None:
        return account.entry.due
    s = account.voices[0].statement
    if account.entry.book is Book.HAPPENED and s.when is not None:
        return s.when, s.when_end or s.when
    return None
