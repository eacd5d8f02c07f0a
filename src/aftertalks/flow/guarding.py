"""Keeps a ledger safe: copies of one in use, what must hold in it, and what follows from the rest made anew.

Callable: :func:`backup`, :func:`restore`, :func:`check`, :func:`repair`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from aftertalks.flow import archiving, holding
from aftertalks.flow.keeping import Ledger
from aftertalks.flow.settling import state_of, then_of
from aftertalks.ledger.blocking import block_keys
from aftertalks.ledger.copies import bands, shingles
from aftertalks.ledger.proposition import Proposition
from aftertalks.ledger.status import complete
from aftertalks.model import LedgerError, Statement, UsageError
from aftertalks.store import blocks, invariants, repeats, rows, saved
from aftertalks.store.homes import on_server
from aftertalks.store.homes.sqlite import is_file_of_sqlite

AT_ONCE = 500
MOST_TOLD = 5  # problems of one sort that are told one by one
_STATE = ("book", "outcome", "polarity", "instrument", "due_first", "due_last", "known_first", "known_last", "waits")


def backup(place: str, to: Path) -> str:
    """Copy a ledger while it is in use; return what was written.

    The copy of a file is a file, taken as of one moment; of a server's ledger it is an archive (``.jsonl.gz``).

    Raises:
        UsageError: the copy is there already, or its name does not fit.
    """
    if to.exists():
        raise UsageError(f"{to}: is there already; name another file")
    part = to.with_name(to.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with Ledger(place, create=False) as ledger:
            if on_server(place) or to.name.endswith((".jsonl.gz", ".jsonl")):
                if not to.name.endswith(".jsonl.gz"):
                    raise UsageError(f"{to}: this copy is an archive; name it {to.stem.partition('.')[0]}.jsonl.gz")
                told = f"{archiving.write_packed(ledger, part):,} lines"
            else:
                ledger.store.copy_to(part)
                told = f"a copy of {place}"
        part.replace(to)
    except OSError as error:
        raise UsageError(f"{to}: cannot be written ({error.strerror}); choose another place") from error
    finally:
        part.unlink(missing_ok=True)
    return told


def restore(copy: Path, place: str) -> str:
    """Put a copy back where no ledger is; return what was done.

    Raises:
        UsageError: there is a ledger already.
        LedgerError: the copy is damaged.
    """
    if is_file_of_sqlite(copy):
        if on_server(place):
            raise UsageError(f"{copy}: is a file; write it as an archive first (`aftertalks export --what ledger`)")
        target = Path(place)
        if target.exists():
            raise UsageError(f"{target}: is there already; move it away or name another place with --db")
        wrong = check(str(copy))
        if wrong:
            raise LedgerError(f"{copy}: {wrong[0]}; restore another copy, or mend this one with `ledger repair`")
        shutil.copyfile(copy, target)
        return f"{target}: as {copy}"
    with Ledger(place) as ledger:
        if ledger.store.counts()["document"]:
            raise UsageError(f"{ledger.store.name}: holds documents; `aftertalks import {copy}` joins the two")
        done = archiving.read_into(ledger, copy)
        if done.failed:
            raise LedgerError(f"{done.failed[0]}; {len(done.failed)} lines were set aside, the rest is there")
        return f"{ledger.store.name}: {sum(done.counts.values()):,} lines of {copy}"


def check(place: str) -> list[str]:
    """Return what is wrong with a ledger, a line each; nothing if it is sound."""
    with Ledger(place, create=False) as ledger:
        wrong = ledger.store.check()
        if wrong:
            return wrong  # what lies in a damaged file says nothing
        with ledger.store.asking() as connection:
            found = list(invariants.broken(connection, most=MOST_TOLD))
        return [*found, *_states(ledger), *_dossiers(ledger), *_filed(ledger)]


def _states(ledger: Ledger) -> Iterator[str]:
    """Whether the kept state of entries is what their voices and judgements make it."""
    wrong = 0
    with ledger.store.asking() as connection:
        for rows_, accounts in invariants.states(connection):
            for account in map(complete, accounts):
                kept, then = rows_.get(account.entry.id, ({}, []))
                made = state_of(account, ())
                if any(kept.get(name) != made[name] for name in _STATE) or then != then_of(account):
                    wrong += 1
                    if wrong <= MOST_TOLD:
                        yield f"entry {account.entry.id}: its kept state is not what its voices make it"
    if wrong > MOST_TOLD:
        yield f"{wrong - MOST_TOLD:,} more entries whose kept state is not what their voices make it"


def _dossiers(ledger: Ledger) -> Iterator[str]:
    """Whether dossiers hold what is kept of them."""
    with ledger.store.asking() as connection:
        every = saved.filled(connection)
        for name, keys in holding.covering(connection, every).items() if every else ():
            kept = next(saved.held(connection, one) for one in every if one.name == name)
            if kept != keys:
                yield f"dossier {name}: {len(keys ^ (kept or set())):,} entries are not kept as it holds them"


def _filed(ledger: Ledger) -> Iterator[str]:
    """Whether every voice stands in all of its blocks."""
    wrong = 0
    with ledger.store.asking() as connection:
        if blocks.unfiled(connection) is not None:
            return  # they are filed when the next document is added
        for some in invariants.voices(connection, at_once=AT_ONCE):
            asked = {
                p.id: [(key, p.book.value, p.id) for key in block_keys(p)] for p in map(_proposition, some) if p.book
            }
            there = blocks.there(connection, [one for found in asked.values() for one in found])
            for identity, found in asked.items():
                if not set(found) <= there:
                    wrong += 1
                    if wrong <= MOST_TOLD:
                        yield f"statement {identity}: is not filed under all of its words"
    if wrong > MOST_TOLD:
        yield f"{wrong - MOST_TOLD:,} more statements that are not filed under all of their words"


def _proposition(found: tuple[Statement, str | None]) -> Proposition:
    return Proposition(found[0], rows.day(found[1]))


def repair(place: str) -> str:
    """Make everything anew that follows from documents, statements and decisions; return what was done."""
    with Ledger(place, create=False) as ledger, ledger.store.writing() as writer:
        connection = writer.connection
        invariants.clear(connection)
        for some in invariants.voices(connection, at_once=AT_ONCE):
            found = [p for p in map(_proposition, some) if p.book]
            filed = [(key, p.book.value, p.id) for p in found if p.book for key in block_keys(p)]
            blocks.file(connection, filed)
        blocks.all_filed(connection)
        for identity in repeats.unsketched(connection):
            for document, _ in repeats.documents(connection, [identity]):
                repeats.put_bands(connection, document.id, bands(shingles(document.text)))
        return f"{ledger.store.name}: index of words, actors, counts, blocks, sketches and entries' state made anew"
