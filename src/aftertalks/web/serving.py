"""The server process: the application on a socket until it is told to end."""

from __future__ import annotations

from collections.abc import Callable

import uvicorn

from aftertalks.web.access import Access
from aftertalks.web.app import application
from aftertalks.web.desk import Desk


def serve(desk: Desk, access: Access, *, ready: Callable[[str], None]) -> None:
    """Serve a ledger until Ctrl-C.

    Args:
        ready: called once with the address when the server listens.
    """

    class Told(uvicorn.Server):
        async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
            await super().startup(sockets=sockets)  # type: ignore[arg-type]
            if self.started and self.servers:
                host, port = self.servers[0].sockets[0].getsockname()[:2]
                ready(f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/")

    config = uvicorn.Config(
        application(desk, access), host=access.host, port=access.port, log_level="warning", server_header=False,
        proxy_headers=False, h11_max_incomplete_event_size=32_768,
    )  # fmt: skip
    Told(config).run()
