"""``judge``, ``merge``, ``split`` and ``reread``: what people change in the ledger, each change kept and undoable."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from aftertalks.cli import console
from aftertalks.cli.options import By, Db, Entities, Pipeline, Reason, a_date, database, reader

Undo = Annotated[bool, typer.Option("--undo", help="Take the last one back, by a further line of the log.")]


def judge(
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="Id of an entry, or its first letters.")],
    outcome: Annotated[str | None, typer.Argument(metavar="[OUTCOME]", help="kept, broken, delayed …")] = None,
    by: By = None,
    reason: Reason = "",
    evidence: Annotated[
        list[str] | None, typer.Option("--evidence", metavar="STATEMENT", help="What it rests on; repeatable.")
    ] = None,
    until: Annotated[
        date | None, typer.Option("--until", parser=a_date, metavar="DATE", help="Of something delayed, its new day.")
    ] = None,
    undo: Undo = False,
    db: Db = None,
) -> None:
    """Say what became of an entry, and why; nothing is overwritten.

    OUTCOME: kept, partly kept, reduced, broken, happened, did not happen, delayed, superseded, disputed, no evidence,
    cannot tell, unchecked.

    \b
    aftertalks judge 2966bcec kept --by Ana --reason "UN report of 12 July" --evidence 60c64c5e
    aftertalks judge 2966bcec delayed --until 2017-08-01 --reason "the ministry put it off"
    aftertalks judge 2966bcec --undo --reason "that was another truce"
    """
    from aftertalks.flow import judging
    from aftertalks.flow.keeping import Ledger
    from aftertalks.model import UsageError

    if not undo and outcome is None:
        raise UsageError("which outcome? for example `aftertalks judge ENTRY kept --reason WORDS`")
    with Ledger(database(db), create=False) as ledger:
        if undo:
            made = judging.unjudge(ledger, entry, by=reader(by), reason=reason)
        else:
            made = judging.judge(
                ledger, entry, outcome or "", by=reader(by), reason=reason, evidence=evidence or (), until=until
            )
    console.say(f"{made.entry}: {made.outcome} by {made.by}{f', due {made.until}' if made.until else ''}")


def merge(
    entries: Annotated[
        list[str] | None, typer.Argument(metavar="ENTRY OTHER", help="The one that stays, the one that goes into it.")
    ] = None,
    by: By = None,
    reason: Reason = "",
    undo: Undo = False,
    db: Db = None,
) -> None:
    """Make one entry of two that speak of the same thing; with --undo take back the last merge or split.

    \b
    aftertalks merge 2966bcec 92d873ea --reason "both are the truce of 9 July"
    aftertalks merge 2966bcec --undo
    """
    from aftertalks.flow import entries as by_hand
    from aftertalks.flow.keeping import Ledger
    from aftertalks.model import UsageError
    from aftertalks.show.wording import counted

    given = entries or []
    if not undo and len(given) != 2:
        raise UsageError("merge takes two entries: the one that stays, then the one that goes into it")
    with Ledger(database(db), create=False) as ledger:
        if undo:
            _undone(ledger, given[:1], reader(by), reason)
            return
        made = by_hand.merge(ledger, given[0], given[1], by=reader(by), reason=reason)
    console.say(f"{made.entry.id}: {counted(len(made.voices), 'voice')} now; --undo takes it back")


def split(
    entry: Annotated[str | None, typer.Argument(metavar="ENTRY", help="Id of an entry, or its first letters.")] = None,
    statements: Annotated[
        list[str] | None, typer.Argument(metavar="STATEMENT", help="Ids of the voices that go.")
    ] = None,
    by: By = None,
    reason: Reason = "",
    undo: Undo = False,
    db: Db = None,
) -> None:
    """Give voices that speak of something else an entry of their own; with --undo take back the last merge or split.

    \b
    aftertalks split 2966bcec 60c64c5e 0169313 --reason "another truce"
    aftertalks split 2966bcec --undo
    """
    from aftertalks.flow import entries as by_hand
    from aftertalks.flow.keeping import Ledger
    from aftertalks.model import UsageError
    from aftertalks.show.wording import counted

    if not undo and not (entry and statements):
        raise UsageError("split takes an entry and the voices that go; `aftertalks show ENTRY` tells their ids")
    with Ledger(database(db), create=False) as ledger:
        if undo:
            _undone(ledger, [entry] if entry else [], reader(by), reason)
            return
        made = by_hand.split(ledger, entry or "", statements or [], by=reader(by), reason=reason)
    console.say(f"{made.entry.id}: a new entry with {counted(len(made.voices), 'voice')}; --undo takes it back")


def _undone(ledger: object, given: list[str], by: str, reason: str) -> None:
    from aftertalks.flow import entries as by_hand
    from aftertalks.flow.keeping import Ledger

    assert isinstance(ledger, Ledger)
    made = by_hand.undo(ledger, by=by, reason=reason, entry=given[0] if given else None)
    console.say(f"undone: what had changed entry {made.entry}")


def reread(
    documents: Annotated[
        list[str] | None, typer.Argument(metavar="DOCUMENT", help="Ids or sources; all if left out.")
    ] = None,
    pipeline: Pipeline = None,
    entities: Entities = False,
    db: Db = None,
) -> None:
    """Read the ledger's documents anew with this version; what people decided is kept.

    Statements that are no longer read are set aside, not deleted; entries keep their ids.

    \b
    aftertalks reread
    aftertalks reread samples/2017-07-08_news_truce-announced.html
    """
    from collections import Counter

    from aftertalks.cli.reading import Failures, make_settings
    from aftertalks.flow.keeping import Ledger
    from aftertalks.flow.rereading import reread as read_again
    from aftertalks.model import InputError
    from aftertalks.show.wording import counted

    failures = Failures()
    sums: Counter[str] = Counter()
    with Ledger(database(db), settings=make_settings(None, pipeline, entities), create=False) as ledger:
        for done in console.progress(read_again(ledger, documents), doing="reading anew"):
            if isinstance(done, InputError):
                failures.fail(done)
                continue
            sums["documents"] += 1
            sums.update({n: getattr(done, n) for n in ("same", "changed", "new", "gone", "kept")})
    console.say(
        f"{counted(sums['documents'], 'document')} read anew: {counted(sums['same'], 'statement')} as before, "
        f"{sums['changed']:,} changed, {sums['new']:,} new, {sums['gone']:,} set aside, "
        f"{sums['kept']:,} kept for a person's word"
    )
    failures.exit()
