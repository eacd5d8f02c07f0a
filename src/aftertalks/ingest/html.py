"""HTML pages: the main text of the page, each letter with its way back.

Two readings meet here. Our own pass over the page gives every visible block with its offsets; trafilatura knows which
text is the article. A block is taken if trafilatura has its words; headings, the title, the lead and the dateline,
which trafilatura tends to drop, are taken from between and above. So no word is in the text that is not in the page,
and each one's place is known by construction.
"""

from __future__ import annotations

import logging
import re
from dataclasses import replace

from aftertalks.ingest.draft import Draft
from aftertalks.ingest.html_blocks import Block, Blocks, join
from aftertalks.ingest.html_meta import PageMeta
from aftertalks.ingest.html_scan import MOST_ATTRIBUTES, Token, scan

_MAX_EXTRACTED = 3_000_000
"""Longer pages are taken whole: extraction would need minutes and gigabytes."""
_CROWDED = 5_000
"""Letters from which a tag with too many attributes is hostile: for each attribute libxml2, which extraction rests on,
looks at all earlier ones, so that a page of such tags would take it minutes."""
_GRAM = 4
_LONG = 8
_HEAD_BLOCKS = 14
_HEAD_WORDS = 250
_SHARE = 0.7
_BEFORE_HEAD = 1500
_NO_LETTERS = re.compile(r"[\W_]+")


def _squeeze(words: str) -> str:
    return _NO_LETTERS.sub("", words.casefold())


def _main_text(page: str) -> str | None:
    """Return what trafilatura takes for the page's main text; None if it finds none or fails."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        text = trafilatura.extract(page, include_comments=False, include_tables=True)
    except Exception:  # a page that breaks the extractor must not break the batch; the visible text is still there
        return None
    return text if isinstance(text, str) else None


class _Words:
    """The words of the main text, ready to be asked for."""

    def __init__(self, text: str) -> None:
        words = [w for w in (_squeeze(w) for w in text.split()) if w]
        self._grams = {tuple(words[i : i + _GRAM]) for i in range(len(words) - _GRAM + 1)}
        self._lines = {_squeeze(line.lstrip("-|# ")) for line in text.split("\n")}

    def share(self, block: Block) -> float:
        """Return the share of a long block's runs of four words that the main text has."""
        words = [w for w in (_squeeze(w) for w in block.text.split()) if w]
        grams = [tuple(words[i : i + _GRAM]) for i in range(len(words) - _GRAM + 1)]
        return sum(g in self._grams for g in grams) / len(grams) if grams else 0.0

    def has_line(self, block: Block) -> bool:
        """Say whether every line of a short block is a line of the main text."""
        lines = [_squeeze(line) for line in block.text.split("\n")]
        return all(line in self._lines for line in lines if line) and any(lines)


def _is_long(block: Block) -> bool:
    return len(block.text.split()) >= _LONG


def _core(blocks: list[Block], words: _Words, title: str) -> set[int]:
    """Return the numbers of the blocks that the main text surely has: the long ones; in a page without, the short."""
    able = [i for i, b in enumerate(blocks) if not (b.tag == "h1" or (title and _squeeze(b.text) == title))]
    taken = {i for i in able if _is_long(blocks[i]) and words.share(blocks[i]) >= _SHARE}
    # A list of further reading is links; it is the article only where there is nothing else.
    taken = {i for i in taken if blocks[i].linked < 0.9} or taken or {i for i in able if words.has_line(blocks[i])}
    # Some pages are one big form; only where an article stands outside of it is the form's text none.
    clean = {i for i in taken if not blocks[i].debris}
    size = sum(len(blocks[i].text) for i in taken)
    return clean if 2 * sum(len(blocks[i].text) for i in clean) >= size else taken


