"""RSS and Atom: each item is a document, named ``feed#n``; its offsets lead to the item's own text."""

from __future__ import annotations

import io
import re
import time
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from aftertalks.ingest.dates import parse_date
from aftertalks.ingest.draft import Draft, admit, one_line
from aftertalks.ingest.html import read_html
from aftertalks.ingest.html_blocks import join, visible_blocks
from aftertalks.ingest.plain import read_plain
from aftertalks.ingest.textmap import TooManyPiecesError
from aftertalks.model import Document, InputError, Settings

if TYPE_CHECKING:
    from aftertalks.ingest.content import Content

_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,2000}>|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_CURE = "check that it is RSS or Atom"


def _words(value: Any) -> str | None:
    """Return a title or name as one line without markup."""
    if not isinstance(value, str):
        return None
    return one_line(join(visible_blocks(value[:4000]))[0] if _MARKUP.search(value[:4000]) else value)


def _body(entry: Any) -> str:
    """Return the longest text that an item carries: its full content if there is one, else its summary."""
    texts = [c.get("value") for c in entry.get("content", ())] + [entry.get("summary")]
    return max((t for t in texts if isinstance(t, str)), key=len, default="")


def _day(entry: Any, name: str) -> date | None:
    """Return an item's date as written; where the words cannot be read, as the feed's parser understood them."""
    if value := parse_date(str(entry.get(name) or "")):
        return value
    moment = entry.get(f"{name}_parsed")
    return date(*moment[:3]) if isinstance(moment, time.struct_time) else None


def _draft(entry: Any, feed: Any, source: str) -> Draft:
    body, title = _body(entry), _words(entry.get("title"))
    notes: tuple[str, ...] = ()
    if not body.strip() and title:
        body, notes = title, ("the item has no text: only its title is read",)
    draft = read_html(body, source=source, whole=True) if _MARKUP.search(body) else read_plain(body, source=source)
    published = _day(entry, "published")
    if published is None and (published := _day(entry, "updated")):
        notes = (*notes, "the item has no publication date: the date of its last update is taken")
    link = one_line(entry.get("link"), limit=2000)
    return replace(
        draft,
        title=title or draft.title,
        url=link if link and link.lower().startswith(("http://", "https://")) else None,
        author=_words(entry.get("author")),
        publisher=_words(feed.get("title")),
        published=published,
        language=(one_line(feed.get("language")) or "")[:2].lower() or None,
        notes=(*draft.notes, *notes),
    )


def read_feed(content: Content, settings: Settings) -> Iterator[Document | InputError]:
    """Yield an RSS or Atom feed's items.

    Args:
        content: the feed's bytes.
        settings: languages and the date for items that carry none.
    """
    import feedparser

    kind = "application/xml" + (f"; charset={content.charset}" if content.charset else "")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            feed = feedparser.parse(
                io.BytesIO(content.data),
                response_headers={"content-type": kind},
                sanitize_html=False,
                resolve_relative_uris=False,
            )
        except Exception as error:  # a feed that breaks the parser must not break the batch
            yield InputError(content.source, f"the feed cannot be read ({type(error).__name__})", _CURE)
            return
    if not feed.entries:
        broken = one_line(str(feed.get("bozo_exception") or "")) if feed.get("bozo") else None
        why = f" (not well-formed: {broken[:120]})" if broken else ""
        yield InputError(content.source, f"the feed has no items{why}", _CURE)
        return
    for number, entry in enumerate(feed.entries, 1):
        place = f"{content.source}#{number}"
        try:
            draft = _draft(entry, feed.feed, place)
        except TooManyPiecesError as error:
            yield InputError(place, error.problem, error.cure)
            continue
        if not draft.text.strip():
            yield InputError(place, "the item has neither text nor title", "leave it out")
        else:
            yield admit(draft.noted(*content.notes), settings)
