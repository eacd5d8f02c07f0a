"""The server process: the application on a socket until it is told to end."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable

import uvicorn

from aftertalks.model import AftertalksError
from aftertalks.web.access import Access
from aftertalks.web.app import application
from aftertalks.web.desk import Desk
from aftertalks.web.forms import ADDS_AN_HOUR
from aftertalks.web.patience import Patient

MOST_CALLERS = 500  # connections at a time; further ones are told to come back
LARGE = 100_000  # entries whose overview takes a second or more to read
LARGEST_HEAD = 32_768  # bytes of a request line with its headers


def _read_ahead(desk: Desk, told: Callable[[str], None]) -> None:
    """Read the overview that most pages need; what is wrong with the ledger the first page tells."""
    with contextlib.suppress(AftertalksError):
        began = time.monotonic()
        entries = desk.ledger.store.counts()["entry"]
        if entries > LARGE:
            told(f"reading an overview of {entries:,} entries; most pages wait for it, search and documents do not")
        desk.overview()
        if entries > LARGE:
            told(f"the overview is read, in {time.monotonic() - began:.0f} s")


def serve(
    desk: Desk, access: Access, *, ready: Callable[[str], None], told: Callable[[str], None], adds: int = ADDS_AN_HOUR
) -> None:
    """Serve a ledger until Ctrl-C.

    Args:
        ready: called once with the address when the server listens.
        told: called with a line when the reading of a large ledger's overview begins, and when it ends.
        adds: readings that one user may begin in an hour.

    Raises:
        UsageError: others could reach it, and it knows no users.
    """

    class Told(uvicorn.Server):
        async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
            await super().startup(sockets=sockets)  # type: ignore[arg-type]
            if self.started and self.servers:
                # The first page need not wait for it; one that comes sooner waits for what is left.
                threading.Thread(target=_read_ahead, args=(desk, told), daemon=True).start()
                host, port = self.servers[0].sockets[0].getsockname()[:2]
                ready(f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/")

    config = uvicorn.Config(
        application(desk, access, adds=adds), host=access.host, port=access.port, log_level="warning",
        http=Patient, ws="none", server_header=False, proxy_headers=bool(access.proxies),
        forwarded_allow_ips=list(access.proxies), h11_max_incomplete_event_size=LARGEST_HEAD,
        limit_concurrency=MOST_CALLERS,
    )  # fmt: skip
    Told(config).run()
