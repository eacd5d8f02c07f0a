"""Worker processes: order, bounds, and what a dying, hung or failing worker costs."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from aftertalks.flow.reading import read_documents, read_in_processes
from aftertalks.model import Document, InputError, Reading, Settings
from aftertalks.run import Workers


def _doubler() -> Callable[[list[int]], list[str]]:
    made_in = os.getpid()

    def work(items: list[int]) -> list[str]:
        for item in items:
            if item == 13:
                os.kill(os.getpid(), signal.SIGKILL)
            if item == 99:
                time.sleep(60)
            if item == 77:
                raise ValueError("77")
        assert made_in == os.getpid()
        return [str(2 * item) for item in items]

    return work


def _lost(item: int, why: str) -> str:
    return f"lost {item}: {why}"


def _pool(jobs: int = 2, patience: float = 60) -> Workers[int, str]:
    return Workers(_doubler, jobs, _lost, patience)


def test_results_keep_their_order_and_no_more_is_taken_than_needed() -> None:
    taken = 0

    def batches() -> Iterator[list[int]]:
        nonlocal taken
        for n in range(40):
            taken += 1
            yield [1000 + n, 2000 + n]

    with _pool() as pool:
        found = pool.map(batches())
        first = next(found)
        assert taken <= 5
        rest = list(found)
    assert [first, *rest] == [str(2 * (base + n)) for n in range(40) for base in (1000, 2000)]


def test_a_killed_worker_costs_only_the_item_that_killed_it() -> None:
    with _pool() as pool:
        found = list(pool.map([[1, 2], [3, 13, 4], [5]]))
    assert found[:3] == ["2", "4", "6"] and found[4:] == ["8", "10"]
    assert found[3].startswith("lost 13") and "exit code -9" in found[3]


def test_a_hung_worker_is_given_up() -> None:
    with _pool(jobs=1, patience=3) as pool:
        assert [f.split(":")[0] for f in pool.map([[99], [1]])] == ["lost 99", "2"]


def test_an_error_of_the_work_itself_comes_through() -> None:
    with _pool() as pool, pytest.raises(ValueError, match="77"):
        list(pool.map([[77]]))


def test_a_worker_killed_from_outside_is_replaced(tmp_path: Path) -> None:
    with _pool(jobs=1) as pool:
        found = pool.map([[1], [2], [3], [4]])
        first = next(found)
        os.kill(pool._workers[0].process.pid or 0, signal.SIGKILL)
        rest = list(found)
    assert first == "2" and len(rest) == 3
    assert sum(f.startswith("lost") for f in rest) <= 1  # what it was at when it was killed, alone in its batch


def test_readings_are_those_of_one_process() -> None:
    texts = [f"Egypt and Sudan agreed on Monday to open crossing {n} by March 3." for n in range(6)]
    items: list[Document | InputError] = [Document(t, source=f"d{n}") for n, t in enumerate(texts)]
    items.insert(3, InputError("x", "is empty", "give text"))
    settings = Settings(batch_size=2)

    def told(found: Iterator[Reading | InputError]) -> list[object]:
        return [str(f) if isinstance(f, InputError) else f for f in found]

    assert told(read_in_processes(iter(items), settings=settings, jobs=2)) == told(
        read_documents(iter(items), settings=settings)
    )


def _namer() -> Callable[[list[InputError]], list[InputError]]:
    return lambda items: [InputError(e.source, f"{e.problem}, seen by {os.getpid()}", e.cure) for e in items]


def test_errors_travel_to_a_worker_and_back_without_ending_it() -> None:
    errors = [InputError(f"s{n}", "is empty", "give text") for n in range(3)]
    with Workers(_namer, 1, lambda item, why: InputError(item.source, why, "")) as pool:
        found = list(pool.map([[e] for e in errors]))
        pid = pool._workers[0].process.pid
    assert [str(f) for f in found] == [f"s{n}: is empty, seen by {pid}; give text" for n in range(3)]


def test_the_handler_is_made_by_a_picklable_function() -> None:
    with Workers(partial(_doubler), 1, _lost) as pool:
        assert list(pool.map([[4]])) == ["8"]
