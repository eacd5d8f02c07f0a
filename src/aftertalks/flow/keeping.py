"""The order of the last stages: reading → entries → judgements, kept in a ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import chain, groupby
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO

from aftertalks.flow import reading as stages
from aftertalks.flow.holding import keys_in
from aftertalks.flow.listing import next_up
from aftertalks.flow.memory import Memory
from aftertalks.flow.reading import as_date
from aftertalks.flow.settling import settle, settle_earlier
from aftertalks.flow.sorting import Added, Sorting
from aftertalks.ledger.dossiers import covers
from aftertalks.ledger.status import complete, known_on
from aftertalks.model import Book, Document, Entry, InputError, Kind, LedgerError, Reading, Settings, UsageError
from aftertalks.model.account import Account, NextUp, Source
from aftertalks.model.dossier import Dossier
from aftertalks.store import Hit, Query, Store
from aftertalks.store.erasing import erased_before

if TYPE_CHECKING:
    import pandas
    import polars

    from aftertalks.read.reader import Reader
    from aftertalks.show.brief import Brief

EVERYTHING = 1_000_000


class Ledger:
    """A ledger.

    >>> with Ledger("talks.db") as ledger:  # doctest: +SKIP
    ...     ledger.add("report.html")
    ...     for entry in ledger.next(as_of=date(2017, 7, 8)).dated:
    ...         print(entry.entry.summary)

    Args:
        place: its file, or ``postgresql://user@host/database``; made if missing, unless ``create`` is false.
        settings: options of reading.

    Raises:
        LedgerError: it cannot be opened or is no ledger.
    """

    def __init__(self, place: str | Path, *, settings: Settings | None = None, create: bool = True) -> None:
        self.settings = settings or Settings()
        self.store = Store(place, create=create)
        self.store.settle = settle
        settle_earlier(self.store)
        self._reader: Reader | None = None
        self.memory = Memory()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of it."""
        self.store.close()

    def __iter__(self) -> Iterator[Entry]:
        """Return every entry, soonest due first."""
        return (account.entry for account in self.accounts())

    def accounts(self, *, book: Book | None = None) -> Iterator[Account]:
        """Return entries with their voices, judgements and proposals, soonest due first."""
        return (complete(account) for account in self.store.accounts(book=book))

    def add(self, given: str | Path | Document | Reading, *, published: date | str | None = None) -> list[Added]:
        """Add to the ledger what is given; what is there already stays as it is.

        Args:
            given: a file, folder or address; a document; a reading; or a text of at least one line break or space
                that is the name of no file.
            published: date of documents that carry none.

        Returns:
            What was done, document by document.

        Raises:
            InputError: an input cannot be read; of several, the first that cannot, after all others were added.
        """
        if isinstance(given, Reading):
            return [self.keep(given)]
        settings = replace(self.settings, published=as_date(published) or self.settings.published)
        if isinstance(given, str) and _is_text(given):
            given = Document(text=given, source="text")
        if isinstance(given, Document):
            if given.published is None and settings.published is not None:
                given = replace(given, published=settings.published)
            items = self._unread([given], settings)
        else:
            items = self.add_sources([str(given)], settings=settings)
        done: list[Added] = []
        failed: list[InputError] = []
        for item in items:
            if isinstance(item, InputError):
                failed.append(item)
            else:
                done.append(item if isinstance(item, Added) else self.keep(item))
        if failed:
            raise failed[0]
        return done

    def add_sources(
        self,
        sources: Iterable[str],
        *,
        settings: Settings | None = None,
        stdin: BinaryIO | None = None,
        jobs: int = 1,
    ) -> Iterator[Added | InputError]:
        """Add every document of some sources, each in a transaction of its own; inputs that fail come as errors.

        Documents that the ledger holds are not read again, so that an interrupted run goes on where it ended; of a
        folder of shards (:mod:`aftertalks.flow.shards`) none is, since it holds readings.

        Args:
            jobs: processes that read; one keeps.
        """
        from aftertalks.flow.shards.loading import holds_shards, shard_readings

        settings = settings or self.settings
        for read_already, some in groupby(sources, key=holds_shards):
            found: Iterator[Reading | InputError | Added]
            if read_already:
                found = chain.from_iterable(map(shard_readings, some))
            else:
                given = stages.documents(some, settings=settings, stdin=stdin)
                found = self._unread(given, settings, jobs=jobs)
            for item in found:
                yield self._kept(item) if isinstance(item, Reading) else item

    def _kept(self, reading: Reading) -> Added | InputError:
        try:
            return self.keep(reading)
        except InputError as error:
            return error

    def _unread(
        self, found: Iterable[Document | InputError], settings: Settings, *, jobs: int = 1
    ) -> Iterator[Reading | InputError | Added]:
        known: list[Added] = []

        def fresh() -> Iterator[Document | InputError]:
            for item in found:
                if isinstance(item, Document) and self.store.has_document(item.id):
                    known.append(Added(item.source, item.id, known=True))
                elif isinstance(item, Document) and (erased := self.store.erased(item.id)):
                    yield _not_again(item, *erased)
                else:
                    yield item

        if jobs > 1:
            readings = stages.read_in_processes(fresh(), settings=settings, jobs=jobs)
        else:
            readings = stages.read_documents(fresh(), settings=settings, load=self._load)
        for read in readings:
            yield from known
            known.clear()
            yield read
        yield from known

    def read_again(self, document: Document) -> Iterator[Reading | InputError]:
        """Read a document without keeping what comes out."""
        return stages.read_documents([document], settings=self.settings, load=self._load)

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
            if erased := erased_before(writer.connection, reading.document.id):
                raise _not_again(reading.document, *erased)
            if writer.has_document(reading.document.id):
                return Added(reading.document.source, reading.document.id, known=True)
            return Sorting(writer, reading, memory=self.memory).run()

    def forget_comparisons(self) -> None:
        """Forget what was kept ready of statements; they may be gone."""
        self.memory = Memory()

    def find(  # noqa: PLR0913  each is a filter, by keyword
        self,
        words: str | None = None,
        *,
        kind: Kind | str | None = None,
        speaker: str | None = None,
        actor: str | None = None,
        issue: str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        dossier: Dossier | None = None,
        limit: int = EVERYTHING,
    ) -> list[Hit]:
        """Return the statements that are found.

        Args:
            words: all must be there; ``"a phrase"``, ``word*``.
            speaker, actor: part of the name.
            issue: the issue's whole name.
            since, until: the document's publication date, both ends included.
            dossier: only what it asks for too.

        Raises:
            UsageError: there is no such kind, or no word in ``words``.
        """
        query = self.query(words, kind=kind, speaker=speaker, actor=actor, issue=issue, since=since, until=until)
        if dossier is None:
            return self.store.find(query, limit=limit)
        found = self.store.find(query, limit=EVERYTHING)
        return [h for h in found if covers(dossier, h.statement, h.source)][:limit]

    def query(self, words: str | None = None, *, kind: Kind | str | None = None, **filters: Any) -> Query:
        """Return what :meth:`find` looks for; filters as there, and ``publisher``, the whole name.

        Raises:
            UsageError: there is no such kind.
        """
        try:
            sought = Kind(kind) if kind is not None else None
        except ValueError as error:
            raise UsageError(f"no kind {kind!r}; kinds are {', '.join(Kind)}") from error
        first, last = (as_date(filters.pop(name, None), name=name) for name in ("since", "until"))
        return Query(words=words, kind=sought, since=first, until=last, **filters)

    def next(
        self, *, as_of: date | str | None = None, days: int = 90, dossier: Dossier | None = None,
        limit: int | None = None,
    ) -> NextUp:  # fmt: skip
        """Return what is overdue, due and upcoming on a day, as far as the documents up to that day tell.

        Args:
            as_of: the day; today if left out.
            days: how far ahead upcoming entries are looked for.
            dossier: only what it holds.
            limit: how many of each list are returned at most, the soonest due; all if left out.
        """
        return next_up(self, as_of=_day(as_of), days=days, dossier=dossier, limit=limit)

    def held(self, dossier: Dossier | None) -> Iterator[Account]:
        """Return the entries that a dossier holds, or all, soonest due first; what voices imply is not worked out."""
        if dossier is None:
            return self.store.accounts()
        with self.store.asking() as connection:
            only = keys_in(connection, dossier)
        return self.store.accounts(only=only)

    def entry(self, given: str, *, as_of: date | str | None = None) -> Account:
        """Return an entry with all that is said of it.

        Args:
            given: its id, or enough of its beginning to be the only one.
            as_of: only what was known on that day.

        Raises:
            LedgerError: there is none, or none was known on that day.
        """
        account = complete(self.store.account(given))
        if as_of is None:
            return account
        known = known_on(account, _day(as_of))
        if known is None:
            raise LedgerError(f"entry {account.entry.id}: no document published by {as_of} speaks of it")
        return known

    def statement_id(self, given: str) -> str:
        """Return the id of the statement that is meant.

        Args:
            given: its id or the beginning of it.

        Raises:
            LedgerError: none begins so, or several do.
        """
        return self.store.statement_id(given)

    def readings(self) -> Iterator[Reading]:
        """Return every document with what was read from it, oldest first."""
        return (self.store.reading(source.id) for source in self.store.sources())

    def reading(self, document: str) -> Reading:
        """Return a document with what was read from it.

        Args:
            document: its id.

        Raises:
            LedgerError: there is none.
        """
        return self.store.reading(document)

    def sources(self, *, as_of: date | None = None) -> list[Source]:
        """Return where every document comes from, oldest first; with ``as_of`` those published by then, or undated."""
        found = self.store.sources()
        return [s for s in found if as_of is None or s.published is None or s.published <= as_of]

    def to_pandas(
        self, what: str = "statements", *, dossier: Dossier | str | None = None, as_of: date | str | None = None
    ) -> pandas.DataFrame:
        """Return a table as a pandas data frame with typed columns (:mod:`aftertalks.show.exports.tables`).

        Args:
            what: ``statements``, ``entries`` or ``events``.
            dossier: only what it holds; a saved dossier may be named.
            as_of: only what was published by this day.

        Raises:
            UsageError: there is no such table, or pandas is not installed.
            LedgerError: there is no such dossier.
        """
        from aftertalks.flow.scope import rows, scope_of, table
        from aftertalks.show.exports.frames import to_pandas

        return to_pandas(table(what), rows(self, what, scope_of(self, dossier, as_of)))

    def to_polars(
        self, what: str = "statements", *, dossier: Dossier | str | None = None, as_of: date | str | None = None
    ) -> polars.DataFrame:
        """Return a table as a polars data frame; else as :meth:`to_pandas`.

        Raises:
            UsageError: there is no such table, or polars is not installed.
        """
        from aftertalks.flow.scope import rows, scope_of, table
        from aftertalks.show.exports.frames import to_polars

        return to_polars(table(what), rows(self, what, scope_of(self, dossier, as_of)))

    def brief(self, *, as_of: date | str | None = None, days: int = 90, dossier: Dossier | None = None) -> str:
        """Return the brief of a day, or of what a dossier holds, as an HTML page that needs nothing but itself."""
        from aftertalks.show.brief import brief_page

        return brief_page(self.brief_contents(as_of=as_of, days=days, dossier=dossier))

    def brief_contents(
        self, *, as_of: date | str | None = None, days: int = 90, dossier: Dossier | None = None
    ) -> Brief:
        """Return what the brief of a day holds, to be written in any form."""
        from aftertalks.show.brief import make_brief
        from aftertalks.show.exports.site import public_account, public_next, public_reading

        day = _day(as_of)
        known = [account for now in self.held(dossier) if (account := known_on(now, day)) is not None]
        told = {voice.source.id for account in known for voice in account.voices}
        readings = (
            self.store.reading(source.id) for source in self.sources(as_of=day) if dossier is None or source.id in told
        )
        about = dossier.name if dossier else None
        whats = self.next(as_of=day, days=days, dossier=dossier)
        return make_brief(public_next(whats), map(public_account, known), map(public_reading, readings), about=about)


def _day(given: date | str | None) -> date:
    return as_date(given, name="as_of") or datetime.now(UTC).date()


def _not_again(document: Document, day: str, by: str) -> InputError:
    return InputError(document.source, f"was erased from this ledger on {day} by {by}", "leave it out")


def _is_text(given: str) -> bool:
    """A text is told from a file's name by its line breaks or its length of several words, if no file has the name."""
    if given == "-" or given.startswith(("http://", "https://", "file://")):
        return False
    try:
        return not Path(given).exists() and ("\n" in given or given.count(" ") >= 4)
    except (OSError, ValueError):  # too long for a name, or with a zero byte
        return True
