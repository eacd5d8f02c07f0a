"""Packed inputs: gzip files and the files of a zip, unpacked as a stream and never without end."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import BinaryIO, cast

from aftertalks.ingest.sniff import ENDINGS
from aftertalks.model import InputError, Settings

MOST_TIMES = 500
"""How many times its packed size an input may unpack to: English packs 3 times, repetitions 100, a bomb 1,000."""
_BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)


class _Rejoined(io.RawIOBase):
    """A head that was read already and the rest of its stream; counts what it gave."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        wanted = len(buffer)
        data, self._head = self._head[:wanted], self._head[wanted:]
        data = data or self._rest.read(wanted)
        buffer[: len(data)] = data
        self.given += len(data)
        return len(data)


class _Unpacked(io.RawIOBase):
    """An unpacking stream that ends a bomb, and names the file when the packing is damaged."""

    def __init__(self, inner: BinaryIO, packed: Callable[[], int], source: str, free: int) -> None:
        self._inner, self._packed, self._source, self._free = inner, packed, source, free
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._inner.read(len(buffer))
        except _BROKEN as error:
            problem = f"is damaged after {self._given:,} unpacked bytes ({error or type(error).__name__})"
            raise InputError(self._source, problem, "fetch it again; what came before is read") from error
        self._given += len(data)
        if self._given > max(self._free, MOST_TIMES * self._packed()):
            problem = f"unpacks to more than {MOST_TIMES} times its size"
            raise InputError(self._source, problem, "unpack it first, if it is no bomb")
        buffer[: len(data)] = data
        return len(data)


def rejoined(head: bytes, rest: BinaryIO) -> BinaryIO:
    """Return a stream whose beginning was read already, whole again."""
    return cast("BinaryIO", io.BufferedReader(_Rejoined(head, rest)))


def gunzipped(head: bytes, rest: BinaryIO, *, source: str, settings: Settings) -> BinaryIO:
    """Return the unpacked stream of a gzip file of one or many members.

    Reading it raises :class:`~aftertalks.model.InputError` where the file is damaged or unpacks without end.
    """
    whole = _Rejoined(head, rest)
    inner = cast("BinaryIO", gzip.GzipFile(fileobj=cast("BinaryIO", io.BufferedReader(whole))))
    bounded = _Unpacked(inner, lambda: whole.given, source, settings.max_bytes)
    return cast("BinaryIO", io.BufferedReader(bounded, 1 << 16))


def inner_name(name: str) -> str:
    """Return the name of what a gzip file holds: its own without ``.gz``."""
    return name[:-3] if name.lower().endswith(".gz") else name


def members(stream: BinaryIO, *, source: str, settings: Settings) -> Iterator[tuple[str, BinaryIO] | InputError]:
    """Yield the readable files of a zip, in their order there, each with its place ``file.zip:name``.

    Files of unknown ending, hidden ones and folders are passed over, as long as one file can be read.
    """
    try:
        packed = zipfile.ZipFile(stream)
    except _BROKEN as error:
        yield InputError(source, f"is a damaged zip ({error})", "fetch it again")
        return
    found = [i for i in packed.infolist() if not i.is_dir() and _is_readable(i.filename)]
    if not found:
        yield InputError(source, "is a zip without text, HTML, feeds, JSON Lines or tables", "unpack it first")
    for info in found:
        place = f"{source}:{info.filename}"
        if info.flag_bits & 1:
            yield InputError(place, "is protected by a password", "unpack it first")
            continue
        try:
            inner = cast("BinaryIO", packed.open(info))
        except _BROKEN as error:
            yield InputError(place, f"cannot be unpacked ({error})", "unpack it first")
            continue
        size = info.compress_size
        bounded = _Unpacked(inner, lambda size=size: size, place, settings.max_bytes)  # type: ignore[misc]
        yield place, cast("BinaryIO", io.BufferedReader(bounded, 1 << 16))


def _is_readable(name: str) -> bool:
    path = PurePath(inner_name(name))
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in path.parts)
    return not hidden and path.suffix.lower() in ENDINGS
