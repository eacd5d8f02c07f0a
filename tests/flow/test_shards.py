"""Large jobs in shards: the same as one process reads, each document once, resumed, whatever happens to a worker."""

from __future__ import annotations

import json
import os
import signal
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from aftertalks.flow.keeping import Ledger
from aftertalks.flow.reading import documents, read_documents
from aftertalks.flow.shards import running, work
from aftertalks.flow.shards.job import Form, Job, Task, plan
from aftertalks.flow.shards.loading import holds_shards, shard_readings
from aftertalks.flow.shards.place import open_place
from aftertalks.flow.shards.running import processes, read_shards
from aftertalks.flow.shards.work import Done, shard_reader
from aftertalks.ingest.pieces import Piece, pieces, read_piece
from aftertalks.model import Document, InputError, Reading, Settings, UsageError
from aftertalks.read.reader import Reader
from aftertalks.show import lines

SETTINGS = Settings(batch_size=4)
Made = Callable[[list[Task]], list[Done]]


class Here:
    """An engine that does everything in this process, and remembers what it was given."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self.make, self.given = make, list[int]()

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def map(self, batches: Iterable[list[Task]]) -> Iterator[Done]:
        do = self.make()
        for batch in batches:
            self.given += [task.number for task in batch]
            yield from do(batch)


@pytest.fixture
def here(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[running.Start, list[int]]]:
    """The engine of this process with the session's reader, and the numbers of the shards that it was given."""
    monkeypatch.setattr(work, "worker_reader", lambda settings: reader)
    numbers: list[int] = []

    def start(make: Callable[[], Made], patience: float) -> Here:
        engine = Here(make)
        engine.given = numbers
        return engine

    yield start, numbers


def article(n: int) -> dict[str, str]:
    text = f"Egypt and Sudan agreed on Monday to open crossing {n} by March 3. “It will last,” envoy Ann Lee said."
    return {"title": f"Crossing {n}", "text": text, "published": "2017-07-08"}


@pytest.fixture
def sources(tmp_path: Path) -> list[str]:
    """Ten articles and a bad line; a folder with a page, a text and an article of the first once more."""
    many = tmp_path / "many.jsonl"
    bad = [json.dumps(article(n)) for n in range(10)]
    bad.insert(4, "no JSON")
    many.write_text("\n".join(bad) + "\n")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "1.html").write_text(f"<html><body><h1>Talks</h1><p>{article(20)['text']}</p></body></html>")
    (folder / "2.txt").write_text("")
    (folder / "3.jsonl").write_text(json.dumps(article(3)) + "\n" + json.dumps(article(30)) + "\n")
    return [str(many), str(folder), str(tmp_path / "gone.txt")]


def alone(sources: list[str], reader: Reader) -> tuple[list[Reading], list[str]]:
    """What one process reads: each document once, and the errors."""
    found = read_documents(documents(sources, settings=SETTINGS), settings=SETTINGS, load=lambda _: reader)
    readings: dict[str, Reading] = {}
    errors = []
    for item in found:
        if isinstance(item, InputError):
            errors.append(item.source)
        else:
            readings.setdefault(item.document.id, item)
    return list(readings.values()), errors


def joined(folder: Path, part: str) -> list[dict[str, Any]]:
    files = sorted((folder / part).glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text().splitlines()]


def test_shards_hold_what_one_process_reads(tmp_path: Path, sources: list[str], here: Any, reader: Reader) -> None:
    job = Job(str(tmp_path / "out"), SETTINGS, shard_bytes=600)
    done = read_shards(job, sources, start=here[0])
    readings, errors = alone(sources, reader)
    out = tmp_path / "out"
    assert joined(out, "statements") == list(lines.records(readings))
    assert list(shard_readings(str(out))) == readings
    assert [e["source"] for e in joined(out, "errors")] == errors and all(e["cure"] for e in joined(out, "errors"))
    assert (done.documents, done.failed, done.repeated, done.lost) == (12, 3, 1, 0)
    assert done.shards == len(here[1]) > 3
    assert json.loads((out / "_SUCCESS").read_text())["documents"] == 12
    assert not list(out.rglob("*.part"))


