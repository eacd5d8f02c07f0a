"""Ray: a cluster of two machines (processes of this one), of which one loses a worker, and then one is lost."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from aftertalks.flow.reading import documents, read_documents
from aftertalks.flow.shards import running, work
from aftertalks.flow.shards.job import Job, Task
from aftertalks.flow.shards.running import read_shards
from aftertalks.flow.shards.work import Done, shard_reader
from aftertalks.model import Document, InputError, Reading, Settings, UsageError
from aftertalks.read.reader import Reader
from aftertalks.run import RayWorkers, ray_workers
from aftertalks.show import lines

pytest.importorskip("ray", reason="Ray is not installed (pip install 'aftertalks[ray]')")
pytestmark = pytest.mark.filterwarnings("ignore")  # what Ray warns of is not ours to mend

ATTEMPTS = 3  # a machine that has much else to do starts a cluster too slowly at times
SETTINGS = Settings(batch_size=4)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A head and a second node of one core each."""
    ray = ray_workers.load_ray()
    from ray.cluster_utils import Cluster

    patch = pytest.MonkeyPatch()
    patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))  # workers import this module
    small = {"num_cpus": 1, "object_store_memory": 80_000_000, "include_dashboard": False}
    for attempt in range(ATTEMPTS):
        made = Cluster()
        try:
            made.add_node(**small)
            made.add_node(**small)
            ray.init(address=made.address, log_to_driver=False, logging_level="error")
            break
        except Exception as error:  # Ray raises no narrower one
            ray.shutdown()
            made.shutdown()
            if attempt + 1 == ATTEMPTS:
                pytest.skip(f"this machine starts no Ray cluster: {error}")
    yield made
    ray.shutdown()
    made.shutdown()
    patch.undo()


def _killed_once(job: Job, flag: Path) -> Callable[[list[Task]], list[Done]]:
    """Shards read as always, but that the first worker to come to article 7 is killed while it reads it."""
    read = read_documents

    def reading(items: Any, **given: Any) -> Iterator[Reading | InputError]:
        def passing() -> Iterator[Document | InputError]:
            for item in items:
                if isinstance(item, Document) and "crossing 7 " in item.text and not flag.exists():
                    flag.write_text(str(os.getpid()))
                    os.kill(os.getpid(), signal.SIGKILL)
                yield item

        return read(passing(), **given)

    work.read_documents = reading  # type: ignore[assignment]
    return shard_reader(job)


def test_a_killed_worker_changes_nothing_in_what_is_read(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: Reader
) -> None:
    path, flag, out = tmp_path / "many.jsonl", tmp_path / "flag", tmp_path / "out"
    text = "Egypt and Sudan agreed on Monday to open crossing {} by March 3. “It will last,” envoy Ann Lee said."
    made = [json.dumps({"text": text.format(n), "published": "2017-07-08"}) for n in (*range(16), 3)]
    path.write_text("\n".join([*made, "no JSON"]) + "\n")
    monkeypatch.setattr(running, "shard_reader", partial(_killed_once, flag=flag))
    monkeypatch.chdir(tmp_path)  # the cluster's processes are in another folder
    done = read_shards(Job("out", SETTINGS, shard_bytes=400), ["many.jsonl"], start=running.ray(2))
    assert flag.exists() and int(flag.read_text()) != os.getpid()

    found = read_documents(documents(["many.jsonl"], settings=SETTINGS), settings=SETTINGS, load=lambda _: reader)
    first: dict[str, Reading] = {}
    for reading in found:
        if isinstance(reading, Reading):
            first.setdefault(reading.document.id, reading)
    shards = sorted((out / "statements").iterdir())
    expected = "".join(lines.line(r) + "\n" for r in lines.records(first.values()))
    assert "".join(s.read_text() for s in shards) == expected
    assert (done.shards, done.documents, done.failed, done.repeated, done.lost) == (len(shards), 16, 1, 1, 0)
    assert not list(out.rglob("*.part"))


def _slow(folder: Path) -> Callable[[list[int]], list[str]]:
    def do(items: list[int]) -> list[str]:
        import ray

        (folder / ray.get_runtime_context().get_node_id()).touch()
        time.sleep(0.3)
        if items == [-1]:
            raise UsageError("minus one")
        return [str(i) for i in items]

    return do


def test_a_lost_machine_costs_only_what_it_was_at(cluster: Any, tmp_path: Path) -> None:
    node = cluster.add_node(num_cpus=1, object_store_memory=80_000_000, include_dashboard=False)
    lost: list[int] = []

    def note(item: int, why: str) -> str:
        lost.append(item)
        return f"lost {item}"

    with RayWorkers(partial(_slow, tmp_path), 3, note) as workers:
        found = []
        for result in workers.map([n] for n in range(40)):
            found.append(result)
            if node is not None and len(list(tmp_path.iterdir())) == 3:
                cluster.remove_node(node, allow_graceful=False)
                node = None
        assert node is None
        assert sorted(found) == sorted([f"lost {n}" for n in lost] + [str(n) for n in range(40) if n not in lost])
        assert len(lost) == 1
        with pytest.raises(UsageError, match="minus one"):
            list(workers.map([[-1]]))


def test_without_ray_the_cure_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> None:
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr(ray_workers, "import_module", gone)
    with pytest.raises(UsageError, match=r"pip install 'aftertalks\[ray\]'"):
        ray_workers.load_ray()
