"""``serve``: the ledger in a browser."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from aftertalks.cli import console
from aftertalks.cli.options import AsOf, Db, database


def serve(
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8017,
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="HOST", help="A host name behind a proxy; may be repeated.")
    ] = None,
    as_of: AsOf = None,
    db: Db = None,
) -> None:
    """Open the ledger in a browser.

    Only this machine can reach it. For others set $AFTERTALKS_PASSWORD, then give --host.

    \b
    aftertalks serve --db talks.db
    aftertalks serve --as-of 2017-07-08 --port 8080
    """
    from aftertalks.web.access import Access
    from aftertalks.web.desk import Desk
    from aftertalks.web.serving import serve as run

    password = os.environ.get("AFTERTALKS_PASSWORD") or None
    access = Access(host=host, port=port, password=password, names=tuple(name or ()))
    desk = Desk(database(db), today=as_of)
    try:
        run(desk, access, ready=lambda at: console.warn(f"{desk.ledger.store.name} at {at} (Ctrl-C ends)"))
    finally:
        desk.close()
