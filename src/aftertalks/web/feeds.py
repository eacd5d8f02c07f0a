"""Addresses that other programs ask again and again: deadlines for calendars, changes for feed readers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from aftertalks.flow import dossiers
from aftertalks.flow.coded import UNDATED
from aftertalks.flow.holding import keys_in
from aftertalks.model import AftertalksError, Book
from aftertalks.model.dossier import Dossier
from aftertalks.show.exports.calendar import calendar
from aftertalks.show.exports.feed import atom_feed
from aftertalks.show.exports.site import public_account, public_changes
from aftertalks.web.ask import Ask
from aftertalks.web.desk import Desk
from aftertalks.web.gate.roles import Role
from aftertalks.web.ways import Endpoint, Way

if TYPE_CHECKING:
    from aftertalks.web.app import Site

SINCE = timedelta(days=90)
LOOK_BACK = 2 * 366  # days for which a calendar keeps what is past
DEADLINES = 300  # of one calendar, those nearest to the day: first what is to come, then what is just past
CHANGES = 400  # of one feed, the most pressing
Make = Callable[[Desk, Ask, str], bytes]


def deadlines(desk: Desk, ask: Ask, site: str) -> bytes:
    """Return the deadlines of the ledger, or of a dossier, as iCalendar; if not all of them, it says so itself."""
    chosen = _dossier(desk, ask)
    day = ask.day("as_of") or desk.today or datetime.now(UTC).date()
    near, total = _near(desk, chosen, day.toordinal())
    note = None
    if len(near) < total:
        whole = f"{len(near)} deadlines nearest to {day}, what is to come before what is past"
        note = f"The {whole}, of {total}. A dossier's calendar holds fewer."
    found = sorted(desk.entries(near), key=lambda a: (a.entry.due or (date.max, date.max))[::-1])
    made, _, _ = calendar(map(public_account, found), name=_name(chosen, "deadlines"), site=site, note=note)
    return made


def _near(desk: Desk, chosen: Dossier | None, day: int) -> tuple[list[str], int]:
    """Return the entries with a deadline, what is to come first, each side by its nearness; and how many there are."""
    held = desk.overview()
    dated = np.flatnonzero(
        (held.last != UNDATED) & (held.last >= day - LOOK_BACK) & ~held.has("book", Book.HAPPENED.value)
    )
    if chosen is not None:
        with desk.ledger.store.asking() as connection:
            mine = np.fromiter(keys_in(connection, chosen), dtype=np.int64)
        dated = dated[np.isin(held.id[dated], mine)]
    ahead = held.last[dated] >= day
    return held.names(np.concatenate((dated[ahead], dated[~ahead][::-1]))[:DEADLINES]), int(dated.size)


def changes(desk: Desk, ask: Ask, site: str) -> bytes:
    """Return what changed in the ledger, or in a dossier, in the last 90 days, as Atom."""
    chosen = _dossier(desk, ask)
    day = ask.day("as_of") or desk.today or datetime.now(UTC).date()
    since = ask.day("since") or day - min(SINCE, day - date.min)
    told = dossiers.changes(desk.ledger, since=since, dossier=chosen.name if chosen else None, as_of=day, limit=CHANGES)
    return atom_feed(public_changes(told), name=_name(chosen, "changes"), site=site)


def _dossier(desk: Desk, ask: Ask) -> Dossier | None:
    name = ask.text("dossier")
    return dossiers.dossier(desk.ledger, name) if name else None


def _name(chosen: Dossier | None, what: str) -> str:
    return f"Aftertalks: {chosen.name}: {what}" if chosen else f"Aftertalks: {what}"


def routes(site: Site) -> list[Way]:
    """Return the feeds' routes."""
    return [
        Way("/deadlines.ics", _answer(site, deadlines, "text/calendar"), role=Role.READER, feed=True),
        Way("/changes.atom", _answer(site, changes, "application/atom+xml"), role=Role.READER, feed=True),
    ]


def _answer(site: Site, make: Make, media_type: str) -> Endpoint:
    async def answer(request: Request) -> Response:
        ask = site.ask(request)
        try:
            body = await run_in_threadpool(make, site.desk, ask, str(request.base_url))
        except AftertalksError as error:
            return site.failed(request, ask, site.status(error), str(error))
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers = {"etag": tag, "cache-control": "private, no-cache"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(body, media_type=media_type, headers=headers)

    return answer
