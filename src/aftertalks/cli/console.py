"""What the command line writes to: stdout or a file for results, stderr for everything else."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar, cast

from aftertalks.model import UsageError

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

T = TypeVar("T")
_END = object()
PLAIN_WIDTH = 120  # columns of a table that does not go to a terminal


def warn(message: str) -> None:
    """Write one line to stderr."""
    from aftertalks.show.wording import one_line

    sys.stderr.write(one_line(message) + "\n")


def say(message: str) -> None:
    """Write one line to stdout."""
    sys.stdout.write(message + "\n")


def is_terminal() -> bool:
    """Say whether results go to a person's terminal."""
    return sys.stdout.isatty()


@contextlib.contextmanager
def destination(path: Path | None) -> Iterator[TextIO]:
    """Open the file that a command writes to; stdout for none or ``-``.

    Raises:
        UsageError: the file cannot be written.
    """
    if path is None or str(path) == "-":
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
        yield sys.stdout
        return
    with whole_file(path) as part, part.open("w", encoding="utf-8", errors="backslashreplace", newline="") as out:
        yield out


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Name a file to write; it is moved to its place when whole, so that a failed run leaves an older one as it was.

    Raises:
        UsageError: the file cannot be written.
    """
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        yield part
        part.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); choose another place with --out") from error
    finally:
        part.unlink(missing_ok=True)


def rich_console(out: TextIO) -> Console:
    """Return a console on ``out``: the terminal's width there, ``$COLUMNS`` or 120 elsewhere; NO_COLOR is heeded."""
    from rich.console import Console

    given = os.environ.get("COLUMNS", "")
    columns = None if out.isatty() else int(given) if given.isdecimal() and int(given) else PLAIN_WIDTH
    return Console(file=out, width=columns, highlight=False, markup=False, emoji=False)


def width(out: TextIO | None = None) -> int:
    """Return how many columns a table may take."""
    return rich_console(out or sys.stdout).width


def print_rich(thing: RenderableType, out: TextIO | None = None) -> None:
    """Print a table or text made by :mod:`aftertalks.show`."""
    rich_console(out or sys.stdout).print(thing)


def progress(items: Iterable[T], *, doing: str) -> Iterator[T]:
    """Pass items on, showing on a terminal's stderr how many came and how long it takes."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    # How many documents a folder, a feed or an address holds is not known before they are read: no bar, but a count.
    count = TextColumn("{task.description}, {task.completed} documents so far")
    bar = Progress(SpinnerColumn(), count, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
    task = bar.add_task(doing, total=None)
    waiting = iter(items)
    while True:
        # Shown only while waiting, so that it never stands in the middle of what the caller prints.
        with bar:
            item = next(waiting, _END)
        if item is _END:
            return
        yield cast("T", item)
        bar.advance(task)
