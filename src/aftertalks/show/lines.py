"""JSON Lines: one record a line, the canonical export."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from aftertalks.model import Reading
from aftertalks.model.record import Record, to_record


def records(readings: Iterable[Reading]) -> Iterator[Record]:
    """Return every statement's record, with the fields that say where it comes from."""
    for reading in readings:
        for statement in reading.statements:
            yield to_record(statement, reading.document)


def line(record: Record) -> str:
    """Return a record as one line; letters stay letters, and half a surrogate pair is written as an escape."""
    text = json.dumps(record, ensure_ascii=False, allow_nan=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(record, allow_nan=False)
    return text
