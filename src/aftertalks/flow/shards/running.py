"""Runs a job of shards on one of two engines: processes of this machine, or a Ray cluster."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from aftertalks.flow.shards.gathering import done_shards, gather
from aftertalks.flow.shards.job import DONE, END, ERRORS, Job, Task, tasks, write_plan
from aftertalks.flow.shards.place import Place, write_json
from aftertalks.flow.shards.work import TRYING, Done, error_line, lost, shard_reader
from aftertalks.model import InputError, UsageError
from aftertalks.run import RayWorkers, Workers
from aftertalks.run.workers import PATIENCE

ATTEMPTS = 8
"""After two that were lost, each further one sets the document aside that ended the one before."""
SLOWEST = 1000.0  # bytes of input a second below which a worker is taken for hung


class Engine(Protocol):
    """What gives shards to workers."""

    def map(self, batches: Iterable[list[Task]]) -> Iterator[Done]:
        """Yield what becomes of each shard, in any order."""


Start = Callable[[Callable[[], Callable[[list[Task]], list[Done]]], float], AbstractContextManager[Engine]]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a job came to.

    Args:
        shards: of the whole input.
        known: of them, those that were there already.
        lost: those that could not be read; a further call tries them again.
        failed: documents and inputs set aside, with file, problem and cure in ``errors/``.
        repeated: documents that stand in the input more than once; they are kept once.
    """

    shards: int
    known: int
    lost: int
    documents: int
    statements: int
    failed: int
    repeated: int


def processes(jobs: int) -> Start:
    """Return the engine of this machine's processes."""
    return lambda make, patience: Workers(make, jobs, lost, patience)


def ray(jobs: int | None) -> Start:
    """Return the engine of a Ray cluster; with as many actors as it has cores if ``jobs`` is null."""
    return lambda make, patience: RayWorkers(make, jobs, lost, patience)


def read_shards(
    job: Job, sources: Iterable[str], *, start: Start, tell: Callable[[int, int], None] = lambda done, all_: None
) -> Summary:
    """Read sources into shards; what an earlier call has done is not done again.

    A script that calls this with processes needs the guard ``if __name__ == "__main__":``.

    Args:
        start: :func:`processes` or :func:`ray`.
        tell: called with how many shards are done, of how many.

    Raises:
        UsageError: the place holds shards of another job, cannot be written, or is not seen by the workers.
    """
    place, sources = job.place, list(sources)
    if any(_is_relative(name) for name in (job.out, *sources)):
        job = replace(job, folder=str(Path.cwd()))
    with tempfile.TemporaryDirectory(prefix="aftertalks-") as folder:
        made = Path(folder)
        try:
            shards, failed = write_plan(job, sources, made / "plan.jsonl")
            place.remove(END)
            place.clear()
            for name in place.names(TRYING):  # of a call that was itself ended: no document is to blame
                place.remove(f"{TRYING}/{name}")
            known = done_shards(place)
            done = _read(job, made / "plan.jsonl", known, start, lambda n: tell(n, shards))
            place.clear()
            _tell_errors(place, failed)
            sums = gather(job, shards, made) if len(done) == shards else Counter[str]()
            sums["failed"] += len(failed)
            summary = Summary(
                shards, len(known), shards - len(done), sums["documents"], sums["statements"], sums["failed"],
                sums["repeated"],
            )  # fmt: skip
            if not summary.lost:
                write_json(place, END, {"shards": shards, **{n: sums[n] for n in sorted(sums)}})
        except OSError as error:
            raise UsageError(f"{job.out}: cannot be written ({error}); choose another place with --out") from error
    return summary


def _is_relative(name: str) -> bool:
    return "://" not in name and not Path(name).is_absolute()


def _read(job: Job, plan: Path, known: set[int], start: Start, tell: Callable[[int], None]) -> set[int]:
    """Read what is left, and again what was lost with its worker; return the shards that are done."""
    done = set(known)
    tell(len(done))
    largest = max((sum(p.size for p in task.pieces) for task in tasks(plan, done)), default=None)
    if largest is None:
        return done
    place = job.place
    with start(partial(shard_reader, job), PATIENCE + largest / SLOWEST) as engine:
        waiting: Iterable[Task] = tasks(plan, done.copy())
        for attempt in range(1, ATTEMPTS + 1):
            again: list[Task] = []
            for result in engine.map([task] for task in waiting):
                if result.why is not None:
                    again.append(replace(result.task, attempt=attempt + 1))
                    continue
                _see(place, result.task)
                done.add(result.task.number)
                tell(len(done))
            if not again:
                break
            waiting = again
    return done


def _see(place: Place, task: Task) -> None:
    """A worker on another machine may have written to a folder of its own."""
    if place.read(f"{DONE}/{task.name}.json") is None:
        raise UsageError(
            f"{place.name}: workers write to a folder that is not this one; name one that all machines share"
        )


def _tell_errors(place: Place, failed: list[InputError]) -> None:
    """What could not even be opened stands in a file of its own."""
    name = f"{ERRORS}/plan.jsonl"
    if not failed:
        place.remove(name)
        return
    with place.file(name) as path:
        path.write_text("".join(map(error_line, failed)), encoding="utf-8", errors="backslashreplace")
