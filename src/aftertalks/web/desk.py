"""The ledger as the pages see it: opened once, its entries kept ready until the file changes."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

from aftertalks.flow.keeping import Ledger
from aftertalks.model import Settings
from aftertalks.model.account import Account
from aftertalks.web.gate.book import Book
from aftertalks.web.gate.file import book_path


class Desk:
    """A ledger for many requests at a time.

    Args:
        place: the ledger's file, or its address on a server.
        today: the day that counts as now where a page's address names none; null is the clock's day.
        book: who may come in; the file beside the ledger if left out.
    """

    def __init__(
        self,
        place: Path | str,
        *,
        settings: Settings | None = None,
        today: date | None = None,
        book: Book | None = None,
    ) -> None:
        self.today = today
        self.ledger = Ledger(place, settings=settings, create=False)
        self.book = book or Book(book_path(place))
        self.writing = threading.Lock()
        self._lock = threading.Lock()
        self._stamp: tuple[object, ...] = ()
        self._accounts: list[Account] = []

    def close(self) -> None:
        """Let go of it, and of the access file."""
        self.ledger.close()
        self.book.close()

    def accounts(self) -> list[Account]:
        """Return every entry, soonest due first, read anew only when the ledger has changed."""
        with self._lock:
            stamp = self.ledger.store.stamp()
            if stamp != self._stamp:
                self._accounts = list(self.ledger.accounts())
                self._stamp = stamp
            return self._accounts