def test_a_second_call_reads_only_what_is_missing(tmp_path: Path, sources: list[str], here: Any) -> None:
    out = tmp_path / "out"
    job = Job(str(out), SETTINGS, shard_bytes=600)
    first = read_shards(job, sources, start=here[0])
    whole = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    here[1].clear()
    assert replace(first, known=first.shards) == read_shards(job, sources, start=here[0]) and here[1] == []
    (out / "done" / "000001.json").unlink()
    (out / "statements" / "000001.jsonl").write_text("half a sha")
    (out / "statements" / "000001.jsonl.0000.part").write_text("half a sha")
    assert replace(first, known=first.shards - 1) == read_shards(job, sources, start=here[0]) and here[1] == [1]
    assert {p: p.read_bytes() for p in out.rglob("*") if p.is_file()} == whole


def test_another_job_does_not_go_into_the_same_shards(tmp_path: Path, sources: list[str], here: Any) -> None:
    job = Job(str(tmp_path / "out"), SETTINGS, shard_bytes=600)
    read_shards(job, sources, start=here[0])
    with pytest.raises(UsageError, match="different: form"):
        read_shards(replace(job, form=Form.PARQUET), sources, start=here[0])
    with Path(sources[0]).open("a") as file:
        file.write(json.dumps(article(99)) + "\n")
    with pytest.raises(UsageError, match="different: the input"):
        read_shards(job, sources, start=here[0])
    with pytest.raises(UsageError, match="is not on every machine"):
        shard_reader(replace(job, folder=str(tmp_path / "nowhere")))
    with pytest.raises(UsageError, match="standard input cannot be cut"):
        read_shards(replace(job, out=str(tmp_path / "other")), ["-"], start=here[0])


def test_a_damaged_shard_is_named(tmp_path: Path, sources: list[str], here: Any) -> None:
    out = tmp_path / "out"
    read_shards(Job(str(out), SETTINGS, shard_bytes=600), sources, start=here[0])
    whole = sum(isinstance(r, Reading) for r in shard_readings(str(out)))
    (out / "statements" / "000000.jsonl").write_text("")
    found = list(shard_readings(str(out)))
    (error,) = (f for f in found if isinstance(f, InputError))
    assert "(shard 000000): cannot be understood" in str(error) and "remove its done/ file" in str(error)
    assert 0 < len(found) - 1 < whole


def test_parquet_shards_hold_the_same_rows(tmp_path: Path, sources: list[str], here: Any, reader: Reader) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    job = Job(str(tmp_path / "out"), SETTINGS, Form.PARQUET, 600)
    done = read_shards(job, sources, start=here[0])
    rows = [r for f in sorted((tmp_path / "out/statements").iterdir()) for r in parquet.read_table(f).to_pylist()]
    expected = [s for r in alone(sources, reader)[0] for s in r.statements]
    assert [r["id"] for r in rows] == [s.id for s in expected] and done.statements == len(rows)
    assert "which lack what a ledger needs" in str(next(shard_readings(str(tmp_path / "out"))))


def test_a_ledger_is_fed_from_shards(tmp_path: Path, sources: list[str], here: Any, reader: Reader) -> None:
    out = tmp_path / "out"
    read_shards(Job(str(out), SETTINGS, shard_bytes=600), sources, start=here[0])
    assert holds_shards(str(out)) and not holds_shards(sources[1]) and not holds_shards("https://example.org/")
    with Ledger(tmp_path / "a.db") as fed, Ledger(tmp_path / "b.db") as direct:
        added = list(fed.add_sources([str(out)]))
        for reading in alone(sources, reader)[0]:
            direct.add(reading)
        assert [e.id for e in fed] == [e.id for e in direct] and len(added) == 12
        (out / "_SUCCESS").unlink()
        *known, last = fed.add_sources([str(out)])
        assert all(not isinstance(a, InputError) and a.known for a in known) and "is not finished" in str(last)


@pytest.mark.parametrize("scheme", ["memory", "file"])
def test_stores_are_read_and_written_by_url(
    tmp_path: Path, sources: list[str], here: Any, reader: Reader, scheme: str
) -> None:
    fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed (pip install 'aftertalks[ray]')")
    root = f"memory://{uuid.uuid4().hex}" if scheme == "memory" else f"file://{tmp_path}/store"
    with fsspec.open(f"{root}/in/many.jsonl", "wb", auto_mkdir=True) as file:
        file.write(Path(sources[0]).read_bytes())
    job = Job(f"{root}/out", SETTINGS, shard_bytes=600)
    done = read_shards(job, [f"{root}/in"], start=here[0])
    readings, _ = alone(sources[:1], reader)
    found = [r for r in shard_readings(f"{root}/out") if isinstance(r, Reading)]
    assert [r.statements for r in found] == [r.statements for r in readings]
    assert found[0].document.source.endswith("/in/many.jsonl#1") and (done.documents, done.failed) == (10, 1)
    here[1].clear()
    assert read_shards(job, [f"{root}/in"], start=here[0]).known == done.shards and here[1] == []
    assert not [n for n in open_place(f"{root}/out").names("statements") if n.endswith(".part")]
    with pytest.raises(UsageError, match="cannot be opened"):
        open_place("nosuchstore://x/y")


