"""``brief``: the ledger as a page to hand on."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aftertalks.cli import console
from aftertalks.cli.options import AsOf, Days, Db, InDossier, database

if TYPE_CHECKING:
    from aftertalks.show.brief import Brief


class Form(StrEnum):
    """Forms of a brief."""

    HTML = "html"
    MD = "md"
    DOCX = "docx"


_BY_ENDING = {".md": Form.MD, ".markdown": Form.MD, ".docx": Form.DOCX}


def brief(
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write here (brief.html); - is stdout.")
    ] = None,
    as_of: AsOf = None,
    days: Days = 90,
    form: Annotated[Form | None, typer.Option("--format", "-f", help="Default: as --out ends, else html.")] = None,
    dossier: InDossier = None,
    db: Db = None,
) -> None:
    """Write a brief: one HTML file, Markdown or a Word document.

    The HTML file needs no server, no script and no network: it can be mailed, read on a phone, printed, also to PDF.

    \b
    aftertalks brief --as-of 2017-07-08 --out brief.html
    aftertalks brief --dossier truce --out truce.docx
    aftertalks brief --format md --out - | less
    """
    from aftertalks.flow import dossiers
    from aftertalks.flow.keeping import Ledger
    from aftertalks.model import UsageError

    kind = form or _BY_ENDING.get(out.suffix.lower() if out else "", Form.HTML)
    place = out or Path(f"brief.{kind.value}")
    if kind is Form.DOCX and str(place) == "-":
        raise UsageError("--format docx makes a file; name it with --out brief.docx")
    with Ledger(database(db), create=False) as ledger:
        chosen = dossiers.dossier(ledger, dossier) if dossier else None
        contents = ledger.brief_contents(as_of=as_of, days=days, dossier=chosen)
    _write(contents, kind, place)
    if str(place) != "-":
        console.say(f"brief written to {place}")


def _write(contents: Brief, kind: Form, place: Path) -> None:
    if kind is Form.DOCX:
        from aftertalks.show.brief_docx import brief_docx

        made = brief_docx(contents)
        with console.whole_file(place) as part:
            part.write_bytes(made)
        return
    with console.destination(place) as stream:
        if kind is Form.MD:
            from aftertalks.show.brief_markdown import brief_markdown

            stream.writelines(line + "\n" for line in brief_markdown(contents))
        else:
            from aftertalks.show.brief import brief_page

            stream.write(brief_page(contents))
