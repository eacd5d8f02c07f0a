"""Remake the pictures of the documents: pages of a ledger that the shipped samples are read into.

    pip install -e .[dev] && python scripts/screenshots.py

Needs Chromium (apt-get install chromium, or name one in $AFTERTALKS_BROWSER). Writes docs/images/*.png, each below
300 KB. Nothing outside this machine is asked.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
MOST_BYTES = 300_000
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PAGES = {  # name: address, height in pixels
    "entry": ("/entry/{truce}", 1000),
    "next": ("/next?as_of=2017-07-20", 900),
    "map": ("/map?view=SY", 800),
}


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a new ledger of the samples; yield its address."""
    db, log = folder / "talks.db", folder / "log"
    command = [sys.executable, "-m", "aftertalks"]
    subprocess.run([*command, "add", str(ROOT / "samples"), "--db", str(db)], check=True)
    with log.open("w") as out:
        serve = [*command, "serve", "--db", str(db), "--port", "0", "--as-of", "2017-07-20"]
        process = subprocess.Popen(serve, stdout=out, stderr=out)
        try:
            while not (found := re.search(r"http://127\.0\.0\.1:\d+", log.read_text())):
                if process.poll() is not None:
                    raise SystemExit(log.read_text())
                time.sleep(0.1)
            yield found[0]
        finally:
            process.terminate()
            process.wait()


def truce(url: str) -> str:
    """Return the id of the truce with most voices."""
    with urlopen(f"{url}/entries.json?book=agreed&instrument=truce") as answer:
        entries = json.load(answer)["entries"]
    return str(max(entries, key=lambda e: (len(e["voices"]), e["id"]))["id"])


def main() -> None:
    """Take every picture anew."""
    browser = os.environ.get("AFTERTALKS_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise SystemExit("no Chromium on this machine: apt-get install chromium, or name one in $AFTERTALKS_BROWSER")
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as url, sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=browser, args=["--disable-gpu"])
        for name, (at, height) in PAGES.items():
            page = launched.new_page(viewport={"width": 1280, "height": height})
            page.goto(url + at.format(truce=truce(url)))
            page.screenshot(path=IMAGES / f"{name}.png")
            size = (IMAGES / f"{name}.png").stat().st_size
            print(f"docs/images/{name}.png: {size:,} bytes")
            if size > MOST_BYTES:
                raise SystemExit(f"{name}.png is larger than {MOST_BYTES:,} bytes")
        launched.close()


if __name__ == "__main__":
    main()
