"""The order of the last stages: reading → entries → judgements, kept in a ledger file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO

from aftertalks.flow import reading as stages
from aftertalks.ledger import answers, merging
from aftertalks.ledger.books import book_of, due_window, entry_id, narrowest
from aftertalks.ledger.merging import Proposition
from aftertalks.ledger.status import complete, known_on, whats_next
from aftertalks.ledger.words import search_words
from aftertalks.model import Book, Document, Entry, InputError, Kind, Reading, Settings, UsageError
from aftertalks.model.account import Account, NextUp, Source, Stance
from aftertalks.store import Hit, Query, Store

if TYPE_CHECKING:
    from aftertalks.read.reader import Reader
    from aftertalks.store.writing import Writer

CANDIDATES = 60  # voices that are looked at for each statement, best word match first
EVERYTHING = 1_000_000
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
    notes: tuple[str, ...] = ()


class Ledger:
    """A ledger file.

    >>> with Ledger("talks.db") as ledger:  # doctest: +SKIP
    ...     ledger.add("report.html")
    ...     for entry in ledger.next(as_of=date(2017, 7, 8)).dated:
    ...         print(entry.entry.summary)

    Args:
        path: the file; made if missing, unless ``create`` is false.
        settings: options of reading.

    Raises:
        LedgerError: the file cannot be opened or is no ledger.
    """

    def __init__(self, path: str | Path, *, settings: Settings | None = None, create: bool = True) -> None:
        self.settings = settings or Settings()
        self.store = Store(path, create=create)
        self._reader: Reader | None = None

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.store.close()

    def __iter__(self) -> Iterator[Entry]:
        """Return every entry, soonest due first."""
        return (account.entry for account in self.accounts())

    def accounts(self, *, book: Book | None = None) -> Iterator[Account]:
        """Return entries with their voices, judgements and proposals, soonest due first."""
        return (complete(account) for account in self.store.accounts(book=book))

    def add(self, given: str | Path | Document | Reading, *, published: date | None = None) -> list[Added]:
        """Add to the ledger what is given; what is there already stays as it is.

        Args:
            given: a file, folder or address; a document; a reading; or a text of at least one line break or space
                that is the name of no file.
            published: date of documents that carry none.

        Returns:
            What was done, document by document.

        Raises:
            InputError: an input cannot be read.
        """
        if isinstance(given, Reading):
            return [self.keep(given)]
        settings = replace(self.settings, published=published or self.settings.published)
        if isinstance(given, str) and _is_text(given):
            given = Document(text=given, source="text")
        if isinstance(given, Document):
            if given.published is None and settings.published is not None:
                given = replace(given, published=settings.published)
            items = self._unread([given], settings)
        else:
            items = self.add_sources([str(given)], settings=settings)
        done: list[Added] = []
        for item in items:
            if isinstance(item, InputError):
                raise item
            done.append(item if isinstance(item, Added) else self.keep(item))
        return done

    def add_sources(
        self, sources: Iterable[str], *, settings: Settings | None = None, stdin: BinaryIO | None = None
    ) -> Iterator[Added | InputError]:
        """Add every document of some sources, each in a transaction of its own; inputs that fail come as errors.

        Documents that the ledger holds are not read again, so that an interrupted run goes on where it ended.
        """
        settings = settings or self.settings
        found = stages.documents(sources, settings=settings, stdin=stdin)
        for item in self._unread(found, settings):
            yield self._kept(item) if isinstance(item, Reading) else item

    def _kept(self, reading: Reading) -> Added | InputError:
        try:
            return self.keep(reading)
        except InputError as error:
            return error

    def _unread(
        self, found: Iterable[Document | InputError], settings: Settings
    ) -> Iterator[Reading | InputError | Added]:
        known: list[Added] = []

        def fresh() -> Iterator[Document | InputError]:
            for item in found:
                if isinstance(item, Document) and self.store.has_document(item.id):
                    known.append(Added(item.source, item.id, known=True))
                else:
                    yield item

        for read in stages.read_documents(fresh(), settings=settings, load=self._load):
            yield from known
            known.clear()
            yield read
        yield from known

    def _load(self, settings: Settings) -> Reader:
        if self._reader is None or self._reader.settings != settings:
            self._reader = stages.new_reader(settings)
        return self._reader

    def keep(self, reading: Reading, *, now: datetime | None = None) -> Added:
        """Store a reading, sort its statements into entries and look for answers, in one transaction.

        Args:
            now: the time that the rows bear; the clock's if left out.
        """
        with self.store.writing(now=now or datetime.now(UTC)) as writer:
            if writer.has_document(reading.document.id):
                return Added(reading.document.source, reading.document.id, known=True)
            return _Keeping(writer, reading).run()

    def find(
        self,
        words: str | None = None,
        *,
        kind: Kind | str | None = None,
        speaker: str | None = None,
        actor: str | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int = EVERYTHING,
    ) -> list[Hit]:
        """Return the statements that are found.

        Args:
            words: all must be there; ``"a phrase"``, ``word*``.
            speaker, actor: part of the name.
            since, until: the document's publication date, both ends included.

        Raises:
            UsageError: there is no such kind, or no word in ``words``.
        """
        try:
            sought = Kind(kind) if kind is not None else None
        except ValueError as error:
            raise UsageError(f"no kind {kind!r}; kinds are {', '.join(Kind)}") from error
        query = Query(words=words, kind=sought, speaker=speaker, actor=actor, since=since, until=until)
        return self.store.find(query, limit=limit)

    def next(self, *, as_of: date | None = None, days: int = 90) -> NextUp:
        """Return what is overdue, due and upcoming on a day, as far as the documents up to that day tell.

        Args:
            as_of: the day; today if left out.
            days: how far ahead upcoming entries are looked for.
        """
        return whats_next(self.store.accounts(), as_of=as_of or datetime.now(UTC).date(), days=days)

    def entry(self, given: str, *, as_of: date | None = None) -> Account:
        """Return an entry with all that is said of it.

        Args:
            given: its id, or enough of its beginning to be the only one.

        Raises:
            LedgerError: there is none.
        """
        account = complete(self.store.account(given))
        return (known_on(account, as_of) or account) if as_of else account

    def readings(self) -> Iterator[Reading]:
        """Return every document with what was read from it, oldest first."""
        return (self.store.reading(source.id) for source in self.store.sources())

    def sources(self, *, as_of: date | None = None) -> list[Source]:
        """Return where every document comes from, oldest first; with ``as_of`` those published by then, or undated."""
        found = self.store.sources()
        return [s for s in found if as_of is None or s.published is None or s.published <= as_of]

    def brief(self, *, as_of: date | None = None, days: int = 90) -> str:
        """Return the brief of a day as an HTML page that needs nothing but itself."""
        from aftertalks.show.brief import brief_page

        day = as_of or datetime.now(UTC).date()
        known = (account for now in self.store.accounts() if (account := known_on(now, day)) is not None)
        readings = (self.store.reading(source.id) for source in self.sources(as_of=day))
        return brief_page(self.next(as_of=day, days=days), known, readings)


def _is_text(given: str) -> bool:
    """A text is told from a file's name by its line breaks or its length of several words, if no file has the name."""
    if given == "-" or given.startswith(("http://", "https://", "file://")):
        return False
    try:
        return not Path(given).exists() and ("\n" in given or given.count(" ") >= 4)
    except (OSError, ValueError):  # too long for a name, or with a zero byte
        return True


