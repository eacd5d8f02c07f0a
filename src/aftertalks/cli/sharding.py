"""``read --out FOLDER/``: a large job in shards, on this machine's processes or on a Ray cluster."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

from aftertalks.cli import console

if TYPE_CHECKING:
    from aftertalks.flow.shards.running import Summary
    from aftertalks.model import Settings


class Engine(StrEnum):
    """What runs the workers."""

    PROCESSES = "processes"
    RAY = "ray"


def names_shards(out: str | None) -> bool:
    """Say whether ``--out`` names a folder of shards: it ends with a slash, or is a URL."""
    return out is not None and (out.endswith("/") or "://" in out)


def read_into_shards(
    sources: list[str],
    *,
    out: str | None,
    form: str | None,
    engine: Engine | None,
    jobs: int | None,
    shard_mb: float | None,
    settings: Settings,
) -> None:
    """Read sources into a folder of shards and say what it came to.

    Raises:
        UsageError: the options make no sense together.
    """
    from aftertalks.flow.shards import running
    from aftertalks.flow.shards.job import SHARD_BYTES, Form, Job
    from aftertalks.model import UsageError

    if out in (None, "-"):
        raise UsageError("--engine and --shard-mb need --out FOLDER/, where the shards are written")
    if form is not None and form not in list(Form):
        raise UsageError(f"shards are written as jsonl or parquet, not as {form}")
    size = SHARD_BYTES if shard_mb is None else max(int(shard_mb * 1_000_000), 1)
    job = Job(str(out), settings, Form(form or Form.JSONL), size)
    start = running.ray(jobs) if engine is Engine.RAY else running.processes(jobs or 1)
    with _bar() as tell:
        done = running.read_shards(job, sources, start=start, tell=tell)
    console.say(f"{out}: {_told(done)}")
    if done.failed:
        console.warn(f"{done.failed:,} set aside: see {str(out).rstrip('/')}/errors/")
    if done.lost:
        console.warn(f"{done.lost:,} shards ended their workers again and again; the same call tries them anew")
    if done.failed or done.lost:
        raise typer.Exit(1)


def _told(done: Summary) -> str:
    from aftertalks.show.wording import counted

    parts = [counted(done.shards, "shard") + (f" ({done.known:,} already there)" if done.known else "")]
    if not done.lost:
        parts += [counted(done.documents, "document"), counted(done.statements, "statement")]
    if done.repeated:
        parts.append(f"{done.repeated:,} repeated and kept once")
    return ", ".join(parts)


@contextlib.contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """Give what shows progress on a terminal's stderr."""
    if not sys.stderr.isatty():
        yield lambda done, every: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("shards", total=None)
        yield lambda done, every: bar.update(task, completed=done, total=every)
