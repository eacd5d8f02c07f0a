"""How the server is reached: the address that it listens on, the hosts that it answers for, the proxies it trusts."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from aftertalks.model import UsageError
from aftertalks.web.gate.book import Book


def is_loopback(host: str) -> bool:
    """Say whether an address can only be reached from this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How the server is reached.

    Args:
        host: the address that it listens on.
        port: the port; 0 lets the system choose.
        names: further host names that requests may bear, for a server behind a proxy.
        proxies: addresses of proxies whose word counts on who asks, and whether by https.
    """

    host: str = "127.0.0.1"
    port: int = 8017
    names: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()

    @property
    def public(self) -> bool:
        """Whether others than this machine's users may reach the server, by its address or through a proxy."""
        return not is_loopback(self.host) or bool(self.names or self.proxies)

    def check(self, book: Book) -> None:
        """See that nobody comes in unknown from elsewhere.

        Raises:
            UsageError: others could reach the server, and there is no user with a password or a token.
        """
        if self.public and not book.enterable():
            how = "--name and --proxy let" if is_loopback(self.host) else f"--host {self.host} lets"
            raise UsageError(f"{how} others reach the ledger; make a user: aftertalks users add NAME --role admin")

    def answers(self, header: str) -> bool:
        """Say whether a request's Host header names this server; others come from a page that rebinds names."""
        name = header.rsplit(":", 1)[0] if not header.endswith("]") else header
        name = name.strip("[]").lower()
        known = {self.host.strip("[]").lower(), *(n.lower() for n in self.names)}
        return name in known or (is_loopback(self.host) and is_loopback(name))
