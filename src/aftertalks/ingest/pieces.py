"""Cuts inputs into pieces that can be read on their own, and reads a piece: the parts of one large job.

A JSON Lines file is cut at line ends and a Parquet file between row groups; everything else is one piece. A document of
a piece has the same name (``file#n``) as when the whole is read at once.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from aftertalks.ingest.content import HEAD
from aftertalks.ingest.jsonl import read_lines
from aftertalks.ingest.parquet import open_parquet, read_parquet
from aftertalks.ingest.remote import is_remote, open_remote, remote_files, remote_mark
from aftertalks.ingest.sniff import container, refuse_binary, sniff
from aftertalks.ingest.source import Found, open_source, read_file, read_stream, walk
from aftertalks.model import InputError, Settings

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an input.

    Args:
        source: the file or address.
        kind: ``whole``; ``walked``: a whole file that was found in a folder; ``lines``; ``rows``.
        start, end: bytes of ``lines``, row groups of ``rows``, end exclusive.
        first: the number of its first line or row.
        size: bytes; 0 where unknown.
        mark: by which a changed input is known again: a hash of the bytes, or the file's size and time.
    """

    source: str
    kind: str
    start: int = 0
    end: int = 0
    first: int = 1
    size: int = 0
    mark: str = ""


def pieces(source: str, *, most: int) -> Iterator[Piece | InputError]:
    """Yield the pieces of a source in the order in which it is read; what cannot be opened comes as an error.

    Args:
        source: a file, a folder, an address, or a file or folder of a store that fsspec knows (``s3://…``).
        most: bytes after which a file is cut, at the next line or row group.
    """
    if is_remote(source):
        try:
            for name in remote_files(source):
                yield from _of_stream(name, "whole", lambda name=name: open_remote(name), remote_mark(name), most)
        except OSError as error:
            yield InputError(source, f"cannot be read ({error})", "check the name and the permissions")
        except InputError as error:
            yield error
    elif "://" in source[:20]:
        yield Piece(source, "whole")
    elif Path(source).is_dir():
        for item in walk(source):
            yield from [item] if isinstance(item, InputError) else _of_file(item, "walked", most)
    else:
        yield from _of_file(Path(source), "whole", most)


def _of_file(path: Path, kind: str, most: int) -> Iterator[Piece | InputError]:
    if not path.is_file():  # missing, a pipe: reading tells
        yield Piece(str(path), kind)
        return
    try:
        status = path.stat()
        mark = f"{status.st_size}:{status.st_mtime_ns}"
        yield from _of_stream(str(path), kind, lambda: path.open("rb"), (status.st_size, mark), most)
    except OSError:
        yield Piece(str(path), kind)


def _of_stream(source: str, kind: str, opener: Any, known: tuple[int, str], most: int) -> Iterator[Piece | InputError]:
    size, mark = known
    whole = Piece(source, kind, size=size, mark=mark)
    if size <= most:
        yield whole
        return
    with opener() as stream:
        head = stream.read(HEAD)
        form = container(head)
        text = head.decode("utf-8", "replace").removeprefix("\ufeff")
        if form == "parquet":
            yield from _row_groups(stream, whole, most)
        elif form is None and not refuse_binary(head) and sniff(text, name=source) == "jsonl":
            stream.seek(0)
            yield from _lines(stream, whole, most)
        else:
            yield whole


def _lines(stream: BinaryIO, whole: Piece, most: int) -> Iterator[Piece]:
    """Cut at the first line end after ``most`` bytes; lines are counted on the way."""
    start, first, lines, at = 0, 1, 0, 0
    digest = hashlib.blake2b(digest_size=12)
    while block := stream.read(_BLOCK):
        while at + len(block) - start >= most:
            cut = block.find(b"\n", max(most - (at - start), 1) - 1)
            if cut < 0:
                break
            part, block = block[: cut + 1], block[cut + 1 :]
            digest.update(part)
            at, lines = at + len(part), lines + part.count(b"\n")
            yield Piece(whole.source, "lines", start, at, first, at - start, digest.hexdigest())
            start, first, lines, digest = at, first + lines, 0, hashlib.blake2b(digest_size=12)
        digest.update(block)
        at, lines = at + len(block), lines + block.count(b"\n")
    if at > start:
        yield Piece(whole.source, "lines", start, at, first, at - start, digest.hexdigest())


def _row_groups(stream: BinaryIO, whole: Piece, most: int) -> Iterator[Piece | InputError]:
    try:
        file = open_parquet(stream, source=whole.source)
    except InputError as error:
        yield error
        return
    start, first, rows, size = 0, 1, 0, 0
    for group in range(file.num_row_groups):
        about = file.metadata.row_group(group)
        rows, size = rows + about.num_rows, size + about.total_byte_size
        if size >= most or group + 1 == file.num_row_groups:
            yield Piece(whole.source, "rows", start, group + 1, first, size, whole.mark)
            start, first, rows, size = group + 1, first + rows, 0, 0


class _Part(io.RawIOBase):
    """A stretch of a stream, of which only the beginning is in place."""

    def __init__(self, stream: BinaryIO, left: int) -> None:
        self._stream, self._left = stream, left

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read on, up to the stretch's end."""
        data = self._stream.read(min(len(buffer), self._left))
        self._left -= len(data)
        buffer[: len(data)] = data
        return len(data)


def read_piece(piece: Piece, *, settings: Settings) -> Found:
    """Yield the documents of a piece, and an error for each part that cannot be read."""
    if piece.kind == "whole" and not is_remote(piece.source):
        yield from open_source(piece.source, settings=settings)
        return
    if piece.kind == "walked":
        yield from read_file(Path(piece.source), settings, walked=True)
        return
    try:
        with open_remote(piece.source) if is_remote(piece.source) else Path(piece.source).open("rb") as stream:
            yield from _read_part(piece, stream, settings)
    except OSError as error:
        yield InputError(piece.source, f"cannot be read ({error.strerror or error})", "check that it is still there")
    except InputError as error:
        yield error


def _read_part(piece: Piece, stream: BinaryIO, settings: Settings) -> Found:
    if piece.kind == "lines":
        stream.seek(piece.start)
        part = cast("BinaryIO", io.BufferedReader(_Part(stream, piece.end - piece.start)))
        head = part.read(HEAD)  # of the first piece it may begin with a byte-order mark
        yield from read_lines(head, part, source=piece.source, settings=settings, first=piece.first)
    elif piece.kind == "rows":
        groups = range(piece.start, piece.end)
        yield from read_parquet(stream, source=piece.source, settings=settings, groups=groups, first=piece.first)
    else:
        yield from read_stream(stream, source=piece.source, settings=settings, size=piece.size or None)
