"""WARC: the pages of a web crawl, one record at a time.

``response`` and ``resource`` records with a page or a text, and the texts of ``conversion`` records (WET), are
documents. Requests, redirects, errors, pictures and scripts are none and are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from aftertalks.ingest.content import Content, read_content
from aftertalks.ingest.extras import library
from aftertalks.model import Document, InputError, Settings

_PAGES = {"text/html", "application/xhtml+xml", "text/plain"}
_KINDS = {"response", "resource", "conversion"}


def read_warc(stream: BinaryIO, *, source: str, settings: Settings) -> Iterator[Document | InputError]:
    """Yield the documents of a WARC stream, named ``file#n`` by the record's number, each with its own address.

    The day of the crawl is not the day of publication and is not taken for it.

    Args:
        stream: unpacked, at its beginning.
        settings: ``max_bytes`` holds for a page, not for the whole.

    Raises:
        InputError: warcio is not installed, or the stream is packed and damaged.
    """
    archives = library("warcio.archiveiterator", source=source, what="a WARC archive", extra="warc")
    failed = library("warcio.exceptions", source=source, what="a WARC archive", extra="warc").ArchiveLoadFailed
    number = pages = 0
    try:
        for record in archives.ArchiveIterator(stream):
            number += 1
            if _is_page(record):
                pages += 1
                yield from _page(record, f"{source}#{number}", settings)
    except (failed, EOFError, ValueError, UnicodeError) as error:
        problem = f"is damaged after record {number} ({str(error).strip()[:120] or type(error).__name__})"
        yield InputError(source, problem, "fetch it again; what came before is read")
        return
    if not pages:
        yield InputError(source, f"holds no page among its {number} record(s)", "leave it out")


def _media_type(record: Any) -> tuple[str, str | None]:
    """The media type and charset that a record states."""
    headers = record.http_headers or record.rec_headers
    stated = headers.get_header("Content-Type") or ""
    kind, _, rest = stated.partition(";")
    name, _, charset = rest.strip().partition("=")
    return kind.strip().lower(), charset.strip("\"' ") or None if name.strip().lower() == "charset" else None


def _is_page(record: Any) -> bool:
    if record.rec_type not in _KINDS or _media_type(record)[0] not in _PAGES:
        return False
    return record.http_headers is None or record.http_headers.get_statuscode() == "200"


def _page(record: Any, place: str, settings: Settings) -> Iterator[Document | InputError]:
    url = record.rec_headers.get_header("WARC-Target-URI")
    data = record.content_stream().read(settings.max_bytes + 1)
    if len(data) > settings.max_bytes:
        yield InputError(f"{place} ({url})", f"is larger than {settings.max_bytes:,} bytes", "raise max_bytes")
        return
    content = Content(data, place, url=url, charset=_media_type(record)[1])
    for found in read_content(content, settings):
        if isinstance(found, InputError):
            yield InputError(f"{place} ({url})", found.problem, found.cure)
        else:
            yield found
