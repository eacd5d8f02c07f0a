"""A page's metadata: JSON-LD, OpenGraph and Dublin Core, microdata, ``<time>``, ``<title>``; the surest first."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from aftertalks.ingest.dates import parse_date
from aftertalks.ingest.draft import one_line
from aftertalks.ingest.html_scan import Token

_ARTICLES = frozenset(
    "article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle"
    " reviewnewsarticle askpublicnewsarticle blogposting socialmediaposting liveblogposting report scholarlyarticle"
    " techarticle statement specialannouncement legislation governmentservice webpage itempage interview".split()
)
_DATE_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "publication_date",
    "publish-date",
    "publish_date",
    "published",
    "pubdate",
    "citation_publication_date",
    "citation_online_date",
    "dcterms.created",
    "dcterms.issued",
    "dc.date.issued",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "ya:ovs:upload_date",
    "date",
)
_TITLE_NAMES = ("og:title", "headline", "dc.title", "dcterms.title", "citation_title", "twitter:title", "title")
_AUTHOR_NAMES = ("author", "article:author", "dc.creator", "citation_author", "parsely-author", "byl")
_PUBLISHER_NAMES = ("og:site_name", "dc.publisher", "dcterms.publisher", "citation_publisher", "application-name")
_MAX_JSON = 1_000_000
_EPOCH = date(1970, 1, 1)
"""What a content system writes when it has no date."""
_SITE_MARKS = (" | ", " • ", " – ", " — ", " - ", " :: ", " · ", " » ", " / ")


@dataclass(slots=True)
class PageMeta:
    """Metadata gathered while a page is scanned."""

    named: dict[str, str] = field(default_factory=dict)
    objects: list[dict[str, Any]] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    loose_times: list[tuple[int, str]] = field(default_factory=list)
    page_title: str | None = None
    canonical: str | None = None
    language: str | None = None
    _json: bool = False
    _microdata: list[str] = field(default_factory=list)

    def feed(self, token: Token) -> None:
        """Take in one token of the page; the raw text of titles and JSON-LD comes through :meth:`feed_raw`."""
        if token.kind != "open":
            return
        attributes = token.attributes
        if token.name == "meta":
            self._meta(attributes)
        elif token.name == "time":
            self._time(attributes, token.start)
        elif token.name == "link" and "canonical" in attributes.get("rel", "").lower().split():
            self.canonical = self.canonical or attributes.get("href")
        elif token.name == "html":
            self.language = attributes.get("lang") or attributes.get("xml:lang") or self.language
        elif token.name == "script":
            self._json = "ld+json" in attributes.get("type", "").lower()

    def feed_raw(self, name: str, inside: str) -> None:
        """Take in the inside of a title or script element."""
        if name == "title" and self.page_title is None:
            self.page_title = one_line(html.unescape(inside[:4000]))
        elif name == "script" and self._json and len(inside) <= _MAX_JSON:
            try:
                self.objects.extend(_articles(json.loads(inside, strict=False)))
            except (ValueError, RecursionError):
                return

    def _meta(self, attributes: dict[str, str]) -> None:
        content = attributes.get("content", "").strip()
        if not content:
            return
        for key in ("property", "name"):
            if name := attributes.get(key, "").lower():
                self.named.setdefault(name, content)
        if attributes.get("itemprop", "").lower() == "datepublished":
            self._microdata.append(content)

    def _time(self, attributes: dict[str, str], at: int) -> None:
        value = attributes.get("datetime", "")
        if not value:
            return
        signs = f"{attributes.get('itemprop', '')} {attributes.get('class', '')}".lower()
        if "pubdate" in attributes or "published" in signs:
            self.times.append(value)
        elif "modified" not in signs and "updated" not in signs and not value.startswith("P"):
            self.loose_times.append((at, value))

    def _first(self, names: tuple[str, ...]) -> str | None:
        return next((line for name in names if (line := one_line(self.named.get(name)))), None)

    def published(self, near: tuple[int, int] = (0, 0)) -> date | None:
        """Return the publication date that the page declares; None if it declares none that can be read.

        Args:
            near: where the article's head stands in the page; a ``<time>`` there that nothing marks counts as the
                date if no other day stands there too.
        """
        declared: list[Any] = [o.get("datePublished") for o in self.objects]
        declared += [self.named.get(name) for name in _DATE_NAMES]
        shown = [value for at, value in self.loose_times if near[0] <= at <= near[1]]
        shown = shown if len({value[:10] for value in shown}) == 1 else []
        candidates = [*declared, *self.times, *self._microdata[:1], *shown]
        for value in candidates:
            if isinstance(value, str) and (day := parse_date(value)) and day != _EPOCH:
                return _local(value, day, [*self.times, *shown])
        return None

    def title(self, headings: list[str]) -> str | None:
        """Return the page's title without the site's name.

        Args:
            headings: texts of its ``<h1>`` elements.
        """
        declared = next((t for o in self.objects if (t := one_line(o.get("headline")))), None)
        declared = declared or self._first(_TITLE_NAMES) or self.page_title
        if declared is None:
            return one_line(headings[0]) if headings else None
        same = [h for h in headings if len(h) > 10 and h.casefold() in declared.casefold()]
        return one_line(same[0]) if same else _without_site(declared, self.publisher())

    def publisher(self) -> str | None:
        """Return the publisher's name."""
        named = next((n for o in self.objects if (n := _names(o.get("publisher")))), None)
        return named or self._first(_PUBLISHER_NAMES)

    def author(self) -> str | None:
        """Return the author's or authors' names; an address of a profile is none."""
        named = next((n for o in self.objects if (n := _names(o.get("author")))), None) or self._first(_AUTHOR_NAMES)
        return None if named is None or named.startswith(("http:", "https:", "@")) else named

    def url(self) -> str | None:
        """Return the page's own address as it states it."""
        for value in (self.canonical, self.named.get("og:url")):
            if value and value.lower().startswith(("http://", "https://")):
                return one_line(value, limit=2000)
        return None


