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
from aftertalks.flow.overview import UNDATED
from aftertalks.ledger.dossiers import holds
from aftertalks.model import AftertalksError
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
MOST = 2000  # deadlines or changes of one feed, the soonest or most pressing
Make = Callable[[Desk, Ask, str], bytes]


def deadlines(desk: Desk, ask: Ask, site: str) -> bytes:
    """Return the deadlines of the ledger, or of a dossier, as iCalendar."""
    chosen = _dossier(desk, ask)
    held = desk.overview()
    day = ask.day("as_of") or desk.today or datetime.now(UTC).date()
    near = np.flatnonzero((held.last != UNDATED) & (held.last >= day.toordinal() - LOOK_BACK))[:MOST]
    dated = (a for a in desk.entries(held.names(near)) if chosen is None or holds(chosen, a))
    made, _, _ = calendar((public_account(a) for a in dated), name=_name(chosen, "deadlines"), site=site)
    return made


def changes(desk: Desk, ask: Ask, site: str) -> bytes:
    """Return what changed in the ledger, or in a dossier, in the last 90 days, as Atom."""
    chosen = _dossier(desk, ask)
    day = ask.day("as_of") or desk.today or datetime.now(UTC).date()
    since = ask.day("since") or day - min(SINCE, day - date.min)
    told = dossiers.changes(desk.ledger, since=since, dossier=chosen.name if chosen else None, as_of=day, limit=MOST)
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
