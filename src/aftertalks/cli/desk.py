"""``dossier``, ``changes`` and ``record``: what an analyst comes back to."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated

import typer

from aftertalks.cli import console
from aftertalks.cli.forms import Form, tell, wants_table
from aftertalks.cli.options import AsOf, By, Db, InDossier, a_date, database, reader


class Do(StrEnum):
    """What ``dossier`` can do."""

    ADD = "add"
    LIST = "list"
    SHOW = "show"
    REMOVE = "remove"


def dossier(  # noqa: PLR0913, PLR0917  each is an option of the command
    do: Annotated[Do, typer.Argument(metavar="[ACTION]", help="add, list, show or remove.")] = Do.LIST,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="As you call it.")] = None,
    actor: Annotated[
        list[str] | None, typer.Option("--actor", metavar="NAME", help="Acts, is concerned or speaks; any of several.")
    ] = None,
    issue: Annotated[
        str | None, typer.Option("--issue", metavar="WORDS", help="Part of heading, subject or title.")
    ] = None,
    place: Annotated[str | None, typer.Option("--place", metavar="NAME", help="Part of a place's name.")] = None,
    words: Annotated[
        str | None, typer.Option("--words", metavar="WORDS", help="All must be there, in any form.")
    ] = None,
    since: Annotated[
        date | None, typer.Option("--from", parser=a_date, metavar="DATE", help="Published on or after.")
    ] = None,
    until: Annotated[
        date | None, typer.Option("--to", parser=a_date, metavar="DATE", help="Published on or before.")
    ] = None,
    form: Form = None,
    db: Db = None,
) -> None:
    """Save a query under a name, and use it with next, search, brief and changes.

    \b
    aftertalks dossier add southwest --place Syria --words truce
    aftertalks dossier list
    aftertalks dossier show southwest
    aftertalks next --dossier southwest
    """
    from aftertalks.flow import dossiers
    from aftertalks.flow.keeping import Ledger
    from aftertalks.model import UsageError
    from aftertalks.model.dossier import Dossier
    from aftertalks.show import desk_records as twins
    from aftertalks.show import lines

    if do is not Do.LIST and not name:
        raise UsageError(f"{do} which dossier? give a name")
    with Ledger(database(db), create=False) as ledger:
        if do is Do.ADD:
            made = dossiers.save(ledger, Dossier(name or "", tuple(actor or ()), issue, place, words, since, until))
            console.say(f"dossier {made.name}: {dossiers.count(ledger, made.name):,} entries now")
        elif do is Do.REMOVE:
            dossiers.remove(ledger, name or "")
            console.say(f"dossier {name} forgotten; its entries stay in the ledger")
        elif do is Do.LIST:
            found = [(d, dossiers.count(ledger, d.name)) for d in dossiers.dossiers(ledger)]
            if not wants_table(form):
                tell((twins.dossier_record(d, n) for d, n in found), form)
            elif found:
                from aftertalks.show.desk import dossiers_table

                console.print_rich(dossiers_table(found, width=console.width()))
            else:
                console.say("No dossier yet; `aftertalks dossier add NAME --actor …` makes one.")
        else:
            held = list(dossiers.held(ledger, name))
            if not wants_table(form):
                tell((lines.entry_record(a) for a in held), form)
                return
            from aftertalks.show.desk import accounts_table, terms

            title = f"Dossier {name} ({terms(dossiers.dossier(ledger, name or ''))})"
            console.print_rich(accounts_table(title, held, width=console.width()))


def changes(
    since: Annotated[
        str, typer.Option("--since", metavar="DATE|last", help="Published since a day, or added since your last look.")
    ] = "last",
    dossier: InDossier = None,
    by: By = None,
    as_of: AsOf = None,
    soon: Annotated[int, typer.Option("--soon", min=0, metavar="N", help="Days ahead that count as due soon.")] = 14,
    peek: Annotated[bool, typer.Option("--peek", help="Do not count this as a look.")] = False,
    form: Form = None,
    db: Db = None,
) -> None:
    """Show what is new, due soon, overdue, or has another outcome.

    With a date: what was published after it. With `last`: what came into the ledger since you last asked so, each
    reader and dossier for itself.

    \b
    aftertalks changes
    aftertalks changes --since 2017-07-08 --as-of 2017-07-12
    aftertalks changes --dossier southwest --by Ana
    """
    from aftertalks.flow import dossiers
    from aftertalks.flow.keeping import Ledger
    from aftertalks.show import desk_records as twins

    began = datetime.now(UTC)
    who = reader(by)
    with Ledger(database(db), create=False) as ledger:
        found = dossiers.changes(ledger, since=since, dossier=dossier, by=who, as_of=as_of, soon=soon)
        if not wants_table(form):
            tell((twins.change_record(c, found) for c in found.found), form)
        else:
            from aftertalks.show.desk import changes_table, heading

            console.say(heading(found, dossier))
            if found.found:
                console.print_rich(changes_table(found, width=console.width()))
        if since == dossiers.LAST and not peek:
            dossiers.looked_now(ledger, dossier=dossier, by=who, at=began)


def record(
    speaker: Annotated[
        str | None, typer.Argument(metavar="[SPEAKER]", help="Part of the name; all if left out.")
    ] = None,
    form: Form = None,
    db: Db = None,
) -> None:
    """Show what became of what a speaker expected: happened, did not, open, each with its entry.

    No share is told from fewer than five resolved expectations.

    \b
    aftertalks record
    aftertalks record Lavrov
    """
    from aftertalks.flow import dossiers
    from aftertalks.flow.keeping import Ledger
    from aftertalks.show import desk_records as twins

    with Ledger(database(db), create=False) as ledger:
        found = dossiers.records(ledger, speaker)
    if not wants_table(form):
        tell((twins.speaker_record(r) for r in found), form)
        return
    from aftertalks.show.desk import record_lines, records_table

    if not found:
        console.say(f"No expectation of {speaker} is in the ledger." if speaker else "No expectation is in the ledger.")
    elif speaker is None:
        console.print_rich(records_table(found, width=console.width()))
    for one in found if speaker else ():
        for line in record_lines(one):
            console.print_rich(line)
