"""The visible text of an HTML page, block by block, each letter with its offset in the page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from aftertalks.ingest.html_scan import Token, scan
from aftertalks.ingest.textmap import (
    CONTROLS,
    INVISIBLE,
    LINE_ENDS,
    MAX_PIECES,
    SPACES,
    SURROGATES,
    TextMap,
    TooManyPiecesError,
)
from aftertalks.model import OffsetMap

BLOCK = frozenset(
    "address article aside blockquote body button caption center dd details dialog div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 head header hr html label legend li main menu nav ol option p pre section select"
    " summary table tbody td tfoot th thead title tr ul".split()
)
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
UNSEEN = frozenset(
    "script style template noscript svg math object canvas head select datalist iframe audio video map".split()
)
DEBRIS = frozenset("nav footer form button menu dialog".split())
_DEBRIS_ROLES = frozenset("navigation contentinfo search menu menubar dialog toolbar banner".split())
_ASIDE = frozenset("aside figure figcaption caption label option legend".split())
_DUBIOUS = re.compile(
    r"(?<![a-z])(?:captions?|shar(?:e|es|ing)|social|related|see-?also|cookies?|newsletter|subscri(?:be|ption)|breadcrumbs?"
    r"|promo|advert(?:s|isement)?|comments?|gallery|slider|player|media__title|tags?|tooltip|toc|sidebar)(?![a-z])",
    re.IGNORECASE,
)
_COVERT = frozenset("hidden sr-only visually-hidden visuallyhidden screen-reader-text tooltip d-none".split())
_CLOSES_P = BLOCK - {"button", "label", "option"}
_UNSTYLED = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE)
_PIECE = re.compile(
    rf"(?P<space>[\s{LINE_ENDS}{SPACES}{CONTROLS}]+)|(?P<none>[{INVISIBLE}]+)|(?P<broken>[{SURROGATES}])"
    r"|(?P<entity>&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});?)"
)
_GONE = re.compile(rf"[{INVISIBLE}]")
_MAX_OPEN = 64
"""How many open elements are looked through for the one that a closing tag closes."""
_MAX_ASIDES = 8
_MAX_STACK = 5000
"""Elements nested deeper than this are read, but no longer kept track of."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of visible text.

    Args:
        text: its text; white space as one space, ``<br>`` as a line end.
        offsets: its way back to the page.
        start: where its first letters stand in the page.
        tag: the block element it stands in.
        parent: number of the element around that element; siblings share it.
        debris: inside navigation, a footer, a form or a button.
        asides: numbers of the elements around it that are an aside, a figure, a caption, or by their class sharing
            bars, tags, related texts and the like. Some pages' whole body is "social": an element that also holds the
            article proves nothing.
        hidden: marked as not to be shown.
        linked: share of its letters that are links, 0..1.
    """

    text: str
    offsets: OffsetMap
    start: int
    tag: str
    parent: int
    debris: bool
    asides: tuple[int, ...]
    hidden: bool
    linked: float

    @property
    def heading(self) -> bool:
        """Whether it is a heading."""
        return len(self.tag) == 2 and self.tag[0] == "h" and self.tag[1].isdigit()


@dataclass(slots=True)
class _Open:
    name: str
    number: int
    block: str
    parent: int
    unseen: bool = False
    debris: bool = False
    asides: tuple[int, ...] = ()
    hidden: bool = False
    link: bool = False
    pre: bool = False


@dataclass(slots=True)
class _Building:
    """The block under construction."""

    built: TextMap = field(default_factory=TextMap)
    start: int = 0
    letters: int = 0
    linked: int = 0
    asides: dict[tuple[int, ...], int] = field(default_factory=dict)
    space: tuple[str, int | None] | None = None


class Blocks:
    """Collects the blocks of a page from its tokens."""

    def __init__(self, page: str) -> None:
        self.page = page
        self.found: list[Block] = []
        self._open = [_Open("", 0, "body", 0)]
        self._number = 0
        self._now = _Building()
        self._breaks = 0
        self._pieces = 0

    def feed(self, token: Token) -> None:
        """Take in the next token."""
        if token.kind == "text":
            if not self._open[-1].unseen:
                self._text(token.start, token.end)
        elif token.kind == "open":
            self._start(token)
        elif token.kind == "close":
            self._close(token.name)

    def _start(self, token: Token) -> None:
        name = token.name
        if name == "br":
            self._break()
            return
        if name in BLOCK:
            self._flush()
            if name in _CLOSES_P and self._open[-1].name == "p":
                self._open.pop()
        if name in VOID or len(self._open) > _MAX_STACK:
            return
        top = self._open[-1]
        self._number += 1
        block = name in BLOCK
        dubious = name in _ASIDE or bool(_DUBIOUS.search(token.attributes.get("class", "")[:300]))
        hidden = _hidden(token.attributes, inline=not block)
        entry = _Open(
            name,
            self._number,
            name if block else top.block,
            top.number if block else top.parent,
            top.unseen or name in UNSEEN or (hidden and not block),
            top.debris or name in DEBRIS or token.attributes.get("role", "").lower() in _DEBRIS_ROLES,
            (*top.asides, self._number) if dubious and len(top.asides) < _MAX_ASIDES else top.asides,
            top.hidden or hidden,
            top.link or name == "a",
            top.pre or name == "pre",
        )
        self._open.append(entry)

    def _close(self, name: str) -> None:
        if name in BLOCK:
            self._flush()
        if name in VOID:
            return
        for depth in range(1, min(_MAX_OPEN, len(self._open) - 1) + 1):
            if self._open[-depth].name == name:
                del self._open[-depth:]
                return

    def _break(self) -> None:
        now = self._now
        if now.built.length:
            self._breaks += 1
            now.space = ("\n", None)
            if self._breaks > 1:
                self._flush()

    def _text(self, start: int, end: int) -> None:
        page, at = self.page, start
        pre = self._open[-1].pre
        for match in _PIECE.finditer(page, start, end):
            self._letters(page[at : match.start()], at)
            at = match.end()
            if match.lastgroup == "space":
                lines = match[0].count("\n") if pre else 0
                for _ in range(min(lines, 2)):
                    self._break()
                if not lines:
                    self._gap(at - 1)
            elif match.lastgroup == "entity":
                self._entity(match)
            elif match.lastgroup == "broken":
                self._letters("\ufffd", None)
        self._letters(page[at:end], at)

    def _entity(self, match: re.Match[str]) -> None:
        decoded = html.unescape(match[0])
        if decoded == match[0]:
            self._letters(decoded, match.start())
            return
        decoded = _GONE.sub("", decoded)
        if decoded and not decoded.strip():
            self._gap(None)
            return
        decoded = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c if c.isprintable() else " " for c in decoded)
        self._letters(decoded, None)

    def _gap(self, at: int | None) -> None:
        """Remember white space; it is written only if letters follow."""
        now = self._now
        if now.built.length and (now.space is None or now.space[0] == " "):
            now.space = (" ", at if at is not None and self.page[at] == " " else None)

    def _letters(self, letters: str, at: int | None) -> None:
        if not letters:
            return
        now = self._now
        if now.space:
            now.built.add(*now.space)
            now.space = None
        if not now.built.length:
            now.start = at if at is not None else now.start
        self._breaks = 0
        now.built.add(letters, at)
        now.letters += len(letters)
        top = self._open[-1]
        now.linked += len(letters) * top.link
        now.asides[top.asides] = now.asides.get(top.asides, 0) + len(letters)

    def _flush(self) -> None:
        now, self._now, self._breaks = self._now, _Building(), 0
        if not now.built.length:
            return
        top = self._open[-1]
        text, offsets = now.built.finish()
        self._pieces += 1 + len(offsets.runs)
        if self._pieces > MAX_PIECES:
            raise TooManyPiecesError
        asides = max(now.asides, key=lambda key: now.asides[key])
        linked = now.linked / now.letters
        self.found.append(
            Block(text, offsets, now.start, top.block, top.parent, top.debris, asides, top.hidden, linked)
        )

    def finish(self) -> list[Block]:
        """Close what is open and return the blocks in order."""
        self._flush()
        return self.found


def _hidden(attributes: dict[str, str], *, inline: bool) -> bool:
    """Say whether an element is not to be shown.

    Class names count only inside a line of text (a tooltip in the middle of a sentence): on blocks they are often
    lifted by a style sheet or a script.
    """
    if "hidden" in attributes or attributes.get("aria-hidden", "").lower() == "true":
        return True
    classes = attributes.get("class", "")[:300].lower().split()
    if inline and (not _COVERT.isdisjoint(classes) or attributes.get("role") == "tooltip"):
        return True
    style = attributes.get("style", "")
    return bool(style and _UNSTYLED.search(style[:500]))


def visible_blocks(page: str) -> list[Block]:
    """Return the blocks of visible text of ``page``, hidden ones marked."""
    blocks = Blocks(page)
    for token in scan(page):
        blocks.feed(token)
    return blocks.finish()


def join(blocks: Iterable[Block]) -> tuple[str, OffsetMap]:
    """Return the text of ``blocks``, a blank line between them, and its way back to the page."""
    built = TextMap()
    for block in blocks:
        if built.length:
            built.add("\n\n")
        built.add_map(block.text, block.offsets)
    return built.finish()
