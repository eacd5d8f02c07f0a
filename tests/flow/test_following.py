"""Following feeds of a real server on this machine: only what is new, politely, and again after a fault."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from aftertalks.flow import telling
from aftertalks.flow.dossiers import changes
from aftertalks.flow.following import Follower, Memory
from aftertalks.flow.keeping import Ledger
from aftertalks.ingest.fetch import visit
from aftertalks.ingest.opml import feeds_of
from aftertalks.ingest.polite import Visitor
from aftertalks.model import InputError, Settings

Answer = tuple[int, dict[str, str], bytes]
STORY = "Egypt and Sudan agreed on Monday to open the crossing at Halfa by March 3."


def _page(words: str) -> bytes:
    head = "<html lang='en'><head><title>Talks</title></head>"
    return f"{head}<body><article><p>{words}</p></article></body></html>".encode()


def _rss(base: str, *items: tuple[str, str]) -> bytes:
    told = "".join(
        f"<item><title>{path}</title><link>{base}/{path}</link><pubDate>Tue, 18 Feb 2025 10:00:00 GMT</pubDate>"
        f"<description>{words}</description></item>"
        for path, words in items
    )
    return f"<rss version='2.0'><channel><title>Gazette</title>{told}</channel></rss>".encode()


class Site:
    """A server whose answers a test sets; it counts what was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[dict[str, str]], Answer]] = {}
        self.asked: Counter[str] = Counter()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked[self.path] += 1
                headers = {name.lower(): value for name, value in self.headers.items()}
                answer = site.answers.get(self.path)
                status, sent, body = answer(headers) if answer else (404, {}, b"")
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **sent}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                site.asked[f"POST {self.path}"] += 1
                site.posted = self.rfile.read(int(self.headers["content-length"]))
                self.send_response(204 if self.path == "/hook" else 500)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self.posted = b""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def put(self, path: str, body: bytes, status: int = 200, **headers: str) -> None:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = lambda _: (status, sent, body)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.close()


class Clock:
    """Time that only waits make pass."""

    def __init__(self) -> None:
        self.moment = datetime(2025, 2, 18, 12, tzinfo=UTC)
        self.waited: list[float] = []

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.moment += timedelta(seconds=seconds)

    def now(self) -> datetime:
        return self.moment

    def seconds(self) -> float:
        return self.moment.timestamp()


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(private_addresses=True, timeout=5)


def _follower(ledger: Ledger, clock: Clock, **options: bool) -> Follower:
    def visitor() -> Visitor:
        return Visitor(ledger.settings, wait=clock.wait, now=clock.seconds)

    return Follower(ledger, ledger.store.name, visitor=visitor, now=clock.now, **options)


def test_only_what_is_new_is_read_and_nothing_is_asked_twice(site: Site, tmp_path: Path, settings: Settings) -> None:
    def feed(headers: dict[str, str]) -> Answer:
        if headers.get("if-none-match") == '"1"':
            return 304, {}, b""
        return 200, {"ETag": '"1"'}, _rss(site.base, ("a", "short"), ("b", "Norway will host talks in May."))

    site.answers["/feed"] = feed
    site.put("/a", _page(STORY))
    site.put("/b", _page("Norway will host talks in May."))
    clock = Clock()
    with Ledger(tmp_path / "f.db", settings=settings) as ledger:
        (first,) = _follower(ledger, clock).round([f"{site.base}/feed"])
        assert len(first.added) == 2 and not first.errors
        assert min(clock.waited) > 0 and all(w <= 2 for w in clock.waited)
        found = ledger.find("crossing")
        assert found[0].statement.text == STORY and found[0].source.published.isoformat() == "2025-02-18"
        (again,) = _follower(ledger, clock).round([f"{site.base}/feed"])
        assert again.note == "not changed" and not again.added
        assert site.asked["/a"] == 1 and site.asked["/feed"] == 2
    memory = Memory.of(tmp_path / "f.db")
    assert sum(bool(item.get("done")) for item in memory.items.values()) == 2


def test_only_a_page_that_failed_is_asked_for_again(site: Site, tmp_path: Path, settings: Settings) -> None:
    site.put("/feed", _rss(site.base, ("a", "x"), ("b", "y")))
    site.put("/a", _page(STORY))

    clock = Clock()
    with Ledger(tmp_path / "k.db", settings=settings) as ledger:
        follower = _follower(ledger, clock)
        site.put("/b", b"", status=500)
        (told,) = follower.round([f"{site.base}/feed"])
        assert len(told.added) == 1 and len(told.errors) == 1
        site.put("/b", _page("Norway will host talks in May."))
        (told,) = _follower(ledger, clock).round([f"{site.base}/feed"])
        assert len(told.added) == 1 and told.known == 1 and site.asked["/a"] == 1


