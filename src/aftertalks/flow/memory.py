"""Statements as they are compared, kept ready over many readings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from aftertalks.ledger.proposition import Proposition

if TYPE_CHECKING:
    from aftertalks.store.writing import Writer

REMEMBERED = 60_000  # statements whose comparison is kept ready, at most


class Memory:
    """Statements as they are compared, kept ready over many readings; a statement of one id never changes."""

    def __init__(self) -> None:
        self._known: dict[str, Proposition] = {}
        self._older: dict[str, Proposition] = {}
        self.sketched = False  # whether every earlier document's sketch is there
        self.filed = False  # whether every earlier statement is filed in its blocks

    def add(self, proposition: Proposition) -> None:
        """Remember one; when there are too many, those that were not asked for lately are forgotten."""
        if len(self._known) >= REMEMBERED // 2:
            self._older, self._known = self._known, {}
        self._known[proposition.id] = proposition

    def recall(self, identities: Iterable[str], writer: Writer) -> dict[str, Proposition]:
        """Return statements by id, from the ledger where they are not remembered."""
        wanted = dict.fromkeys(identities)
        found = {i: self._known[i] for i in wanted if i in self._known}
        for i in wanted:
            if i not in found and i in self._older:
                found[i] = self._older[i]
                self.add(found[i])
        for statement, published in writer.statements([i for i in wanted if i not in found]):
            made = Proposition(statement, published)
            found[made.id] = made
            self.add(made)
        return found
