"""The order of the first stages: source → document → reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from aftertalks.model import AftertalksError, Document, InputError, Reading, Settings, UsageError

if TYPE_CHECKING:
    from aftertalks.read.reader import Reader

BATCH_LETTERS = 60_000  # of the documents that a worker process is given at a time


def documents(
    sources: Iterable[str], *, settings: Settings, stdin: BinaryIO | None = None
) -> Iterator[Document | InputError]:
    """Return every document of the sources in their order; an input that cannot be read comes as its error.

    Args:
        sources: files, folders, addresses or ``-`` for ``stdin``.
    """
    from aftertalks.ingest import open_source

    for source in sources:
        yield from open_source(source, settings=settings, stdin=stdin)


def new_reader(settings: Settings) -> Reader:
    """Return a reader with its language pipeline loaded.

    Raises:
        ModelMissingError: the pipeline is not installed.
    """
    from aftertalks.read.reader import Reader

    return Reader(settings)


def worker_reader(settings: Settings) -> Reader:
    """Return a reader for a worker process, whose memory does not grow with what it reads.

    Raises:
        ModelMissingError: the pipeline is not installed.
    """
    from aftertalks.read.reader import WorkerReader

    return WorkerReader(settings)


def read_documents(
    found: Iterable[Document | InputError], *, settings: Settings, load: Callable[[Settings], Reader] | None = None
) -> Iterator[Reading | InputError]:
    """Read documents batch by batch; errors keep their place between the readings.

    Args:
        load: gives the reader, once the first document is there; loads a new one if left out.
    """
    reader: Reader | None = None
    load = load or new_reader
    batch: list[Document] = []
    for item in found:
        if isinstance(item, Document):
            batch.append(item)
        if batch and (isinstance(item, InputError) or len(batch) >= settings.batch_size):
            reader = reader or load(settings)
            yield from _read_batch(batch, reader)
            batch = []
        if isinstance(item, InputError):
            yield item
    if batch:
        yield from _read_batch(batch, reader or load(settings))


def read_in_processes(
    found: Iterable[Document | InputError], *, settings: Settings, jobs: int
) -> Iterator[Reading | InputError]:
    """Read documents as :func:`read_documents` does, in several processes; results keep their order.

    A script that calls this needs the guard ``if __name__ == "__main__":``, since each process imports it anew.

    Args:
        jobs: how many processes; each loads the language pipeline.
    """
    from aftertalks.run import Workers

    if jobs <= 1:
        yield from read_documents(found, settings=settings)
        return
    with Workers(partial(_batch_reader, settings), jobs, _lost) as workers:
        yield from workers.map(_batches(found, settings.batch_size))


@dataclass(frozen=True, slots=True)
class Written:
    """A reading as its lines of JSON, made where it was read: far less to hand over than the reading itself.

    Args:
        source: the document's.
        notes: warnings of ingestion and reading.
        text: the lines.
    """

    source: str
    notes: tuple[str, ...]
    text: str


def write_in_processes(
    found: Iterable[Document | InputError], *, settings: Settings, jobs: int
) -> Iterator[Written | InputError]:
    """Read documents as :func:`read_in_processes` does, and write their statements' lines in the same processes."""
    from aftertalks.run import Workers

    with Workers(partial(_batch_writer, settings), jobs, _lost) as workers:
        yield from workers.map(_batches(found, settings.batch_size))


def _batch_writer(settings: Settings) -> Callable[[list[Document | InputError]], list[Written | InputError]]:
    read = _batch_reader(settings)
    return lambda items: [r if isinstance(r, InputError) else _written(r) for r in read(items)]


def _written(reading: Reading) -> Written:
    from aftertalks.show import lines

    text = "".join(lines.line(record) + "\n" for record in lines.records([reading]))
    return Written(reading.document.source, (*reading.document.notes, *reading.notes), text)


def _batches(found: Iterable[Document | InputError], most: int) -> Iterator[list[Document | InputError]]:
    """Batches of documents of some length together, so that a few long ones are not one worker's lot."""
    batch: list[Document | InputError] = []
    letters = 0
    for item in found:
        batch.append(item)
        letters += len(item.text) if isinstance(item, Document) else 0
        if len(batch) >= most or letters >= BATCH_LETTERS:
            yield batch
            batch, letters = [], 0
    if batch:
        yield batch


def _batch_reader(settings: Settings) -> Callable[[list[Document | InputError]], list[Reading | InputError]]:
    reader = worker_reader(settings)
    return lambda items: list(read_documents(items, settings=settings, load=lambda _: reader))


def _lost(item: Document | InputError, why: str) -> InputError:
    if isinstance(item, InputError):
        return item
    return InputError(item.source, f"the reading failed on it: {why}", "it is set aside; please report it")


def _read_batch(batch: list[Document], reader: Reader) -> Iterator[Reading | InputError]:
    """A document that the reading cannot take must not cost its neighbours: then each is read alone."""
    try:
        yield from list(reader.read_many(batch))
        return
    except AftertalksError:
        raise
    except Exception:
        pass
    for document in batch:
        try:
            yield reader.read(document)
        except AftertalksError:
            raise
        except Exception as error:
            problem = f"the reading failed on it ({type(error).__name__}: {error})"
            yield InputError(document.source, problem, "it is set aside; please report it with the document")


def read_all(documents: Iterable[Document], *, settings: Settings) -> Iterator[Reading]:
    """Read documents, in their order; unlike :func:`read_documents` let every error through."""
    return new_reader(settings).read_many(documents)


def as_date(day: date | str | None, *, name: str = "published") -> date | None:
    """Take a date as such or as ISO text.

    Args:
        name: what the date is, for the message.

    Raises:
        UsageError: the text is no date.
    """
    if not isinstance(day, str):
        return day
    try:
        return date.fromisoformat(day)
    except ValueError as error:
        raise UsageError(f"{name}: {day!r} is no date; write it as 2017-07-08") from error


def read(
    text: str | Path | Document, *, published: date | str | None = None, settings: Settings | None = None
) -> Reading:
    """Read one text.

    Args:
        text: the text, the path of a file that holds one document, or a document.
        published: the text's date (or its ISO form), against which "Sunday" or "next month" are resolved.
        settings: options; the usual ones if left out.

    Returns:
        The reading: sections, statements and notes.

    Raises:
        InputError: the file cannot be read.
        UsageError: it holds several documents, as a feed does.
    """
    settings = settings or Settings()
    published = as_date(published)
    if isinstance(text, Path):
        text = _only_document(text, settings)
    document = text if isinstance(text, Document) else Document(text=text, published=published or settings.published)
    if published is not None and document.published is None:
        document = replace(document, published=published)
    return _shared_reader(settings).read(document)


def _only_document(path: Path, settings: Settings) -> Document:
    found = list(documents([str(path)], settings=settings))
    if len(found) != 1:
        raise UsageError(f"{path} holds {len(found)} documents; keep them in a Ledger with ledger.add({str(path)!r})")
    if isinstance(found[0], InputError):
        raise found[0]
    return found[0]


_readers: dict[Settings, Reader] = {}


def _shared_reader(settings: Settings) -> Reader:
    """Loading a pipeline takes seconds, so ``read()`` keeps the last one."""
    if settings not in _readers:
        _readers.clear()
        _readers[settings] = new_reader(settings)
    return _readers[settings]
