"""``ledger`` and ``import``: a ledger as a whole, kept safe, examined, put back."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from aftertalks.cli import console
from aftertalks.cli.options import Db, database


class Do(StrEnum):
    """What ``ledger`` can do."""

    CHECK = "check"
    REPAIR = "repair"
    BACKUP = "backup"
    RESTORE = "restore"


def ledger(
    do: Annotated[Do, typer.Argument(metavar="[ACTION]", help="check, repair, backup or restore.")] = Do.CHECK,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="The copy.")] = None,
    db: Db = None,
) -> None:
    """Examine, mend, copy or put back a ledger.

    A check looks at the database itself and at what must hold in a ledger: words stand where their statements say,
    entries have voices, counts and indexes are those that follow. Repair makes everything that follows from documents,
    statements and decisions anew. A backup can be made while others read and write.

    \b
    aftertalks ledger check
    aftertalks ledger backup talks-2017-07-08.db
    aftertalks ledger restore talks-2017-07-08.db --db talks.db
    """
    from aftertalks.flow import guarding
    from aftertalks.model import UsageError

    place = database(db)
    if do in {Do.BACKUP, Do.RESTORE} and file is None:
        raise UsageError(f"name the copy: `aftertalks ledger {do.value} FILE`")
    if do is Do.BACKUP and file is not None:
        console.say(f"{file}: {guarding.backup(place, file)}")
    elif do is Do.RESTORE and file is not None:
        console.say(guarding.restore(file, place))
    else:
        if do is Do.REPAIR:
            console.say(guarding.repair(place))
        wrong = guarding.check(place)
        for line in wrong:
            console.say(line)
        if wrong:
            cure = "aftertalks ledger repair" if do is Do.CHECK else "restore a backup: aftertalks ledger restore FILE"
            console.warn(f"{len(wrong)} problems; {cure}")
            raise typer.Exit(1)
        console.say("sound")


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `export --what ledger` wrote; .gz too.")],
    db: Db = None,
) -> None:
    """Put an exported ledger into this one.

    Into an empty ledger everything goes as it was. In one that holds something, documents that are there stay as they
    are, and the others meet them. Lines that cannot be are set aside, each with one message.

    \b
    aftertalks import talks.jsonl.gz --db copy.db
    """
    from aftertalks.flow.archiving import read_into
    from aftertalks.flow.keeping import Ledger
    from aftertalks.show.wording import counted

    with Ledger(database(db)) as held:
        done = read_into(held, file)
        name = held.store.name
    for error in done.failed:
        console.warn(f"set aside: {error}")
    told = [counted(done.counts.get("document", 0), "document"), counted(done.counts.get("statement", 0), "statement")]
    told += [counted(done.counts[kind], kind) for kind in ("judgement", "decision", "dossier") if done.counts.get(kind)]
    if done.known:
        told.append(f"{done.known:,} already there")
    console.say(f"{name}: {', '.join(told)}")
    if done.failed:
        raise typer.Exit(1)
