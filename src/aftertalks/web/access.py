"""Who may reach the server: the address that it listens on, the hosts that it answers for, its password."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from aftertalks.model import UsageError

LEAST_PASSWORD = 8


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
        password: asked for by HTTP Basic (any name) or as a bearer token; null asks for none.
        names: further host names that requests may bear, for a server behind a proxy.

    Raises:
        UsageError: others could reach it and there is no password, or a short one.
    """

    host: str = "127.0.0.1"
    port: int = 8017
    password: str | None = None
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.password is None and not is_loopback(self.host):
            raise UsageError(
                f"--host {self.host} lets others reach the ledger; set a password in $AFTERTALKS_PASSWORD first"
            )
        if self.password is not None and len(self.password) < LEAST_PASSWORD:
            raise UsageError(f"the password in $AFTERTALKS_PASSWORD needs at least {LEAST_PASSWORD} letters")

    def answers(self, header: str) -> bool:
        """Say whether a request's Host header names this server; others come from a page that rebinds names."""
        name = header.rsplit(":", 1)[0] if not header.endswith("]") else header
        name = name.strip("[]").lower()
        known = {self.host.strip("[]").lower(), *(n.lower() for n in self.names)}
        return name in known or (is_loopback(self.host) and is_loopback(name))
