"""Loads lexicon records: the package's own YAML files first, then the user's.

A lexicon file is a YAML list of records. What a record holds is its file's own affair (see the schema beside it);
every record may carry ``examples`` and ``not_examples``, which the tests run.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from aftertalks.lexicon import fields, written
from aftertalks.model import LexiconError

DATA = Path(__file__).parent / "data"
Record = dict[str, Any]
MAX_BYTES = 20_000_000
_EXAMPLES: dict[str, list[Record]] = {  # of what is not shipped
    "actors": [{"name": "a", "also": ["b"], "codes": ["RUSGOV 2000-05-07/"]}, {"name": "c"}],
}


def _read(path: Path) -> list[Record]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise LexiconError(f"{path}: larger than {MAX_BYTES:,} bytes; split it or leave its folder out")
        records = written.values(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise LexiconError(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path}: is not UTF-8; save it so or leave its folder out") from error
    except written.UnreadableError as error:
        line = f" line {error.line}" if error.line else ""
        raise LexiconError(f"{path}{line}: {error.problem}; mend the file or leave its folder out") from error
    if not isinstance(records, list) or not all(isinstance(r, dict) for r in records):
        raise LexiconError(f"{path}: a lexicon file is a list of records; begin each record with '- '")
    return records


@lru_cache(maxsize=64)
def _form(name: str) -> fields.Form | None:
    """What the shipped records of a lexicon hold; null where none is shipped."""
    path = DATA / f"{name}.yaml"
    records = (_read(path) if path.is_file() else []) or _EXAMPLES.get(name)
    return fields.learn(records) if records else None


def unfit(name: str, folders: tuple[Path, ...]) -> list[str]:
    """Return what does not fit in users' files of a lexicon: records that lack a field, or hold something else in it.

    Raises:
        LexiconError: a file is not valid YAML or not a list of records.
    """
    own = _own(name, folders)
    form = _form(name) if own else None  # what is shipped is held against itself by the tests
    return [
        f"{path}, record {number}: {why}; `aftertalks lexicon {name}` shows how records look"
        for path in own
        for number, record in enumerate(_read(path), 1)
        if form and (why := fields.misfit(record, form))
    ]


def records(name: str, folders: tuple[Path, ...] = ()) -> list[Record]:
    """Return the records of a lexicon as they are written, the shipped ones first.

    Raises:
        LexiconError: a file is not valid YAML or not a list of records, or no file has that name.
    """
    shipped, own = DATA / f"{name}.yaml", _own(name, folders)
    if not own and not shipped.is_file():
        raise LexiconError(f"no lexicon named {name!r} in {DATA}; its name is the file's name without .yaml")
    return [record for path in ([shipped] if shipped.is_file() else []) + own for record in _read(path)]


def _own(name: str, folders: tuple[Path, ...]) -> list[Path]:
    return [path for folder in folders if (path := folder / f"{name}.yaml").is_file()]


@lru_cache(maxsize=64)
def load(name: str, folders: tuple[Path, ...] = ()) -> Sequence[Record]:
    """Return the records of the lexicon ``name`` (``cues``, ``actors``, …).

    Args:
        name: the file's name without its ending.
        folders: users' folders; a file of the same name there adds its records after the shipped ones.

    Raises:
        LexiconError: a file is not valid YAML or not a list of records, a user's record lacks a field or holds
            something else in it than the shipped ones, or no file has that name.
    """
    found = records(name, folders)
    if wrong := unfit(name, folders):
        raise LexiconError(wrong[0])
    return tuple(found)
