"""From the bytes of one input to its documents, by its format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from aftertalks.ingest.decode import decode
from aftertalks.ingest.draft import Draft, admit
from aftertalks.ingest.html import read_html
from aftertalks.ingest.jsonl import read_json
from aftertalks.ingest.markdown import read_markdown
from aftertalks.ingest.plain import read_plain
from aftertalks.ingest.sniff import ENDINGS, refuse_binary, sniff
from aftertalks.ingest.textmap import TooManyPiecesError
from aftertalks.model import Document, InputError, Settings

HEAD = 65_536
"""Bytes that are looked at to tell what an input is."""


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of one input.

    Args:
        data: all of them.
        source: its name as the user gave it.
        url: where it was fetched from, after redirects.
        charset: charset of the HTTP header.
        notes: warnings so far.
        name: by whose ending the format is told, where it is not the source's.
    """

    data: bytes
    source: str
    url: str | None = None
    charset: str | None = None
    notes: tuple[str, ...] = ()
    name: str | None = None


def read_content(content: Content, settings: Settings) -> Iterator[Document | InputError]:
    """Yield the documents of one input that is in memory.

    Args:
        content: the input.
        settings: languages and the date for documents that carry none.
    """
    if not content.data.strip():
        yield InputError(content.source, "is empty", "give a file that holds text")
        return
    if refusal := refuse_binary(content.data[:HEAD]):
        yield InputError(content.source, refusal.problem, refusal.cure)
        return
    decoded = decode(content.data, http_charset=content.charset)
    name = content.name or (content.url.split("?")[0] if content.url else content.source)
    kind = sniff(decoded.text[:HEAD], name=name)
    if kind == "feed":
        from aftertalks.ingest.feed import read_feed

        yield from read_feed(content, settings)
    elif kind in {"json", "jsonl"}:
        yield from read_json(decoded.text, source=content.source, settings=settings)
    elif kind == "csv":
        from aftertalks.ingest.tabular import read_csv, table_text

        yield from read_csv(table_text(content.data, decoded.encoding), source=content.source, settings=settings)
    elif kind == "xml":
        yield InputError(content.source, "is XML, but neither a feed nor a page", "convert it to text or HTML first")
    else:
        try:
            draft = _read_one(kind, decoded.text, content.source)
        except TooManyPiecesError as error:
            yield InputError(content.source, error.problem, error.cure)
            return
        draft = replace(draft, url=draft.url or content.url)
        yield admit(draft.noted(*content.notes, *decoded.notes, *_ending_note(name, content)), settings)


def _ending_note(name: str, content: Content) -> tuple[str, ...]:
    from pathlib import PurePath

    ending = PurePath(name).suffix
    if content.url or content.source == "-" or ending.lower() in ENDINGS or len(ending) > 12 or " " in ending:
        return ()
    return (f"unknown ending {ending}: read by its content",)


def _read_one(kind: str, text: str, source: str) -> Draft:
    if kind == "html":
        return read_html(text, source=source)
    if kind == "markdown":
        return read_markdown(text, source=source)
    return read_plain(text, source=source)
