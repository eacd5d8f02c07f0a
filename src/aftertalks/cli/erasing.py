"""``erase``: take documents out of the ledger for good."""

from __future__ import annotations

from typing import Annotated

import typer

from aftertalks.cli import console
from aftertalks.cli.options import By, Db, Reason, database, reader


def erase(
    documents: Annotated[list[str], typer.Argument(metavar="DOCUMENT", help="Ids or sources.")],
    by: By = None,
    reason: Reason = "",
    db: Db = None,
) -> None:
    """Take documents out of the ledger for good, with all that was made of them.

    Text, statements and the entries without another voice go; judgements that rested on them keep who, when and
    outcome, and an entry whose evidence went is unchecked again. The file is written anew, so that nothing of it stays
    there. A line without content stays in `aftertalks review log`, and the document is not taken in again. What else
    may hold its words: docs/privacy.md.

    \b
    aftertalks erase 3f9c01aa --reason "request of 12 March"
    aftertalks erase letters/private.txt --by Ana --reason "added by mistake"
    """
    from aftertalks.flow.erasing import erase as take_out
    from aftertalks.flow.keeping import Ledger
    from aftertalks.show.wording import counted

    with Ledger(database(db), create=False) as ledger:
        for given in documents:
            done = take_out(ledger, given, by=reader(by), reason=reason)
            console.say(
                f"{done.document} erased: {counted(done.statements, 'statement')}, {done.entries:,} entries gone, "
                f"{done.stay:,} stay with other voices, {counted(done.judgements, 'judgement')} without words now"
            )
            for entry in done.open_again:
                console.say(f"  unchecked again, its evidence is gone: {entry}")
            for source in done.copies:
                console.warn(f"warning: {source} repeats it and is still there; erase it too if its words must go")
