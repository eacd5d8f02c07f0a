"""The sample documents parse, are dated, and tell the facts they are said to tell; no real person is misquoted."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path

import feedparser
import pytest
from lxml import etree, html

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
GUIDE = ROOT / "docs" / "samples.md"
FILES = sorted(SAMPLES.iterdir())
HEADER = re.compile(r"([A-Za-z]+): (.+)")
OFFICIALS = re.compile(
    r"\b(?:Trump|Putin|Tillerson|Lavrov|Volker|Rudskoy|Netanyahu|Medvedev|Guterres|Haley|Lavrentyev|Viktorov"
    r"|Mistura|Assad)\b"
)

FACTS = [
    ("2017-07-07_commentary", "take effect at noon Damascus time on Sunday, July 9"),
    ("2017-07-07_commentary", "lasted over two hours"),
    ("2017-07-07_commentary", "On May 4, Russia, Iran and Turkey signed a memorandum in Astana on four"),
    ("2017-07-07_commentary", "came into force on May 6 for six months"),
    ("2017-07-07_commentary", "Kurt Volker"),
    ("2017-07-08_news", "two hours and a quarter"),
    ("2017-07-08_news", "military police"),
    ("2017-07-08_readout", "12:00 Damascus time on July 9, 2017"),
    ("2017-07-08_readout", "Daraa, Quneitra and As-Suwayda"),
    ("2017-07-10_news", "took effect at noon on Sunday"),
    ("2017-07-25_news", "two checkpoints and ten observation posts had been set up on July 21 and 22"),
    ("2017-07_feed", "appointed Kurt Volker as US special representative for Ukraine negotiations"),
    ("2017-07_feed", "755 people"),
    ("2017-08-03_news", "on July 25 by 419 votes to 3, and the Senate two days later by 98 to 2"),
    ("2017-08-03_news", "to 455 people by September 1"),
    ("2017-08-24_briefing", "opened here in Amman yesterday"),
    ("2017-09-06_news", "consulate general in San Francisco"),
    ("2017-11-15_news", "the memorandum of November 8"),
    ("2017-11-15_news", "joint statement on Syria in Da Nang"),
    ("2018-06-23_news", "since Tuesday shelled and bombed"),
    ("2018-07-09_news", "On Friday, July 6, rebel factions in Daraa accepted a surrender agreement"),
    ("2018-07-09_news", "The offensive started around June 19"),
    ("2018-08-03_news", "patrolled to the Quneitra crossing"),
]

WEEKDAYS = [
    ("2017-07-07_commentary", date(2017, 7, 9), "Sunday, July 9"),
    ("2017-07-08_news", date(2017, 7, 10), "Monday, July 10"),
    ("2018-07-09_news", date(2018, 7, 6), "Friday, July 6"),
]


@dataclass(frozen=True)
class Sample:
    """One file as its plain words and the dates it declares."""

    text: str
    dates: tuple[date, ...]


def read_text(path: Path) -> Sample:
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    lines = head.splitlines()
    fields = dict(match.groups() for line in lines if (match := HEADER.fullmatch(line)))
    assert len(fields) == len(lines), f"not a header block: {head!r}"
    assert {"Title", "Date", "Publisher", "URL"} <= set(fields)
    return Sample(body, (date.fromisoformat(fields["Date"]),))


def read_markdown(path: Path) -> Sample:
    opening, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    assert opening == ""
    fields = dict(line.split(": ", 1) for line in front.splitlines())
    return Sample(body, (date.fromisoformat(fields["date"]),))


def read_page(path: Path) -> Sample:
    tree = html.fromstring(path.read_bytes())
    named = {m.get("property") or m.get("name"): m.get("content") for m in tree.iter("meta")}
    published = named.get("article:published_time") or named["DC.date.issued"]
    dates = [date.fromisoformat(published[:10])]
    for script in tree.xpath("//script[@type='application/ld+json']"):
        articles = [o for o in json.loads(script.text)["@graph"] if o["@type"] == "NewsArticle"]
        dates.extend(date.fromisoformat(o["datePublished"][:10]) for o in articles)
    paragraphs = (" ".join(p.text_content().split()) for p in tree.iter("p"))
    return Sample("\n\n".join(paragraphs), tuple(dates))


def read_feed(path: Path) -> Sample:
    etree.fromstring(path.read_bytes())
    feed = feedparser.parse(path.read_bytes())
    assert not feed.bozo
    contents = [entry.content[-1].value if "content" in entry else entry.summary for entry in feed.entries]
    bodies = [html.fromstring(content).text_content() for content in contents]
    return Sample("\n\n".join(bodies), tuple(parsedate_to_datetime(entry.published).date() for entry in feed.entries))


READERS = {".txt": read_text, ".md": read_markdown, ".html": read_page, ".xml": read_feed}


def read_sample(path: Path) -> Sample:
    return READERS[path.suffix](path)


def find(start: str) -> Sample:
    (path,) = (p for p in FILES if p.name.startswith(start))
    return read_sample(path)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_dated_as_its_name_says(path: Path) -> None:
    sample = read_sample(path)
    named = path.name.split("_", 1)[0]
    assert sample.dates
    assert all(day.isoformat().startswith(named) for day in sample.dates)
    assert len(sample.text.split()) > 150


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_addresses_lead_nowhere_real(path: Path) -> None:
    hosts = set(re.findall(r"https?://([^/\s\"'<>)]+)", path.read_text(encoding="utf-8")))
    assert hosts <= {"schema.org", "purl.org"} | {h for h in hosts if h.endswith(".example")}


@pytest.mark.parametrize(("start", "words"), FACTS)
def test_fact(start: str, words: str) -> None:
    assert words in " ".join(find(start).text.split())


@pytest.mark.parametrize(("start", "day", "words"), WEEKDAYS)
def test_weekday_fits_the_date(start: str, day: date, words: str) -> None:
    assert words in " ".join(find(start).text.split())
    assert f"{day:%A, %B} {day.day}" == words


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_no_official_is_quoted_at_length(path: Path) -> None:
    for paragraph in read_sample(path).text.split("\n\n"):
        assert paragraph.count("“") == paragraph.count("”")
        assert paragraph.count('"') % 2 == 0
        for quote in re.finditer(r"“([^”]*)”|\"([^\"]*)\"", paragraph):
            if len(quote[0].split()) > 6:
                before, after = paragraph[: quote.start()][-50:], paragraph[quote.end() :][:50]
                assert not OFFICIALS.search(before + after), f"is this invented, or on record? {quote[0]}"


def test_the_commentary_has_every_turn_the_reader_must_follow() -> None:
    text = find("2017-07-07_commentary").text
    article, disclaimer, debris = text.partition("The views expressed in this article")
    assert len(article.split()) >= 900
    assert disclaimer
    assert "Related articles" in debris
    for turn in ("the expert said", "In her view", "she said", "According to Lavrov", "the analyst added", "unless"):
        assert turn in article
    lead, _, listed = article.partition("The three guarantors will:\n\n")
    assert lead
    assert len(re.findall(r"^- ", listed, re.MULTILINE)) == 3


def test_the_course_of_the_truce_is_in_order() -> None:
    stages = [
        ("2017-07-07_commentary", "agreed on a truce in southwestern Syria"),
        ("2017-07-10", "took effect"),
        ("2017-07-25", "observation posts had been set up"),
        ("2017-11-15", "reaffirms the ceasefire"),
        ("2018-07-09", "collapsed in June"),
    ]
    days = [find(start).dates[0] for start, _ in stages]
    assert days == sorted(days)
    for start, words in stages:
        assert words in find(start).text


def test_the_guide_lists_exactly_these_files_and_a_source_for_every_fact() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([^`]+)` \|", guide, re.MULTILINE)) == {p.name for p in FILES}
    sheet = guide.partition("## Fact sheet")[2]
    rows = [line.strip("|").split("|") for line in sheet.splitlines() if line.startswith("| 20")]
    assert len(rows) > 25
    for day, fact, source in rows:
        assert day.strip()
        assert fact.strip()
        assert re.search(r"\d{4}|treaty", source), f"no dated source: {fact}"
