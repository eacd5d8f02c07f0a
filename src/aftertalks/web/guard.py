"""What stands before every page: host check, who asks, limits of size and time, security headers."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request, cookie_parser
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aftertalks.web.access import Access
from aftertalks.web.gate.book import Book
from aftertalks.web.gate.roles import LOCAL, Caller

MOST_BYTES = 20_000_000  # of one request's body
BODY_SECONDS = 120.0  # within which a body must have arrived
SEND_SECONDS = 60.0  # within which a caller must take the next piece of an answer
COOKIE = "aftertalks_form"
SESSION = "aftertalks_session"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
HSTS = "max-age=31536000"


class Guard:
    """ASGI middleware that lets through what may pass, tells who asks, and gives every answer its security headers.

    Args:
        book: users, tokens and sessions.
        most_bytes: of a request's body.
        body_seconds: within which a body must have arrived.
        told: makes the page that tells a person why a form was too large, from request, status and reason.
    """

    def __init__(
        self, app: ASGIApp, access: Access, book: Book, *,
        most_bytes: int = MOST_BYTES, body_seconds: float = BODY_SECONDS,
        told: Callable[[Request, int, str], Response] | None = None,
    ) -> None:  # fmt: skip
        self._app, self._access, self._book = app, access, book
        self._most, self._patience, self._told = most_bytes, body_seconds, told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        sending = _with_headers(send, https=scope.get("scheme") == "https")
        headers = Headers(scope=scope)
        refusal: Response | None = self._refusal(headers, scope["method"])
        person = self._told if "text/html" in headers.get("accept", "") else None
        if refusal is not None and refusal.status_code == 413 and person is not None:
            scope.setdefault("state", {})["caller"] = self._caller(headers)
            refusal = person(Request(scope), 413, _too_large(self._most))
        if refusal is not None:
            await refusal(scope, receive, sending)
            return
        scope.setdefault("state", {})["caller"] = self._caller(headers)
        await self._app(scope, self._bounded(receive), sending)

    def _bounded(self, receive: Receive) -> Receive:
        """Limit the size of a body, and the time in which it arrives."""
        taken, whole = 0, False
        ends = asyncio.get_running_loop().time() + self._patience

        async def bounded() -> Message:
            nonlocal taken, whole
            if whole:
                return await receive()
            try:
                async with asyncio.timeout_at(ends):
                    message = await receive()
            except TimeoutError as error:
                raise HTTPException(408, "the request takes too long to arrive") from error
            taken += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if taken > self._most:
                raise HTTPException(413, _too_large(self._most))
            return message

        return bounded

    def _caller(self, headers: Headers) -> Caller | None:
        """Return who asks; null for a stranger where users are known."""
        if "authorization" in headers:
            how, token = _token(headers["authorization"])
            return self._book.by_token(token, how=how) if token else None
        secret = cookie_parser(headers.get("cookie", "")).get(SESSION)
        caller = self._book.by_session(secret) if secret else None
        if caller is None and not self._access.public and not self._book.guarded():
            return LOCAL
        return caller

    def _refusal(self, headers: Headers, method: str) -> PlainTextResponse | None:
        if not self._access.answers(headers.get("host", "")):
            return PlainTextResponse("this server does not answer for that host name\n", 421)
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit() and len(length) < 20 and int(length) <= self._most):
            return PlainTextResponse(_too_large(self._most) + "\n", 413)
        if method not in {"GET", "HEAD", "OPTIONS"}:
            origin = headers.get("origin")
            elsewhere = headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}
            if elsewhere or (origin is not None and urlsplit(origin).netloc != headers.get("host")):
                return PlainTextResponse("changes are only taken from this server's own pages\n", 403)
        return None


def _too_large(most: int) -> str:
    return f"more than {most:,} bytes; add large files by the command: aftertalks add FILE"


def _with_headers(send: Send, *, https: bool) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if https:
                headers.setdefault("strict-transport-security", HSTS)
        async with asyncio.timeout(SEND_SECONDS):
            await send(message)

    return sending


def _token(given: str) -> tuple[str, str]:
    """Return the token of an Authorization header: a bearer's, or the password of HTTP Basic with any name."""
    how, _, rest = given.partition(" ")
    if how.lower() == "bearer":
        return "bearer", rest.strip()
    if how.lower() == "basic":
        try:
            return "basic", base64.b64decode(rest.strip(), validate=True).decode().partition(":")[2]
        except ValueError:  # no base64, or no UTF-8
            pass
    return "", ""


class Forms:
    """Tokens that tell a form of ours from one of another site.

    The form carries a signature, with a key of this process, of the caller's session; before anybody has signed in, of
    a random cookie that other sites cannot read.
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def cookie(self, request: Request) -> str:
        """Return the browser's cookie, a new one if it has none."""
        return request.cookies.get(COOKIE) or secrets.token_hex(16)

    def token(self, caller: Caller | None, cookie: str) -> str:
        """Return what a form must carry."""
        bound = f"session:{caller.session}" if caller and caller.session else f"cookie:{cookie}"
        return hmac.new(self._key, bound.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    def holds(self, request: Request, given: str) -> bool:
        """Say whether a form's token fits the request. A program that bears a token needs none."""
        caller = request.state.caller
        if caller is not None and caller.how == "bearer":
            return True
        cookie = request.cookies.get(COOKIE, "")
        if not cookie and not (caller and caller.session):
            return False
        fitting = self.token(caller, cookie)
        return hmac.compare_digest(fitting.encode(), given.encode("utf-8", "surrogatepass"))
