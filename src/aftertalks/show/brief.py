"""The brief: what is next and what stands in the four books, each quoted word for word with its citation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from aftertalks.model import Book, Progress, Reading, Statement
from aftertalks.model.account import Account, NextUp
from aftertalks.show.marking import Marker, Stretch
from aftertalks.show.render import page
from aftertalks.show.timeline import Timeline, timeline
from aftertalks.show.verdicts import latest_check
from aftertalks.show.wording import STATUS, counted

MOST = 250  # entries a book; a page of more is not read
ABOUT = {
    Book.AGREED: "Undertaken together, or claimed by one side to be so.",
    Book.WANTED: "Demands, offers, rejections and recommendations; whose they are is told by the first actor.",
    Book.EXPECTED: "Forecasts, hopes and schedules.",
    Book.HAPPENED: "Reported as having happened. Reports are quoted, not checked.",
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """A book with the entries that are shown of it."""

    book: Book
    about: str
    accounts: list[Account]
    left_out: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph that is quoted from.

    Args:
        stretches: its words, cut where quotations begin and end.
        quoted: the statements that the stretches refer to by place.
    """

    start: int
    stretches: list[Stretch]
    quoted: list[Statement]


@dataclass(frozen=True, slots=True)
class Cited:
    """A document with the passages that the brief quotes."""

    reading: Reading
    passages: list[Passage]


@dataclass(frozen=True, slots=True)
class Brief:
    """What a brief holds, whatever form it is written in.

    Args:
        about: name of the dossier; null for the whole ledger.
        sources: the documents, oldest first.
    """

    next_up: NextUp
    shelves: list[Shelf]
    sources: list[Cited]
    timeline: Timeline | None
    about: str | None = None

    @property
    def title(self) -> str:
        """The heading."""
        day = self.next_up.as_of
        return f"{self.about}: what's next, as of {day}" if self.about else f"What's next, as of {day}"

    @property
    def span(self) -> str:
        """How many documents it rests on and from when, in words."""
        days = [c.reading.document.published or "undated" for c in self.sources]
        return counted(len(days), "document") + (f" ({days[0]} to {days[-1]})" if days else "")


def make_brief(
    next_up: NextUp, accounts: Iterable[Account], readings: Iterable[Reading], *, about: str | None = None
) -> Brief:
    """Choose what a brief holds.

    Args:
        next_up: what is next on the brief's day.
        accounts: every entry as known on that day.
        readings: every document as known on that day, with its statements.
        about: name of the dossier.
    """
    shelves = _shelves(list(accounts))
    shown = [account for shelf in shelves for account in shelf.accounts]
    quoted = {v.statement.id for a in (*shown, *next_up.dated, *next_up.undated) for v in a.voices}
    quoted |= {p.statement.id for a in shown for p in a.proposals}
    quoted |= {i for a in shown for j in a.entry.judgements for i in j.evidence}
    sources = [cited(reading, quoted) for reading in readings]
    return Brief(next_up, shelves, sources, timeline(shown, as_of=next_up.as_of), about)


def brief_page(brief: Brief) -> str:
    """Return the brief as one page that needs no server, no script and no network."""
    as_of = brief.next_up.as_of
    return page(
        "brief.html",
        title=brief.title,
        span=brief.span,
        as_of=as_of,
        next_up=brief.next_up,
        progress=lambda account: account.entry.progress(as_of),
        overdue=Progress.OVERDUE,
        status=STATUS,
        shelves=brief.shelves,
        sources=brief.sources,
        timeline=brief.timeline,
        latest_check=latest_check,
    )


def _shelves(accounts: list[Account]) -> list[Shelf]:
    found: list[Shelf] = []
    for book in Book:
        mine = sorted((a for a in accounts if a.entry.book is book), key=_order)
        found.append(Shelf(book, ABOUT[book], mine[:MOST], max(len(mine) - MOST, 0)))
    return found


def _order(account: Account) -> tuple[bool, date, int, date, str, int]:
    """Dated entries by date, then those that most documents speak of, then by document and place in it."""
    entry, lead = account.entry, account.voices[0]
    due = entry.due[1] if entry.due else date.max
    day = lead.source.published or date.max
    return entry.due is None, due, -account.documents, day, lead.source.id, lead.statement.span.start


def cited(reading: Reading, quoted: set[str], *, around: int = 0) -> Cited:
    """Return the document's passages in which any of the statements stands, marked.

    Args:
        around: how many passages before and after each are shown, too.
    """
    mine = sorted((s for s in reading.statements if s.id in quoted), key=lambda s: s.span)
    marker = Marker(reading.document.text, mine)
    cut = [(section, marker.stretches(section.span)) for section in reading.sections]
    told = {n for n, (_, pieces) in enumerate(cut) if any(piece.starts for piece in pieces)}
    near = {m for n in told for m in range(n - around, n + around + 1)}
    passages = [
        Passage(section.span.start, pieces, mine)
        for n, (section, pieces) in enumerate(cut)
        if n in told or (n in near and section.readable)
    ]
    return Cited(reading, passages)
