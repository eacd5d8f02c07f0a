"""Files of object stores and other places that fsspec knows by URL: ``s3://…``, ``gs://…``, ``hdfs://…``, ``memory://…``.

Only jobs of many machines read so; what a page of the served ledger names is never opened here.
"""

from __future__ import annotations

from typing import Any, BinaryIO

from aftertalks.ingest.extras import library
from aftertalks.ingest.sniff import ENDINGS, PACKED


def is_remote(source: str) -> bool:
    """Say whether a source is a URL of a store, and not a web page."""
    scheme, found, _ = source[:20].partition("://")
    return bool(found) and scheme.lower() not in {"http", "https"}


def store(url: str) -> tuple[Any, str]:
    """Return the store that a URL names, as fsspec opens it, and the path in it.

    Raises:
        InputError: fsspec is not installed.
        OSError: there is no such store, or it cannot be reached.
    """
    core = library("fsspec.core", source=url, what="a store", extra="ray")
    try:
        filesystem, path = core.url_to_fs(url)
    except (ValueError, ImportError) as error:
        raise OSError(str(error)) from error
    return filesystem, path


def remote_files(url: str) -> list[str]:
    """Return the URLs of the readable files of a folder, sorted; of a file its own."""
    filesystem, path = store(url)
    if filesystem.isfile(path):
        return [url]
    found = sorted(filesystem.find(path))
    named = [f for f in found if f.lower().endswith((*filter(None, ENDINGS), *PACKED)) and not _is_hidden(f, path)]
    if not named:
        raise FileNotFoundError("no readable file there")
    return [filesystem.unstrip_protocol(name) for name in named]


def _is_hidden(name: str, folder: str) -> bool:
    return any(part.startswith(".") for part in name.removeprefix(folder).split("/"))


def open_remote(url: str) -> BinaryIO:
    """Open a file of a store for reading; it can be sought in."""
    filesystem, path = store(url)
    stream: BinaryIO = filesystem.open(path, "rb")
    return stream


def remote_mark(url: str) -> tuple[int, str]:
    """Return a file's size, and what changes when it changes."""
    filesystem, path = store(url)
    return int(filesystem.size(path) or 0), str(filesystem.ukey(path))
