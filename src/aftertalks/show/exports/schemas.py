"""JSON Schemas of the JSON Lines, each whole in itself."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from aftertalks.model.record import Record, schema

_FOLDER = Path(__file__).parent


@lru_cache(maxsize=4)
def _shipped(name: str) -> str:
    return (_FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")


def schema_of(what: str) -> Record:
    """Return the schema of a line: of ``statements``, ``entries`` or ``events``.

    An entry's line holds whole statements; their schema stands in its ``$defs``.
    """
    statement = schema()
    if what == "statements":
        return statement
    made: Record = json.loads(_shipped({"entries": "entry", "events": "event"}[what]))
    if what == "entries":
        made["$defs"]["statement"] = {k: v for k, v in statement.items() if k != "$schema"}
    return made


def schema_text(what: str) -> str:
    """Return that schema as text."""
    return json.dumps(schema_of(what), ensure_ascii=False, indent=1) + "\n"
