"""Lists of feeds: OPML, a plain list of addresses, or one address."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

from aftertalks.model import InputError

_MOST = 10_000  # feeds of one list
_DOCTYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def feeds_of(source: str) -> list[str]:
    """Return the addresses of a list of feeds, each once, in its order.

    Args:
        source: an address, an OPML file, or a file with an address a line; other lines are remarks.

    Raises:
        InputError: there is no such file, or it lists no feed.
    """
    if "://" in source[:20]:
        return [source]
    try:
        text = Path(source).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as error:
        raise InputError(
            source, f"cannot be read ({type(error).__name__})", "name an OPML file or an address"
        ) from None
    found = _opml(source, text) if text.lstrip().startswith("<") else _lines(text)
    found = list(dict.fromkeys(found))[:_MOST]
    if not found:
        raise InputError(source, "lists no feed", "give OPML with xmlUrl, or one address a line")
    return found


def _lines(text: str) -> list[str]:
    lines = (line.strip() for line in text.split("\n"))
    return [line for line in lines if line.lower().startswith(("http://", "https://"))]


def _opml(source: str, text: str) -> list[str]:
    if _DOCTYPE.search(text):
        raise InputError(source, "OPML with a document type is not read", "export the list again without it")
    try:
        root = ET.fromstring(text)
    except ET.ParseError as error:
        raise InputError(source, f"is not well-formed OPML ({error})", "export the list again") from None
    addresses = (one.get("xmlUrl") or "" for one in root.iter("outline"))
    return [a.strip() for a in addresses if a.strip().lower().startswith(("http://", "https://"))]
