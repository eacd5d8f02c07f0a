"""Signing in and out."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from aftertalks.web.ask import View
from aftertalks.web.gate.book import LONGEST
from aftertalks.web.gate.limits import Guesses
from aftertalks.web.gate.roles import Caller, Role
from aftertalks.web.guard import COOKIE, SESSION
from aftertalks.web.ways import Way, own_address

if TYPE_CHECKING:
    from aftertalks.web.app import Site

_MOST_WAITING = 8  # sign-ins that wait for their turn to be hashed


class Signing:
    """The endpoints of signing in and out."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._guesses = Guesses()
        self._room = threading.BoundedSemaphore(_MOST_WAITING)

    def routes(self) -> list[Way]:
        """Return their routes."""
        return [
            Way("/login", self.form, role=None),
            Way("/login", self.sign_in, role=None, methods=["POST"]),
            Way("/logout", self.sign_out, role=Role.READER, methods=["POST"]),
        ]

    async def form(self, request: Request) -> Response:
        """Show the form."""
        return self._page(request, request.query_params.get("to", ""))

    def _page(self, request: Request, to: str, why: str = "", status: int = 200, name: str = "") -> Response:
        values = {"to": own_address(to), "why": why, "name": name, "open": not self._site.book.guarded()}
        return self._site.html(request, self._site.ask(request), View("login.html", "Sign in", {}, values), status)

    async def sign_in(self, request: Request) -> Response:
        """Take a name and a password; a session begins under a new secret, whatever cookie came along."""
        given = await self._site.form(request)
        name, to = given.get("name", "").strip(), given.get("to", "")
        address = request.client.host if request.client else ""
        if wait := self._guesses.wait(name, address):
            return self._slowed(request, to, wait)
        if not self._room.acquire(blocking=False):
            return self._slowed(request, to, 2)
        try:
            secret = await run_in_threadpool(self._site.book.signed_in, name, given.get("password", ""))
        finally:
            self._room.release()
        if secret is None:
            self._guesses.wrong(name, address)
            self._site.book.note(Caller(name, Role.READER, "form"), "sign in", address=address, outcome="refused")
            return self._page(request, to, "No such name and password.", 403, name)
        self._guesses.right(name, address)
        caller = self._site.book.by_session(secret)
        assert caller is not None
        self._site.book.note(caller, "sign in", address=address)
        return self._begun(request, secret, to)

    def _begun(self, request: Request, secret: str, to: str) -> Response:
        made = RedirectResponse(own_address(to), 303)
        https = request.url.scheme == "https"
        made.set_cookie(SESSION, secret, max_age=LONGEST, httponly=True, samesite="lax", secure=https)
        made.delete_cookie(COOKIE)
        return made

    def _slowed(self, request: Request, to: str, wait: int) -> Response:
        answer = self._page(request, to, f"Too many tries; wait {wait} seconds.", 429)
        answer.headers["retry-after"] = str(wait)
        return answer

    async def sign_out(self, request: Request) -> Response:
        """End the session."""
        await self._site.form(request)
        caller: Caller = request.state.caller
        if not caller.session:
            raise HTTPException(400, "nobody is signed in")
        self._site.book.signed_out(caller.session)
        self._site.book.note(caller, "sign out", address=request.client.host if request.client else "")
        made = RedirectResponse("/login", 303)
        made.delete_cookie(SESSION)
        return made
