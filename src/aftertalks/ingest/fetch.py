"""Fetches one address: http and https only, bounded in size, time and redirects, and not from inside the network."""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from aftertalks.ingest.content import Content
from aftertalks.ingest.reachable import UnreachableError, numbers, proxy_for
from aftertalks.model import InputError, Settings

if TYPE_CHECKING:
    import httpx

_MAX_REDIRECTS = 5
_UNCHANGED = 304
_LONGEST_WAIT = 7 * 86_400  # seconds that a server may ask us to stay away
_PATIENCE = 3
"""The whole fetch may take this many times ``settings.timeout``, so that a server that drips cannot hold us."""
_PIECE = 65_536  # bytes that are unpacked at a time
_HEADERS = {
    "user-agent": "aftertalks/0.1",
    "accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,*/*;q=0.1",
    "accept-language": "en",
    "accept-encoding": "gzip, deflate",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visit to an address brought.

    Args:
        content: the body; null where nothing has changed or the visit failed.
        error: why it failed; null where it did not.
        status: the server's last status code; null where none answered.
        etag, modified: what the server calls this version, for the next visit.
        retry_after: seconds after which the server wants to be asked again, if it says so.
    """

    content: Content | None = None
    error: InputError | None = None
    status: int | None = None
    etag: str | None = None
    modified: str | None = None
    retry_after: int | None = None


class _RefusedError(Exception):
    """A fetch that ends with a line for the user."""

    def __init__(self, problem: str, cure: str, *, status: int | None = None, retry_after: int | None = None) -> None:
        super().__init__(problem)
        self.problem, self.cure, self.status, self.retry_after = problem, cure, status, retry_after


def _private(host: str) -> _RefusedError:
    problem = f"{host} is an address of this machine or of a private network"
    return _RefusedError(problem, "save the page and give the file, or allow private_addresses")


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    """Return a context that trusts the system's certificates and, for machines without any, certifi's."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())
    return context


def _target(url: httpx.URL, settings: Settings) -> list[tuple[httpx.URL, dict[str, str], dict[str, str], str | None]]:
    """Return the requests to try for an address: its URL, headers, extensions and proxy.

    Without a proxy the connection goes to the very number that was checked; the name still goes into the Host header
    and the certificate check.
    """
    host = url.raw_host.decode("ascii").rstrip(".")
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        if proxy := proxy_for(host, url.scheme, settings):
            return [(url, {}, {}, proxy)]
        found = numbers(host, port, settings)
    except UnreachableError as error:
        if error.private:
            raise _private(host) from error
        raise _RefusedError(f"host {host} is not found", "check the address and the network") from error
    named = {"host": url.netloc.decode("ascii")}
    server = {"sni_hostname": url.raw_host.decode("ascii")}
    return [(url.copy_with(host=number.split("%")[0]), named, server, None) for number in found]


def _check(url: httpx.URL) -> httpx.URL:
    if url.scheme not in {"http", "https"}:
        raise _RefusedError(f"{url.scheme or 'this'} is not http or https", "give a http or https address")
    if not url.host:
        raise _RefusedError("the address names no host", "check the address")
    return url.copy_with(username=None, password=None, fragment=None)


def _body(response: httpx.Response, settings: Settings, ends: float) -> bytes:
    """Read a response's body as far as size and time allow."""
    large = f"is too large (the limit is {settings.max_bytes:,} bytes)"
    stated = response.headers.get("content-length", "")
    if stated.isdigit() and len(stated) < 20 and int(stated) > settings.max_bytes:
        raise _RefusedError(large, "save it and split it, or raise max_bytes")
    data = bytearray()
    for chunk in _unpacked(response):
        data += chunk
        if len(data) > settings.max_bytes:
            raise _RefusedError(large, "save it and split it, or raise max_bytes")
        if time.monotonic() > ends:
            raise _RefusedError("takes too long to arrive", "try again later or raise the timeout")
    return bytes(data)


def _unpacked(response: httpx.Response) -> Iterator[bytes]:
    """Yield a body as it arrives, unpacked a little at a time, so that what packs well cannot fill the memory."""
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding == "identity":
        yield from response.iter_raw()
        return
    if coding not in {"gzip", "x-gzip", "deflate"}:
        raise _RefusedError(f"is packed as {coding[:40]!r}, which was not asked for", "save it and give the file")
    unpack: Any = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        for chunk in response.iter_raw():
            rest = chunk
            while rest:
                yield unpack.decompress(rest, _PIECE)
                rest = unpack.unconsumed_tail
        while more := unpack.decompress(b"", _PIECE):
            yield more
    except zlib.error as error:
        raise _RefusedError(f"is packed wrongly ({error})", "save it and give the file") from error


def _seconds(words: str, now: datetime) -> int | None:
    """Read a Retry-After header: seconds, or a date."""
    if words.strip().isdigit():
        return min(int(words.strip()[:9]), _LONGEST_WAIT)
    try:
        wait = (parsedate_to_datetime(words) - now).total_seconds()
    except (TypeError, ValueError):
        return None
    return max(0, min(int(wait), _LONGEST_WAIT))


def _once(
    url: httpx.URL, settings: Settings, ends: float, trust: ssl.SSLContext, known: Mapping[str, str]
) -> httpx.URL | tuple[bytes | None, Any]:
    """Make one request: return where it redirects to, or the body and headers; no body where nothing has changed."""
    import httpx

    from aftertalks.ingest import timed

    failed: httpx.TransportError | None = None
    for target, headers, extensions, proxy in _target(url, settings):
        client = timed.client(verify=trust, proxy=proxy, timeout=settings.timeout, ends=ends)
        try:
            sent = {**_HEADERS, **headers, **known}
            with client, client.stream("GET", target, headers=sent, extensions=extensions) as answer:
                if answer.has_redirect_location:
                    return url.join(answer.headers["location"])
                if answer.status_code == _UNCHANGED and known:
                    return None, answer.headers
                if answer.status_code != 200:
                    phrase = f"{answer.status_code} {answer.reason_phrase}".strip()
                    raise _RefusedError(
                        f"the server answers {phrase}", "open it in a browser and save the page",
                        status=answer.status_code,
                        retry_after=_seconds(answer.headers.get("retry-after", ""), datetime.now(UTC)),
                    )  # fmt: skip
                return _body(answer, settings, ends), answer.headers
        except httpx.ConnectError as error:
            failed = error
    raise failed or httpx.ConnectError("no address")


def _fetch(source: str, settings: Settings, known: Mapping[str, str]) -> Visit:
    import httpx

    url = _check(httpx.URL(source))
    ends = time.monotonic() + _PATIENCE * settings.timeout
    trust = _trust()
    for _ in range(_MAX_REDIRECTS + 1):
        found = _once(url, settings, ends, trust, known)
        if isinstance(found, httpx.URL):
            url = _check(found)
            continue
        data, headers = found
        version = {"etag": headers.get("etag"), "modified": headers.get("last-modified")}
        if data is None:
            return Visit(status=_UNCHANGED, **version)
        charset = httpx.Response(200, headers={"content-type": headers.get("content-type", "")}).charset_encoding
        return Visit(Content(data, source, str(url), charset), status=200, **version)
    raise _RefusedError(f"redirects more than {_MAX_REDIRECTS} times", "give the address that it ends at")


def fetch(source: str, *, settings: Settings) -> Content | InputError:
    """Fetch an address.

    Private, loopback and link-local addresses are refused, on every redirect anew, unless
    ``settings.private_addresses`` allows them. Nothing is raised.

    Args:
        source: a http or https address.
        settings: ``timeout`` in seconds for each step, ``max_bytes`` for the body.
    """
    found = visit(source, settings=settings)
    if found.content is None:
        return found.error or InputError(source, "the server sends nothing", "try again later")
    return found.content


def visit(source: str, *, settings: Settings, etag: str | None = None, modified: str | None = None) -> Visit:
    """Fetch an address unless it is as it was; as :func:`fetch`, and with what the server says of its version.

    Args:
        etag, modified: what the last visit was told; with them a server need not send again what has not changed.
    """
    import httpx

    known = {"if-none-match": etag, "if-modified-since": modified}
    try:
        return _fetch(source, settings, {name: value for name, value in known.items() if value})
    except _RefusedError as refused:
        error = InputError(source, refused.problem, refused.cure)
        return Visit(error=error, status=refused.status, retry_after=refused.retry_after)
    except httpx.TimeoutException:
        problem = f"no answer within {settings.timeout:g} s"
        return Visit(error=InputError(source, problem, "try again later or raise the timeout"))
    except (httpx.InvalidURL, UnicodeError, ValueError):
        return Visit(error=InputError(source, "is not a valid address", "check the address"))
    except httpx.HTTPError as error:
        why = " ".join(str(error).split())[:160] or type(error).__name__
        return Visit(error=InputError(source, f"cannot be fetched ({why})", "check the address and the network"))
