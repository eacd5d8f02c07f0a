"""Tables of actors: REIGN leader lists, CSV and YAML."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from aftertalks.lexicon import written
from aftertalks.model import InputError
from aftertalks.read.actors.importers.records import CodeSpell, Import, ImportedActor, Skipped, plain, rows_of, text_of


def read_reign(path: Path) -> Import:
    """Read a REIGN leader list (CSV with ``stateabb, leader, sdate, smonth, syear, emonth, eyear``).

    Args:
        path: the file.

    Returns:
        One record a spell in office; the code is the state's abbreviation as the file has it.

    Raises:
        InputError: the file cannot be read or lacks a column.
    """
    found = Import(str(path), "reign")
    for number, row in rows_of(path, {"stateabb", "leader", "smonth", "syear", "emonth", "eyear"}, found):
        name = (row["leader"] or "").strip()
        if not name:
            found.skipped.append(Skipped(number, str(row), "no leader's name"))
            continue
        try:
            first = date(int(row["syear"]), int(row["smonth"]), int(row.get("sdate") or 1))
            last = _month_end(int(row["eyear"]), int(row["emonth"])) if row["eyear"] else None
        except (ValueError, TypeError, OverflowError):  # no number, no cell, no calendar
            found.skipped.append(
                Skipped(number, ",".join(str(v) for v in row.values()), "a date that is on no calendar")
            )
            continue
        spell = CodeSpell(f"{row['stateabb']} GOV", first, last)
        found.actors.append(ImportedActor(plain(name), (), (spell,), number, "leader"))
    return found


def _month_end(year: int, month: int) -> date:
    return date.fromordinal((date(year + month // 12, month % 12 + 1, 1)).toordinal() - 1)


def read_csv(path: Path) -> Import:
    """Read a table with a ``name`` column.

    Optional columns: ``also`` (spellings joined with ``;``), ``code``, ``first``, ``last`` (ISO dates), ``role``.

    Args:
        path: the file.

    Returns:
        The records and what was set aside.

    Raises:
        InputError: the file cannot be read or has no ``name`` column.
    """
    found = Import(str(path), "csv")
    for number, row in rows_of(path, {"name"}, found):
        name = (row["name"] or "").strip()
        if not name:
            found.skipped.append(Skipped(number, str(row), "no name"))
            continue
        try:
            actor = _from_fields(name, row, number)
        except ValueError:
            found.skipped.append(Skipped(number, name, "a date that is not YYYY-MM-DD"))
            continue
        found.actors.append(actor)
    return found


def _from_fields(name: str, row: dict[str, Any], number: int) -> ImportedActor:
    first, last = (date.fromisoformat(str(row[k])) if row.get(k) else None for k in ("first", "last"))
    code = str(row.get("code") or "").strip()
    also = row.get("also") or ()
    if not isinstance(also, str | list | tuple):
        also = (also,)
    spellings = also.split(";") if isinstance(also, str) else [str(a) for a in also if isinstance(a, str | int)]
    codes = (CodeSpell(code, first, last),) if code else ()
    return ImportedActor(name, tuple(s.strip() for s in spellings if s.strip()), codes, number, _role(row))


def _role(row: dict[str, Any]) -> str | None:
    role = row.get("role")
    return str(role) if role else None


def read_yaml(path: Path) -> Import:
    """Read a YAML list of records with ``name`` and optionally ``also``, ``code``, ``first``, ``last``, ``role``.

    Args:
        path: the file.

    Returns:
        The records and what was set aside; ``line`` is the record's place in the list.

    Raises:
        InputError: the file is not YAML or not a list.
    """
    found = Import(str(path), "yaml")
    text = text_of(path)
    try:
        records = written.values(text)
    except written.UnreadableError as error:
        where = f", line {error.line}" if error.line else ""
        raise InputError(f"{path}{where}", f"is {error.problem}", "mend it or export it as CSV") from error
    if not isinstance(records, list):
        raise InputError(str(path), "is not a list of records", "begin each record with '- '")
    found.lines = len(text.splitlines())
    for number, record in enumerate(records, start=1):
        if not isinstance(record, dict) or not record.get("name"):
            found.skipped.append(Skipped(number, repr(record)[:200], "a record without a name"))
            continue
        try:
            found.actors.append(_from_fields(str(record["name"]), record, number))
        except ValueError:
            found.skipped.append(Skipped(number, str(record["name"]), "a date that is not YYYY-MM-DD"))
    return found
