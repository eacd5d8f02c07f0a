"""Cuts HTML into tags and text with their offsets, however broken it is, in one linear pass."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

RAW = frozenset({"script", "style", "textarea", "title", "xmp", "noembed", "noframes", "iframe"})
_NAME = re.compile(r"<(/?)([A-Za-z][^\s/>]{0,60})")
# An attribute's quoted value may hold a ">"; possessive, so that nothing is tried twice.
_TAG_END = re.compile(r"(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?=[^\"'])|(?=$)))*+>")
_ATTRIBUTE = re.compile(r"([^\s=\"'<>/]{1,80})(?:\s{0,20}=\s{0,20}(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']{1,2000})))?")
_MAX_FAILURES = 50
MOST_ATTRIBUTES = 100
"""Attributes of a tag that are looked at."""


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of HTML.

    Args:
        kind: ``text``, ``open``, ``close`` or ``raw`` (the inside of a script, style or title).
        start, end: its stretch.
        name: the tag's name in small letters; of raw text, the element it stands in.
        attributes: the tag's attributes, names in small letters, values decoded.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


class _Scanner:
    def __init__(self, page: str) -> None:
        self.page = page
        self.failures = 0
        self.unclosed: set[str] = set()
        self.last_end = page.rfind(">")

    def tag_end(self, at: int) -> int:
        """Return where the tag that is open at ``at`` ends; -1 if nowhere.

        After too many tags whose quotes never close, quotes are no longer honoured, so that the pass stays linear.
        """
        if at > self.last_end:
            return -1
        if self.failures < _MAX_FAILURES:
            if match := _TAG_END.match(self.page, at):
                return match.end()
            self.failures += 1
        return self.page.find(">", at) + 1 or -1

    def skip_to(self, mark: str, at: int) -> int:
        """Return the offset after the next ``mark``; -1 if there is none, which is looked for only once."""
        if mark in self.unclosed:
            return -1
        found = self.page.find(mark, at)
        if found < 0:
            self.unclosed.add(mark)
            return -1
        return found + len(mark)

    def raw_end(self, name: str, at: int) -> int:
        """Return where the inside of a raw element ends; -1 if it is never closed."""
        if name in self.unclosed:
            return -1
        match = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self.page, at)
        if match is None:
            self.unclosed.add(name)
            return -1
        return match.start()

    def declaration_end(self, at: int) -> int:
        """Return where ``<!…>``, ``<?…>`` or ``</…>`` that is no tag ends; -1 if it is text."""
        page = self.page
        if page.startswith("<!--", at):
            if page.startswith(("<!-->", "<!--->"), at):
                return page.index(">", at) + 1
            end = self.skip_to("-->", at + 4)
            return end if end > 0 else self.skip_to(">", at)
        if page.startswith(("<!", "<?", "</"), at):
            return self.skip_to(">", at)
        return -1


def attributes(tag: str) -> dict[str, str]:
    """Return the attributes of a tag given from its name on; of doubled ones the first counts."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(tag):
        value = match[2] if match[2] is not None else match[3] if match[3] is not None else match[4] or ""
        found.setdefault(match[1].lower(), html.unescape(value) if "&" in value else value)
        if len(found) >= MOST_ATTRIBUTES:
            break
    return found


def scan(page: str) -> Iterator[Token]:
    """Yield the tokens of ``page`` in order; comments and declarations are left out.

    Offsets are into ``page``. A "<" that begins no tag is text. Works in time linear in the page's length whatever
    the page holds.
    """
    scanner = _Scanner(page)
    at = text_start = 0
    while (at := page.find("<", at)) >= 0:
        name = _NAME.match(page, at)
        end = scanner.tag_end(name.end()) if name else scanner.declaration_end(at)
        if end < 0:
            at += 1
            continue
        if at > text_start:
            yield Token("text", text_start, at)
        if name:
            tag = name[2].lower()
            kind = "close" if name[1] else "open"
            yield Token(kind, at, end, tag, attributes(page[name.end() : end - 1]) if kind == "open" else {})
            if kind == "open" and tag in RAW and (inside := scanner.raw_end(tag, end)) >= 0:
                yield Token("raw", end, inside, tag)
                end = inside
        at = text_start = end
    if text_start < len(page):
        yield Token("text", text_start, len(page))
