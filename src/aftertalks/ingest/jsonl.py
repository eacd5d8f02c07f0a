"""JSON Lines: one document a line, read as a stream; a JSON list of such objects is read too.

Fields: ``text`` (or ``body`` or ``content``; plain text or HTML) and, each optional, ``title``, ``url``,
``published`` (or ``date``), ``publisher`` (or ``source``), ``author``, ``language``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from aftertalks.ingest.draft import Draft, admit, one_line
from aftertalks.ingest.html import read_html
from aftertalks.ingest.plain import read_plain, with_fields
from aftertalks.ingest.sniff import sniff
from aftertalks.ingest.textmap import TooManyPiecesError
from aftertalks.model import Document, InputError, Settings

TEXT = ("text", "body", "content")
_FIELDS = {
    "title": ("title", "headline"),
    "url": ("url", "link"),
    "published": ("published", "date"),
    "publisher": ("publisher", "source"),
    "author": ("author",),
    "language": ("language", "lang"),
}
FIELD_NAMES = tuple(name for names in _FIELDS.values() for name in names)
_CURE = 'give one object a line with "text"'
Found = Iterator[Document | InputError]


def _lines(head: bytes, stream: BinaryIO, limit: int) -> Iterator[tuple[bytes, bool]]:
    """Yield the lines of a stream whose beginning is read already; a longer line than ``limit`` comes cut, marked."""
    rest = head
    while True:
        line, newline, after = rest.partition(b"\n")
        if newline:
            yield line[: limit + 1], len(line) > limit
            rest = after
            continue
        if len(rest) <= limit:
            rest += stream.readline(limit + 1 - len(rest))
            if rest.endswith(b"\n"):
                continue
        if len(rest) > limit:
            while (more := stream.readline(1 << 20)) and not more.endswith(b"\n"):
                pass
            yield rest[: limit + 1], True
        elif rest:
            yield rest, False
            return
        rest = stream.readline(limit + 1)
        if not rest:
            return


def read_lines(head: bytes, stream: BinaryIO, *, source: str, settings: Settings, first: int = 1) -> Found:
    """Yield the documents of a JSON Lines stream; a line that is none gives one error that names it.

    Args:
        head: the stream's beginning, read already.
        stream: the rest.
        source: its name.
        settings: ``max_bytes`` holds for a line, not for the whole.
        first: the number of the first line, where the stream is a part of a file.
    """
    lines = _lines(head.removeprefix(b"\xef\xbb\xbf"), stream, settings.max_bytes)
    for number, (line, cut) in enumerate(lines, first):
        place = f"{source}#{number}"
        if cut:
            problem = f"line {number} is longer than {settings.max_bytes:,} bytes"
            yield InputError(place, problem, "split the text or raise max_bytes")
        elif line.strip():
            yield _document(line.decode("utf-8", "replace"), place, f"line {number}", settings)


def read_json(text: str, *, source: str, settings: Settings) -> Found:
    """Yield the documents of a JSON file that is no JSON Lines: one object, or a list of objects."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield InputError(source, f"not valid JSON ({_short(error)})", "mend it, or give one object a line")
        return
    items = value if isinstance(value, list) else [value]
    if not any(isinstance(item, dict) and any(isinstance(item.get(k), str) for k in TEXT) for item in items):
        yield InputError(source, f'none of its {len(items)} item(s) has "text", "body" or "content"', "leave it out")
        return
    for number, item in enumerate(items, 1):
        yield from_object(item, f"{source}#{number}", f"item {number}", settings)


def _short(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deep"
    return (one_line(str(error)) or "unreadable")[:120]


def _document(line: str, place: str, where: str, settings: Settings) -> Document | InputError:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return InputError(place, f"{where} is not valid JSON ({_short(error)})", _CURE)
    return from_object(value, place, where, settings)


def from_object(value: Any, place: str, where: str, settings: Settings, *, cure: str = _CURE) -> Document | InputError:
    """Return the document that an object or a table's row describes, or why there is none.

    Args:
        place: ``file#n``.
        where: the same for the message: ``line 3``.
        cure: what to do where the text is missing.
    """
    if not isinstance(value, dict):
        return InputError(place, f"{where} is no JSON object", cure)
    text = next((value[k] for k in TEXT if isinstance(value.get(k), str)), None)
    if text is None:
        return InputError(place, f'{where} has no "text", "body" or "content"', cure)
    if not text.strip():
        return InputError(place, f"{where} has an empty text", "leave it out")
    try:
        if sniff(text[:8000]) == "html":
            draft = read_html(text, source=place, whole="<html" not in text[:3000].lower())
        else:
            draft = read_plain(text, source=place, header=False)
    except TooManyPiecesError as error:
        return InputError(place, f"{where} {error.problem}", error.cure)
    fields = {
        name: line
        for name, keys in _FIELDS.items()
        if (line := next((one_line(value[k], limit=2000) for k in keys if isinstance(value.get(k), str)), None))
    }
    return admit(_over(draft, fields), settings)


def _over(draft: Draft, fields: dict[str, str]) -> Draft:
    """Let the object's own fields win over what its text says of itself."""
    own = with_fields(Draft(text="", source="", media_type=""), fields)
    return replace(
        draft,
        title=own.title or draft.title,
        url=own.url or draft.url,
        publisher=own.publisher or draft.publisher,
        author=own.author or draft.author,
        published=own.published or draft.published,
        language=own.language or draft.language,
        notes=(*draft.notes, *own.notes),
    )
