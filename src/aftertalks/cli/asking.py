"""``next``, ``show`` and ``search``: questions to the ledger."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated

import typer

from aftertalks.cli import console
from aftertalks.cli.options import AsOf, Days, Db, InDossier, a_date, database


class Kinds(StrEnum):
    """Kinds of statements, as the command line offers them."""

    EVENT = "event"
    AGREEMENT = "agreement"
    POSITION = "position"
    EXPECTATION = "expectation"
    RECOMMENDATION = "recommendation"
    ASSESSMENT = "assessment"


class Plain(StrEnum):
    """Forms of an answer."""

    TABLE = "table"
    JSONL = "jsonl"


Form = Annotated[Plain | None, typer.Option("--format", "-f", help="Default: table on a terminal, jsonl in a pipe.")]


def _wants_table(form: Plain | None) -> bool:
    return form is Plain.TABLE or (form is None and console.is_terminal())


def next_(
    as_of: AsOf = None,
    days: Days = 90,
    undated: Annotated[bool, typer.Option("--undated", help="Also what was agreed without a date.")] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, metavar="N", help="At most so many of each list.")
    ] = None,
    dossier: InDossier = None,
    form: Form = None,
    db: Db = None,
) -> None:
    """Show what is overdue, due and coming, as of a date.

    Only documents published up to that date are counted.

    \b
    aftertalks next
    aftertalks next --as-of 2017-07-08 --days 30
    """
    from aftertalks.flow import dossiers
    from aftertalks.flow.keeping import Ledger

    with Ledger(database(db), create=False) as ledger:
        chosen = dossiers.dossier(ledger, dossier) if dossier else None
        up = ledger.next(as_of=as_of, days=days, dossier=chosen, limit=limit)
    shown = (*up.dated, *(up.undated if undated else ()))
    if not _wants_table(form):
        from aftertalks.show import lines

        for account in shown:
            record = lines.entry_record(account)
            progress = account.entry.progress(up.as_of).value
            sys.stdout.write(lines.line({"as_of": up.as_of.isoformat(), "progress": progress} | record) + "\n")
        return
    from aftertalks.show.table import next_table, undated_table
    from aftertalks.show.wording import counted

    if up.dated:
        console.print_rich(next_table(up, width=console.width()))
    else:
        console.say(f"Nothing with a date is overdue, due or coming within {days} days of {up.as_of}.")
    if undated and up.undated:
        console.print_rich(undated_table(up, width=console.width()))
    elif up.undated:
        console.say(f"{counted(len(up.undated), 'undertaking')} without a date: add --undated to see them.")


def show(
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="Id of an entry, or its first letters.")],
    as_of: AsOf = None,
    form: Form = None,
    db: Db = None,
) -> None:
    """Show one entry, every voice word for word.

    With its judgements and the later reports that are proposed as answers.

    \b
    aftertalks show 2966bcec
    """
    from aftertalks.flow.keeping import Ledger

    with Ledger(database(db), create=False) as ledger:
        account = ledger.entry(entry, as_of=as_of)
    if not _wants_table(form):
        from aftertalks.show import lines

        sys.stdout.write(lines.line(lines.entry_record(account)) + "\n")
        return
    from aftertalks.show.entry import entry_lines

    for line in entry_lines(account, as_of=as_of or datetime.now(UTC).date()):
        console.print_rich(line)


def search(  # noqa: PLR0913, PLR0917  each is an option of the command
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WORDS", help='All must be there; "a phrase" and begin* work.')
    ] = None,
    kind: Annotated[Kinds | None, typer.Option(help="Only this kind.")] = None,
    speaker: Annotated[str | None, typer.Option(metavar="NAME", help="Part of the speaker's name.")] = None,
    actor: Annotated[str | None, typer.Option(metavar="NAME", help="Part of an actor's name, or its id.")] = None,
    issue: Annotated[str | None, typer.Option(metavar="NAME", help="Its issue, whole.")] = None,
    since: Annotated[
        date | None, typer.Option("--from", parser=a_date, metavar="DATE", help="Published on or after.")
    ] = None,
    until: Annotated[
        date | None, typer.Option("--to", parser=a_date, metavar="DATE", help="Published on or before.")
    ] = None,
    dossier: InDossier = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    form: Form = None,
    db: Db = None,
) -> None:
    """Find statements by words, kind, speaker, actor and date.

    \b
    aftertalks search truce --kind agreement
    aftertalks search '"zones of responsibility"' --speaker Suslov
    """
    from aftertalks.flow import dossiers
    from aftertalks.flow.keeping import Ledger
    from aftertalks.model import UsageError

    if not (words or kind or speaker or actor or issue or since or until or dossier):
        raise UsageError("search for what? give words or a filter, for example `aftertalks search truce`")
    with Ledger(database(db), create=False) as ledger:
        hits = ledger.find(
            " ".join(words) if words else None,
            kind=kind.value if kind else None, speaker=speaker, actor=actor, issue=issue, since=since, until=until,
            dossier=dossiers.dossier(ledger, dossier) if dossier else None, limit=limit + 1,
        )  # fmt: skip
    shown = hits[:limit]
    if _wants_table(form):
        from aftertalks.show.table import hits_table

        if shown:
            console.print_rich(hits_table([(h.statement, h.source, h.entry) for h in shown], width=console.width()))
        else:
            console.say("Nothing found.")
    else:
        from aftertalks.show import lines

        for hit in shown:
            sys.stdout.write(lines.line(lines.hit_record(hit.statement, hit.source, hit.entry)) + "\n")
    if len(hits) > limit:
        console.warn(f"the first {limit}; there are more: --limit shows them")
