"""The ledger as the pages see it: opened once, with an overview that is kept ready until the ledger changes."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from aftertalks.flow.keeping import Ledger
from aftertalks.flow.overview import Held, Overview
from aftertalks.ledger.status import complete
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
        self._overview = Held(self.ledger.store)

    def close(self) -> None:
        """Let go of it, and of the access file."""
        self.ledger.close()
        self.book.close()

    def overview(self) -> Overview:
        """Return every entry and voice as columns, read anew only where the ledger has changed."""
        return self._overview.now()

    def entries(self, ids: Sequence[str]) -> list[Account]:
        """Return entries by their whole ids, in that order, with everything that is said of them."""
        return [complete(account) for account in self.ledger.store.load(ids)]
