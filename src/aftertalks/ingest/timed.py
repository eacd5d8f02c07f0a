"""Connections that end at a set time, however slowly the other side drips."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

Options = Iterable[Any] | None


def client(**options: Any) -> httpx.Client:
    """Return a client whose connections end at ``ends``.

    Args:
        ends: on the monotonic clock.
        options: ``ends``, and those of :class:`httpx.HTTPTransport`; ``timeout`` in seconds holds for each step.
    """
    ends, timeout = options.pop("ends"), options.pop("timeout")
    transport = httpx.HTTPTransport(trust_env=False, **options)
    pool = transport._pool
    pool._network_backend = _Backend(pool._network_backend, ends)
    return httpx.Client(transport=transport, trust_env=False, timeout=timeout)


def _left(ends: float, timeout: float | None) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left if timeout is None else min(left, timeout)


class _Backend(httpcore.NetworkBackend):
    def __init__(self, inner: httpcore.NetworkBackend, ends: float) -> None:
        self._inner, self._ends = inner, ends

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Options = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        timeout = _left(self._ends, timeout)
        made = self._inner.connect_tcp(host, port, timeout, local_address, socket_options)
        return _Stream(made, self._ends)


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, ends: float) -> None:
        self._inner, self._ends = inner, ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(self._ends, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(self._ends, timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, _left(self._ends, timeout)), self._ends)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
