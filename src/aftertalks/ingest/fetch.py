"""Fetches one address: http and https only, bounded in size, time and redirects, and not from inside the network."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from aftertalks.ingest.content import Content
from aftertalks.model import InputError, Settings

if TYPE_CHECKING:
    import httpx

_MAX_REDIRECTS = 5
_MAX_ADDRESSES = 3
_UNCHANGED = 304
_LONGEST_WAIT = 7 * 86_400  # seconds that a server may ask us to stay away
_PATIENCE = 3
"""The whole fetch may take this many times ``settings.timeout``, so that a server that drips cannot hold us."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LOCAL_NAMES = (".localhost", ".local", ".internal", ".lan", ".home.arpa")
_HEADERS = {
    "user-agent": "aftertalks/0.1",
    "accept": "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,*/*;q=0.1",
    "accept-language": "en",
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


def _is_public(address: str) -> bool:
    """Say whether an IP address lies on the public internet, also when it wraps an IPv4 address."""
    ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(str(inner))
    return ip.is_global and not ip.is_multicast


def _private(host: str) -> _RefusedError:
    problem = f"{host} is an address of this machine or of a private network"
    return _RefusedError(problem, "save the page and give the file, or allow private_addresses")


def _resolve(host: str, port: int, settings: Settings) -> list[str]:
    """Return the addresses of a host, after seeing that each of them may be fetched from."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _RefusedError(f"host {host} is not found", "check the address and the network") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not settings.private_addresses and not all(_is_public(a) for a in addresses):
        raise _private(host)
    return addresses[:_MAX_ADDRESSES]


def _by_proxy(host: str, scheme: str, settings: Settings) -> str | None:
    """Return the proxy that the environment sets for a host.

    The proxy resolves names then, so only names and numbers that are private on their face can be refused here.
    """
    proxy = urllib.request.getproxies().get(scheme)
    if proxy is None or urllib.request.proxy_bypass(host):
        return None
    if not settings.private_addresses:
        try:
            private = not _is_public(host)
        except ValueError:
            private = host == "localhost" or host.endswith(_LOCAL_NAMES)
        if private:
            raise _private(host)
    return proxy if "://" in proxy else f"http://{proxy}"


def _trust() -> ssl.SSLContext:
    """Return a context that trusts the system's certificates and, for machines without any, certifi's."""
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())
    return context


def _target(url: httpx.URL, settings: Settings) -> list[tuple[httpx.URL, dict[str, str], dict[str, str], str | None]]:
    """Return the requests to try for an address: its URL, headers, extensions and proxy.

    Without a proxy the connection goes to the very number that was checked, so that a name that resolves to another
    number a moment later leads nowhere; the name still goes into the Host header and the certificate check.
    """
    host = url.raw_host.decode("ascii").rstrip(".")
    if proxy := _by_proxy(host, url.scheme, settings):
        return [(url, {}, {}, proxy)]
    port = url.port or (443 if url.scheme == "https" else 80)
    named = {"host": url.netloc.decode("ascii")}
    server = {"sni_hostname": url.raw_host.decode("ascii")}
    return [(url.copy_with(host=a.split("%")[0]), named, server, None) for a in _resolve(host, port, settings)]


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
    for chunk in response.iter_bytes(16_384):
        data += chunk
        if len(data) > settings.max_bytes:
            raise _RefusedError(large, "save it and split it, or raise max_bytes")
        if time.monotonic() > ends:
            raise _RefusedError("takes too long to arrive", "try again later or raise the timeout")
    return bytes(data)


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

    failed: httpx.TransportError | None = None
    for target, headers, extensions, proxy in _target(url, settings):
        client = httpx.Client(verify=trust, trust_env=False, proxy=proxy, timeout=settings.timeout)
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
