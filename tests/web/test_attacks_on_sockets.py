"""Attacks below HTTP's good manners, on a real server process: slow, endless, broken and doubled requests."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading

import pytest
from tests.builders import report_reading

from aftertalks.flow.keeping import Ledger

SERVER = """
import sys
from datetime import date
from aftertalks.web import guard, patience
from aftertalks.web.access import Access
from aftertalks.web.desk import Desk
from aftertalks.web.serving import serve
patience.Patient.head_seconds = 0.6
desk = Desk(sys.argv[1], today=date(2017, 7, 8))
serve(desk, Access(port=0), ready=lambda at: print(at, flush=True), told=lambda line: None)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    path = tmp_path_factory.mktemp("served") / "talks.db"
    with Ledger(path) as ledger:
        ledger.keep(report_reading())
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout is not None
    at = process.stdout.readline()
    port = int(at.rstrip("/\n").rpartition(":")[2])
    yield port
    process.send_signal(signal.SIGINT)
    process.wait(30)
    process.stdout.close()


def sent(port: int, data: bytes, *, then: bytes = b"", wait: float = 20.0) -> bytes:
    """Send bytes; return all that comes back until the server ends the connection, or answers and falls silent."""
    got = b""
    with socket.create_connection(("127.0.0.1", port), timeout=wait) as connection:
        try:
            connection.sendall(data)
            if then:
                connection.sendall(then)
            while piece := connection.recv(65_536):
                got += piece
        except OSError:
            pass
    return got


def alive(port: int) -> bool:
    head = f"GET /next.json HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode()
    return sent(port, head).startswith(b"HTTP/1.1 200")


def request(port: int, *lines: str, path: str = "/next.json", method: str = "GET") -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", *lines, "", ""]).encode("latin-1")


@pytest.mark.parametrize(
    "begun", [b"", b"G", b"GET /next HTTP/1.1\r\n", b"GET /next HTTP/1.1\r\nHost: 127.0.0.1\r\nx: "]
)
def test_a_head_that_never_ends_is_let_go(server, begun):
    assert sent(server, begun) == b"" and alive(server)


def test_many_slow_callers_leave_room_for_others(server):
    slow = [socket.create_connection(("127.0.0.1", server)) for _ in range(120)]
    try:
        for one in slow:
            one.sendall(b"GET /next HTTP/1.1\r\nHost: 127")
        assert alive(server)
        assert all(one.recv(1) == b"" for one in slow)
    finally:
        for one in slow:
            one.close()


@pytest.mark.parametrize(
    "lines",
    [
        ("x: " + "y" * 40_000,),
        tuple(f"x-{n}: {'y' * 50}" for n in range(2000)),
        ("Transfer-Encoding: chunked", "Content-Length: 5"),
        ("Content-Length: 5", "Content-Length: 6"),
        ("Transfer-Encoding: chunked, identity"),
        ("Transfer-Encoding : chunked",),
        ("bad header",),
        ("x: a\r\n folded: b",),
        ("x\x00y: z",),
        ("Host: evil.example",),
        ("Content-Length: +5",),
    ],
)
def test_heads_that_are_doubtful_are_refused(server, lines):
    lines = (lines,) if isinstance(lines, str) else lines
    got = sent(server, request(server, *lines, "Connection: close", method="POST", path="/add"), wait=3)
    assert not got or got.split(b" ", 2)[1] in {b"400", b"403", b"413", b"421", b"431"}, got[:80]
    assert alive(server)


@pytest.mark.parametrize(
    "line",
    [
        b"GET http://evil.example/ HTTP/1.1",
        b"GET /\x00 HTTP/1.1",
        b"GET  /next HTTP/1.1",
        b"\x16\x03\x01\x02\x00",
        b"GET /next\r\nX: y HTTP/1.1",
        b"\xff" * 100,
        b"GET " + b"/a" * 30_000 + b" HTTP/1.1",
    ],
)
def test_first_lines_that_are_none_are_refused(server, line):
    got = sent(server, line + b"\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", wait=3)
    assert not got or got.split(b" ", 2)[1] in {b"400", b"404", b"421", b"431"}, got[:80]
    assert b"evil.example" not in got and alive(server)


def test_a_chunked_body_without_end_is_cut_off(server):
    head = request(server, "Transfer-Encoding: chunked", "Content-Type: text/plain", method="POST", path="/login")
    with socket.create_connection(("127.0.0.1", server), timeout=30) as connection:
        connection.sendall(head)
        piece = b"%X\r\n" % 1_000_000 + b"x" * 1_000_000 + b"\r\n"
        got = threading.Event()
        try:
            for _ in range(60):
                connection.sendall(piece)
        except OSError:
            got.set()
        try:
            answer = connection.recv(4096)
        except OSError:
            answer = b""
    assert got.is_set() or answer.split(b" ", 2)[1] in {b"400", b"403", b"413"}
    assert alive(server)


def test_a_smuggled_request_is_not_answered(server):
    inner = request(server, path="/log.json")
    outer = request(server, f"Content-Length: {len(inner)}", "Connection: close", path="/next.json")
    got = sent(server, outer + inner)
    assert got.count(b"HTTP/1.1 ") == 1


def test_header_lines_cannot_be_put_into_an_answer(server):
    for at in (
        "/login?to=/%0d%0aX-Evil:%20y",
        "/%0d%0aX-Evil:%20y",
        "/search?q=%0d%0aX-Evil:%20y",
        "/next?as_of=%0aX-Evil:y",
    ):
        head = sent(server, request(server, "Connection: close", "Accept: text/html", path=at)).partition(b"\r\n\r\n")[
            0
        ]
        assert b"x-evil" not in head.lower() and head.startswith(b"HTTP/1.1 ")


def test_a_caller_who_leaves_early_breaks_nothing(server):
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", server)) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
            connection.sendall(request(server, path="/entries"))
    assert alive(server)
