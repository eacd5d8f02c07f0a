"""Fetching from a server of the test's own, and what is never fetched."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from aftertalks.ingest import open_source, reachable
from aftertalks.model import Document, InputError, Settings

BODY = "The ministers said that a truce in the south of the country begins on Sunday at noon, and that monitors arrive."
PAGE = f"<html><head><title>Truce</title></head><body><p>{BODY} Café.</p></body></html>"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path
        if path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", path.removeprefix("/to/"))
            self.end_headers()
        elif path == "/missing":
            self.send_error(404)
        elif path == "/large":
            self.answer(b"word " * 5000)
        elif path == "/stream":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"word " * 5000)
        elif path == "/host":
            self.answer(f"{BODY} {self.headers['Host']}".encode(), "text/plain")
        else:
            self.answer(PAGE.encode("latin-1"), "text/html; charset=iso-8859-1")

    def answer(self, data, kind="text/plain"):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        return


@pytest.fixture(scope="module")
def server():
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def get(url: str, **options) -> Document | InputError:
    options = {"private_addresses": True, "timeout": 5.0, **options}
    (found,) = open_source(url, settings=Settings(**options))
    return found


def test_a_page_is_fetched_with_its_charset_and_final_address(server):
    found = get(f"{server}/to//page")
    assert isinstance(found, Document)
    assert (found.text, found.title, found.url) == (f"{BODY} Café.", "Truce", f"{server}/page")


def test_the_server_sees_the_name_that_was_asked_for(server):
    name = server.replace("127.0.0.1", "localhost")
    found = get(f"{name}/host")
    assert isinstance(found, Document)
    assert found.text.endswith(name.removeprefix("http://"))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/missing", "the server answers 404"),
        ("/large", "is too large (the limit is 1,000 bytes)"),
        ("/stream", "is too large (the limit is 1,000 bytes)"),
        ("/to/" * 7, "redirects more than 5 times"),
        ("/to/file:///etc/passwd", "file is not http or https"),
    ],
)
def test_what_cannot_be_fetched_is_told_in_one_line(server, path, words):
    found = get(server + path, max_bytes=1000)
    assert isinstance(found, InputError)
    assert words in str(found) and "\n" not in str(found)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://169.254.169.254/latest",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://10.1.2.3/",
        "http://0.0.0.0/",
    ],
)
def test_the_private_network_is_not_fetched_from(url):
    assert "private network" in str(get(url, private_addresses=False))


def test_a_redirect_into_the_private_network_is_refused(server, monkeypatch):
    monkeypatch.setattr(reachable, "is_public", lambda number: number == "127.0.0.1")
    assert isinstance(get(f"{server}/page", private_addresses=False), Document)
    assert "private network" in str(get(f"{server}/to/http://127.0.0.2/", private_addresses=False))


@pytest.mark.parametrize(
    "url", ["ftp://example.org/a", "http:///a", "https://", "http://a b/", "http://" + "a" * 300 + "/"]
)
def test_odd_addresses_are_errors_not_crashes(url):
    assert isinstance(get(url), InputError)


def test_a_dead_server_is_told(server):
    assert "cannot be fetched" in str(get("http://127.0.0.1:1/"))
