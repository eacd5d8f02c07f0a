"""Erases documents: what a person asks to have taken out goes, with everything that was made of it.

Callable: :func:`erase`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from aftertalks.flow.amending import refresh
from aftertalks.flow.keeping import Ledger
from aftertalks.model import Judgement, LedgerError, Outcome, Span, UsageError
from aftertalks.model.review import Action, Anchor, Decision, Topic
from aftertalks.store import deciding, erasing

RULE = "rule:erased-evidence"


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was taken out of a ledger.

    Args:
        document: the id that the document had.
        statements: how many, those that had been set aside too.
        entries: how many had no other voice and went.
        stay: how many stay, with the voices of other documents.
        judgements: how many lost their words.
        open_again: ids of entries that are unchecked again, since the evidence of their judgement went.
        copies: sources of documents that repeat it: they hold the same words and are still there.
    """

    document: str
    statements: int
    entries: int
    stay: int
    judgements: int
    open_again: tuple[str, ...]
    copies: tuple[str, ...]


def erase(ledger: Ledger, given: str, *, by: str, reason: str) -> Erasure:
    """Take a document out of a ledger: text, statements, voices, and the entries that have no other.

    All of it is one transaction; then the database is written anew, so that its file holds nothing of it either. A line
    without content stays in the reviewers' log: that a document of this id was erased, when, by whom and why. The
    document is not taken in again.

    Args:
        given: the document's id, enough of its beginning, or its source.
        by: who erases it.
        reason: why, in words that do not tell what is erased.

    Raises:
        UsageError: a name or reason is missing.
        LedgerError: there is no such document.
    """
    if not by.strip() or not reason.strip():
        raise UsageError("who erases it, and why? give --by NAME --reason WORDS")
    identity = ledger.store.document_id(given)
    sources = {s.id: s.source for s in ledger.sources()}
    now = datetime.now(UTC)
    with ledger.store.writing(now=now) as writer:
        copies = erasing.copies_of(writer.connection, identity)
        gone = erasing.erase(writer.connection, identity)
        refresh(writer, gone.stay)
        for entry in gone.bare:
            why = f"the evidence of the last judgement was erased on {now.date()}; judge anew"
            writer.judge(Judgement(entry, RULE, now, Outcome.UNCHECKED, why, ()))
        anchor = Anchor(identity, Span(0, 0), "")
        line = Decision(identity, Topic.DOCUMENT, Action.ERASE, by, now, anchor, reason=reason)
        deciding.append(writer.connection, line)
        if left := erasing.counts_left(writer.connection, identity):
            raise LedgerError(f"{left} rows of document {identity} would stay, so nothing was erased; please report it")
    ledger.forget_comparisons()
    ledger.store.compact()
    return Erasure(
        identity, len(gone.statements), len(gone.entries), len(gone.stay), len(gone.judgements), tuple(gone.bare),
        tuple(sources[c] for c in copies if c in sources),
    )  # fmt: skip
