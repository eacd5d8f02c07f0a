"""How often somebody may try: a sliding window for each key, in bounded memory."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from math import ceil

MOST_KEYS = 20_000


class Limit:
    """Counts what happened within a window of time.

    Args:
        most: how many are allowed within ``seconds``.
        now: seconds that only rise, for tests.
    """

    def __init__(self, most: int, seconds: float, *, now: Callable[[], float] = time.monotonic) -> None:
        self.most, self.seconds, self._now = most, seconds, now
        self._lock = threading.Lock()
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, key: str) -> int:
        """Return after how many seconds the next one is allowed; 0 is now."""
        with self._lock:
            times = self._recent(key)
            if len(times) < self.most:
                return 0
            return max(1, ceil(times[-self.most] + self.seconds - self._now()))

    def count(self, key: str) -> None:
        """Count one."""
        with self._lock:
            times = self._recent(key)
            times.append(self._now())
            self._seen[key] = times
            self._seen.move_to_end(key)
            while len(self._seen) > MOST_KEYS:
                self._seen.popitem(last=False)

    def take(self, key: str) -> int:
        """Count one if it is allowed; return after how many seconds it is, 0 if it was counted."""
        rest = self.wait(key)
        if not rest:
            self.count(key)
        return rest

    def forget(self, key: str) -> None:
        """Begin anew with a key."""
        with self._lock:
            self._seen.pop(key, None)

    def _recent(self, key: str) -> deque[float]:
        times = self._seen.get(key) or deque(maxlen=self.most)
        begin = self._now() - self.seconds
        while times and times[0] <= begin:
            times.popleft()
        if not times:
            self._seen.pop(key, None)
        return times


def neighbourhood(address: str) -> str:
    """Return what counts as one caller: an IPv4 address, or the 64 bits of an IPv6 address that one house has."""
    try:
        ip = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address):
        return str(ip.ipv4_mapped or ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)


class Guesses:
    """Limits on wrong passwords: of one name from one address, from one address, of one name from anywhere."""

    def __init__(self) -> None:
        self._both = Limit(10, 600)
        self._address = Limit(50, 600)
        self._name = Limit(200, 86_400)

    def wait(self, name: str, address: str) -> int:
        """Return after how many seconds the next try is heard; 0 is now."""
        name, address = name.casefold()[:100], neighbourhood(address)
        return max(self._both.wait(f"{name}\n{address}"), self._address.wait(address), self._name.wait(name))

    def wrong(self, name: str, address: str) -> None:
        """Count a wrong password."""
        name, address = name.casefold()[:100], neighbourhood(address)
        self._both.count(f"{name}\n{address}")
        self._address.count(address)
        self._name.count(name)

    def right(self, name: str, address: str) -> None:
        """Forget a name's wrong tries from an address."""
        self._both.forget(f"{name.casefold()[:100]}\n{neighbourhood(address)}")
