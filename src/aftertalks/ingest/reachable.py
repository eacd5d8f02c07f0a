"""Which addresses may be fetched from: those on the public internet, whatever way a number is written or wrapped."""

from __future__ import annotations

import ipaddress
import socket
import urllib.request

from aftertalks.model import Settings

MOST_NUMBERS = 3
_WRAPPED = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "::/96", "::ffff:0:0:0/96")))  # NAT64, compatible, SIIT
_INNER = ipaddress.IPv6Network("64:ff9b:1::/48")  # NAT64 inside a network
_ASSIGNED = ipaddress.IPv6Network("2000::/3")  # all that is handed out of IPv6
_NOT_PUBLIC = tuple(
    map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "2002::/16", "3ffe::/16", "3fff::/20", "5f00::/16"))
)
_LOCAL_NAMES = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".home", ".corp", ".intranet")


class UnreachableError(Exception):
    """A host that is not fetched from.

    Args:
        private: whether it is one of this machine or network; else it is not found.
    """

    def __init__(self, host: str, *, private: bool) -> None:
        super().__init__(host)
        self.host, self.private = host, private


def is_public(number: str) -> bool:
    """Say whether an IP address lies on the public internet, also when it wraps an IPv4 address."""
    ip = ipaddress.ip_address(number.split("%", maxsplit=1)[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped
        if inner is None and any(ip in net for net in _WRAPPED):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip not in _ASSIGNED or ip in _INNER:
            return False
    return ip.is_global and not ip.is_multicast and not any(ip in n for n in _NOT_PUBLIC if n.version == ip.version)


def numbers(host: str, port: int, settings: Settings) -> list[str]:
    """Return the numbers of a host, after seeing that each of them may be fetched from.

    The connection goes to one of these very numbers, so that a name that leads elsewhere a moment later leads nowhere.

    Raises:
        UnreachableError: there is no such host, or one of its numbers is private.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnreachableError(host, private=False) from error
    every = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not settings.private_addresses and not all(is_public(n) for n in every):
        raise UnreachableError(host, private=True)
    return every[:MOST_NUMBERS]


def proxy_for(host: str, scheme: str, settings: Settings) -> str | None:
    """Return the proxy that the environment sets for a host.

    The proxy resolves names then, so only names and numbers that are private on their face can be refused here.

    Raises:
        UnreachableError: the host is private on its face.
    """
    proxy = urllib.request.getproxies().get(scheme)
    if proxy is None or urllib.request.proxy_bypass(host):
        return None
    if not settings.private_addresses and _private_on_its_face(host.lower()):
        raise UnreachableError(host, private=True)
    return proxy if "://" in proxy else f"http://{proxy}"


def _private_on_its_face(host: str) -> bool:
    try:
        return not is_public(host)
    except ValueError:
        pass
    try:
        return not is_public(socket.inet_ntoa(socket.inet_aton(host)))  # 2130706433, 0x7f.1, 0177.1
    except OSError:
        return "." not in host or host.endswith(_LOCAL_NAMES)
