"""The application: routes, errors, static files."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from aftertalks.model import AftertalksError, LedgerError, UsageError
from aftertalks.show.lines import plain_line
from aftertalks.web import feeds, rendering
from aftertalks.web.access import Access
from aftertalks.web.ask import Ask, View, address
from aftertalks.web.changing import Jobs
from aftertalks.web.desk import Desk
from aftertalks.web.forms import Changes
from aftertalks.web.guard import COOKIE, Forms, Guard
from aftertalks.web.site import PAGES, Page, description

Endpoint = Callable[[Request], Awaitable[Response]]
FOREVER = {"cache-control": "public, max-age=31536000, immutable"}


class Site:
    """What every request shares: the ledger, the forms' key."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.forms = Forms()

    def page(self, page: Page, *, twin: bool) -> Endpoint:
        """Return what answers a page's address, or that of its JSON twin."""

        async def answer(request: Request) -> Response:
            ask = self.ask(request)
            try:
                view = await run_in_threadpool(page.make, self.desk, ask)
            except AftertalksError as error:
                return self.failed(request, ask, _status(error), str(error), twin=twin)
            return _json(view.record) if twin or _wants_json(request) else self.html(request, ask, view)

        return answer

    def ask(self, request: Request) -> Ask:
        """Return a request as pages read it."""
        return Ask(request.url.path, dict(request.query_params), request.path_params, self.desk.today)

    def html(self, request: Request, ask: Ask, view: View, status: int = 200) -> Response:
        """Return a page for people, with the cookie that its forms need."""
        cookie = self.forms.cookie(request)
        template = rendering.templates().get_template(view.template)
        kept = ask.query.get("as_of")
        text = template.render(
            **view.values, title=view.title, ask=ask, token=self.forms.token(cookie),
            go=lambda path, **values: address(path, **({"as_of": kept} | values)),
            nav=[p for p in PAGES if p.label], twin=replace(ask, path=ask.path + ".json").link(),
        )  # fmt: skip
        made = HTMLResponse(text, status, headers={"vary": "Accept", "cache-control": "no-store"})
        if COOKIE not in request.cookies:
            made.set_cookie(COOKIE, cookie, httponly=True, samesite="strict", secure=request.url.scheme == "https")
        return made

    def failed(self, request: Request, ask: Ask, status: int, why: str, *, twin: bool = False) -> Response:
        """Return what went wrong, for people or programs."""
        if twin or _wants_json(request):
            return _json({"error": why}, status)
        return self.html(request, ask, View("error.html", f"{status}", {}, {"why": why, "status": status}), status)

    def status(self, error: AftertalksError) -> int:
        """Return the status that an error is answered with."""
        return _status(error)

    async def missing(self, request: Request, error: Exception) -> Response:
        """Answer an address that leads nowhere, or a method that it does not take."""
        assert isinstance(error, HTTPException)
        why = "there is no such page" if error.status_code == 404 else str(error.detail)
        return self.failed(request, self.ask(request), error.status_code, why)


def _wants_json(request: Request) -> bool:
    accepted = request.headers.get("accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def _status(error: AftertalksError) -> int:
    return 400 if isinstance(error, UsageError) else 404 if isinstance(error, LedgerError) else 422


def _json(record: object, status: int = 200) -> Response:
    assert isinstance(record, dict)
    body = plain_line(record).encode("utf-8", "backslashreplace")
    return Response(body, status, media_type="application/json", headers={"vary": "Accept"})


async def _style(request: Request) -> Response:
    return Response(rendering.style(), media_type="text/css", headers=FOREVER)


async def _script(request: Request) -> Response:
    return Response((rendering.STATIC / rendering.HTMX).read_bytes(), media_type="text/javascript", headers=FOREVER)


async def _icon(request: Request) -> Response:
    return Response((rendering.STATIC / "icon.svg").read_bytes(), media_type="image/svg+xml", headers=FOREVER)


async def _describe(request: Request) -> Response:
    return Response(json.dumps(description(), indent=1), media_type="application/json")


async def _home(request: Request) -> Response:
    return RedirectResponse("/next", 307)


def application(desk: Desk, access: Access | None = None) -> Starlette:
    """Return the ASGI application over a ledger."""
    site = Site(desk)
    jobs = Jobs(desk)
    changes = Changes(site, jobs)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        jobs.close()

    routes = [
        Route("/review", changes.review, methods=["POST"]),
        Route("/add", changes.add_form, methods=["GET"]),
        Route("/add", changes.add, methods=["POST"]),
        Route("/reading/{n}", changes.job),
        Route("/", _home),
        Route("/openapi.json", _describe),
        Route(f"/static/{rendering.style_name()}", _style),
        Route(f"/static/{rendering.HTMX}", _script),
        *feeds.routes(site),
        Route(f"/static/{rendering.icon_name()}", _icon),
    ]
    for page in PAGES:
        routes.append(Route(page.path + ".json", site.page(page, twin=True)))
        routes.append(Route(page.path, site.page(page, twin=False)))
    return Starlette(
        lifespan=lifespan,
        routes=routes,
        middleware=[Middleware(Guard, access=access or Access())],
        exception_handlers={HTTPException: site.missing},
    )
