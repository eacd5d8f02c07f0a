"""What stands before every page: host check, password, size limit, protection of changes, security headers."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aftertalks.web.access import Access

MOST_BYTES = 20_000_000  # of one request's body
COOKIE = "aftertalks_form"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class TooLargeError(Exception):
    """A request's body exceeds the limit."""


class Guard:
    """ASGI middleware that lets through what may pass, and gives every answer its security headers."""

    def __init__(self, app: ASGIApp, access: Access, *, most_bytes: int = MOST_BYTES) -> None:
        self._app = app
        self._access = access
        self._most = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(Headers(scope=scope), scope["method"])
        if refusal is not None:
            await refusal(scope, receive, _with_headers(send))
            return
        taken = 0

        async def limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._most:
                raise TooLargeError
            return message

        try:
            await self._app(scope, limited, _with_headers(send))
        except TooLargeError:
            await _too_large(self._most)(scope, receive, _with_headers(send))

    def _refusal(self, headers: Headers, method: str) -> PlainTextResponse | None:
        if not self._access.answers(headers.get("host", "")):
            return PlainTextResponse("this server does not answer for that host name\n", 421)
        if self._access.password is not None and not _knows(headers.get("authorization", ""), self._access.password):
            asks = {"www-authenticate": 'Basic realm="Aftertalks", charset="UTF-8"'}
            return PlainTextResponse("a password is needed\n", 401, headers=asks)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self._most:
            return _too_large(self._most)
        if method not in {"GET", "HEAD", "OPTIONS"}:
            origin = headers.get("origin")
            if origin is not None and urlsplit(origin).netloc != headers.get("host"):
                return PlainTextResponse("changes are only taken from this server's own pages\n", 403)
        return None


def _too_large(most: int) -> PlainTextResponse:
    return PlainTextResponse(f"more than {most:,} bytes; add large files with `aftertalks add`\n", 413)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending


def _knows(given: str, password: str) -> bool:
    scheme, _, rest = given.partition(" ")
    word = rest.strip()
    if scheme.lower() == "basic":
        try:
            word = base64.b64decode(word, validate=True).decode().partition(":")[2]
        except ValueError:  # no base64, or no UTF-8
            return False
    elif scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(word.encode(), password.encode())


class Forms:
    """Tokens that tell a form of ours from one of another site.

    A random cookie that other sites cannot read is signed with a key of this process; the form carries the signature.
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def cookie(self, request: Request) -> str:
        """Return the browser's cookie, a new one if it has none."""
        return request.cookies.get(COOKIE) or secrets.token_hex(16)

    def token(self, cookie: str) -> str:
        """Return what a form must carry beside that cookie."""
        return hmac.new(self._key, cookie.encode(), hashlib.sha256).hexdigest()

    def holds(self, request: Request, given: str) -> bool:
        """Say whether a form's token fits the request's cookie."""
        cookie = request.cookies.get(COOKIE)
        return bool(cookie) and hmac.compare_digest(self.token(cookie or ""), given)
