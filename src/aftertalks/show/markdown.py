"""Markdown tables of statements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from aftertalks.model import Reading
from aftertalks.show.dates import when
from aftertalks.show.wording import one_line, speaker

# Everything that Markdown or the HTML inside it would read as markup; the words must come out as they stand.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~$])")


def escape(text: str) -> str:
    """Return text on one line, with every sign of Markdown's own made harmless."""
    return _MARKUP.sub(r"\\\1", one_line(text).replace("&", "&amp;"))


def statements_markdown(readings: Iterable[Reading]) -> Iterator[str]:
    """Return the lines of a Markdown document: a heading and a table a reading."""
    for reading in readings:
        doc = reading.document
        yield f"## {escape(doc.title or doc.source)}"
        yield ""
        yield escape(", ".join(str(part) for part in (doc.publisher, doc.published or "undated", doc.source) if part))
        yield ""
        yield "| kind | speaker | what | when | where | certainty | polarity | words |"
        yield "|---|---|---|---|---|---|---|---|"
        for s in reading.statements:
            cells = (s.kind, speaker(s), s.about or "", when(s), s.where or "", s.certainty, s.polarity, s.text)
            yield "| " + " | ".join(escape(str(cell)) for cell in cells) + " |"
        yield ""
