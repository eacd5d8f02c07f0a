"""Every page as people see it: accessible (WCAG AA), no wider than the screen, quiet console; screenshots are kept."""

from __future__ import annotations

import httpx
import pytest
from tests.browser.conftest import ARTEFACTS, DARK, DESK, PHONE, Mode

from aftertalks.web.site import PAGES

TAGS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
OPTIONS = {  # the dark scheme changes colours only, and a narrow screen everything else
    DESK: {"runOnly": TAGS},
    DARK: {"runOnly": COLOURS},
    PHONE: {"runOnly": TAGS, "rules": {rule: {"enabled": False} for rule in COLOURS["values"]}},
}
FILLED = {
    "/actor": "/actor?id=state:RUS",
    "/pair": "/pair?a=state:RUS&b=state:USA",
    "/speaker": "/speaker?name=Helena+Marsh",
    "/search": "/search?q=truce",
    "/review": "/review?by=Ana",
}
ADDRESSES = [FILLED.get(p.path, p.path) for p in PAGES] + [
    "/add", "/login", "/sources?q=wire", "/entries?book=agreed",
    "/map?week=2017-07-10", "/map?view=SY&place=35.00,38.00",
    "/timeline?since=2017-01-01&until=2018-12-31",
]  # fmt: skip


def resolved(site, at: str) -> str:
    if at == "/entry/{id}":
        return f"/entry/{site.truce}"
    if at == "/document/{id}":
        entry = httpx.get(f"{site.url}/entry/{site.truce}.json").json()
        return f"/document/{entry['voices'][0]['statement']['document']}"
    return at


def name_of(at: str) -> str:
    return at.strip("/").replace("{id}", "one").translate(str.maketrans("/?=&:+", "------"))


def keep(page, at: str, mode: Mode) -> None:
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name_of(at)}-{mode.name}.png", full_page=at.startswith(("/entry/", "/map")))


def violations(page, mode: Mode = DESK) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=OPTIONS[mode] | {"resultTypes": ["violations"]}).response["violations"]
    return [f"{v['id']}: {n['html'][:160]} {n['failureSummary'][:200]}" for v in found for n in v["nodes"][:3]]


@pytest.mark.parametrize("mode", [DESK, DARK, PHONE], ids=lambda m: m.name)
@pytest.mark.parametrize("at", ADDRESSES)
def test_a_page_is_accessible_and_fits(site, open_page, at, mode):
    if at == "/nowhere":
        assert httpx.get(site.url + at).status_code == 404
        page = open_page(site, "/next", mode)
    page = open_page(site, resolved(site, at), mode)
    keep(page, at, mode)
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert violations(page, mode) == []


@pytest.mark.parametrize(
    ("at", "words"), [("/nowhere", "There is no such page"), ("/next?as_of=soon", "is not a date")]
)
def test_what_cannot_be_answered_is_said(site, open_page, at, words):
    page = open_page(site, at, expected="Failed to load resource")
    assert words in page.get_by_role("alert").inner_text()
    keep(page, at, DESK)
    assert violations(page) == []


@pytest.mark.parametrize("at", ["/entry/{id}", "/next"])
def test_a_page_prints(site, open_page, at):
    page = open_page(site, resolved(site, at))
    page.emulate_media(media="print")
    assert not page.locator("header.bar").is_visible()
    assert page.locator("h1").is_visible()
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    assert page.pdf(path=ARTEFACTS / f"{name_of(at)}.pdf", format="A4").startswith(b"%PDF")


def test_what_is_folded_up_is_printed(site, open_page):
    page = open_page(site, f"/entry/{site.truce}")
    folded = page.locator("#check pre")
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.bounding_box()["height"] > 50
