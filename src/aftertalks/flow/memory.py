"""Statements as they are compared, kept ready over many readings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from aftertalks.ledger.proposition import Proposition

if TYPE_CHECKING:
    from aftertalks.store.writing import Writer

REMEMBERED = 50_000  # statements whose comparison is kept ready


class Memory:
    """Statements as they are compared, kept ready over many readings; a statement of one id never changes."""

    def __init__(self) -> None:
        self._known: dict[str, Proposition] = {}
        self.sketched = False  # whether every earlier document's sketch is there
        self.filed = False  # whether every earlier statement is filed in its blocks

    def add(self, proposition: Proposition) -> None:
        """Remember one; when there are too many, all others are forgotten."""
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[proposition.statement.id] = proposition

    def recall(self, identities: Iterable[str], writer: Writer) -> dict[str, Proposition]:
        """Return statements by id, from the ledger where they are not remembered."""
        wanted = dict.fromkeys(identities)
        found = {i: self._known[i] for i in wanted if i in self._known}
        for statement, published in writer.statements([i for i in wanted if i not in found]):
            made = Proposition(statement, published)
            found[statement.id] = made
            self.add(made)
        return found
