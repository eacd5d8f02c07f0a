"""Markdown: the words without the markup, each letter with its offset in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from aftertalks.ingest.draft import Draft, one_line
from aftertalks.ingest.inline import readable_pieces
from aftertalks.ingest.plain import NAMES, Header, find_header, with_fields
from aftertalks.ingest.textmap import TextMap, plain_pieces

_LINE = re.compile(r"[^\n\r]*(?:\r\n|\n|\r|$)")
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+|$)")
_UNDERLINE = re.compile(r" {0,3}(?:={2,}|-{2,})[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_DEFINITION = re.compile(r" {0,3}\[[^\]\n]{1,200}\]:[ \t]*\S")
_TABLE_RULE = re.compile(r"[ \t]*+\|?[ \t]*+:?-{2,}+:?[ \t]*+(?:\|[ \t:-]*+)*+$")
_QUOTE = re.compile(r"(?: {0,3}>[ \t]?){1,20}")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\S")
_FRONT = re.compile(r"---[ \t]*(?:\r\n|\n|\r)")
_FRONT_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)", re.MULTILINE)
_MAX_FRONT = 20_000

Line = tuple[int, int]


def find_front(text: str) -> Header:
    """Return the front matter: YAML between two ``---`` lines, or a header block as plain text has it."""
    opening = _FRONT.match(text)
    closing = _FRONT_END.search(text, opening.end(), opening.end() + _MAX_FRONT) if opening else None
    if not opening or not closing:
        return find_header(text)
    from aftertalks.lexicon import written  # with YAML's parser, which most inputs do not need

    try:
        data = written.values(text[opening.end() : closing.start()])
    except written.UnreadableError:
        data = None
    fields: dict[str, str] = {}
    if isinstance(data, dict):
        for key, value in data.items():
            name = NAMES.get(str(key).lower())
            values = value if isinstance(value, list) else [value]
            words = ", ".join(str(v) for v in values[:10] if isinstance(v, (str, int)) or hasattr(v, "isoformat"))
            if name and (line := one_line(words)):
                fields.setdefault(name, line)
    return Header(fields, closing.end())


def _heading_end(line: str) -> int:
    """Return where a heading's words end: before closing number signs that stand apart."""
    words = line.rstrip()
    bare = words.rstrip("#")
    return len(bare.rstrip()) if bare[-1:].isspace() else len(words)


def _blocks(text: str, start: int) -> Iterator[tuple[str, list[Line]]]:
    """Yield the blocks of a text: their kind (``heading``, ``text``, ``code``) and the stretches of their lines."""
    block: list[Line] = []
    fenced = False
    at = start
    while at < len(text):
        match = _LINE.match(text, at)
        end = match.end() if match else len(text)
        begin, at = at, end
        while end > begin and text[end - 1] in "\r\n":
            end -= 1
        line = text[begin:end]
        if _FENCE.match(line):
            if block:
                yield "code" if fenced else "text", block
            fenced, block = not fenced, []
        elif fenced:
            block.append((begin, end))
        elif _UNDERLINE.match(line) and len(block) == 1 and not _ITEM.match(text[slice(*block[0])]):
            yield "heading", block
            block = []
        elif not line.strip() or _RULE.match(line) or _DEFINITION.match(line):
            if block:
                yield "text", block
            block = []
        elif heading := _HEADING.match(line):
            if block:
                yield "text", block
            yield "heading", [(begin + heading.end(), begin + max(_heading_end(line), heading.end()))]
            block = []
        elif not (_TABLE_RULE.match(line) and "-" in line and block):
            quote = _QUOTE.match(line)
            block.append((begin + (quote.end() if quote else 0), end))
    if block:
        yield "code" if fenced else "text", block


def _code(text: str, lines: list[Line]) -> list[tuple[str, int | None]]:
    pieces: list[tuple[str, int | None]] = []
    for start, end in lines:
        if pieces:
            pieces.append(("\n", None))
        pieces.extend(plain_pieces(text, start, end))
    return pieces


def read_markdown(original: str, *, source: str) -> Draft:
    """Read Markdown.

    Headings, emphasis, links, images, quotation and rule marks go; the words stay, headings as paragraphs of their
    own. The first heading of the first rank is the title unless front matter names one.

    Args:
        original: the decoded file.
        source: its name for messages.
    """
    front = find_front(original)
    built = TextMap()
    title: str | None = None
    for kind, lines in _blocks(original, front.end):
        stretches = [s for s in lines if s[0] < s[1]]
        pieces = _code(original, stretches) if kind == "code" else list(readable_pieces(original, stretches))
        words = "".join(letters for letters, _ in pieces)
        if not words.strip():
            continue
        if built.length:
            built.add("\n\n")
        for letters, at in pieces:
            built.add(letters, at)
        if kind == "heading" and title is None:
            title = one_line(words)
    text, offsets = built.finish()
    draft = Draft(text=text, source=source, media_type="text/markdown", original=original, offsets=offsets)
    draft = with_fields(draft, front.fields)
    return replace(draft, title=draft.title or title)
