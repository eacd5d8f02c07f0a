"""Reads kept documents anew with this version; what people have decided is kept.

Callable: :func:`reread`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version

from aftertalks.flow.amending import Amending
from aftertalks.flow.keeping import Ledger
from aftertalks.ledger.decisions import SAME_WORDS, decided_reading, overlap
from aftertalks.model import InputError, Reading, Statement
from aftertalks.model.review import Decision
from aftertalks.store import deciding
from aftertalks.store.writing import Writer

WHY = "read anew"


@dataclass(frozen=True, slots=True)
class Reread:
    """What reading a document anew changed.

    Args:
        source: the document's source.
        same: statements that came out with the same id.
        changed: statements that took the place of another over the same words.
        new: statements that were not there.
        gone: statements that are no longer read; set aside, not deleted.
        kept: statements that are no longer read but stay, since a person decided on them.
    """

    source: str
    document: str
    same: int
    changed: int
    new: int
    gone: int
    kept: int


def reread(ledger: Ledger, documents: Sequence[str] | None = None) -> Iterator[Reread | InputError]:
    """Read documents of the ledger anew, each in a transaction of its own.

    Args:
        documents: ids or their beginnings; all if left out.
    """
    wanted = [ledger.store.document_id(given) for given in documents or ()] or [s.id for s in ledger.sources()]
    for identity in wanted:
        was = ledger.store.reading(identity)
        for read in ledger.read_again(was.document):
            yield read if isinstance(read, InputError) else _keep(ledger, was, read)


def _keep(ledger: Ledger, was: Reading, read: Reading) -> Reread:
    with ledger.store.writing() as writer:
        log = deciding.log(writer.connection, of_document=was.document.id)
        standing, rejected, homeless = decided_reading(read.statements, log, text=was.document.text)
        done = _Exchange(ledger, writer, was, standing, rejected, homeless).run()
        writer.note_reading(replace(read, document=was.document), read_by=f"aftertalks {version('aftertalks')}")
    return done


class _Exchange:
    """Exchanges one document's statements for those of a new reading."""

    def __init__(
        self, ledger: Ledger, writer: Writer, was: Reading, standing: list[Statement], rejected: list[Statement],
        homeless: list[Decision],
    ) -> None:  # fmt: skip
        self._writer = writer
        self._was = was
        self._amending = Amending(writer, ledger.memory, was.document.id)
        self._standing = list({s.id: s for s in standing}.values())
        self._rejected = rejected
        self._homeless = homeless

    def run(self) -> Reread:
        old = {s.id: s for s in self._amending.statements()}
        new = {s.id: s for s in self._standing}
        same = [i for i in new if i in old]
        for identity in same:
            if new[identity] != old[identity]:
                self._amending.replace(old[identity], new[identity], why=WHY)
        pairs = self._pairs({i: s for i, s in old.items() if i not in new}, [new[i] for i in new if i not in old])
        changed = gone = kept = fresh = 0
        for before, after in pairs:
            if before is None and after is not None:
                self._appear(after)
                fresh += 1
            elif after is None and before is not None and self._stays(before):
                kept += 1
            elif after is None and before is not None:
                self._amending.reject(before, why=self._why(before))
                gone += 1
            elif before is not None and after is not None:
                self._amending.replace(before, after, why=WHY)
                changed += 1
        document = self._was.document
        return Reread(document.source, document.id, len(same), changed, fresh, gone, kept)

    def _pairs(
        self, old: dict[str, Statement], new: list[Statement]
    ) -> list[tuple[Statement | None, Statement | None]]:
        """Pair statements over the same words, best cover first; the rest stand alone."""
        near = sorted(
            ((overlap(o.span, n.span), o.kind is n.kind, o.id, n.id) for o in old.values() for n in new), reverse=True
        )
        by_id = {n.id: n for n in new}
        taken: dict[str, str] = {}
        for share, _, o, n in near:
            if share >= SAME_WORDS and o not in taken and n not in taken.values():
                taken[o] = n
        paired = [(old[o], by_id[n]) for o, n in taken.items()]
        left = [(s, None) for i, s in old.items() if i not in taken]
        return [*paired, *left, *((None, s) for s in new if s.id not in taken.values())]

    def _appear(self, one: Statement) -> None:
        """Bring in a statement; one that an earlier rereading had set aside comes back to its place."""
        if deciding.aside(self._writer.connection, [one.id]):
            back = self._amending.restore(one.id)
            if back != one:
                self._amending.replace(back, one, why=WHY)
        else:
            self._amending.add(one)

    def _stays(self, one: Statement) -> bool:
        """Whether a person's word rests on a statement that is no longer read."""
        if any(overlap(d.anchor.span, one.span) >= SAME_WORDS and d.value for d in self._homeless):
            return True
        place = deciding.voice_of(self._writer.connection, one.id)
        return place is not None and deciding.judged_by_people(self._writer.connection, place["entry"])

    def _why(self, one: Statement) -> str:
        return "rejected" if any(r.id == one.id for r in self._rejected) else WHY
