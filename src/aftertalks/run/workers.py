"""Warm worker processes: batches go out as fast as they are done, results come back in order, memory stays bounded.

A worker that dies (killed, out of memory, a crash in compiled code) costs nothing but the item that killed it: its
batch is given out again item by item, and what kills a worker alone is set aside with its reason.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")
Work = Callable[[list[T]], list[R]]

AHEAD = 2  # batches a worker that may be out or waiting for their turn
PATIENCE = 900.0  # seconds for one batch, after which its worker is taken for hung
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(eq=False)
class _Task(Generic[T]):
    """Items to be done, and where their results belong.

    Args:
        slot: the batch's number.
        part: which part of it.
    """

    slot: int
    part: int
    items: list[T]


@dataclass(eq=False)
class _Worker(Generic[T]):
    process: BaseProcess
    pipe: Connection
    task: _Task[T] | None = None
    since: float = 0.0


@dataclass
class Workers(Generic[T, R]):
    """A pool of processes that each make their handler once and keep it.

    Args:
        make: called in each process for what turns a batch into its results, one each; must be picklable.
        jobs: how many processes.
        lost: makes the result of an item that cost a worker its life, from the item and the reason.
        patience: seconds for one batch.
    """

    make: Callable[[], Work[T, R]]
    jobs: int
    lost: Callable[[T, str], R]
    patience: float = PATIENCE
    _workers: list[_Worker[T]] = field(default_factory=list, init=False, repr=False)

    def __enter__(self) -> Workers[T, R]:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; what they still do is lost."""
        for worker in self._workers:
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join(0.5)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
        self._workers.clear()

    def map(self, batches: Iterable[list[T]]) -> Iterator[R]:
        """Yield the results of all batches, in their order.

        No more than ``AHEAD`` batches a worker are taken from ``batches`` before their results are yielded.

        Raises:
            Exception: what a worker's handler raised.
        """
        source = enumerate(batches)
        waiting: deque[_Task[T]] = deque()
        slots: dict[int, list[list[R] | None]] = {}
        turn, ended = 0, False
        while True:
            while not ended and len(slots) < AHEAD * self.jobs:
                taken = next(source, None)
                if taken is None:
                    ended = True
                    break
                slot, items = taken
                slots[slot] = [None]
                waiting.append(_Task(slot, 0, items))
            self._hand_out(waiting)
            while turn in slots and all(part is not None for part in slots[turn]):
                for part in slots.pop(turn):
                    yield from part or ()
                turn += 1
            if ended and not slots:
                return
            if len(slots) < AHEAD * self.jobs and not ended:
                continue
            self._collect(waiting, slots)

    def _hand_out(self, waiting: deque[_Task[T]]) -> None:
        for worker in self._workers:
            if waiting and worker.task is None:
                self._send(worker, waiting.popleft())
        while waiting and len(self._workers) < self.jobs:
            self._workers.append(self._start())
            self._send(self._workers[-1], waiting.popleft())

    def _start(self) -> _Worker[T]:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self.make), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _send(self, worker: _Worker[T], task: _Task[T]) -> None:
        worker.task, worker.since = task, time.monotonic()
        with contextlib.suppress(OSError):  # it has died: seen when its end is read
            worker.pipe.send(task.items)

    def _collect(self, waiting: deque[_Task[T]], slots: dict[int, list[list[R] | None]]) -> None:
        """Take what is done, and put right what a dead or hung worker leaves behind."""
        busy = [w for w in self._workers if w.task is not None]
        ready = set(wait([w.pipe for w in busy], timeout=1.0))
        for worker in busy:
            task = worker.task
            assert task is not None
            if worker.pipe in ready:
                try:
                    done = worker.pipe.recv()
                except (EOFError, OSError):
                    self._bury(worker, waiting, slots, "its process ended without a word")
                    continue
                if isinstance(done, BaseException):
                    raise done
                slots[task.slot][task.part] = done
                worker.task = None
            elif time.monotonic() - worker.since > self.patience:
                self._bury(worker, waiting, slots, f"it was not done within {self.patience:g} s")

    def _bury(
        self, worker: _Worker[T], waiting: deque[_Task[T]], slots: dict[int, list[list[R] | None]], why: str
    ) -> None:
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)
        task = worker.task
        assert task is not None
        if len(task.items) == 1:
            code = worker.process.exitcode
            slots[task.slot][task.part] = [self.lost(task.items[0], f"{why} (exit code {code})")]
            return
        slots[task.slot] = [None] * len(task.items)
        waiting.extendleft(_Task(task.slot, n, [item]) for n, item in reversed(list(enumerate(task.items))))


def _serve(pipe: Connection, make: Callable[[], Work[Any, Any]]) -> None:
    """What a worker does until its pipe is closed; one thread each, since there are as many workers as cores."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    work: Work[Any, Any] | None = None
    while True:
        try:
            items = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            work = work or make()
            done: object = work(items)
        except Exception as error:  # told to the one who asked
            done = error
        try:
            pipe.send(done)
        except OSError:
            return
