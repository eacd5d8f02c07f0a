from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftertalks.flow.keeping import Ledger
from aftertalks.model import Kind, Reading, Span
from aftertalks.show.marking import Marker
from aftertalks.show.page import reading_page
from aftertalks.show.render import safe_link
from builders import REPORT, document, follow_up_reading, reading, report_reading, statement

HOSTILE = '<script>alert(1)</script> & "quoted" </style> {{ 7 * 7 }} <img src=x onerror=alert(1)>'
VOID = {"meta", "input", "br", "link", "img"}


class Page(HTMLParser):
    """Collects ids, links, tags and text, and checks that every element is closed in its turn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.text: list[str] = []
        self.loads: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.add(tag)
        self.ids += [values["id"]] if values.get("id") else []  # type: ignore[list-item]
        self.links += [values["href"]] if values.get("href") else []  # type: ignore[list-item]
        self.loads += [v for k, v in attrs if k in {"src", "srcset", "data"} and v]
        assert not [name for name in values if name.startswith("on")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def self_contained(html: str) -> Page:
    page = Page(html)
    assert len(page.ids) == len(set(page.ids))
    assert not page.loads
    assert "script" not in page.tags
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert all(link.startswith(("#", "https://", "http://")) for link in page.links)
    return page


def test_every_statement_is_marked_and_its_record_there() -> None:
    html = reading_page([report_reading()])
    page = self_contained(html)
    assert {"d1-1", "d1-2", "d1-3", "d1-r1"} <= set(page.ids)
    words = re.sub(r"\s+", " ", "".join(page.text))
    for said in report_reading().statements:
        assert said.text in words
    assert "built by hand" in words  # the rule behind a value
    assert "prefers-color-scheme: dark" in html
    assert "@media print" in html


def test_nested_and_overlapping_statements_keep_the_text_whole() -> None:
    base = report_reading()
    d = base.document
    more = [
        statement(d, "truce should take effect at noon", Kind.RECOMMENDATION),
        statement(d, "at noon on July 9,” Sergei", Kind.ASSESSMENT),
        statement(d, "on July 9", Kind.EVENT),
    ]
    page = self_contained(reading_page([reading(d, *base.statements, *more)]))
    assert len([i for i in page.ids if re.fullmatch(r"d1-\d+", i)]) == 6


@given(st.lists(st.tuples(st.integers(0, len(REPORT)), st.integers(1, 60)), max_size=8), st.integers(0, 100))
def test_stretches_tile_a_block_and_know_what_lies_over_them(spans: list[tuple[int, int]], start: int) -> None:
    doc = document()
    said = sorted((statement(doc, REPORT[a : a + n] or "The") for a, n in spans), key=lambda s: s.span)
    block = Span(start, min(start + 70, len(REPORT)))
    pieces = Marker(REPORT, said).stretches(block)
    assert "".join(p.text for p in pieces) == block.of(REPORT)
    for piece in pieces:
        here = Span(piece.start, piece.start + len(piece.text))
        assert set(piece.over) == {i for i, s in enumerate(said) if s.span.overlaps(here)}
        assert all(said[i].span.start == piece.start for i in piece.starts)
    begun = [i for p in pieces for i in p.starts]
    assert len(begun) == len(set(begun))


def hostile() -> Reading:
    doc = document(f"{HOSTILE}\n\nmore", title=HOSTILE, publisher=HOSTILE, url="javascript:alert(1)", source=HOSTILE)
    said = statement(
        doc, HOSTILE, Kind.AGREEMENT, speaker=HOSTILE, about=HOSTILE, actors=(HOSTILE,), where=HOSTILE,
        when=date(2017, 7, 9), when_text=HOSTILE, instrument=HOSTILE,
    )  # fmt: skip
    return reading(doc, said, notes=(HOSTILE,))


def test_nothing_of_a_document_becomes_markup(tmp_path: Path) -> None:
    with Ledger(tmp_path / "x.db") as ledger:
        ledger.add(hostile())
        brief = ledger.brief(as_of=date(2017, 7, 8))
    for html in (reading_page([hostile()]), brief):
        page = self_contained(html)
        assert "<script>alert" not in html
        assert "img" not in page.tags
        assert "{{ 7 * 7 }}" in "".join(page.text)


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("https://example.org/a?b=c", True),
        (" http://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("http://[", False),
        (None, False),
    ],
)
def test_only_the_webs_addresses_are_links(given_: str | None, kept: bool) -> None:
    assert bool(safe_link(given_)) is kept


@pytest.fixture(scope="module")
def brief_ledger(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    with Ledger(tmp_path_factory.mktemp("brief") / "x.db") as ledger:
        ledger.add(report_reading())
        ledger.add(follow_up_reading())
        yield ledger


def test_the_brief_quotes_word_for_word_and_leads_to_the_place(brief_ledger: Ledger) -> None:
    html = brief_ledger.brief(as_of=date(2017, 7, 12))
    page = self_contained(html)
    text = re.sub(r"\s+", " ", "".join(page.text))
    for made in (report_reading(), follow_up_reading()):
        for said in made.statements:
            assert f"q-{said.id}" in page.ids
            assert f"#q-{said.id}" in page.links
            assert said.text in text
    assert "Judged: happened" in text
    assert "svg" in page.tags


def test_the_brief_of_an_earlier_day_knows_nothing_later(brief_ledger: Ledger) -> None:
    text = brief_ledger.brief(as_of=date(2017, 7, 8))
    assert "took effect" not in text
    assert "From 1 document" in text
    early = brief_ledger.brief(as_of=date(2001, 1, 1))
    assert "Nothing with a date" in early
    self_contained(early)
