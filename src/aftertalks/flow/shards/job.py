"""What a job of shards is: its words, its files, and the plan that says which piece is in which shard."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Any

from aftertalks.flow.shards.place import Place, copy_in, open_place, write_json
from aftertalks.ingest.pieces import Piece, pieces
from aftertalks.model import InputError, Settings, UsageError

SHARD_BYTES = 4_000_000
"""Input bytes of a shard: about a minute's work of one core, so that little is lost with a worker."""
MOST_PIECES = 1000  # small files of a shard
MANIFEST, PLAN, END = "manifest.json", "plan.jsonl", "_SUCCESS"
STATEMENTS, DOCUMENTS, ERRORS, DONE = "statements", "documents", "errors", "done"
FORMAT = "aftertalks-shards"
_NO_MATTER = {"batch_size", "timeout", "private_addresses"}  # settings that change nothing in what is read


class Form(StrEnum):
    """How a shard's statements are written; its documents and errors are JSON Lines always."""

    JSONL = "jsonl"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class Job:
    """What all workers of a job must know.

    Args:
        out: the folder, or the URL of a store, that all of them see.
        folder: where relative names begin; null where there are none.
    """

    out: str
    settings: Settings
    form: Form = Form.JSONL
    shard_bytes: int = SHARD_BYTES
    folder: str | None = None

    @property
    def place(self) -> Place:
        """Where it is written."""
        return open_place(self.out)


@dataclass(frozen=True, slots=True)
class Task:
    """A shard to be read.

    Args:
        attempt: 1 for the first; from the third on the document that is being read is written down, so that one that
            costs a worker its life is known.
    """

    number: int
    pieces: tuple[Piece, ...]
    attempt: int = 1

    @property
    def name(self) -> str:
        """The shard's files begin so."""
        return shard_name(self.number)


def shard_name(number: int) -> str:
    """Return how a shard's files are named."""
    return f"{number:06d}"


def plan(sources: Iterable[str], *, most: int) -> Iterator[tuple[Piece, ...] | InputError]:
    """Yield the pieces of each shard; the same sources give the same shards."""
    waiting: list[Piece] = []
    size = 0
    for piece in _all_pieces(sources, most):
        if isinstance(piece, InputError):
            yield piece
            continue
        if waiting and (size + piece.size > most or len(waiting) >= MOST_PIECES):
            yield tuple(waiting)
            waiting, size = [], 0
        waiting.append(piece)
        size += piece.size
    if waiting:
        yield tuple(waiting)


def _all_pieces(sources: Iterable[str], most: int) -> Iterator[Piece | InputError]:
    for source in sources:
        if source == "-":
            raise UsageError("standard input cannot be cut into shards; give a file")
        yield from pieces(source, most=most)


def write_plan(job: Job, sources: Iterable[str], made: Path) -> tuple[int, list[InputError]]:
    """Make the plan, and see that what is there already follows the same one.

    Args:
        made: a file of this machine to write the plan in.

    Returns:
        How many shards there are, and what cannot be opened.

    Raises:
        UsageError: the place holds shards of another input, other options or another version.
    """
    failed: list[InputError] = []
    digest, count = hashlib.sha256(), 0
    with made.open("w", encoding="utf-8", errors="backslashreplace") as out:
        for some in plan(sources, most=job.shard_bytes):
            if isinstance(some, InputError):
                failed.append(some)
                continue
            line = json.dumps([asdict(p) for p in some]) + "\n"
            digest.update(line.encode())
            out.write(line)
            count += 1
    manifest = _manifest(job) | {"shards": count, "plan": digest.hexdigest()}
    place = job.place
    known = read_manifest(place)
    if known is None:
        copy_in(place, PLAN, made)
        write_json(place, MANIFEST, manifest)
    elif other := [name for name in manifest if known.get(name) != manifest[name]]:
        what = "the input" if {"plan", "shards"} & set(other) else ", ".join(other)
        raise UsageError(f"{job.out}: holds shards of another job (different: {what}); give another --out or remove it")
    return count, failed


def _manifest(job: Job) -> dict[str, Any]:
    """Everything that a shard's content depends on."""
    options = {k: v for k, v in asdict(job.settings).items() if k not in _NO_MATTER}
    plain: dict[str, Any] = json.loads(json.dumps(options, default=str))
    made = {"read_by": f"aftertalks {version('aftertalks')}", "form": job.form.value, "shard_bytes": job.shard_bytes}
    return {"format": FORMAT, **made, **plain}


def read_manifest(place: Place) -> dict[str, Any] | None:
    """Return a place's manifest; null where it holds no shards."""
    data = place.read(MANIFEST)
    try:
        found = json.loads(data) if data else None
    except ValueError:
        return None
    return found if isinstance(found, dict) and found.get("format") == FORMAT else None


def tasks(made: Path, done: set[int]) -> Iterator[Task]:
    """Yield what a plan leaves to be read."""
    with made.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number not in done:
                yield Task(number, tuple(Piece(**p) for p in json.loads(line)))
