"""Workers on a Ray cluster: the same as :class:`~aftertalks.run.workers.Workers`, on many machines.

Each worker is an actor that makes its handler once and keeps it. An actor that dies, or whose machine is lost, is
replaced, and what it was at comes back as lost, for the caller to give out again.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from types import TracebackType
from typing import Any, Generic, TypeVar

from aftertalks.model import UsageError
from aftertalks.run.workers import PATIENCE

T = TypeVar("T")
R = TypeVar("R")

_STORE = 100_000_000  # bytes of shared memory for a cluster of this machine: only tasks and counts pass through it


def load_ray() -> Any:
    """Return Ray, told to report nothing to its makers.

    Raises:
        UsageError: it is not installed.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    try:
        return import_module("ray")
    except ModuleNotFoundError as error:
        raise UsageError("--engine ray needs Ray, which is not installed; pip install 'aftertalks[ray]'") from error


class _Actor:
    """What runs on the cluster: makes the handler once, so that the model is loaded once."""

    def __init__(self) -> None:
        self._work: Callable[[list[Any]], list[Any]] | None = None

    def do(self, make: Callable[[], Callable[[list[Any]], list[Any]]], items: list[Any]) -> list[Any]:
        """Do a batch; a handler that cannot be made is an error of the batch and not the actor's death."""
        self._work = self._work or make()
        return self._work(items)


@dataclass
class RayWorkers(Generic[T, R]):
    """A pool of Ray actors.

    Connects to the cluster that ``$RAY_ADDRESS`` names or that runs on this machine; starts one here if there is none.

    Args:
        make: called in each actor for what turns a batch into its results, one each; must be picklable.
        jobs: how many actors, one core each; as many as the cluster has cores if null.
        lost: makes the result of an item whose actor died, from the item and the reason.
        patience: seconds for one batch, counted from when it was given out.
    """

    make: Callable[[], Callable[[list[T]], list[R]]]
    jobs: int | None
    lost: Callable[[T, str], R]
    patience: float = PATIENCE
    _ray: Any = field(default=None, init=False, repr=False)
    _started: bool = field(default=False, init=False, repr=False)

    def __enter__(self) -> RayWorkers[T, R]:
        self._ray = load_ray()
        if not self._ray.is_initialized():
            self._connect()
            self._started = True
        cores = int(self._ray.cluster_resources().get("CPU", 1))
        self.jobs = min(self.jobs or cores, max(cores, 1))
        return self

    def _connect(self) -> None:
        quiet = {"log_to_driver": False, "logging_level": "error"}
        try:
            self._ray.init(address="auto", **quiet)
            return
        except ConnectionError as error:
            if named := os.environ.get("RAY_ADDRESS"):
                raise UsageError(f"no Ray cluster answers at RAY_ADDRESS={named}; start it, or unset it") from error
        here = {"include_dashboard": False, "object_store_memory": _STORE}
        try:
            self._ray.init(address="local", num_cpus=self.jobs, **here, **quiet)
        except Exception as error:  # Ray raises no narrower one when a busy machine starts it too slowly
            self._ray.shutdown()
            raise UsageError(f"Ray does not start here ({error}); try again, or --engine processes") from error

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._started:
            self._ray.shutdown()

    def map(self, batches: Iterable[list[T]]) -> Iterator[R]:
        """Yield the results of all batches, each as it is done; no more batches are taken than there are actors.

        Raises:
            Exception: what an actor's handler raised.
        """
        waiting = iter(batches)
        idle: list[Any] = []
        busy: dict[Any, tuple[Any, list[T], float]] = {}
        free = self.jobs or 1
        try:
            while True:
                while idle or (free and self._room(busy)):
                    items = next(waiting, None)
                    if items is None:
                        break
                    free -= not idle
                    actor = idle.pop() if idle else self._actor()
                    busy[actor.do.remote(self.make, items)] = actor, items, time.monotonic()
                if not busy:
                    return
                for reference in self._ready(busy):
                    actor, items, since = busy.pop(reference)
                    done = self._taken(reference, items, time.monotonic() - since)
                    if done is None:
                        free += 1
                        self._end(actor)
                        yield from (self.lost(item, "its process or its machine was lost") for item in items)
                    else:
                        idle.append(actor)
                        yield from done
        finally:
            for actor in [*idle, *(entry[0] for entry in busy.values())]:
                self._end(actor)

    def _room(self, busy: dict[Any, Any]) -> bool:
        """Whether a further actor would find a core: one that waits for a lost machine's would hold its batch up."""
        return not busy or self._ray.available_resources().get("CPU", 0) >= 1

    def _actor(self) -> Any:
        return self._ray.remote(num_cpus=1, max_restarts=0)(_Actor).remote()

    def _end(self, actor: Any) -> None:
        with contextlib.suppress(Exception):  # it may be gone with its machine
            self._ray.kill(actor)

    def _ready(self, busy: dict[Any, tuple[Any, list[T], float]]) -> list[Any]:
        """What is done or dead, and what is taken for hung."""
        done, _ = self._ray.wait(list(busy), num_returns=1, timeout=5.0)
        now = time.monotonic()
        return done or [ref for ref, (_, _, since) in busy.items() if now - since > self.patience]

    def _taken(self, reference: Any, items: list[T], seconds: float) -> list[R] | None:
        """Return an actor's results; null if it died or hangs."""
        errors = import_module("ray.exceptions")
        try:
            done: list[R] = self._ray.get(reference, timeout=1.0)
            return done
        except errors.RayTaskError as error:
            raise error.cause or error from None
        except errors.RayError:  # the actor or its machine died, or the time is up
            return None
