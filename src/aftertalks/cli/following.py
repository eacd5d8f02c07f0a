"""``follow``: what feeds bring, read into the ledger as it comes."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aftertalks.cli import console
from aftertalks.cli.options import Db, database

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aftertalks.flow.following import Follower
    from aftertalks.flow.keeping import Ledger

_EVERY = re.compile(r"(\d{1,4})(s|m|h|d)")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_LEAST = timedelta(seconds=30)
_READER = "follow"  # the name under which the last look is kept


def follow(
    sources: Annotated[
        list[str], typer.Argument(metavar="FEEDS…", help="OPML, a file of addresses, or a feed's address.")
    ],
    every: Annotated[
        str | None, typer.Option(metavar="TIME", help="Go on, a round each 30m, 2h, 1d; else one round.")
    ] = None,
    feed_only: Annotated[bool, typer.Option("--feed-only", help="Read the feeds' own words, not the pages.")] = False,
    atom: Annotated[Path | None, typer.Option(metavar="FILE", help="Keep an Atom feed of changes here.")] = None,
    webhook: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Post changes here as JSON.")] = None,
    mail: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Write changes as mails (.eml) here.")] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Visit this machine and the local network too.")
    ] = False,
    db: Db = None,
) -> None:
    """Read what is new in feeds into the ledger, politely.

    robots.txt is obeyed, a host is asked every two seconds at most and forty times a round; what has not changed is not
    sent again; a host in trouble is left alone for longer each time. A killed run goes on where it was.

    \b
    aftertalks follow feeds.opml --every 30m --atom changes.xml
    aftertalks follow https://example.org/rss --mail letters/
    """
    from aftertalks.flow.following import Follower
    from aftertalks.flow.keeping import Ledger
    from aftertalks.ingest.opml import feeds_of
    from aftertalks.model import Settings

    pause = _pause(every) if every else None
    feeds = [feed for source in sources for feed in feeds_of(source)]
    path = database(db)
    with Ledger(path, settings=Settings(private_addresses=allow_private)) as ledger:
        follower = Follower(ledger, path, pages=not feed_only)
        while True:
            began = datetime.now(UTC)
            failed = _round(follower, feeds)
            _tell(ledger, began, ledger.store.home.beside.stem, atom=atom, webhook=webhook, mail=mail)
            if pause is None:
                raise typer.Exit(1 if failed else 0)
            rest = pause - (datetime.now(UTC) - began)
            console.warn(f"next round at {datetime.now(UTC) + rest:%H:%M} UTC (Ctrl-C ends)")
            time.sleep(max(rest.total_seconds(), 0))


def _pause(given: str) -> timedelta:
    from aftertalks.model import UsageError

    match = _EVERY.fullmatch(given.strip())
    pause = timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else timedelta(0)
    if pause < _LEAST:
        raise UsageError(f"--every {given!r}: write 30m, 2h or 1d, at least 30s")
    return pause


def _round(follower: Follower, feeds: Sequence[str]) -> int:
    """Go through the feeds once; returns how many had an error."""
    failed = 0
    for told in follower.round(feeds):
        counts = f"{len(told.added)} new, {told.known} known" if told.added or told.known else ""
        console.say(f"{told.feed}: {', '.join(part for part in (counts, told.note) if part) or 'nothing new'}")
        for source in told.added:
            console.say(f"  + {source}")
        for error in told.errors[:10]:
            console.warn(str(error))
        failed += bool(told.errors)
    return failed


def _tell(
    ledger: Ledger, began: datetime, name: str, *, atom: Path | None, webhook: str | None, mail: Path | None
) -> None:
    """Tell of what changed since the last round; what cannot be told stays to be told."""
    from aftertalks.flow import dossiers, telling
    from aftertalks.model import InputError

    ways: list[Callable[[], InputError | Path | None]] = []
    found = dossiers.changes(ledger, since=dossiers.LAST, by=_READER)
    if atom is not None:
        month = dossiers.changes(ledger, since=found.as_of - timedelta(days=31), as_of=found.as_of)
        telling.write_atom(month, atom, name=f"{name}: changes")
    if found.found and webhook is not None:
        ways.append(lambda: telling.post(found, webhook))
    if found.found and mail is not None:
        ways.append(lambda: telling.write_letter(found, mail, name=name))
    failed = [error for error in (way() for way in ways) if isinstance(error, InputError)]
    for error in failed:
        console.warn(str(error))
    if not failed:
        dossiers.looked_now(ledger, by=_READER, at=began)
