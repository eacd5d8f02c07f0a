"""``brief``: the ledger as a page to hand on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aftertalks.cli import console
from aftertalks.cli.options import AsOf, Days, Db, InDossier, database


def brief(
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write here (brief.html); - is stdout.")
    ] = None,
    as_of: AsOf = None,
    days: Days = 90,
    dossier: InDossier = None,
    db: Db = None,
) -> None:
    """Write a brief as one HTML file.

    It needs no server, no script and no network, and can be mailed, printed and read on a phone.

    \b
    aftertalks brief --as-of 2017-07-08 --out brief.html
    """
    from aftertalks.flow import dossiers
    from aftertalks.flow.keeping import Ledger

    place = out or Path("brief.html")
    with Ledger(database(db), create=False) as ledger:
        chosen = dossiers.dossier(ledger, dossier) if dossier else None
        text = ledger.brief(as_of=as_of, days=days, dossier=chosen)
    with console.destination(place) as stream:
        stream.write(text)
    if str(place) != "-":
        console.say(f"brief written to {place}")