def test_robots_are_obeyed_and_the_feeds_own_words_taken(site: Site, tmp_path: Path, settings: Settings) -> None:
    site.put("/robots.txt", b"User-agent: *\nDisallow: /a\nCrawl-delay: 7\n")
    site.put("/feed", _rss(site.base, ("a", STORY)))
    clock = Clock()
    with Ledger(tmp_path / "r.db", settings=settings) as ledger:
        (told,) = _follower(ledger, clock).round([f"{site.base}/feed"])
        assert len(told.added) == 1 and site.asked["/a"] == 0
        assert any("robots.txt" in n for r in ledger.readings() for n in r.document.notes)
    assert max(clock.waited) > 5


def test_a_host_in_trouble_is_left_alone(site: Site, tmp_path: Path, settings: Settings) -> None:
    site.put("/feed", b"", status=503, Retry_After="3600")
    site.put("/other", _rss(site.base, ("a", STORY)))
    clock = Clock()
    with Ledger(tmp_path / "t.db", settings=settings) as ledger:
        follower = _follower(ledger, clock, pages=False)
        bad, good = follower.round([f"{site.base}/feed", f"{site.base}/other"])
        assert bad.errors and "503" in str(bad.errors[0]) and len(good.added) == 1
        asked = site.asked["/feed"]
        clock.moment += timedelta(minutes=59)
        (told, _) = follower.round([f"{site.base}/feed", f"{site.base}/other"])
        assert told.note.startswith("not before") and site.asked["/feed"] == asked
        clock.moment += timedelta(minutes=2)
        next(iter(follower.round([f"{site.base}/feed"])))
        assert site.asked["/feed"] == asked + 1


def test_private_addresses_are_refused_also_on_redirect(site: Site) -> None:
    site.put("/feed", b"", status=302, Location="http://169.254.169.254/latest")
    refused = visit(f"{site.base}/feed", settings=Settings(timeout=5))
    assert refused.error is not None and "private network" in str(refused.error)
    onward = visit("http://127.0.0.1.nip.invalid/", settings=Settings(timeout=5))
    assert onward.error is not None


def test_a_bomb_is_set_aside(site: Site, settings: Settings) -> None:
    import gzip

    site.put("/bomb", gzip.compress(b"0" * 50_000_000), Content_Encoding="gzip")
    found = visit(f"{site.base}/bomb", settings=settings)
    assert found.error is not None and "too large" in str(found.error)


def test_changes_are_told(site: Site, tmp_path: Path, settings: Settings) -> None:
    site.put("/feed", _rss(site.base, ("a", STORY)))
    with Ledger(tmp_path / "c.db", settings=settings) as ledger:
        next(iter(_follower(ledger, Clock(), pages=False).round([f"{site.base}/feed"])))
        found = changes(ledger, since="last", by="follow")
    assert telling.post(found, f"{site.base}/hook") is None
    assert json.loads(site.posted)["changes"][0]["entry"]
    failed = telling.post(found, f"{site.base}/broken")
    assert failed is not None and "500" in str(failed)
    letter = telling.write_letter(found, tmp_path / "letters", name="talks")
    assert "Halfa" in letter.read_text() and list((tmp_path / "letters").glob("*.part")) == []
    telling.write_atom(found, tmp_path / "changes.xml", name="talks")
    import feedparser

    assert feedparser.parse(str(tmp_path / "changes.xml")).entries


def test_lists_of_feeds(tmp_path: Path) -> None:
    opml = tmp_path / "f.opml"
    opml.write_text("<opml><body><outline><outline xmlUrl='https://a.example/rss'/></outline></body></opml>")
    assert feeds_of(str(opml)) == ["https://a.example/rss"]
    plain = tmp_path / "f.txt"
    plain.write_text("# mine\nhttps://b.example/rss\nhttps://b.example/rss\n")
    assert feeds_of(str(plain)) == ["https://b.example/rss"]
    opml.write_text("<!DOCTYPE x [<!ENTITY a 'b'>]><opml/>")
    with pytest.raises(InputError, match="document type"):
        feeds_of(str(opml))
    plain.write_text("nothing\n")
    with pytest.raises(InputError, match="lists no feed"):
        feeds_of(str(plain))