def choose(blocks: list[Block], main: str, title: str | None) -> list[Block]:
    """Return the blocks that make up the article.

    The blocks whose words the main text has; between them its short lines, their siblings, and headings that stand
    over what is taken; after them further siblings (a disclaimer); above them the head.

    Args:
        blocks: the page's visible blocks.
        main: the main text as trafilatura gives it.
        title: the page's title, to find where the article's head begins.
    """
    words, wanted = _Words(main), _squeeze(title or "")
    taken = _core(blocks, words, wanted)
    if not taken:
        return []
    first, last = min(taken), max(taken)
    parents = {blocks[i].parent for i in taken if blocks[i].linked <= 0.5}
    proven = {number for i in taken for number in blocks[i].asides}
    aside = [any(number not in proven for number in block.asides) for block in blocks]
    followed = False
    for i in range(len(blocks) - 1, first, -1):
        block = blocks[i]
        if i not in taken and not (block.hidden or block.debris):
            sibling = block.parent in parents and block.linked <= 0.5 and not aside[i]
            if block.heading:
                wanted_here = followed and not aside[i] and (sibling or block.linked < 1)
            elif i < last:
                listed = block.linked < 0.9 or block.tag in {"li", "p"}
                wanted_here = sibling or (listed and not aside[i] and words.has_line(block))
            else:
                wanted_here = sibling and block.tag in {"p", "li", "blockquote", "pre"}
            if wanted_here:
                taken.add(i)
        followed = i in taken
    unfit = {i for i, b in enumerate(blocks) if b.debris or b.hidden or aside[i] or b.linked > 0.5}
    taken.update(_head(blocks, _body_start(blocks, taken), wanted, unfit))
    top, *rest = sorted(taken)
    return [blocks[top], *(blocks[i] for i in rest if not _is_caption(blocks[i], wanted))]


def _is_caption(block: Block, wanted: str) -> bool:
    """Say whether a block only repeats the title, as captions of pictures and films do."""
    return bool(wanted) and not block.heading and _squeeze(block.text) == wanted


def _body_start(blocks: list[Block], taken: set[int]) -> int:
    """Return the number of the first block of the article's body: of the element that holds most of its text."""
    size: dict[int, int] = {}
    for i in taken:
        size[blocks[i].parent] = size.get(blocks[i].parent, 0) + len(blocks[i].text)
    main = max(size, key=lambda parent: size[parent])
    return min(i for i in taken if blocks[i].parent == main)


def _head(blocks: list[Block], body: int, wanted: str, unfit: set[int]) -> list[int]:
    """Return the article's head: from its title down to its first paragraph, less what is unfit (links, captions)."""
    window = range(body - 1, max(body - 60, -1), -1)
    start = next((i for i in window if blocks[i].tag == "h1"), None)
    if start is None:
        named = (i for i in window if wanted and _squeeze(blocks[i].text) == wanted and not blocks[i].debris)
        start = next(named, None)
    if start is None:
        return []
    head = [i for i in range(start, body) if i == start or i not in unfit]
    if len(head) > _HEAD_BLOCKS or sum(len(blocks[i].text.split()) for i in head) > _HEAD_WORDS:
        return [start]
    return head


def _is_crowded(token: Token) -> bool:
    return len(token.attributes) >= MOST_ATTRIBUTES and token.end - token.start > _CROWDED


def _scan(page: str) -> tuple[list[Block], PageMeta, bool]:
    """Return a page's blocks, what it says of itself, and whether libxml2 can be given it."""
    blocks, meta, fit = Blocks(page), PageMeta(), len(page) <= _MAX_EXTRACTED
    for token in scan(page):
        fit = fit and not _is_crowded(token)
        blocks.feed(token)
        if token.kind == "raw":
            meta.feed_raw(token.name, page[token.start : token.end])
        else:
            meta.feed(token)
    return blocks.finish(), meta, fit


def _head_stretch(blocks: list[Block]) -> tuple[int, int]:
    """Return where a page's article head stands: around its first blocks."""
    if not blocks:
        return 0, 0
    return max(blocks[0].start - _BEFORE_HEAD, 0), blocks[min(3, len(blocks) - 1)].start


def read_html(page: str, *, source: str, whole: bool = False) -> Draft:
    """Read an HTML page or fragment.

    Args:
        page: the decoded page.
        source: its name for messages.
        whole: take all visible text, as for a feed's items, which have nothing around the article.
    """
    blocks, meta, fit = _scan(page)
    title = meta.title([b.text for b in blocks if b.tag == "h1" and not b.debris])
    visible = [b for b in blocks if not b.hidden]
    chosen: list[Block] = []
    notes: tuple[str, ...] = ()
    if not whole:
        main = _main_text(page) if fit else None
        chosen = choose(blocks, main, title) if main else []
        if not chosen and visible:
            notes = ("no main text could be told from the rest of the page: all visible text is read",)
    text, offsets = join(chosen or visible)
    draft = Draft(text=text, source=source, media_type="text/html", original=page, offsets=offsets, notes=notes)
    language = (meta.language or "")[:2].lower() or None
    return replace(
        draft,
        title=title,
        url=meta.url(),
        publisher=meta.publisher(),
        author=meta.author(),
        published=meta.published(_head_stretch(chosen or visible)),
        language=language,
    )
