"""Visits many addresses as a guest should: robots.txt is obeyed, each host is asked slowly and not too often."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from aftertalks.ingest.fetch import Visit, visit
from aftertalks.model import InputError, Settings

AGENT = "aftertalks"
DELAY = 2.0  # seconds between two requests to a host
LONGEST_DELAY = 30.0  # of a Crawl-delay that is obeyed; a host that asks for more is visited once a round
MOST_A_HOST = 40  # requests a host in one round
_ROBOTS_BYTES = 500_000
_GONE = range(400, 500)


@dataclass
class _Host:
    robots: RobotFileParser | None = None
    last: float | None = None
    asked: int = 0
    delay: float = DELAY


@dataclass
class Visitor:
    """Visits addresses politely; one visitor serves one round.

    Args:
        settings: limits, timeout, and whether private addresses may be visited.
        delay: seconds between two requests to a host.
        most: requests a host in this round.
        wait, now: for tests.
    """

    settings: Settings
    delay: float = DELAY
    most: int = MOST_A_HOST
    wait: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    _hosts: dict[str, _Host] = field(default_factory=dict, repr=False)

    def get(self, address: str, *, etag: str | None = None, modified: str | None = None) -> Visit:
        """Visit an address, if its host allows it and was not asked too often.

        Args:
            etag, modified: what the last visit was told.
        """
        try:
            parts = urlsplit(address)
        except ValueError:
            return Visit(error=InputError(address, "is not a valid address", "check the address"))
        host = self._host(parts.scheme, parts.netloc)
        if host.robots is not None and not host.robots.can_fetch(AGENT, address):
            cure = "ask the publisher, or save the page and add the file"
            return Visit(error=InputError(address, "the host's robots.txt does not allow it", cure))
        if host.asked >= self.most:
            problem = f"{parts.netloc} was asked {self.most} times in this round"
            return Visit(error=InputError(address, problem, "the next round goes on"), retry_after=0)
        return self._paced(host, address, etag, modified)

    def _paced(self, host: _Host, address: str, etag: str | None = None, modified: str | None = None) -> Visit:
        if host.last is not None:
            rest = host.delay - (self.now() - host.last)
            if rest > 0:
                self.wait(rest)
        host.asked += 1
        found = visit(address, settings=self.settings, etag=etag, modified=modified)
        host.last = self.now()
        return found

    def _host(self, scheme: str, netloc: str) -> _Host:
        """What is known of a host; the first time its robots.txt is read."""
        key = f"{scheme}://{netloc}"
        if key in self._hosts:
            return self._hosts[key]
        host = self._hosts[key] = _Host(delay=self.delay)
        found = self._paced(host, urlunsplit((scheme, netloc, "/robots.txt", "", "")))
        robots = RobotFileParser()
        if found.content is not None:
            robots.parse(found.content.data[:_ROBOTS_BYTES].decode("utf-8", "replace").splitlines())
        elif found.status is not None and found.status not in _GONE:
            robots.parse(["User-agent: *", "Disallow: /"])  # the host is in trouble: stay away for this round
        else:
            robots.parse([])
        host.robots = robots
        asked = robots.crawl_delay(AGENT)
        if asked is not None:
            host.delay = min(max(float(asked), self.delay), LONGEST_DELAY)
        return host
