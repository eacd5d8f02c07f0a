"""Where shards are kept: a folder that every machine sees, or a place in a store that fsspec knows by its URL.

A file appears only when it is whole. Of two workers that write the same file at once the later wins; both write the
same.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from aftertalks.ingest.remote import is_remote, store
from aftertalks.model import InputError, UsageError

PART = ".part"


class Place(Protocol):
    """Files by their names below one root, ``folder/file``."""

    name: str

    def read(self, name: str) -> bytes | None:
        """Return a file's bytes; null if there is none."""

    def lines(self, name: str) -> Iterator[bytes]:
        """Return a file's lines, one at a time; none if there is no such file."""

    def copy(self, name: str, to: Path) -> None:
        """Bring a file to this machine, or show it where it is here already."""

    def file(self, name: str) -> contextlib.AbstractContextManager[Path]:
        """Give a local file to write; it gets its name when the context ends well."""

    def names(self, folder: str) -> list[str]:
        """Return the names of a folder's whole files, sorted."""

    def clear(self) -> None:
        """Remove what workers that died left half written."""

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""


class LocalPlace:
    """A folder."""

    def __init__(self, root: Path) -> None:
        self._root, self.name = root, str(root)

    def read(self, name: str) -> bytes | None:
        """Return a file's bytes; null if there is none."""
        try:
            return (self._root / name).read_bytes()
        except FileNotFoundError:
            return None

    def lines(self, name: str) -> Iterator[bytes]:
        """Return a file's lines, one at a time; none if there is no such file."""
        with contextlib.suppress(FileNotFoundError), (self._root / name).open("rb") as file:
            yield from file

    def copy(self, name: str, to: Path) -> None:
        """Link to the file, which is on this machine."""
        to.symlink_to((self._root / name).absolute())

    @contextlib.contextmanager
    def file(self, name: str) -> Iterator[Path]:
        """Give a file beside the place of ``name``, moved there when the context ends well."""
        whole = self._root / name
        whole.parent.mkdir(parents=True, exist_ok=True)
        part = whole.with_name(f"{whole.name}.{uuid.uuid4().hex[:8]}{PART}")
        try:
            yield part
            part.replace(whole)
        finally:
            part.unlink(missing_ok=True)

    def names(self, folder: str) -> list[str]:
        """Return the names of a folder's whole files, sorted."""
        found = (self._root / folder).iterdir() if (self._root / folder).is_dir() else ()
        return sorted(p.name for p in found if not p.name.endswith(PART))

    def clear(self) -> None:
        """Remove what workers that died left half written."""
        for part in self._root.glob(f"*/*{PART}"):
            part.unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        (self._root / name).unlink(missing_ok=True)


class RemotePlace:
    """A place in a store. Files are written on this machine and sent when they are whole."""

    def __init__(self, url: str) -> None:
        self.name = url
        self._store, root = store(url)
        self._root = root.rstrip("/")

    def read(self, name: str) -> bytes | None:
        """Return a file's bytes; null if there is none."""
        try:
            data: bytes = self._store.cat_file(f"{self._root}/{name}")
        except FileNotFoundError:
            return None
        return data

    def lines(self, name: str) -> Iterator[bytes]:
        """Return a file's lines, one at a time; none if there is no such file."""
        with contextlib.suppress(FileNotFoundError), self._store.open(f"{self._root}/{name}", "rb") as file:
            yield from file

    def copy(self, name: str, to: Path) -> None:
        """Bring a file to this machine."""
        self._store.get_file(f"{self._root}/{name}", str(to))

    @contextlib.contextmanager
    def file(self, name: str) -> Iterator[Path]:
        """Give a file of this machine, sent to the store when the context ends well."""
        target = f"{self._root}/{name}"
        part = f"{target}.{uuid.uuid4().hex[:8]}{PART}"
        with tempfile.TemporaryDirectory(prefix="aftertalks-") as made:
            written = Path(made, "shard")
            yield written
            self._store.makedirs(target.rpartition("/")[0], exist_ok=True)
            self._store.put_file(str(written), part)
            self._store.mv(part, target)

    def names(self, folder: str) -> list[str]:
        """Return the names of a folder's whole files, sorted."""
        self._store.invalidate_cache()
        try:
            found: list[Any] = self._store.ls(f"{self._root}/{folder}", detail=False)
        except FileNotFoundError:
            return []
        return sorted(n for n in (str(f).rpartition("/")[2] for f in found) if n and not n.endswith(PART))

    def clear(self) -> None:
        """Remove what workers that died left half written."""
        for name in self._store.glob(f"{self._root}/*/*{PART}"):
            self._store.rm_file(name)

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        with contextlib.suppress(FileNotFoundError):
            self._store.rm_file(f"{self._root}/{name}")


def open_place(where: str) -> Place:
    """Return the place that a folder's name or a URL names.

    Raises:
        UsageError: it cannot be opened.
    """
    if not is_remote(where):
        if Path(where).exists() and not Path(where).is_dir():
            raise UsageError(f"{where}: is a file; shards need a folder")
        return LocalPlace(Path(where))
    try:
        return RemotePlace(where)
    except (OSError, InputError) as error:
        raise UsageError(f"{where}: cannot be opened ({error})") from error


def write_json(place: Place, name: str, value: object) -> None:
    """Write a value as one line of JSON."""
    with place.file(name) as path:
        path.write_text(json.dumps(value, ensure_ascii=False) + "\n", encoding="utf-8", errors="backslashreplace")


def copy_in(place: Place, name: str, source: Path) -> None:
    """Put a file of this machine in its place."""
    with place.file(name) as path:
        shutil.copyfile(source, path)
