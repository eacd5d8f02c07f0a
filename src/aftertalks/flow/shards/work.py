"""What a worker does with a shard: reads its pieces, writes what comes out whole, and only then marks it done."""

from __future__ import annotations

import contextlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from aftertalks.flow.reading import read_documents, worker_reader
from aftertalks.flow.shards.job import DOCUMENTS, DONE, ERRORS, STATEMENTS, Form, Job, Task
from aftertalks.flow.shards.place import Place, write_json
from aftertalks.ingest.pieces import read_piece
from aftertalks.model import Document, InputError, Reading, Settings, UsageError
from aftertalks.model.reading_record import reading_record
from aftertalks.show import lines

if TYPE_CHECKING:
    from aftertalks.read.reader import Reader

CAREFUL = 3
"""The attempt from which each document is written down before it is read."""
TRYING = "trying"


@dataclass(frozen=True, slots=True)
class Done:
    """A shard that was written, or, with ``why``, one whose worker was lost."""

    task: Task
    why: str | None = None


def shard_reader(job: Job) -> Callable[[list[Task]], list[Done]]:
    """Return what reads shards, with its model loaded.

    Raises:
        UsageError: names are relative to a folder that this machine does not have.
    """
    if job.folder is not None:
        try:
            os.chdir(job.folder)
        except OSError as error:
            raise UsageError(f"{job.folder}: is not on every machine; give whole paths or share it") from error
    place = job.place
    reader = worker_reader(job.settings)
    return lambda tasks: [_read_shard(task, job, place, reader) for task in tasks]


def lost(task: Task, why: str) -> Done:
    """Return what stands for a shard whose worker was lost."""
    return Done(task, why)


def _read_shard(task: Task, job: Job, place: Place, reader: Reader) -> Done:
    counts: Counter[str] = Counter()
    ids: dict[str, None] = {}
    with (
        place.file(f"{DOCUMENTS}/{task.name}.jsonl") as documents_path,
        place.file(f"{STATEMENTS}/{task.name}.{job.form}") as statements_path,
        _only_if_used(place, f"{ERRORS}/{task.name}.jsonl") as errors,
        _text(documents_path) as documents,
    ):

        def passing() -> Iterator[Reading]:
            for item in _readings(task, job, place, reader):
                if isinstance(item, InputError):
                    counts["failed"] += 1
                    errors().write(error_line(item))
                elif item.document.id in ids:
                    counts["repeated"] += 1
                else:
                    ids[item.document.id] = None
                    counts["statements"] += len(item.statements)
                    documents.write(lines.line(reading_record(item)) + "\n")
                    yield item

        write_statements(passing(), job.form, statements_path)
    write_json(place, f"{DONE}/{task.name}.json", done_record(counts, list(ids)))
    return Done(task)


def done_record(counts: Counter[str], ids: list[str]) -> dict[str, Any]:
    """Return what is kept of a shard that is done: its counts and its documents' ids."""
    names = ("statements", "failed", "repeated")
    return {"documents": len(ids), **{name: counts[name] for name in names}, "ids": ids}


def write_statements(readings: Iterable[Reading], form: Form, path: Path) -> None:
    """Write the statements of readings, each as it comes."""
    if form is Form.PARQUET:
        from aftertalks.show.exports.parquet import write_parquet
        from aftertalks.show.exports.tables import STATEMENTS as TABLE
        from aftertalks.show.exports.tables import statement_rows

        write_parquet(TABLE, statement_rows(readings), path)
        return
    with _text(path) as out:
        for record in lines.records(readings):
            out.write(lines.line(record) + "\n")


def _text(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", errors="backslashreplace", newline="")


@contextlib.contextmanager
def _only_if_used(place: Place, name: str) -> Iterator[Callable[[], TextIO]]:
    """Give what opens a file at its first use; without one an older file of that name goes."""
    with contextlib.ExitStack() as stack:
        opened: list[TextIO] = []

        def use() -> TextIO:
            if not opened:
                opened.append(stack.enter_context(_text(stack.enter_context(place.file(name)))))
            return opened[0]

        yield use
    if not opened:
        place.remove(name)


def error_line(error: InputError) -> str:
    """Return an error as a line of JSON: file and place, problem, cure."""
    said = {"source": error.source, "problem": error.problem, "cure": error.cure}
    return json.dumps(said, ensure_ascii=False) + "\n"


def _readings(task: Task, job: Job, place: Place, reader: Reader) -> Iterator[Reading | InputError]:
    found = (item for piece in task.pieces for item in read_piece(piece, settings=job.settings))
    if task.attempt < CAREFUL:
        yield from read_documents(found, settings=job.settings, load=lambda _: reader)
    else:
        yield from _carefully(found, task, place, job.settings, reader)


def _carefully(
    found: Iterable[Document | InputError], task: Task, place: Place, settings: Settings, reader: Reader
) -> Iterator[Reading | InputError]:
    """Read one document at a time, each written down before; one that was not survived is set aside."""
    known = place.read(f"{TRYING}/{task.name}.json")
    fatal: list[str] = json.loads(known) if known else []
    for item in found:
        if isinstance(item, Document):
            if item.source in fatal:
                yield InputError(item.source, "its reading ended the process", "it is set aside; please report it")
                continue
            write_json(place, f"{TRYING}/{task.name}.json", [*fatal, item.source])
        yield from read_documents([item], settings=settings, load=lambda _: reader)
    place.remove(f"{TRYING}/{task.name}.json")
