"""``mcp``: the ledger for assistants."""

from __future__ import annotations

from typing import Annotated

import typer

from aftertalks.cli.options import Db, database


def mcp(
    write: Annotated[bool, typer.Option("--write", help="Let the assistant add documents, too.")] = False,
    db: Db = None,
) -> None:
    """Offer the ledger to an assistant that speaks the Model Context Protocol, over stdin and stdout.

    Five tools: read a text, search, next, show an entry, its kept check. Nothing can be changed without --write.
    Register the command with your assistant; it starts it by itself.

    \b
    aftertalks mcp --db talks.db
    """
    from aftertalks.assistant.serving import make_server

    make_server(database(db), write=write).run("stdio")
