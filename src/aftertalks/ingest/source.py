"""From what the user names (a file, a folder, an address, ``-``) to documents, one at a time."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from aftertalks.ingest.content import HEAD, Content, read_content
from aftertalks.ingest.decode import decode
from aftertalks.ingest.jsonl import read_lines
from aftertalks.ingest.packed import gunzipped, inner_name, members, rejoined
from aftertalks.ingest.parquet import read_parquet
from aftertalks.ingest.sniff import ENDINGS, PACKED, container, refuse_binary, sniff
from aftertalks.ingest.tabular import read_csv
from aftertalks.ingest.warc import read_warc
from aftertalks.model import Document, InputError, Settings

Found = Iterator[Document | InputError]


def too_large(source: str, size: int | None, settings: Settings) -> InputError:
    """Say that an input is larger than ``settings.max_bytes``."""
    shown = f"{size:,} bytes" if size is not None else "more"
    return InputError(
        source,
        f"is too large ({shown}; the limit is {settings.max_bytes:,})",
        "split it, give it as JSON Lines, or raise max_bytes",
    )


def open_source(source: str, *, settings: Settings, stdin: BinaryIO | None = None) -> Found:
    """Yield the documents of a source, one at a time, and an error for each part that cannot be read.

    Nothing is raised for a bad input: it comes out as an :class:`~aftertalks.model.InputError` (one line: what, where,
    why, cure) in its place, and the rest goes on.

    Args:
        source: a file; a folder, read through in sorted order without hidden files; an http or https address; or
            ``-`` for ``stdin``. A feed and a JSON Lines file hold many documents, named ``file#n``.
        settings: limits, languages, the date for documents that carry none.
        stdin: what ``-`` reads.

    Yields:
        documents and errors, in the order of the source.
    """
    if source == "-":
        if stdin is None:
            yield InputError("-", "no standard input is open", "name a file, a folder or an address")
        else:
            yield from read_stream(stdin, source="-", settings=settings)
    elif "://" in source[:20]:
        from aftertalks.ingest.fetch import fetch

        page = fetch(source, settings=settings)
        yield from [page] if isinstance(page, InputError) else read_content(page, settings)
    else:
        yield from _read_path(source, settings)


def _why(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).lower()


def _read_path(source: str, settings: Settings) -> Found:
    try:
        mode = Path(source).stat().st_mode
    except FileNotFoundError:
        yield InputError(source, "no such file or folder", "check the name")
        return
    except (OSError, ValueError) as error:
        yield InputError(source, f"cannot be opened ({_why(error)})", "check the name and the permissions")
        return
    if stat.S_ISDIR(mode):
        yield from _read_folder(source, settings)
    else:
        yield from read_file(Path(source), settings)


def _read_folder(source: str, settings: Settings) -> Found:
    for item in walk(source):
        yield from [item] if isinstance(item, InputError) else read_file(item, settings, walked=True)


def walk(source: str) -> Iterator[Path | InputError]:
    """Yield a folder's readable files in sorted order, and an error for each other.

    Hidden files are passed over, and links to folders are not followed, so that no loop can arise.
    """
    failed: list[OSError] = []
    count = 0
    for folder, folders, files in os.walk(source, onerror=failed.append):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(f for f in files if not f.startswith(".")):
            path = Path(folder, name)
            count += 1
            yield path if _has_known_ending(path) else _unknown(path)
        yield from (_unreadable(error) for error in failed)
        count += len(failed)
        failed.clear()
    yield from (_unreadable(error) for error in failed)
    if not count and not failed:
        yield InputError(source, "no files in this folder", "name a folder that holds text, HTML, feeds or JSON Lines")


def _has_known_ending(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS or path.suffix.lower() in PACKED


def _unknown(path: Path) -> InputError:
    """Say why a file of unknown ending in a folder is set aside."""
    try:
        with path.open("rb") if path.is_file() else io.BytesIO() as stream:
            refusal = refuse_binary(stream.read(HEAD))
    except OSError as error:
        return _unreadable(error)
    if refusal:
        return InputError(str(path), refusal.problem, refusal.cure)
    problem = f"unknown ending {path.suffix}: not read as part of a folder"
    return InputError(str(path), problem, "name the file itself to have it read as text")


def _unreadable(error: OSError) -> InputError:
    return InputError(str(error.filename), f"cannot be read ({_why(error)})", "check the permissions")


def read_file(path: Path, settings: Settings, *, walked: bool = False) -> Found:
    """Yield the documents of a file.

    Args:
        walked: it was found in a folder and not named: pipes and devices are left out.
    """
    source = str(path)
    try:
        status = path.stat()
        if walked and not stat.S_ISREG(status.st_mode):
            yield InputError(source, "is not a regular file", "leave it out")
            return
        with path.open("rb") as stream:
            size = status.st_size if stat.S_ISREG(status.st_mode) else None
            yield from read_stream(stream, source=source, settings=settings, size=size)
    except OSError as error:
        yield InputError(source, f"cannot be read ({_why(error)})", "check the name and the permissions")


def read_stream(
    stream: BinaryIO, *, source: str, settings: Settings, size: int | None = None, name: str | None = None
) -> Found:
    """Read one input; of one that is too large no more than its beginning.

    Args:
        size: bytes, where they are known.
        name: by whose ending the format is told; null for what was unpacked already from something unnamed.
    """
    head = stream.read(HEAD)
    if form := container(head):
        yield from _read_container(form, head, stream, source=source, settings=settings, nested=name is not None)
        return
    if refusal := refuse_binary(head):
        yield InputError(source, refusal.problem, refusal.cure)
        return
    kind = sniff(head.decode("utf-8", "replace").removeprefix("\ufeff"), name=name or source)
    if kind == "jsonl":
        yield from read_lines(head, stream, source=source, settings=settings)
        return
    if kind == "csv":
        yield from _read_table(head, stream, source=source, settings=settings)
        return
    if size is not None and size > settings.max_bytes:
        yield too_large(source, size, settings)
        return
    data = head + stream.read(max(settings.max_bytes + 1 - len(head), 0))
    if len(data) > settings.max_bytes:
        yield too_large(source, None, settings)
        return
    yield from read_content(Content(data, source, name=name), settings)


def _read_container(
    form: str, head: bytes, stream: BinaryIO, *, source: str, settings: Settings, nested: bool
) -> Found:
    """Read what holds documents without being text; what its damage leaves unread is one error."""
    try:
        if form == "gzip" and not nested:
            unpacked = gunzipped(head, stream, source=source, settings=settings)
            yield from read_stream(unpacked, source=source, settings=settings, name=inner_name(source))
        elif form == "warc":
            yield from read_warc(rejoined(head, stream), source=source, settings=settings)
        elif nested:
            yield InputError(source, f"holds {form} inside what is packed already", "unpack it first")
        elif not stream.seekable():
            yield InputError(source, f"is {form}, which cannot be read from a pipe", "give it as a file")
        elif form == "parquet":
            yield from read_parquet(stream, source=source, settings=settings)
        else:
            yield from _read_zip(stream, source=source, settings=settings)
    except InputError as error:
        yield error


def _read_zip(stream: BinaryIO, *, source: str, settings: Settings) -> Found:
    for member in members(stream, source=source, settings=settings):
        if isinstance(member, InputError):
            yield member
            continue
        place, unpacked = member
        try:
            with unpacked:
                yield from read_stream(unpacked, source=place, settings=settings, name=place)
        except InputError as error:
            yield error


def _read_table(head: bytes, stream: BinaryIO, *, source: str, settings: Settings) -> Found:
    """A table's encoding is told from its beginning, up to the last whole line there."""
    encoding = decode(head[: head.rfind(b"\n") + 1] or head).encoding
    with io.TextIOWrapper(rejoined(head, stream), encoding=encoding, errors="replace", newline="") as text:
        yield from read_csv(text, source=source, settings=settings)
