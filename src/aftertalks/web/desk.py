"""The ledger as the pages see it: opened once, its entries kept ready until the file changes."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

from aftertalks.flow.keeping import Ledger
from aftertalks.model import Settings
from aftertalks.model.account import Account


class Desk:
    """A ledger for many requests at a time.

    Args:
        path: the ledger's file.
        today: the day that counts as now where a page's address names none; null is the clock's day.
    """

    def __init__(self, path: Path, *, settings: Settings | None = None, today: date | None = None) -> None:
        self.path = path
        self.today = today
        self.ledger = Ledger(path, settings=settings, create=False)
        self.writing = threading.Lock()
        self._lock = threading.Lock()
        self._stamp: tuple[object, ...] = ()
        self._accounts: list[Account] = []

    def close(self) -> None:
        """Let go of the file."""
        self.ledger.close()

    def accounts(self) -> list[Account]:
        """Return every entry, soonest due first, read anew only when the file has changed."""
        with self._lock:
            stamp = self._now()
            if stamp != self._stamp:
                self._accounts = list(self.ledger.accounts())
                self._stamp = stamp
            return self._accounts

    def _now(self) -> tuple[object, ...]:
        found: list[object] = []
        for file in (self.path, self.path.with_name(self.path.name + "-wal")):
            try:
                state = file.stat()
                found += [state.st_mtime_ns, state.st_size]
            except OSError:
                found.append(None)
        return tuple(found)
