"""Sorts a reading's statements into entries and holds reports against what they may answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from aftertalks.flow.memory import Memory
from aftertalks.flow.placing import Placing
from aftertalks.flow.repeating import note_repeats, sketch_earlier
from aftertalks.ledger import answers
from aftertalks.ledger.books import book_of
from aftertalks.ledger.proposition import Proposition
from aftertalks.model import Book, Kind, Reading, Statement
from aftertalks.store import blocks, repeats

if TYPE_CHECKING:
    from aftertalks.store.writing import Writer

_ANSWERABLE = (Book.AGREED, Book.EXPECTED)
_ASKING = (Kind.AGREEMENT, Kind.EXPECTATION)
_TOLD = (Kind.EVENT, Kind.EVENT)
LOOK_BACK = timedelta(days=2 * 366)  # a truce may break long after the day on which it began
INSTRUMENT_CANDIDATES = 48  # statements on the same instrument that one is held against, nearest in time first


@lru_cache(maxsize=1)
def _own_name() -> str:
    return f"aftertalks {version('aftertalks')}"


def _shifted(day: date, by: timedelta) -> date:
    """Return a day moved by some time, within the calendar."""
    return date.fromordinal(min(max(day.toordinal() + by.days, 1), date.max.toordinal()))


def _compared(new: Proposition) -> tuple[Book, ...]:
    """Return the books in which a statement is compared: its own, and those of what may answer it or it may answer."""
    if new.book is Book.HAPPENED:
        return (Book.HAPPENED, *_ANSWERABLE)
    return (new.book, Book.HAPPENED) if new.book in _ANSWERABLE else (new.book,) if new.book else ()


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a document did.

    Args:
        source: the document's source.
        document: its id.
        known: whether it was there already; then nothing was done.
        entries: entries that it founded.
        voices: its statements that joined earlier entries.
        proposals: answers proposed.
        judgements: judgements made by rule.
        repeat: ``copy`` or ``edition`` of a document that is there; null for one in its own right.
        notes: warnings of ingestion and reading.
    """

    source: str
    document: str
    known: bool = False
    statements: int = 0
    entries: int = 0
    voices: int = 0
    proposals: int = 0
    judgements: int = 0
    repeat: str | None = None
    notes: tuple[str, ...] = ()


class Sorting:
    """Sorts one reading's statements into a ledger that is open for writing.

    Args:
        memory: what earlier readings left ready.
    """

    def __init__(self, writer: Writer, reading: Reading, *, memory: Memory) -> None:
        self._writer = writer
        self._reading = reading
        self._memory = memory
        self._placing = Placing(writer, memory)
        self._published = reading.document.published
        self._notes = (*reading.document.notes, *reading.notes)
        self._done = dict.fromkeys(("statements", "entries", "voices", "proposals", "judgements"), 0)

    def run(self) -> Added:
        """Store the reading, sort its statements, look for answers; return what was done."""
        kept = self._writer.put_reading(self._reading, read_by=_own_name())
        self._done["statements"] = len(kept)
        if not self._memory.sketched:
            sketch_earlier(self._writer, but=self._reading.document.id)
            self._memory.sketched = True
        if not self._memory.filed:
            self._placing.file_earlier()
            self._memory.filed = True
        repeat = note_repeats(self._writer, self._reading.document)
        self.sort(kept)
        document = self._reading.document
        return Added(document.source, document.id, False, **self._done, repeat=repeat, notes=self._notes)

    def sort(self, statements: Iterable[Statement]) -> None:
        """Place stored statements that have no place yet, then look for answers."""
        placed: list[tuple[str, Proposition]] = []
        coming: list[Proposition] = []
        for statement in statements:
            if book_of(statement.kind) is not None:
                new = Proposition(statement, self._published)
                self._memory.add(new)
                coming.append(new)
        self._placing.prepare((new, _compared(new)) for new in coming)
        for new in coming:
            assert new.book is not None
            placed.append((self._place(new, new.book), new))
        self._placing.flush()
        self._look(placed)

    def answer(self, entry: str, statement: Statement) -> None:
        """Look for answers again for a statement that has its place but was changed."""
        new = Proposition(statement, self._published)
        self._memory.add(new)
        self._placing.prepare([(new, _compared(new))])
        self._placing.file(new)
        self._placing.flush()
        self._look([(entry, new)])

    def _place(self, new: Proposition, book: Book) -> str:
        placed = self._placing.place(new, book)
        self._done["entries" if placed.founded else "voices"] += 1
        return placed.entry

    def _look(self, placed: list[tuple[str, Proposition]]) -> None:
        """Hold reports against earlier entries, and entries against reports that were added before them."""
        reports = [new.id for _, new in placed if new.book is Book.HAPPENED]
        copied = repeats.standings(self._writer.connection, reports) if reports else {}
        for identity, new in placed:
            if new.id not in copied:  # a wire copy's report says nothing that its original does not
                self._answers(identity, new)

    def _answers(self, identity: str, new: Proposition) -> None:
        if new.book is Book.HAPPENED:
            asked = self._placing.alike(new, _ANSWERABLE) | self._on_instrument(new, _ASKING, before=True)
            by_entry: dict[str, list[Proposition]] = {}
            asked = {i: one for i, one in asked.items() if answers.can_answer(new, one)}
            for statement, entry in self._placing.entries_of(asked).items():
                by_entry.setdefault(entry, []).append(asked[statement])
            for entry, voices in by_entry.items():
                self._propose(entry, voices, new)
        elif new.book in _ANSWERABLE:
            reports = self._placing.alike(new, [Book.HAPPENED])
            reports |= self._on_instrument(new, _TOLD, before=False)
            for report in reports.values():
                self._propose(identity, [new], report)

    def _on_instrument(self, new: Proposition, kinds: tuple[Kind, Kind], *, before: bool) -> dict[str, Proposition]:
        """Statements on the same instrument from the time in which one may answer the other.

        "The ceasefire collapsed" shares a single telling word with "the truce is due to take effect".
        """
        instrument, day = new.statement.instrument, new.published
        if instrument is None or day is None:
            return {}
        edge = _shifted(day, -LOOK_BACK if before else LOOK_BACK)
        days = (edge, day) if before else (day, edge)
        found = blocks.on_instrument(
            self._writer.connection, instrument, kinds, days, latest=before, most=INSTRUMENT_CANDIDATES
        )
        return self._memory.recall([i for i in found if i != new.id], self._writer)

    def _propose(self, entry: str, asked: list[Proposition], report: Proposition) -> None:
        tried = [answers.answer(report, one) for one in asked]
        best = max((a for a in tried if a), key=lambda a: a.score, default=None)
        if best is None:
            return
        report_id = report.id
        if not self._writer.propose(entry, report_id, best.outcome.value, best.score, best.reason):
            return
        self._done["proposals"] += 1
        contradicted = blocks.has_contradiction(self._writer.connection, entry)
        if best.decides and not contradicted and not self._writer.is_judged(entry):
            self._writer.judge(answers.judged(entry, report, best, at=self._writer.now))
            self._done["judgements"] += 1
