"""What an input is: by its content first, then by the ending of its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

ENDINGS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
    ".rdf": "feed",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".warc": "warc",
    ".parquet": "parquet",
    "": "text",
}
PACKED = (".gz", ".zip")
_CONVERT = "convert it to text or HTML first"
_MAGIC = (
    (b"%PDF-", "a PDF", _CONVERT),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls, .msg)", _CONVERT),
    (b"{\\rtf", "an RTF file", _CONVERT),
    (b"\x1f\x8b", "gzip-compressed", "unpack it first"),
    (b"BZh", "bzip2-compressed", "unpack it first"),
    (b"\xfd7zXZ\x00", "xz-compressed", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it first"),
    (b"\x89PNG\r\n", "a PNG picture", "give text, not a picture"),
    (b"\xff\xd8\xff", "a JPEG picture", "give text, not a picture"),
    (b"GIF8", "a GIF picture", "give text, not a picture"),
    (b"SQLite format 3\x00", "an SQLite database", "export its text first"),
    (b"\x7fELF", "a program", "leave it out"),
    (b"MZ\x90", "a program", "leave it out"),
    (b"PAR1", "Parquet", "give it as a file"),
    (b"WARC/", "a WARC archive", "give it as a file"),
)
_ZIPPED = (
    (b"word/", "a Word file (DOCX)"),
    (b"mimetypeapplication/vnd.oasis", "an OpenDocument file"),
    (b"mimetypeapplication/epub", "an EPUB book"),
    (b"xl/", "an Excel file (XLSX)"),
    (b"ppt/", "a PowerPoint file (PPTX)"),
)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 26, 27})

_HTML_TAGS = (
    "html|head|body|div|p|article|section|main|header|h[1-6]|span|table|ul|ol|a|meta|title|link|script|style|blockquote"
    "|br|img|strong|em|b|i|center|font|time|figure|aside|nav|form|pre"
)
_HTML_START = re.compile(rf"\s{{0,2000}}(?:<!doctype\s+html|<(?:{_HTML_TAGS})\b[^<]{{0,2000}}>)", re.IGNORECASE)
_HTML_INSIDE = re.compile(r"<!doctype\s+html|<(?:html|head|body)\b[^<>]{0,500}>", re.IGNORECASE)
_HTML_END = re.compile(rf"</(?:{_HTML_TAGS})\s{{0,20}}>|<(?:br|p|hr|img)\b", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_HTML_TAGS})\b[^<>]{{0,500}}>", re.IGNORECASE)
_COMMENT = re.compile(r"\s{0,2000}<!--.{0,4000}?-->", re.DOTALL)
_FEED = re.compile(r"<(?:rss|(?:\w{1,20}:)?feed|rdf:RDF)[\s>]", re.IGNORECASE)
_XML = re.compile(r"\s{0,2000}<\?xml\b", re.IGNORECASE)
_JSON_OBJECT = re.compile(r"\s{0,2000}\{\s{0,200}(?:\"|\})")
_JSON_LIST = re.compile(r"\s{0,2000}\[\s{0,200}\{\s{0,200}\"")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an input is not text, and what can be done about it."""

    problem: str
    cure: str


def refuse_binary(data: bytes) -> Refusal | None:
    """Say what a binary input is; None if it may be text.

    Args:
        data: the beginning of the input, some thousand bytes at least where there are so many.
    """
    start = data[:8].lstrip(b"\xef\xbb\xbf")
    for magic, what, cure in _MAGIC:
        if data.startswith(magic) or start.startswith(magic):
            return Refusal(f"is {what}", cure)
    if data.startswith(b"PK\x03\x04"):
        for sign, what in _ZIPPED:
            if sign in data:
                return Refusal(f"is {what}", _CONVERT)
        return Refusal("is a ZIP archive", "unpack it first")
    if data.startswith(_WIDE_MARKS):
        return None
    from aftertalks.ingest.decode import wide_codec

    head = data[:65_536]
    if wide_codec(head):
        return None
    odd = len(head) - len(head.translate(None, _CONTROL))
    if odd and (head.count(0) > 1 or odd > len(head) // 50):
        return Refusal("is binary, not text", "give text, HTML, a feed or JSON Lines")
    return None


def container(head: bytes) -> str | None:
    """Return what holds documents without being text: ``gzip``, ``zip``, ``warc`` or ``parquet``; None for the rest."""
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith(b"PAR1"):
        return "parquet"
    office = any(sign in head for sign, _ in _ZIPPED)
    return "zip" if head.startswith(b"PK\x03\x04") and not office else None


def sniff(head: str, *, name: str = "") -> str:
    """Return what a text is: ``text``, ``markdown``, ``html``, ``feed``, ``jsonl``, ``json``, ``csv`` or ``xml``.

    Args:
        head: its beginning, decoded.
        name: file name or the path of its address; only its ending is looked at.

    Returns:
        the format; ``xml`` for XML that is neither a feed nor a page.
    """
    ending = ENDINGS.get(PurePath(name).suffix.lower(), "text")
    if ending == "csv":  # the first cell may hold anything, a page too
        return ending
    start = head[:8000]
    if comment := _COMMENT.match(start):
        start = start[comment.end() :]
    if _XML.match(start) or _FEED.match(start.lstrip()):
        if _FEED.search(start):
            return "feed"
        return "html" if _HTML_INSIDE.search(start) else "xml"
    if _HTML_INSIDE.search(start[:2000]) and _TAG.search(start):
        return "html"
    if _HTML_START.match(start) and _HTML_END.search(head[:65_536]):
        return "html"
    if _JSON_OBJECT.match(start):
        return _json_kind(head, ending)
    if _JSON_LIST.match(start):
        return "json"
    if ending == "html":
        return "html" if _TAG.search(head) else "text"
    return "text" if ending in {"feed", "warc", "parquet"} else ending


def _json_kind(head: str, ending: str) -> str:
    """Tell one object a line from one object over many lines, and both from text that opens with a brace."""
    import json

    line, newline, _ = head.lstrip().partition("\n")
    try:
        if isinstance(json.loads(line), dict):
            return "jsonl"
    except (ValueError, RecursionError):
        pass
    if not newline or len(line) > 2000:
        return "jsonl"
    if ending == "jsonl":
        return "json" if line.strip() in {"{", "["} or not line.rstrip().endswith("}") else "jsonl"
    return "text" if ending != "text" or not line.rstrip().endswith("}") else "jsonl"