def _instead(
    items: Iterable[Document | InputError], *, settings: Settings, load: Any
) -> Iterator[Reading | InputError]:
    for item in items:
        if isinstance(item, Document) and "FATAL" in item.text:
            os.kill(os.getpid(), signal.SIGKILL)
        yield item if isinstance(item, InputError) else Reading(item, (), ())


def _deadly(job: Job, flag: Path | None) -> Made:
    """Shards read by a reading that is killed by the word FATAL; with a flag only the first time."""
    work.worker_reader = lambda settings: None  # type: ignore[assignment,return-value]
    if flag is None or not flag.exists():
        work.read_documents = _instead  # type: ignore[assignment]
    else:
        work.read_documents = lambda items, **_: (i if isinstance(i, InputError) else Reading(i, (), ()) for i in items)
    if flag is not None:
        flag.touch()
    return shard_reader(job)


@pytest.mark.parametrize("always", [False, True])
def test_a_killed_worker_costs_nothing_and_a_fatal_document_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, always: bool
) -> None:
    path = tmp_path / "many.jsonl"
    texts = [article(n)["text"] + (" FATAL" if n == 5 else "") for n in range(12)]
    path.write_text("".join(json.dumps({"text": t, "published": "2017-07-08"}) + "\n" for t in texts))
    out = tmp_path / "out"
    monkeypatch.setattr(running, "shard_reader", partial(_deadly, flag=None if always else tmp_path / "flag"))
    done = read_shards(Job(str(out), SETTINGS, shard_bytes=600), [str(path)], start=processes(1))
    assert [d["source"] for d in joined(out, "documents")] == [
        f"{path}#{n + 1}" for n in range(12) if n != 5 or not always
    ]
    assert (done.documents, done.failed, done.lost) == ((11, 1, 0) if always else (12, 0, 0))
    if always:
        assert joined(out, "errors")[0]["source"] == f"{path}#6"
        assert joined(out, "errors")[0]["problem"] == "its reading ended the process"
    assert not list(out.rglob("*.part"))


def test_pieces_cover_a_file_and_count_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    data = b"\xef\xbb\xbf" + b"".join(json.dumps(article(n)).encode() + b"\r\n" * (1 + n % 2) for n in range(500))
    path.write_bytes(data.rstrip())
    for most in (1, 700, 100_000, 10_000_000):
        cut = [p for p in pieces(str(path), most=most) if isinstance(p, Piece)]
        assert cut == list(pieces(str(path), most=most))
        found = [d for p in cut for d in read_piece(p, settings=SETTINGS)]
        assert found == list(documents([str(path)], settings=SETTINGS)) and len(found) == 500
    changed = path.read_bytes().replace(b"crossing 499", b"crossing 498")
    before = list(pieces(str(path), most=700))
    path.write_bytes(changed)
    after = list(pieces(str(path), most=700))
    assert before[:-1] == after[:-1] and before[-1] != after[-1]


def test_parquet_pieces_are_row_groups(tmp_path: Path) -> None:
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "many.parquet"
    parquet.write_table(pa.Table.from_pylist([article(n) for n in range(90)]), path, row_group_size=20)
    cut = [p for p in pieces(str(path), most=1) if isinstance(p, Piece)]
    assert [(p.start, p.end, p.first) for p in cut] == [(n, n + 1, 1 + 20 * n) for n in range(5)]
    found = [d for p in cut for d in read_piece(p, settings=SETTINGS)]
    assert found == list(documents([str(path)], settings=SETTINGS)) and len(found) == 90


def test_small_files_share_a_shard_and_the_plan_is_always_the_same(tmp_path: Path) -> None:
    for n in range(30):
        (tmp_path / f"{n:02}.txt").write_text("x" * 100)
    first = list(plan([str(tmp_path)], most=1000))
    assert [len(s) for s in first if not isinstance(s, InputError)] == [10, 10, 10]
    assert list(plan([str(tmp_path)], most=1000)) == first
