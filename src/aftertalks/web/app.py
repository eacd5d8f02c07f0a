"""The application: routes, errors, static files."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp

from aftertalks.model import AftertalksError, LedgerError, UsageError
from aftertalks.model.record import Record
from aftertalks.show.lines import plain_line
from aftertalks.web import feeds, rendering
from aftertalks.web.access import Access
from aftertalks.web.ask import Ask, View, address
from aftertalks.web.changing import Jobs
from aftertalks.web.desk import Desk
from aftertalks.web.entries import picture
from aftertalks.web.forms import ADDS_AN_HOUR, Changes
from aftertalks.web.gate.roles import Caller, Role
from aftertalks.web.guard import COOKIE, MOST_BYTES, Forms, Guard
from aftertalks.web.openapi import description
from aftertalks.web.signing import Signing
from aftertalks.web.site import PAGES, Page
from aftertalks.web.ways import Endpoint, Way, roles, wants_page

FOREVER = {"cache-control": "public, max-age=31536000, immutable"}
TITLES = {
    400: "Not understood", 403: "Not allowed", 404: "Not found", 408: "Too slow", 413: "Too large",
    429: "Too much at once",
}  # fmt: skip
STRANGER = Caller("", Role.READER, "")


class Site:
    """What every request shares: the ledger, who may come in, the forms' key."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.book = desk.book
        self.forms = Forms()

    def page(self, page: Page, *, twin: bool) -> Endpoint:
        """Return what answers a page's address, or that of its JSON twin."""

        async def answer(request: Request) -> Response:
            ask = self.ask(request)
            try:
                view = await run_in_threadpool(page.make, self.desk, ask)
                record = await run_in_threadpool(view.twin) if twin or self.wants_json(request) else None
            except AftertalksError as error:
                return self.failed(request, ask, _status(error), str(error))
            return self.html(request, ask, view) if record is None else self.json(record)

        return answer

    def ask(self, request: Request) -> Ask:
        """Return a request as pages read it."""
        caller = getattr(request.state, "caller", None) or STRANGER
        return Ask(request.url.path, dict(request.query_params), request.path_params, self.desk.today, caller)

    async def form(self, request: Request) -> dict[str, str]:
        """Return the words of a form that one of our own pages sent.

        Raises:
            HTTPException: it carries no fitting token.
        """
        form = await request.form(max_files=1, max_fields=20, max_part_size=MOST_BYTES)
        given = {name: value for name, value in form.items() if isinstance(value, str)}
        if not self.forms.holds(request, given.get("token", "")):
            why = "the form is from another site or an older session; load its page anew and send it again"
            raise HTTPException(403, why)
        return given

    def note(self, request: Request, caller: Caller, what: str, about: str = "", *, outcome: str = "done") -> None:
        """Add a line to the log."""
        self.book.note(caller, what, about, address=request.client.host if request.client else "", outcome=outcome)

    def html(self, request: Request, ask: Ask, view: View, status: int = 200) -> Response:
        """Return a page for people, with the cookie that its forms need."""
        cookie = self.forms.cookie(request)
        template = rendering.templates().get_template(view.template)
        kept = ask.query.get("as_of")
        stranger = ask.caller is STRANGER
        text = template.render(
            **view.values, title=view.title, ask=ask, caller=ask.caller, stranger=stranger,
            may_add=not stranger and ask.caller.role.covers(Role.REVIEWER),
            token=self.forms.token(ask.caller, cookie),
            go=lambda path, **values: address(path, **({"as_of": kept} | values)),
            nav=[] if stranger else [p for p in PAGES if p.label and ask.caller.role.covers(p.role) and self.shows(p)],
            twin=replace(ask, path=ask.path + ".json").link(), has_twin=bool(view.record),
        )  # fmt: skip
        made = HTMLResponse(text, status, headers={"vary": "Accept, Cookie, Authorization"})
        if COOKIE not in request.cookies:
            made.set_cookie(COOKIE, cookie, httponly=True, samesite="strict", secure=request.url.scheme == "https")
        return made

    async def picture(self, request: Request) -> Response:
        """Return the chart or the map of an entry's last kept check, as an image that runs nothing."""
        ask = self.ask(request)
        try:
            svg = await run_in_threadpool(picture, self.desk, ask)
        except AftertalksError as error:
            return self.failed(request, ask, _status(error), str(error))
        return Response(svg, media_type="image/svg+xml", headers={"cache-control": "private, no-cache"})

    def shows(self, page: Page) -> bool:
        """Say whether the navigation lists a page; the log of who did what only where there are users."""
        return page.path != "/log" or self.book.guarded()

    def failed(self, request: Request, ask: Ask, status: int, why: str) -> Response:
        """Return what went wrong, for people or programs."""
        if self.wants_json(request):
            return self.json({"error": why}, status)
        view = View("error.html", TITLES.get(status, "That did not work"), {}, {"why": why})
        return self.html(request, ask, view, status)

    def status(self, error: AftertalksError) -> int:
        """Return the status that an error is answered with."""
        return _status(error)

    def wants_json(self, request: Request) -> bool:
        """Say whether a program asks."""
        accepted = request.headers.get("accept", "")
        return request.url.path.endswith(".json") or ("application/json" in accepted and not wants_page(request))

    def json(self, record: Record, status: int = 200) -> Response:
        """Return a record for programs."""
        body = plain_line(record).encode("utf-8", "backslashreplace")
        headers = {"vary": "Accept, Cookie, Authorization"}
        return Response(body, status, media_type="application/json", headers=headers)

    async def missing(self, request: Request, error: Exception) -> Response:
        """Answer an address that leads nowhere, a method that it does not take, or who may not."""
        assert isinstance(error, HTTPException)
        why = "there is no such page" if error.status_code == 404 else str(error.detail)
        made = self.failed(request, self.ask(request), error.status_code, why)
        made.headers.update(error.headers or {})
        return made

    async def broken(self, request: Request, error: Exception) -> Response:
        """Answer when something went wrong inside; the server's log tells what."""
        return self.failed(request, self.ask(request), 500, "something went wrong inside; the server's log tells what")


