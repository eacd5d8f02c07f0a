"""Users' own actor files: CSV, YAML, PETRARCH/Phoenix dictionaries and REIGN leader lists.

Nothing is dropped in silence: every line that becomes no record is reported with its number and the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from aftertalks.model import InputError
from aftertalks.read.actors.importers.lexicon import write_lexicon
from aftertalks.read.actors.importers.phoenix import read_phoenix
from aftertalks.read.actors.importers.records import CodeSpell, Import, ImportedActor, Skipped, text_of
from aftertalks.read.actors.importers.tables import read_csv, read_reign, read_yaml


def import_actors(path: Path) -> Import:
    """Read a user's actor file in any of the known formats, told by its ending and its head.

    Args:
        path: the file.

    Returns:
        The records and what was set aside.

    Raises:
        InputError: the file cannot be read or its format is not known.
    """
    return _reader(path)(path)


def _reader(path: Path) -> Callable[[Path], Import]:
    ending = path.suffix.lower()
    if ending in {".yaml", ".yml"}:
        return read_yaml
    if ending == ".csv":
        head = text_of(path)[:2000].splitlines()[:1]
        return read_reign if head and {"stateabb", "leader"} <= set(head[0].split(",")) else read_csv
    if ending in {".txt", ".actors", ".dict"}:
        return read_phoenix
    raise InputError(str(path), "has an unknown format", "use .csv, .yaml, or a PETRARCH dictionary as .txt")


__all__ = [
    "CodeSpell",
    "Import",
    "ImportedActor",
    "Skipped",
    "import_actors",
    "read_csv",
    "read_phoenix",
    "read_reign",
    "read_yaml",
    "write_lexicon",
]
