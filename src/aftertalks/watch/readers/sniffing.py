"""Which family a table belongs to, from its first line."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aftertalks.model import InputError
from aftertalks.watch.readers.coded import OWN
from aftertalks.watch.readers.families import ACLED, FAMILIES, GDELT, GED, POLECAT, Family

GDELT_COLUMNS = 61
_GDELT_1_COLUMNS = 58
_MOST_COLUMNS = 2000


@dataclass(frozen=True)
class Shape:
    """How a table is read.

    Args:
        columns: place of each column by its name in lower case with underscores; empty without a header line.
        width: cells a row must have.
    """

    family: Family
    delimiter: str
    columns: Mapping[str, int]
    width: int
    quoted: bool = True


def columns_of(names: Sequence[str]) -> dict[str, int]:
    """Return the place of each column by its name in lower case with underscores; the first of a name counts."""
    places: dict[str, int] = {}
    for n, name in enumerate(names):
        places.setdefault("_".join(name.strip().lower().split()), n)
    return places


def sniff(name: str, line: str) -> Shape:
    """Tell a table's family from its first line.

    Args:
        name: the file's name, for messages.

    Raises:
        InputError: the line fits no family, or a column is missing that the family cannot do without.
    """
    if "\x00" in line:
        raise InputError(name, "it is not text", "give CSV or TSV, plain, zipped or gzipped, or Parquet")
    line = line.rstrip("\r\n")
    if not line.strip():
        raise InputError(name, "its first line is empty", "begin it with the line of column names")
    cells = line.split("\t")
    if cells[0].strip().isdigit() and len(cells) in {GDELT_COLUMNS, _GDELT_1_COLUMNS}:
        if len(cells) == _GDELT_1_COLUMNS:
            raise InputError(name, "it is GDELT 1 (58 columns)", "take the same days from GDELT 2 (61 columns)")
        return Shape(GDELT, "\t", {}, GDELT_COLUMNS, quoted=False)
    delimiter = max("\t,;", key=line.count)
    header = next(csv.reader([line], delimiter=delimiter))
    if len(header) > _MOST_COLUMNS:
        raise InputError(name, f"it has {len(header)} columns", "give the dataset's own table")
    return shape_of(name, header, delimiter)


def shape_of(name: str, header: Sequence[str], delimiter: str = ",") -> Shape:
    """Tell a table's family from its column names.

    Raises:
        InputError: they fit no family, or a column is missing.
    """
    columns = columns_of(header)
    if OWN.required <= columns.keys():
        return Shape(OWN, delimiter, columns, len(header))
    best = max((GED, ACLED, POLECAT), key=lambda f: len(f.required & columns.keys()) / len(f.required))
    missing = sorted(best.required - columns.keys())
    if len(missing) * 2 > len(best.required):
        raise InputError(
            name,
            "its columns are those of no dataset known here",
            f"give a table of {', '.join(FAMILIES)} with its line of column names",
        )
    if missing:
        raise InputError(name, f"{best.name} without {', '.join(missing)}", "export it again with these columns")
    if best is POLECAT and not columns.keys() & {"event_id", "id"}:
        raise InputError(name, "POLECAT without event_id", "export it again with this column")
    if best is ACLED and not columns.keys() & {"event_id_cnty", "data_id"}:
        raise InputError(name, "ACLED without event_id_cnty", "export it again with this column")
    return Shape(best, delimiter, columns, len(header), quoted=delimiter != "\t" or best is not POLECAT)
