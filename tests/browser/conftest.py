"""A browser, and the real server process on a ledger that the shipped samples are read into."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.watch.helpers import GED, table_text

from aftertalks.flow.keeping import Ledger

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / ".artefacts" / "browser"
AS_OF = date(2017, 7, 8)
TRUCE = date(2017, 7, 9)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser_path() -> str | None:
    """The browser that is driven: $AFTERTALKS_BROWSER, else the system's Chromium."""
    return os.environ.get("AFTERTALKS_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)


@dataclass(frozen=True, slots=True)
class Site:
    """A running server."""

    url: str
    db: Path
    truce: str  # id of an entry with a kept check


def aftertalks(*arguments: object) -> str:
    command = [sys.executable, "-m", "aftertalks", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def served(db: Path, truce: str) -> Iterator[Site]:
    log = db.with_suffix(".log")
    command = [sys.executable, "-m", "aftertalks", "serve", "--db", str(db), "--port", "0", "--as-of", str(AS_OF)]
    with log.open("w") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        try:
            until = time.monotonic() + 60
            while not (found := re.search(r"http://127\.0\.0\.1:\d+", log.read_text())):
                assert process.poll() is None and time.monotonic() < until, log.read_text()
                time.sleep(0.05)
            yield Site(found[0], db, truce)
        finally:
            process.terminate()
            process.wait(30)
    assert "Traceback" not in log.read_text()


def made_up_events(folder: Path) -> Path:
    """Violence in Daraa that falls by two thirds on the truce's day, and does not fall in Aleppo."""
    rows = []
    for week in range(-20, 12):
        for n in range(12 if week < 0 else 4):
            day = TRUCE + timedelta(days=7 * week + n % 7)
            rows.append(GED | {"id": str(len(rows)), "date_start": str(day), "date_end": str(day), "date_prec": "1"})
        for n in range(10):
            day = TRUCE + timedelta(days=7 * week + n % 7)
            rows.append(GED | {"id": str(len(rows)), "date_start": str(day), "date_end": str(day), "date_prec": "1",
                               "latitude": "36.2", "longitude": "37.16", "adm_1": "Aleppo Governorate"})  # fmt: skip
    file = folder / "made_up_ged.csv"
    file.write_text(table_text(rows))
    return file


@pytest.fixture(scope="session")
def samples(tmp_path_factory) -> tuple[Path, str]:
    """A ledger of the shipped samples, with a check of the truce kept, and that entry's id."""
    folder = tmp_path_factory.mktemp("browser")
    db = folder / "talks.db"
    aftertalks("add", ROOT / "samples", "--db", db)
    with Ledger(db) as ledger:
        truces = [a.entry for a in ledger.accounts() if a.entry.book == "agreed" and a.entry.instrument == "truce"]
    truce = next(e.id for e in truces if e.due == (TRUCE, TRUCE) and "southwestern Syria" in e.summary)
    aftertalks("check", truce, "--events", made_up_events(folder), "--keep", "--db", db)
    return db, truce


@pytest.fixture(scope="session")
def site(samples) -> Iterator[Site]:
    """The server that pages are looked at on; nothing changes its ledger."""
    with served(*samples) as running:
        yield running


@pytest.fixture
def own_site(samples, tmp_path) -> Iterator[Site]:
    """A server on a copy of the ledger, for tests that change it."""
    db, truce = samples
    shutil.copyfile(db, tmp_path / "talks.db")
    with served(tmp_path / "talks.db", truce) as running:
        yield running


@pytest.fixture(scope="module")
def browser():
    """Headless Chromium. Of a module's life, since its event loop would be in the way of other modules' own."""
    path = browser_path()
    if path is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium, or name one in $AFTERTALKS_BROWSER")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra dev)")
    with api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--disable-dev-shm-usage"])
        yield launched
        launched.close()


@dataclass(frozen=True, slots=True)
class Mode:
    """How somebody looks at a page."""

    name: str
    width: int = 1280
    height: int = 900
    scheme: str = "light"
    script: bool = True
    touch: bool = False

    def options(self) -> dict[str, object]:
        return {
            "viewport": {"width": self.width, "height": self.height}, "color_scheme": self.scheme,
            "java_script_enabled": self.script, "has_touch": self.touch, "is_mobile": self.touch, "locale": "en-GB",
        }  # fmt: skip


DESK = Mode("desk")
DARK = replace(DESK, name="dark", scheme="dark")
PHONE = Mode("phone", 390, 844, touch=True)
PLAIN = replace(DESK, name="plain", script=False)


@pytest.fixture
def open_page(browser):
    """Open tabs; every error that a page tells its console, and every address of elsewhere that it asks for, fails.

    ``expected``: part of an error that the page is meant to tell.
    """
    contexts, told, wrong = [], [], []

    def opened(site: Site, at: str = "/next", mode: Mode = DESK, expected: str = ""):
        context = browser.new_context(base_url=site.url, **mode.options())
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda m: told.append((m.type, m.text, expected)))
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.on("request", lambda r: None if r.url.startswith((site.url, "data:")) else wrong.append(r.url))
        page.on("dialog", lambda d: wrong.append(d.message))
        page.goto(at)
        return page

    yield opened
    for context in contexts:
        context.close()
    wrong += [text for kind, text, fine in told if kind in {"error", "warning"} and not (fine and fine in text)]
    assert wrong == []
