"""``check``: did it happen? An entry's test on event data."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aftertalks.cli import console
from aftertalks.cli.checking import Form
from aftertalks.cli.options import Db, database

if TYPE_CHECKING:
    from aftertalks.watch.checks import Verdict
    from aftertalks.watch.table import EventTable


def check(  # noqa: PLR0913, PLR0917  each is an option of the command
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="Id of an entry, or its first letters.")],
    events: Annotated[
        list[Path] | None,
        typer.Option(
            "--events", metavar="FILE", help="Event data: UCDP GED, ACLED, GDELT 2, POLECAT; may be repeated."
        ),
    ] = None,
    draft: Annotated[
        Path | None, typer.Option("--draft", metavar="FILE", help="Write the drafted test as YAML, to be edited.")
    ] = None,
    test: Annotated[
        Path | None, typer.Option("--test", metavar="FILE", help="Use this edited test instead of the draft.")
    ] = None,
    chart: Annotated[
        Path | None, typer.Option("--chart", metavar="FILE", help="Write the weekly chart: .svg or .png.")
    ] = None,
    drawn: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="Write the map of events by week: .svg or .png.")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Append the verdict to the entry.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Repeat the entry's last kept check and say whether its figures agree.")
    ] = False,
    form: Annotated[Form | None, typer.Option("--format", "-f", help="table or json.")] = None,
    db: Db = None,
) -> None:
    """Test an entry against event data.

    Look at the drafted test first, edit it, then run it; every number can be opened with --format json.

    \b
    aftertalks check 2966bcec --draft truce.yaml
    aftertalks check 2966bcec --test truce.yaml --events ged.csv --chart truce.png --keep
    aftertalks check 2966bcec --again            on the event data kept beside the ledger
    """
    from aftertalks.flow.eventfiles import EventFolder
    from aftertalks.flow.keeping import Ledger
    from aftertalks.flow.watching import differences, draft_check, keep_verdict, kept_check, kept_probe, run_check
    from aftertalks.watch.checks import from_yaml, to_yaml

    with Ledger(database(db), create=False) as ledger:
        account = ledger.entry(entry)
        if again:
            before = kept_check(account)
            verdict, table = run_check(kept_probe(before), events or [], ledger=database(db))
            _tell(verdict, form)
            told = differences(before, verdict)
            console.warn("; ".join(told) if told else "the same figures, data and code as the kept check")
            raise typer.Exit(1 if told else 0)
        probe = from_yaml(test.read_text(encoding="utf-8")) if test is not None else draft_check(ledger, account)
        if draft is not None:
            draft.write_text(to_yaml(probe), encoding="utf-8")
            console.say(f"drafted test written to {draft}; look at it, then run it with --test {draft} --events FILE")
        if draft is not None and not events:
            return
        if not events and not EventFolder(database(db)).files():
            if draft is None:
                sys.stdout.write(to_yaml(probe))
            return
        verdict, table = run_check(probe, events or [], ledger=database(db))
        for error in table.errors[:10]:
            console.warn(str(error))
        if keep:
            keep_verdict(ledger, account, verdict, table)
    _tell(verdict, form)
    for picture, place in (("chart", chart), ("map", drawn)):
        if place is not None:
            _draw(verdict, table, picture, place)


def _tell(verdict: Verdict, form: Form | None) -> None:
    if form is Form.JSON or (form is None and not console.is_terminal()):
        sys.stdout.write(json.dumps(verdict.to_record(), ensure_ascii=False) + "\n")
        return
    out = [f"{verdict.outcome.value.upper()}: {verdict.reason}"]
    found = verdict.comparison
    if found is not None:
        (a, b), (c, d) = found.before, found.after
        out += ["", f"{'':28}{a} to {b}   {c} to {d}"]
        for where, pairings in (("in the area", found.area), ("rest of the country", found.control)):
            out += [
                f"{where}, {p.name}: {p.before.events} → {p.after.events} events,"
                f" {p.before.deaths} → {p.after.deaths} deaths"
                for p in pairings
            ]
    out += ["", *(f"! {w.text}" for w in verdict.warnings)]
    out += ["", *(f"Source: {d.citation}" for d in verdict.datasets)]
    sys.stdout.write("\n".join(out) + "\n")


def _draw(verdict: Verdict, table: EventTable, picture: str, place: Path) -> None:
    from aftertalks.watch.pictures import check_map, weekly_chart, write_picture

    svg = weekly_chart(verdict) if picture == "chart" else check_map(verdict, table)
    if svg is None:
        console.warn(f"no {picture}: the check compared nothing")
        return
    write_picture(svg, place)
    console.warn(f"{picture} written to {place}")