class _Keeping:
    """Sorts one reading's statements into a ledger that is open for writing."""

    def __init__(self, writer: Writer, reading: Reading) -> None:
        self._writer = writer
        self._reading = reading
        self._published = reading.document.published
        self._notes = (*reading.document.notes, *reading.notes)
        self._done = dict.fromkeys(("statements", "entries", "voices", "proposals", "judgements"), 0)

    def run(self) -> Added:
        kept = self._writer.put_reading(self._reading, read_by=f"aftertalks {version('aftertalks')}")
        self._done["statements"] = len(kept)
        touched: list[tuple[str, Proposition]] = []
        for statement in kept:
            book = book_of(statement.kind)
            if book is not None:
                new = Proposition(statement, self._published)
                touched.append((self._place(new, book), new))
        for identity, new in touched:
            self._answers(identity, new)
        return Added(self._reading.document.source, self._reading.document.id, False, **self._done, notes=self._notes)

    def _place(self, new: Proposition, book: Book) -> str:
        """Make a statement a voice of the entry that it belongs to, or found one with it."""
        statement = new.statement
        found = self._writer.alike(search_words(statement), [book], most=CANDIDATES)
        accounts = {a.entry.id: a for a in self._writer.accounts(entry for _, entry in found)}
        chosen = merging.best(new, [(i, _propositions(a)) for i, a in accounts.items()])
        if chosen is None:
            identity = entry_id(book, statement)
            self._writer.found_entry(identity, book, statement)
            self._done["entries"] += 1
            windows = [due_window(statement, self._published)]
        else:
            identity, stance, like = chosen
            self._writer.add_voice(identity, statement, stance, like.reason, like.score)
            self._done["voices"] += 1
            windows = [due_window(p.statement, p.published) for p in (*_propositions(accounts[identity]), new)]
        due = narrowest(windows)
        if due is not None:
            self._writer.set_due(identity, due[0].isoformat(), due[1].isoformat())
        return identity

    def _answers(self, identity: str, new: Proposition) -> None:
        """Hold a report against earlier entries, and an entry against reports that were added before it."""
        words = search_words(new.statement)
        if new.book is Book.HAPPENED:
            found = self._writer.alike(words, _ANSWERABLE, most=CANDIDATES)
            for account in self._writer.accounts(entry for _, entry in found):
                self._propose(account, new)
        elif new.book in _ANSWERABLE:
            found = self._writer.alike(words, [Book.HAPPENED], most=CANDIDATES)
            (asked,) = self._writer.accounts([identity])
            for account in self._writer.accounts(entry for _, entry in found):
                for voice in account.voices:
                    self._propose(asked, Proposition(voice.statement, voice.source.published))

    def _propose(self, asked: Account, report: Proposition) -> None:
        tried = [answers.answer(report, one) for one in _propositions(asked)]
        best = max((a for a in tried if a), key=lambda a: a.score, default=None)
        if best is None:
            return
        identity = asked.entry.id
        if not self._writer.propose(identity, report.statement, best.outcome.value, best.score, best.reason):
            return
        self._done["proposals"] += 1
        if best.decides and not asked.contradicted:
            self._writer.judge(answers.judged(identity, report, best, at=self._writer.now))
            self._done["judgements"] += 1


def _propositions(account: Account) -> list[Proposition]:
    """An entry's voices as they are compared, its founding voice first."""
    ordered = sorted(account.voices, key=lambda v: v.stance is not Stance.FIRST)
    return [Proposition(v.statement, v.source.published) for v in ordered]