def _local(value: str, day: date, others: list[str]) -> date:
    """Return the day in the publisher's own time where a date is given in UTC and the page shows it in local time too.

    Shortly before or after midnight the two differ, and "on Sunday" in the text counts from the local one.
    """
    if not value.strip().endswith(("Z", "+00:00", "+0000", "GMT", "UTC")):
        return day
    for other in others:
        local = None if other.strip().endswith(("Z", "+00:00", "+0000")) else parse_date(other)
        if local and abs((local - day).days) <= 1:
            return local
    return day


def _without_site(title: str, site: str | None) -> str:
    if site:
        for mark in _SITE_MARKS:
            head, found, tail = title.rpartition(mark)
            if found and tail.strip().casefold() == site.casefold():
                return head.strip()
    return title


def _articles(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the JSON-LD objects that describe the page itself: at the top or in its ``@graph``, articles first."""
    items = value if isinstance(value, list) else [value]
    found: list[dict[str, Any]] = []
    for item in items[:100]:
        if isinstance(item, dict):
            graph = item.get("@graph")
            found.extend(o for o in (item, *(graph if isinstance(graph, list) else ())) if isinstance(o, dict))
    kinds = [(_kinds(o) & _ARTICLES, o) for o in found[:200]]
    yield from (o for kind, o in kinds if kind and not kind <= {"webpage", "itempage"})
    yield from (o for kind, o in kinds if kind and kind <= {"webpage", "itempage"})


def _kinds(item: dict[str, Any]) -> set[str]:
    kind = item.get("@type")
    return {k.lower() for k in (kind if isinstance(kind, list) else [kind]) if isinstance(k, str)}


def _names(value: Any) -> str | None:
    people = value if isinstance(value, list) else [value]
    names = [one_line(p.get("name") if isinstance(p, dict) else p, limit=200) for p in people[:10]]
    return ", ".join(n for n in names if n) or None
