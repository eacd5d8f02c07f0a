"""Loads lexicon records: the package's own YAML files first, then the user's.

A lexicon file is a YAML list of records. What a record holds is its file's own affair (see the schema beside it);
every record may carry ``examples`` and ``not_examples``, which the tests run.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from aftertalks.model import LexiconError

DATA = Path(__file__).parent / "data"
Record = dict[str, Any]
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _read(path: Path) -> list[Record]:
    try:
        records = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        place = getattr(error, "problem_mark", None)
        line = f" line {place.line + 1}" if place else ""
        raise LexiconError(f"{path}{line}: not valid YAML; mend the file or leave its folder out") from error
    if not isinstance(records, list) or not all(isinstance(r, dict) for r in records):
        raise LexiconError(f"{path}: a lexicon file is a list of records; begin each record with '- '")
    return records


@lru_cache(maxsize=64)
def load(name: str, folders: tuple[Path, ...] = ()) -> Sequence[Record]:
    """Return the records of the lexicon ``name`` (``cues``, ``actors``, …).

    Args:
        name: the file's name without its ending.
        folders: users' folders; a file of the same name there adds its records after the shipped ones.

    Raises:
        LexiconError: a file is not valid YAML or not a list of records, or no file has that name.
    """
    found = [folder / f"{name}.yaml" for folder in (DATA, *folders)]
    present = [path for path in found if path.is_file()]
    if not present:
        raise LexiconError(f"no lexicon named {name!r} in {DATA}; its name is the file's name without .yaml")
    return tuple(record for path in present for record in _read(path))
