"""The page of a reading: the text with every statement marked, in one file that needs no server and no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aftertalks.model import Document, Reading, Section, Span, Statement
from aftertalks.show.fields import Field, fields
from aftertalks.show.marking import Marker, Stretch
from aftertalks.show.render import page


@dataclass(frozen=True, slots=True)
class Block:
    """A section with its text cut for marking."""

    section: Section
    stretches: list[Stretch]


@dataclass(frozen=True, slots=True)
class Record:
    """A statement with its number on the page and its fields as lines."""

    number: int
    statement: Statement
    fields: list[Field]


@dataclass(frozen=True, slots=True)
class Article:
    """One document on the page.

    Args:
        key: prefix of its anchors.
    """

    key: str
    document: Document
    notes: tuple[str, ...]
    blocks: list[Block]
    records: list[Record]


def reading_page(readings: Sequence[Reading]) -> str:
    """Return a page on which the documents stand one after another, every statement marked.

    Each statement opens with a badge (a letter for its kind, a number) that can be reached by keyboard; its record is
    shown while the pointer is over its words or the badge has the focus, and again in a table below the text.
    """
    articles = [_article(f"d{n}", reading) for n, reading in enumerate(readings, 1)]
    title = articles[0].document.title or articles[0].document.source if len(articles) == 1 else "Readings"
    return page("reading.html", articles=articles, title=title)


def _article(key: str, reading: Reading) -> Article:
    doc = reading.document
    sections = reading.sections or (Section(Span(0, len(doc.text)), "body", None, "no sections"),)
    by_start = sorted(reading.statements, key=lambda s: (s.span.start, -s.span.end))
    marker = Marker(doc.text, by_start)
    blocks = [Block(section, marker.stretches(section.span)) for section in sections]
    records = [Record(n, s, fields(s)) for n, s in enumerate(by_start, 1)]
    return Article(key, doc, tuple(dict.fromkeys((*doc.notes, *reading.notes))), blocks, records)
