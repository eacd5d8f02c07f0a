"""HTML pages: the article and nothing else, each letter with its place in the page."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aftertalks.ingest import html_blocks
from aftertalks.ingest.html import read_html
from aftertalks.ingest.html_blocks import join, visible_blocks
from aftertalks.ingest.textmap import TooManyPiecesError
from aftertalks.model import Span

FIRST = "The ministers of the two states agreed in Hamburg that a truce in the south begins on Sunday at noon."
SECOND = "Monitors from three states are to arrive within a week, the host&rsquo;s spokeswoman said on Friday evening."
THIRD = "Neither side would say who is to command them, nor what happens if the truce is broken before they come."
LINKS = "".join(f"<li><a href='/{n}'>Another story of the day number {n}</a></li>" for n in range(8))
PAGE = f"""<!doctype html><html lang="en-GB"><head><title>Truce in the south • The Example Courier</title>
<meta property="og:site_name" content="The Example Courier"><meta property="og:title" content="Truce in the south">
<meta property="og:url" content="https://example.org/truce">
<script type="application/ld+json">{{"@graph": [{{"@type": "WebPage", "datePublished": "2017-07-30"}},
{{"@type": "NewsArticle", "datePublished": "2017-07-07T21:50:00+02:00",
"author": [{{"name": "A. Writer"}}]}}]}}</script>
</head><body class="social">
<nav><ul>{LINKS}</ul></nav>
<article><h1>Truce in the south</h1><p class="lead">Monitors are to come, but nobody says whose.</p>
<div class="meta"><time datetime="2017-07-07">July 7, 2017</time></div>
<div class="body"><figure><img src="x">
<figcaption>The ministers shaking hands in front of the building.</figcaption></figure>
<p>{FIRST}</p><p>{SECOND.replace("host", 'ho<span class="tooltip hidden">A card about the host</span>st')}</p>
<div class="cut"><h3>See also</h3><a href="/9">Another story</a></div>
<h2>Who commands</h2><p>{THIRD}</p><p>“No   comment”,<br>he said.</p></div></article>
<footer><p>All rights of this page are reserved by the publisher of the page and nobody else.</p></footer>
</body></html>"""
ARTICLE = [
    "Truce in the south",
    "Monitors are to come, but nobody says whose.",
    "July 7, 2017",
    FIRST,
    SECOND.replace("&rsquo;", "’"),
    "Who commands",
    THIRD,
    "“No comment”,\nhe said.",
]


def test_the_article_is_all_there_and_nothing_else(holds):
    draft = read_html(PAGE, source="a.html")
    assert draft.text.split("\n\n") == ARTICLE
    holds(draft.text, PAGE, draft.offsets)
    assert draft.notes == ()


def test_metadata():
    draft = read_html(PAGE, source="a.html")
    assert (draft.title, draft.publisher, draft.author, draft.url, draft.published, draft.language) == (
        "Truce in the south",
        "The Example Courier",
        "A. Writer",
        "https://example.org/truce",
        date(2017, 7, 7),
        "en",
    )


def test_a_span_leads_back_over_entities_and_line_ends():
    page = "<p>The host&rsquo;s\n  <b>word</b></p>"
    text, offsets = join(visible_blocks(page))
    assert text == "The host’s word"
    back = offsets.to_original(Span(0, len(text)))
    assert back is not None and back.of(page) == "The host&rsquo;s\n  <b>word"


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><form id='aspnet'>"
        f"<div><h1>Truce</h1><div>{FIRST}</div><div>{SECOND}</div><div>{THIRD}</div></div></form>",
        f"<table><tr><td>{LINKS}</td><td><h1>Truce</h1>{FIRST}<br><br>{SECOND}<br><br>{THIRD}</td></tr></table>",
        f"<html><body><h1>Truce</h1><p>{FIRST}<p>{SECOND}<p>{THIRD}",
    ],
)
def test_other_layouts(page, holds):
    draft = read_html(page, source="a.html")
    for words in (FIRST, SECOND.replace("&rsquo;", "’"), THIRD, "Truce"):
        assert words in draft.text.split("\n\n")
    holds(draft.text, page, draft.offsets)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta name="dcterms.issued" content="2017-07-07">', date(2017, 7, 7)),
        ('<meta property="article:modified_time" content="2017-07-08">', None),
        ('<meta property="article:published_time" content="1970-01-01T00:00:00Z">', None),
        ('<script type="application/ld+json">{"@type": "ItemList", "datePublished": "2017-07-07"}</script>', None),
        ('<script type="application/ld+json">[[[{"@type":</script>', None),
        (
            '<meta property="article:published_time" content="2017-07-08T03:30:00Z">'
            '<time class="published" datetime="2017-07-07T23:30:00-04:00"></time>',
            date(2017, 7, 7),
        ),
    ],
)
def test_only_declared_dates_of_publication_count(head, expected):
    page = f"<html><head>{head}</head><body><p>{FIRST}</p><p>{THIRD}</p></body></html>"
    assert read_html(page, source="a.html").published == expected


def test_a_page_without_main_text_is_read_whole_with_a_note():
    draft = read_html(
        "<html><body><div>Truce <script>var x = '<p>';</script>holds</div></body></html>", source="a.html"
    )
    assert draft.text == "Truce holds"


TAGS = st.sampled_from(
    [
        *'<p> </p> <div> </div> <b> </b> <br> <a href=\'x> <a href="x"> </a> <!-- --> <! <? </ < > & &amp;'.split(),
        *"&rsquo; &#8217; &#xD800; <script> </script> <title> </title> <pre> </pre> <li> <style> <nav> </nav>".split(),
        *(
            "<td hidden>",
            "talks",
            "truce",
            "é",
            "漢",
            "'",
            '"',
            "=",
            " ",
            "\n",
            "\r\n",
            "\u200b",
            "\u00a0",
            "\x00",
            "\ud800",
        ),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(TAGS, max_size=40).map("".join))
def test_whatever_the_page_the_way_back_holds(holds, page):
    text, offsets = join(visible_blocks(page))
    holds(text, page, offsets)
    assert "<script" not in text or "script" in page
    text.encode("utf-8")


@pytest.mark.parametrize(
    "piece", ["<", "<a ", '<a b="', "<!--", "</", "<div>", "<b>", "<script>", "&amp", "<li>a ", "<p a='"]
)
def test_hostile_repetition_ends(piece, holds):
    page = piece * 5000
    text, offsets = join(visible_blocks(page))
    holds(text, page, offsets)


def test_a_page_in_more_pieces_than_can_be_kept_is_refused(monkeypatch):
    monkeypatch.setattr(html_blocks, "MAX_PIECES", 100)
    with pytest.raises(TooManyPiecesError):
        visible_blocks("<p>a" * 200)


def test_real_pages_agree_with_their_index(shared, holds):
    import json

    index = {r["name"]: r for r in json.loads((shared / "texts" / "index.json").read_text(encoding="utf-8"))}
    for path in sorted((shared / "html" / "kremlin").glob("*.html")):
        page, record = path.read_text(encoding="utf-8"), index[path.stem]
        draft = read_html(page, source=path.name)
        assert (str(draft.published), draft.title, draft.url) == (
            record["date"],
            record["title"],
            record["original_url"],
        )
        holds(draft.text, page, draft.offsets)
        known = (shared / "texts" / f"{path.stem}.txt").read_text(encoding="utf-8")
        assert "".join(draft.text.split()) == "".join(known.split())
