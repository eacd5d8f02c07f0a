"""Routes that say who may take them; a route without a role cannot be made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from aftertalks.web.gate.roles import Caller, Role

Endpoint = Callable[[Request], Awaitable[Response]]
CHALLENGES = {"feed": 'Basic realm="Aftertalks", charset="UTF-8"', "page": "Bearer"}


class Way(Route):
    """A route with the least role that may take it.

    Args:
        role: null lets strangers through, too.
        feed: whether calendars and feed readers ask for it, which know HTTP Basic only.
    """

    def __init__(
        self, path: str, endpoint: Endpoint, *, role: Role | None, methods: Sequence[str] = ("GET",),
        feed: bool = False,
    ) -> None:  # fmt: skip
        self.role, self.feed = role, feed
        super().__init__(path, self._held(endpoint), methods=list(methods))

    def _held(self, endpoint: Endpoint) -> Endpoint:
        async def held(request: Request) -> Response:
            caller: Caller | None = request.state.caller
            if self.role is None or (caller is not None and caller.role.covers(self.role)):
                try:
                    return await endpoint(request)
                finally:
                    await request.close()  # an upload's temporary file must not stay, whatever became of the form
            if caller is not None:
                raise HTTPException(403, f"this needs the role {self.role}, and {caller.name} is a {caller.role}")
            if wants_page(request) and not self.feed and request.method in {"GET", "HEAD"}:
                return RedirectResponse(f"/login?{urlencode({'to': here(request)})}", 303)
            challenge = CHALLENGES["feed" if self.feed else "page"]
            raise HTTPException(401, "sign in first, or send a token", {"www-authenticate": challenge})

        return held


def wants_page(request: Request) -> bool:
    """Say whether a person's browser asks, rather than a program."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.endswith(".json")


def here(request: Request) -> str:
    """Return a request's address on this server."""
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")


def own_address(given: str) -> str:
    """Return an address to go on at if it lies on this server; else the first page's."""
    strange = not given.startswith("/") or given.startswith(("//", "/\\")) or any(c < "!" or c == "\\" for c in given)
    return "/next" if strange or given.partition("?")[0] in {"/login", "/logout"} else given


def roles(routes: Sequence[Any]) -> dict[tuple[str, str], Role | None]:
    """Return every route's least role by method and path.

    Raises:
        TypeError: a route does not say it.
    """
    found: dict[tuple[str, str], Role | None] = {}
    for route in routes:
        if not isinstance(route, Way):
            raise TypeError(f"{route!r} does not say who may take it; make it a Way")
        found |= {(method, route.path): route.role for method in route.methods or ()}
    return found
