"""Sorts a reading's statements into entries and holds reports against what they may answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from aftertalks.flow.repeating import note_repeats, sketch_earlier
from aftertalks.ledger import answers, merging
from aftertalks.ledger.books import book_of, due_window, entry_id, narrowest
from aftertalks.ledger.proposition import Proposition
from aftertalks.ledger.words import search_words
from aftertalks.model import Book, Reading, Statement
from aftertalks.model.account import Stance
from aftertalks.store import deciding

if TYPE_CHECKING:
    from aftertalks.store.writing import Writer

CANDIDATES = 24  # voices that are looked at for each statement, best word match first
REMEMBERED = 50_000  # statements whose comparison is kept ready
_ANSWERABLE = (Book.AGREED, Book.EXPECTED)


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


class Memory:
    """Statements as they are compared, kept ready over many readings; a statement of one id never changes."""

    def __init__(self) -> None:
        self._known: dict[str, Proposition] = {}
        self.sketched = False  # whether every earlier document's sketch is there

    def add(self, proposition: Proposition) -> None:
        """Remember one; when there are too many, all others are forgotten."""
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[proposition.statement.id] = proposition

    def recall(self, identities: Iterable[str], writer: Writer) -> dict[str, Proposition]:
        """Return statements by id, from the ledger where they are not remembered."""
        wanted = dict.fromkeys(identities)
        found = {i: self._known[i] for i in wanted if i in self._known}
        for statement, published in writer.statements([i for i in wanted if i not in found]):
            made = Proposition(statement, published)
            found[statement.id] = made
            self.add(made)
        return found


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An entry that is looked at.

    Args:
        voices: its founding voice first.
        contradicted: whether one of them contradicts it.
    """

    entry: str
    voices: list[Proposition]
    contradicted: bool


class Sorting:
    """Sorts one reading's statements into a ledger that is open for writing.

    Args:
        memory: what earlier readings left ready.
    """

    def __init__(self, writer: Writer, reading: Reading, *, memory: Memory) -> None:
        self._writer = writer
        self._reading = reading
        self._memory = memory
        self._published = reading.document.published
        self._by_hand = deciding.merged_by_hand(writer.connection)
        self._notes = (*reading.document.notes, *reading.notes)
        self._done = dict.fromkeys(("statements", "entries", "voices", "proposals", "judgements"), 0)

    def run(self) -> Added:
        """Store the reading, sort its statements, look for answers; return what was done."""
        kept = self._writer.put_reading(self._reading, read_by=f"aftertalks {version('aftertalks')}")
        self._done["statements"] = len(kept)
        if not self._memory.sketched:
            sketch_earlier(self._writer, but=self._reading.document.id)
            self._memory.sketched = True
        repeat = note_repeats(self._writer, self._reading.document)
        self.sort(kept)
        document = self._reading.document
        return Added(document.source, document.id, False, **self._done, repeat=repeat, notes=self._notes)

    def sort(self, statements: Iterable[Statement]) -> None:
        """Place stored statements that have no place yet, then look for answers."""
        sorted_in: list[tuple[str, Proposition]] = []
        for statement in statements:
            book = book_of(statement.kind)
            if book is not None:
                new = Proposition(statement, self._published)
                self._memory.add(new)
                sorted_in.append((self._place(new, book), new))
        for identity, new in sorted_in:
            self._answers(identity, new)

    def answer(self, entry: str, statement: Statement) -> None:
        """Look for answers again for a statement that has its place but was changed."""
        new = Proposition(statement, self._published)
        self._memory.add(new)
        self._answers(entry, new)

    def _alike(self, new: Proposition, books: Iterable[Book]) -> list[_Candidate]:
        found = self._writer.alike(search_words(new.statement), books, most=CANDIDATES)
        return self._candidates(entry for statement, entry in found if statement != new.statement.id)

    def _candidates(self, entries: Iterable[str]) -> list[_Candidate]:
        voices = self._writer.voices(dict.fromkeys(entries))
        known = self._memory.recall((i for held in voices.values() for i, _ in held), self._writer)
        made: list[_Candidate] = []
        for entry, held in voices.items():
            founding_first = sorted(held, key=lambda voice: voice[1] is not Stance.FIRST)
            contradicted = any(stance is Stance.CONTRADICTS for _, stance in held)
            # What a person merged need not be alike: each part is held against a new statement by itself.
            parts: dict[int | None, list[Proposition]] = {}
            for i, _ in founding_first:
                parts.setdefault(self._by_hand.get(i), []).append(known[i])
            made += [_Candidate(entry, part, contradicted) for part in parts.values()]
        return made

    def _place(self, new: Proposition, book: Book) -> str:
        """Make a statement a voice of the entry that it belongs to, or found one with it."""
        statement = new.statement
        candidates = self._alike(new, [book])
        chosen = merging.best(new, [(c.entry, c.voices) for c in candidates])
        together = [new]
        if chosen is None:
            identity = entry_id(book, statement)
            self._writer.found_entry(identity, book, statement)
            self._done["entries"] += 1
        else:
            identity, stance, like = chosen
            self._writer.add_voice(identity, statement, stance, like.reason, like.score)
            self._done["voices"] += 1
            together += [voice for c in candidates if c.entry == identity for voice in c.voices]
        due = narrowest(due_window(p.statement, p.published) for p in together)
        if due is not None:
            self._writer.set_due(identity, due[0].isoformat(), due[1].isoformat())
        return identity

    def _answers(self, identity: str, new: Proposition) -> None:
        """Hold a report against earlier entries, and an entry against reports that were added before it."""
        if new.book is Book.HAPPENED:
            for asked in self._alike(new, _ANSWERABLE):
                self._propose(asked, new)
        elif new.book in _ANSWERABLE:
            reports = [voice for held in self._alike(new, [Book.HAPPENED]) for voice in held.voices]
            if reports:
                for asked in self._candidates([identity]):
                    for report in reports:
                        self._propose(asked, report)

    def _propose(self, asked: _Candidate, report: Proposition) -> None:
        tried = [answers.answer(report, one) for one in asked.voices]
        best = max((a for a in tried if a), key=lambda a: a.score, default=None)
        if best is None:
            return
        report_id = report.statement.id
        if not self._writer.propose(asked.entry, report_id, best.outcome.value, best.score, best.reason):
            return
        self._done["proposals"] += 1
        if best.decides and not asked.contradicted and not self._writer.is_judged(asked.entry):
            self._writer.judge(answers.judged(asked.entry, report, best, at=self._writer.now))
            self._done["judgements"] += 1
