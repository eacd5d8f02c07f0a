"""``serve``: the ledger in a browser."""

from __future__ import annotations

from typing import Annotated

import typer

from aftertalks.cli import console
from aftertalks.cli.options import AsOf, Db, Users, database, users_file


def serve(
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8017,
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="HOST", help="A host name behind a proxy; may be repeated.")
    ] = None,
    proxy: Annotated[
        list[str] | None,
        typer.Option("--proxy", metavar="ADDRESS", help="A proxy that tells who asks and how; may be repeated."),
    ] = None,
    add_limit: Annotated[
        int, typer.Option("--add-limit", min=1, metavar="N", help="Readings that one user may begin in an hour.")
    ] = 120,
    as_of: AsOf = None,
    file: Users = None,
    db: Db = None,
) -> None:
    """Open the ledger in a browser.

    Only this machine can reach it. For others make users first (`aftertalks users add`), then give --host, or put a
    proxy in front and give --name and --proxy. Once there is a user, everybody signs in.

    \b
    aftertalks serve --db talks.db
    aftertalks serve --db talks.db --name ledger.example --proxy 127.0.0.1
    aftertalks serve --as-of 2017-07-08 --port 8080
    """
    from aftertalks.web.access import Access
    from aftertalks.web.desk import Desk
    from aftertalks.web.gate.book import Book
    from aftertalks.web.serving import serve as run

    path = database(db)
    access = Access(host=host, port=port, names=tuple(name or ()), proxies=tuple(proxy or ()))
    desk = Desk(path, today=as_of, book=Book(users_file(file, path)))
    try:
        name_of = desk.ledger.store.name
        ready = lambda at: console.warn(f"{name_of} at {at} (Ctrl-C ends)")  # noqa: E731
        run(desk, access, adds=add_limit, ready=ready, told=console.warn)
    finally:
        desk.close()
