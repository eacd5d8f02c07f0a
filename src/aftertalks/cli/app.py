"""The commands, in the order in which ``--help`` lists them."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from aftertalks.cli import (
    asking,
    assisting,
    checking,
    coding,
    deciding,
    desk,
    erasing,
    eventdata,
    exporting,
    following,
    keeping,
    ledgering,
    pages,
    reading,
    reviewing,
    serving,
    users,
    watching,
    zoning,
)

HELP = """Read coverage of international talks and keep a sourced ledger of what was agreed, wanted, expected and done.

\b
  aftertalks read article.html          what is stated, by whom, how surely
  aftertalks add articles/              the same, kept in a ledger
  aftertalks next --as-of 2017-07-08    what is due, overdue and coming
"""

app = typer.Typer(
    help=HELP,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(asked: bool) -> None:
    if asked:
        import aftertalks

        typer.echo(f"aftertalks {aftertalks.__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    """Show the help if no command is given."""
    del version
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        sys.exit(2)


for _name, _command in (
    ("read", reading.read),
    ("code", coding.code),
    ("add", keeping.add),
    ("next", asking.next_),
    ("show", asking.show),
    ("search", asking.search),
    ("changes", desk.changes),
    ("dossier", desk.dossier),
    ("record", desk.record),
    ("review", reviewing.review),
    ("judge", deciding.judge),
    ("merge", deciding.merge),
    ("split", deciding.split),
    ("reread", deciding.reread),
    ("erase", erasing.erase),
    ("events", eventdata.events),
    ("check", watching.check),
    ("zones", zoning.zones),
    ("serve", serving.serve),
    ("users", users.users),
    ("follow", following.follow),
    ("mcp", assisting.mcp),
    ("brief", pages.brief),
    ("export", exporting.export),
    ("import", ledgering.import_),
    ("ledger", ledgering.ledger),
    ("evaluate", checking.evaluate),
    ("lexicon", checking.lexicon),
    ("doctor", checking.doctor),
):
    app.command(_name)(_command)