def _status(error: AftertalksError) -> int:
    return 400 if isinstance(error, UsageError) else 404 if isinstance(error, LedgerError) else 422


async def _style(request: Request) -> Response:
    return Response(rendering.style(), media_type="text/css", headers=FOREVER)


async def _script(request: Request) -> Response:
    return Response((rendering.STATIC / rendering.HTMX).read_bytes(), media_type="text/javascript", headers=FOREVER)


async def _desk_script(request: Request) -> Response:
    return Response((rendering.STATIC / "desk.js").read_bytes(), media_type="text/javascript", headers=FOREVER)


async def _icon(request: Request) -> Response:
    return Response((rendering.STATIC / "icon.svg").read_bytes(), media_type="image/svg+xml", headers=FOREVER)


async def _describe(request: Request) -> Response:
    return Response(json.dumps(description(), indent=1), media_type="application/json")


async def _home(request: Request) -> Response:
    return RedirectResponse("/next", 307)


def application(desk: Desk, access: Access | None = None, *, adds: int = ADDS_AN_HOUR) -> ASGIApp:
    """Return the ASGI application over a ledger.

    Args:
        adds: readings that one user may begin in an hour.

    Raises:
        UsageError: others could reach it, and it knows no users.
    """
    access = access or Access()
    access.check(desk.book)
    site = Site(desk)
    jobs = Jobs(desk)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        jobs.close()

    handlers = {HTTPException: site.missing, Exception: site.broken}
    made = Starlette(lifespan=lifespan, routes=_routes(site, jobs, adds), exception_handlers=handlers)
    return Guard(
        made, access, desk.book, told=lambda request, status, why: site.failed(request, site.ask(request), status, why)
    )


def _routes(site: Site, jobs: Jobs, adds: int) -> list[Way]:
    routes = [
        Way("/", _home, role=None),
        Way(f"/static/{rendering.style_name()}", _style, role=None),
        Way(f"/static/{rendering.HTMX}", _script, role=None),
        Way(f"/static/{rendering.script_name()}", _desk_script, role=None),
        Way(f"/static/{rendering.icon_name()}", _icon, role=None),
        Way("/openapi.json", _describe, role=Role.READER),
        *Signing(site).routes(),
        *Changes(site, jobs, adds=adds).routes(),
        *feeds.routes(site),
        Way("/picture/{id}/{name}.svg", site.picture, role=Role.READER),
    ]
    for page in PAGES:
        routes.append(Way(page.path + ".json", site.page(page, twin=True), role=page.role))
        routes.append(Way(page.path, site.page(page, twin=False), role=page.role))
    roles(routes)
    return routes
