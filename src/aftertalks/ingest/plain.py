"""Plain text, with or without a header block.

A header block is a run of lines ``Name: value`` at the very top, closed by a blank line:

    Title: Four days in Hamburg
    Date: 2017-07-09
    Publisher: The Example Courier
    URL: https://example.org/hamburg
    Author: A. Writer

Every line of it must carry one of the names ``Title, Headline, Date, Published, Publisher, Source, URL, Link, Author,
By, Byline, Language, Lang`` (in any case); anything else at the top is text. The header is metadata: the document's
text begins after it, and the offset map leads from there to the file as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from aftertalks.ingest.dates import parse_date
from aftertalks.ingest.draft import Draft, one_line
from aftertalks.ingest.textmap import readable

NAMES = {
    "title": "title",
    "headline": "title",
    "date": "published",
    "published": "published",
    "publisher": "publisher",
    "source": "publisher",
    "site": "publisher",
    "url": "url",
    "link": "url",
    "author": "author",
    "by": "author",
    "byline": "author",
    "language": "language",
    "lang": "language",
}
_LINE = re.compile(r"(?P<name>[A-Za-z]{2,9})[ \t]*:[ \t]*(?P<value>[^\n\r]*)(?:\r\n|[\n\r]|$)")
_BLANK = re.compile(r"[ \t]*(?:\r\n|[\n\r]|$)")
_URL = re.compile(r"https?://[^\s<>\"]{3,2000}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """Metadata at the head of a file, and where the text after it begins."""

    fields: dict[str, str]
    end: int = 0


def find_header(text: str) -> Header:
    """Return the header block of ``text``; without one, no fields and 0."""
    fields: dict[str, str] = {}
    at = 0
    while match := _LINE.match(text, at):
        name = NAMES.get(match["name"].lower())
        if name is None:
            return Header({})
        if value := one_line(match["value"]):
            fields.setdefault(name, value)
        at = match.end()
    blank = _BLANK.match(text, at)
    if not fields or not blank or (blank.end() == at and at < len(text)):
        return Header({})
    return Header(fields, blank.end())


def with_fields(draft: Draft, fields: dict[str, str]) -> Draft:
    """Fill a draft's metadata from raw ``fields`` named as in :class:`Draft`; what cannot be read is noted."""
    notes: list[str] = []
    published = draft.published
    if (words := fields.get("published")) and not published:
        published = parse_date(words)
        if published is None:
            notes.append(f"date {words[:60]!r} is not a full, unambiguous date; write it as 2017-07-09")
    url = fields.get("url")
    if url and not _URL.fullmatch(url):
        notes.append(f"address {url[:60]!r} is not a http address")
        url = None
    language = fields.get("language", "")[:2].lower() or draft.language
    return replace(
        draft,
        title=draft.title or one_line(fields.get("title")),
        publisher=draft.publisher or one_line(fields.get("publisher")),
        author=draft.author or one_line(fields.get("author")),
        url=draft.url or url,
        published=published,
        language=language,
        notes=(*draft.notes, *notes),
    )


def read_plain(original: str, *, source: str, header: bool = True) -> Draft:
    """Read plain text.

    Args:
        original: the decoded file.
        source: its name for messages.
        header: look for a header block.
    """
    head = find_header(original) if header else Header({})
    text, offsets = readable(original, head.end)
    draft = Draft(
        text=text,
        source=source,
        media_type="text/plain",
        original=original if offsets.runs else None,
        offsets=offsets,
    )
    return with_fields(draft, head.fields)
