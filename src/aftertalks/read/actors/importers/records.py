"""What an import of a user's actor file yields, and how such a file is opened."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from aftertalks.model import InputError

MAX_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class CodeSpell:
    """A code and the days on which it holds; null is open."""

    code: str
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class ImportedActor:
    """An actor of a user's file.

    Args:
        name: as printed, without the file's underscores.
        also: further spellings.
        codes: the file's codes with their periods, in its order.
        line: number of the record's first line.
        role: office or function, if the file gives it.
    """

    name: str
    also: tuple[str, ...]
    codes: tuple[CodeSpell, ...]
    line: int
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that became no record, and why."""

    line: int
    text: str
    reason: str


@dataclass
class Import:
    """What an import yields.

    Args:
        source: the file.
        format: ``phoenix``, ``agents``, ``reign``, ``csv`` or ``yaml``.
        actors: the records, in the file's order.
        skipped: lines set aside with the reason; comments and blank lines are only counted.
        lines: lines read.
        comments: lines that are blank or comment.
        definitions: lines that define a macro for later lines.
    """

    source: str
    format: str
    actors: list[ImportedActor] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    lines: int = 0
    comments: int = 0
    definitions: int = 0

    def report(self) -> str:
        """Return a report in words: counts, then every skipped line."""
        names = sum(1 + len(a.also) for a in self.actors)
        head = (
            f"{self.source}: {len(self.actors)} actors with {names} names from {self.lines} lines "
            f"({self.comments} blank or comment, {self.definitions} definitions, {len(self.skipped)} set aside)"
        )
        return "\n".join([head, *(f"line {s.line}: {s.reason}: {s.text[:80]}" for s in self.skipped)])


def plain(name: str) -> str:
    """Return a dictionary's name as running text: underscores are spaces, a final one only marks a full word."""
    return " ".join(name.replace("_", " ").split())


def text_of(path: Path) -> str:
    """Return a file's text: UTF-8, else Latin-1.

    Raises:
        InputError: the file cannot be read or is too large.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(str(path), f"is larger than {MAX_BYTES:,} bytes", "split it")
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(str(path), "cannot be read", "check the path and its rights") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def rows_of(path: Path, needed: set[str], found: Import) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield a CSV file's rows with the number of their last line.

    Raises:
        InputError: a needed column is missing, or a line is no CSV.
    """
    text = text_of(path)
    found.lines = text.count("\n") + (not text.endswith("\n"))
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = needed - set(reader.fieldnames or ())
    if missing:
        raise InputError(str(path), f"has no column {', '.join(sorted(missing))}", "check the header line")
    try:
        for row in reader:
            yield reader.line_num, {k: v for k, v in row.items() if isinstance(k, str)}
    except csv.Error as error:
        raise InputError(str(path), f"line {reader.line_num} is no CSV ({error})", "mend the line") from error
