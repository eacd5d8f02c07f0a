"""Event data kept beside a ledger, so that a check needs no file names: the files as given, and one compiled table.

They lie in a folder named after the ledger (``talks.db`` → ``talks.db.events``), not in the database: two million rows
are compared as arrays, and the files are the user's own, under terms of their own.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from aftertalks.model import InputError, Kind, UsageError
from aftertalks.store.homes import beside
from aftertalks.store.repeats import standings
from aftertalks.watch.readers import EventFile, rows_of
from aftertalks.watch.readers.coded import write_own
from aftertalks.watch.rows import Dataset
from aftertalks.watch.table import EventTable, TableBuilder
from aftertalks.watch.table.disk import load, save

_TABLE, _LIST = "table.npz", "files.json"
_CHUNK = 1 << 20
OWN_FILE = "own-events.csv"


@dataclass(frozen=True, slots=True)
class Kept:
    """One kept file.

    Args:
        digest: SHA-256 of its bytes.
        stored: its name in the folder.
        name: its name as given.
        version, licence, accessed: as the user states them; null where left to the file and its family.
    """

    digest: str
    stored: str
    name: str
    version: str | None = None
    licence: str | None = None
    accessed: str | None = None


class EventFolder:
    """The event data of one ledger.

    Args:
        ledger: the ledger's file, or its address on a server.
    """

    def __init__(self, ledger: Path | str) -> None:
        self.path = beside(ledger, ".events")

    def files(self) -> list[Kept]:
        """Return the kept files in the order of their adding."""
        listing = self.path / _LIST
        if not listing.is_file():
            return []
        try:
            return [Kept(**one) for one in json.loads(listing.read_text(encoding="utf-8"))]
        except (ValueError, TypeError) as error:
            cure = "move the folder away and add the event files again"
            raise InputError(str(listing), f"cannot be understood ({str(error)[:80]})", cure) from error

    def table(self) -> EventTable | None:
        """Return the compiled table of all kept files; None where there are none."""
        kept = self.files()
        if not kept:
            return None
        compiled = self.path / _TABLE
        return load(compiled) if compiled.is_file() else self._compile(kept)

    def datasets(self) -> tuple[Dataset, ...]:
        """Return where the kept rows come from and on what terms."""
        table = self.table()
        return table.datasets if table is not None else ()

    def add(
        self,
        files: Sequence[Path],
        *,
        version: str | None = None,
        licence: str | None = None,
        accessed: date | None = None,
    ) -> tuple[EventTable, int]:
        """Keep event files; one that is kept already stays as it is.

        A killed run leaves the list as it was: it is written last, and names only files that are whole.

        Returns:
            The table of all kept files, and how many files are new.

        Raises:
            InputError: a file is missing or is no event data that is known.
        """
        kept = self.files()
        known = {one.digest for one in kept}
        fresh: list[Kept] = []
        self.path.mkdir(exist_ok=True)
        for file in files:
            digest = _digest(file)
            if digest in known:
                continue
            known.add(digest)
            stored = f"{digest[:16]}-{file.name}"
            part = self.path / f"{stored}.part"
            shutil.copyfile(file, part)
            part.replace(self.path / stored)
            day = accessed.isoformat() if accessed else None
            fresh.append(Kept(digest, stored, file.name, version, licence, day))
        if not fresh:
            table = self.table()
            assert table is not None
            return table, 0
        try:
            table = self._compile([*kept, *fresh])
        except InputError:
            for one in fresh:
                (self.path / one.stored).unlink(missing_ok=True)
            raise
        self._write([*kept, *fresh])
        return table, len(fresh)

    def add_own(self, ledger: Path | str) -> tuple[EventTable, int]:
        """Keep the deeds that a ledger's own documents report as done, in place of those kept before.

        Copies are left out: ten papers that print one report do not make ten events.

        Returns:
            The table of all kept files, and how many deeds are the ledger's own.

        Raises:
            UsageError: the ledger reports no dated deed.
        """
        from aftertalks.flow.keeping import Ledger

        with Ledger(ledger, create=False) as held:
            hits = [hit for hit in held.find() if hit.statement.kind is Kind.EVENT]
            with held.store.asking() as connection:
                told_elsewhere = standings(connection, [hit.statement.id for hit in hits])
            hits = [hit for hit in hits if hit.statement.id not in told_elsewhere]
            urls = {hit.source.id: hit.source.url for hit in hits if hit.source.url}
        rows = list(rows_of((hit.statement for hit in hits), urls=urls))
        if not rows:
            raise UsageError("the ledger's documents report no dated deed as done")
        self.path.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / OWN_FILE
            with made.open("w", encoding="utf-8", newline="") as out:
                write_own(rows, out)
            digest = _digest(made)
            known = [one for one in self.files() if one.name == OWN_FILE]
            if [one.digest for one in known] != [digest]:
                for one in known:
                    self.remove(one.digest)
                self.add([made], version=f"as of {date.today().isoformat()}")
        table = self.table()
        assert table is not None
        return table, len(rows)

    def remove(self, given: str) -> Kept:
        """Forget a kept file.

        Args:
            given: its name, or the beginning of its digest.

        Raises:
            UsageError: none or several are meant.
        """
        kept = self.files()
        meant = [one for one in kept if one.name == given or one.digest.startswith(given)]
        if len(meant) != 1:
            names = ", ".join(f"{one.name} ({one.digest[:8]})" for one in kept) or "none"
            raise UsageError(f"{given!r} names {len(meant)} kept event files; there are: {names}")
        rest = [one for one in kept if one != meant[0]]
        (self.path / _TABLE).unlink(missing_ok=True)
        self._write(rest)
        (self.path / meant[0].stored).unlink(missing_ok=True)
        if rest:
            self._compile(rest)
        return meant[0]

    def _compile(self, kept: Sequence[Kept]) -> EventTable:
        builder = TableBuilder()
        for one in kept:
            accessed = date.fromisoformat(one.accessed) if one.accessed else None
            builder.add(EventFile(self.path / one.stored, version=one.version, accessed=accessed))
        table = builder.done()
        save(_termed(table, kept), self.path / _TABLE)
        return load(self.path / _TABLE)

    def _write(self, kept: Sequence[Kept]) -> None:
        fields = ("digest", "stored", "name", "version", "licence", "accessed")
        rows: list[dict[str, Any]] = [{name: getattr(one, name) for name in fields} for one in kept]
        part = self.path / f"{_LIST}.part"
        part.write_text(json.dumps(rows, indent=1, ensure_ascii=False), encoding="utf-8")
        part.replace(self.path / _LIST)


def _termed(table: EventTable, kept: Sequence[Kept]) -> EventTable:
    """Let the headers bear the names that the files had, and the licence that the user states."""
    from dataclasses import replace

    by_stored = {one.stored: one for one in kept}
    made = []
    for header in table.datasets:
        one = by_stored.get(header.file)
        made.append(replace(header, file=one.name, licence=one.licence or header.licence) if one else header)
    table.datasets = tuple(made)
    return table


def _digest(file: Path) -> str:
    if not file.is_file():
        raise InputError(str(file), "there is no such file", "check the path")
    total = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(_CHUNK):
            total.update(block)
    return total.hexdigest()
