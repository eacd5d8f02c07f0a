"""The server process: the application on a socket until it is told to end."""

from __future__ import annotations

from collections.abc import Callable

import uvicorn

from aftertalks.web.access import Access
from aftertalks.web.app import application
from aftertalks.web.desk import Desk
from aftertalks.web.forms import ADDS_AN_HOUR
from aftertalks.web.patience import Patient

MOST_CALLERS = 500  # connections at a time; further ones are told to come back
LARGEST_HEAD = 32_768  # bytes of a request line with its headers


def serve(desk: Desk, access: Access, *, ready: Callable[[str], None], adds: int = ADDS_AN_HOUR) -> None:
    """Serve a ledger until Ctrl-C.

    Args:
        ready: called once with the address when the server listens.
        adds: readings that one user may begin in an hour.

    Raises:
        UsageError: others could reach it, and it knows no users.
    """

    class Told(uvicorn.Server):
        async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
            await super().startup(sockets=sockets)  # type: ignore[arg-type]
            if self.started and self.servers:
                host, port = self.servers[0].sockets[0].getsockname()[:2]
                ready(f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/")

    config = uvicorn.Config(
        application(desk, access, adds=adds), host=access.host, port=access.port, log_level="warning",
        http=Patient, ws="none", server_header=False, proxy_headers=bool(access.proxies),
        forwarded_allow_ips=list(access.proxies), h11_max_incomplete_event_size=LARGEST_HEAD,
        limit_concurrency=MOST_CALLERS,
    )  # fmt: skip
    Told(config).run()
