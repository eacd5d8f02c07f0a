"""Files of sentences for the event coder: plain lines, tables, JSON Lines, and the XML that PETRARCH reads."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from aftertalks.ingest.decode import decode
from aftertalks.model import Document, InputError

MOST_LETTERS = 100_000  # of one sentence; a longer one is no sentence
_TEXT, _DATE, _ID = ("text", "sentence"), ("date", "published"), ("id", "sid")
Found = Iterator[tuple[str, Document] | InputError]


def read_sentences(data: bytes, *, source: str, published: date | None = None) -> Found:
    """Yield the sentences of a file with their ids; one that cannot be read comes as its error, and the rest goes on.

    The form is told from the file's beginning: ``<`` is PETRARCH's XML (``Sentence`` elements with ``date``, ``id`` and
    a ``Text``), ``{`` JSON Lines with ``text`` and perhaps ``date`` and ``id``; a first line with a column ``text`` or
    ``sentence`` is a table, with commas or tabs; anything else is a sentence a line.

    Args:
        data: the file's bytes.
        source: its name.
        published: date of sentences that carry none.
    """
    text = decode(data).text.lstrip("\ufeff")
    head = text.lstrip()[:1]
    if head == "<":
        rows = _xml(data, source)
    elif head == "{":
        rows = _json(text, source)
    elif _columns(text):
        rows = _table(text, source)
    else:
        rows = ((str(n), {"text": line}) for n, line in enumerate(text.splitlines(), 1) if line.strip())
    for item in rows:
        yield item if isinstance(item, InputError) else _sentence(item[0], item[1], source, published)


def _sentence(
    place: str, row: dict[str, Any], source: str, published: date | None
) -> tuple[str, Document] | InputError:
    where = f"{source}#{place}"
    words = next((str(row[k]) for k in _TEXT if row.get(k)), "")
    words = " ".join(words.split())
    if not words:
        return InputError(where, "no text", "give it a text, or leave it out")
    if len(words) > MOST_LETTERS:
        return InputError(where, f"{len(words):,} letters are no sentence", "give whole documents to `aftertalks read`")
    given = next((str(row[k]).strip() for k in _DATE if row.get(k)), "")
    day = published
    if given:
        try:
            day = _day(given)
        except ValueError:
            return InputError(where, f"{given[:20]!r} is not a date", "write it as 2017-07-08 or 20170708")
    known = next((str(row[k]).strip() for k in _ID if row.get(k)), place)
    return known, Document(text=words, source=where, published=day, publisher=row.get("source") or None)


def _day(given: str) -> date:
    digits = given[:10].replace("-", "")[:8]
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))


def _columns(text: str) -> str | None:
    """The delimiter of a table, if the first line names its columns."""
    first = text.partition("\n")[0]
    for mark in ("\t", ","):
        if any(c.strip().strip('"').lower() in _TEXT for c in first.split(mark)) and mark in first:
            return mark
    return None


def _table(text: str, source: str) -> Iterator[tuple[str, dict[str, Any]] | InputError]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_columns(text) or ",")
    names = [name.strip().lower() for name in next(reader)]
    try:
        for cells in reader:
            if any(c.strip() for c in cells):
                yield str(reader.line_num), dict(zip(names, cells, strict=False))
    except csv.Error as error:
        yield InputError(
            f"{source}#{reader.line_num}", f"the table breaks off ({error})", "mend the line; the rest was not read"
        )


def _json(text: str, source: str) -> Iterator[tuple[str, dict[str, Any]] | InputError]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            yield InputError(f"{source}#{number}", "not valid JSON", 'give one object a line with "text"')
            continue
        if isinstance(value, dict):
            yield str(number), value
        else:
            yield InputError(f"{source}#{number}", "no JSON object", 'give one object a line with "text"')


def _xml(data: bytes, source: str) -> Iterator[tuple[str, dict[str, Any]] | InputError]:
    from lxml import etree

    place = 0
    try:
        events = etree.iterparse(io.BytesIO(data), resolve_entities=False, no_network=True, huge_tree=False)
        for _, element in events:
            if etree.QName(element).localname != "Sentence":
                continue
            place += 1
            own = next((c for c in element if etree.QName(c).localname == "Text"), element)
            yield str(place), {**dict(element.attrib), "text": "".join(own.itertext())}
            element.clear()
    except etree.XMLSyntaxError as error:
        yield InputError(
            f"{source}#{place + 1}", f"not well-formed XML ({str(error)[:80]})", "mend it; the rest was not read"
        )
