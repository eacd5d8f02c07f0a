"""Opens a file of event data, plain or packed, as bounded lines of text."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from aftertalks.model import InputError

MAX_LINE = 1_000_000  # letters; a longer line is no row of any dataset
MAX_UNPACKED = 20_000_000_000  # bytes of one packed file, so that a zip bomb ends
_TABLES = (".csv", ".tsv", ".txt", ".tab")
BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)


@dataclass
class Mending:
    """Counts bytes that are not UTF-8 and were read as Windows-1252."""

    bytes: int = 0


def _mender(mending: Mending) -> Callable[[UnicodeError], tuple[str, int]]:
    def mend(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        bad = error.object[error.start : error.end]
        mending.bytes += len(bad)
        return bad.decode("cp1252", "replace"), error.end

    return mend


class _Bounded(io.RawIOBase):
    """A stream that refuses to unpack without end."""

    def __init__(self, inner: IO[bytes] | gzip.GzipFile, source: str) -> None:
        self._inner, self._source, self._left = inner, source, MAX_UNPACKED

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._inner.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise InputError(self._source, "it unpacks to more than 20 GB", "give it in parts")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._inner.close()
        super().close()


@dataclass
class Lines:
    """The lines of one table.

    Args:
        name: the file's name; for a packed one with the member's behind a colon.
        overlong: called with the line's number for a line that was skipped because of its length.
    """

    name: str
    stream: io.TextIOBase
    mending: Mending
    overlong: Callable[[int], None] = field(default=lambda line: None)

    def __iter__(self) -> Iterator[str]:
        number, read = 0, self.stream.readline
        while line := read(MAX_LINE):
            number += 1
            if len(line) == MAX_LINE and not line.endswith("\n"):
                while (rest := read(MAX_LINE)) and not rest.endswith("\n"):
                    pass
                self.overlong(number)
                line = "\n"  # an empty line keeps the count of lines right
            yield line


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, hexadecimal."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            found.update(block)
    return found.hexdigest()


@contextmanager
def _text(raw: IO[bytes] | gzip.GzipFile, name: str, *, packed: bool) -> Iterator[Lines]:
    mending = Mending()
    handler = f"aftertalks-mend-{id(mending)}"
    codecs.register_error(handler, _mender(mending))
    bounded = io.BufferedReader(_Bounded(raw, name), 1 << 16) if packed else raw
    stream = io.TextIOWrapper(bounded, encoding="utf-8-sig", errors=handler, newline="")
    try:
        yield Lines(name, stream, mending)
    finally:
        stream.close()


def tables(path: Path) -> Iterator[Lines]:
    """Yield every table of a file: itself, or each table that a zip holds.

    Raises:
        InputError: the file is missing, damaged, protected, or holds no table.
    """
    try:
        yield from _tables(path)
    except InputError:
        raise
    except BROKEN as error:
        raise InputError(str(path), f"cannot be read ({error})", "check the file or fetch it again") from error


def _tables(path: Path) -> Iterator[Lines]:
    with path.open("rb") as file:
        start = file.read(4)
    if start == b"PK\x03\x04":
        yield from _members(path)
        return
    if start[:2] == b"\x1f\x8b":
        with gzip.open(path, "rb") as unpacked, _text(unpacked, path.name, packed=True) as lines:
            yield lines
        return
    with path.open("rb") as file, _text(file, path.name, packed=False) as lines:
        yield lines


def _members(path: Path) -> Iterator[Lines]:
    with zipfile.ZipFile(path) as packed:
        names = [
            info for info in packed.infolist()
            if not info.is_dir() and info.filename.lower().endswith(_TABLES) and "__MACOSX" not in info.filename
        ]  # fmt: skip
        if not names:
            raise InputError(str(path), "the zip holds no .csv, .tsv, .tab or .txt", "pack the table itself")
        for info in names:
            if info.flag_bits & 1:
                raise InputError(f"{path}:{info.filename}", "it is protected by a password", "unpack it first")
            with packed.open(info) as member, _text(member, f"{path.name}:{info.filename}", packed=True) as lines:
                yield lines
