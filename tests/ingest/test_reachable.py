"""What a hostile address, name server or web server can do to a fetch: nothing."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from contextlib import contextmanager

import pytest

from aftertalks.ingest import open_source, reachable
from aftertalks.ingest.polite import Visitor
from aftertalks.model import InputError, Settings

PRIVATE = (
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.1", "0", "0.0.0.0",
    "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "2852039166", "100.64.0.1", "192.0.0.8",
    "198.18.0.1", "224.0.0.1",
    "255.255.255.255", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]",
    "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]",
    "[fe80::1]", "[fe80::1%25lo]",
    "[fc00::1]", "[fd00::1]", "[fec0::1]", "[ff02::1]", "[2001:db8::1]", "[3fff::1]", "[5f00::1]", "localhost",
    "LOCALHOST", "localhost.", "①②⑦.⓪.⓪.①", "127。0。0。1",
)  # fmt: skip


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def no_network(monkeypatch):
    """A connection that is begun is a failure, wherever it would lead."""

    def refuse(*given, **_):
        raise AssertionError(f"connected to {given}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


def told(url: str, **options) -> str:
    (found,) = open_source(url, settings=Settings(**{"timeout": 2.0, **options}))
    assert isinstance(found, InputError), found
    return str(found)


@pytest.mark.parametrize("host", PRIVATE)
def test_no_spelling_of_a_private_number_is_connected_to(no_network, host):
    for url in (
        f"http://{host}/",
        f"https://{host}:8443/x",
        f"http://user:secret@{host}/",
        f"http://a.example@{host}/",
    ):
        why = told(url)
        assert "private network" in why or "is not found" in why or "is not a valid address" in why
    assert Visitor(Settings()).get(f"http://{host}/feed").content is None


@pytest.mark.parametrize("host", PRIVATE)
def test_no_spelling_of_a_private_number_is_sent_to_a_proxy(no_network, host, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    assert "private network" in told(f"http://{host}/") or "not a valid address" in told(f"http://{host}/")


def test_a_name_of_which_one_number_is_private_is_refused(no_network, monkeypatch):
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (n, 80)) for n in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    assert "private network" in told("http://two-faced.example/")


def test_a_name_that_leads_elsewhere_a_moment_later_leads_nowhere(monkeypatch):
    """The number that was checked is the number that is connected to; the name is asked once."""
    asked, connected = [], []

    def resolve(host, *_, **__):
        asked.append(host)
        number = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 80))]

    def connect(address, *_, **__):
        connected.append(address[0])
        raise OSError("no network in tests")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    told("http://rebinding.example/")
    assert asked == ["rebinding.example"] and set(connected) == {"93.184.216.34"}


@contextmanager
def answering(act):
    """A server that does what it likes with each connection."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.1)
    ends = threading.Event()

    def serve():
        while not ends.is_set():
            try:
                connection, _ = listening.accept()
            except OSError:
                continue
            with connection:
                try:
                    connection.recv(65_536)
                    act(connection, ends)
                except OSError:
                    pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        ends.set()
        thread.join()
        listening.close()


def whole(body: bytes, *headers: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", *headers, f"content-length: {len(body)}", "", ""]).encode() + body


def _dripping(head: bytes, drop: bytes):
    def act(connection, ends):
        connection.sendall(head)
        while not ends.is_set():
            connection.sendall(drop)
            time.sleep(0.05)

    return act


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"x: y\r\n"),
        (b"HTTP/1.1 200 ", b"O"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n", b"w"),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", b"1\r\nw\r\n"),
        (b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n", b""),
    ],
)
def test_a_server_that_drips_cannot_hold_us(head, drop):
    with answering(_dripping(head, drop)) as url:
        why = told(url, private_addresses=True, timeout=0.3)
        assert "no answer within" in why or "takes too long to arrive" in why


def test_what_packs_well_does_not_fill_the_memory():
    zeros = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    bomb = b"".join(zeros.compress(bytes(1 << 20)) for _ in range(20)) + zeros.flush()
    for coding, body in (("gzip", bomb), ("gzip, gzip", gzip.compress(bomb)), ("br", b"x"), ("zstd", b"x")):
        answer = whole(body, f"content-encoding: {coding}")
        with answering(lambda c, _, a=answer: c.sendall(a)) as url:
            why = told(url, private_addresses=True, max_bytes=1_000_000)
        assert "is too large" in why or "was not asked for" in why


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x00" * 70_000,
        b"HTTP/9.9 what\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 50_000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999999999\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFFF\r\nx",
        b"HTTP/1.1 302 Found\r\nlocation: http://[::1\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nlocation: gopher://x/\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nlocation: \xff\xfe\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nlocation: //\r\n\r\n",
        whole(b"not gzip", "content-encoding: gzip"),
    ],
)
def test_an_answer_that_is_none_is_one_line(answer):
    with answering(lambda c, _: c.sendall(answer)) as url:
        assert "\n" not in told(url, private_addresses=True, timeout=2.0)


def test_a_redirect_is_checked_as_the_first_address_was(monkeypatch):
    monkeypatch.setattr(reachable, "is_public", lambda number: number == "127.0.0.1")
    for there in ("http://2130706434/", "http://[::ffff:10.0.0.1]/", "//10.0.0.1/x", "http://127.0.0.2:22/"):
        answer = f"HTTP/1.1 302 Found\r\nlocation: {there}\r\ncontent-length: 0\r\n\r\n".encode()
        with answering(lambda c, _, a=answer: c.sendall(a)) as url:
            assert "private network" in told(url)
