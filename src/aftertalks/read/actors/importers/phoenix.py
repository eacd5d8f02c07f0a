"""PETRARCH/Phoenix actor and agent dictionaries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from aftertalks.read.actors.importers.records import CodeSpell, Import, ImportedActor, Skipped, plain, text_of

_CODE = re.compile(r"\[([^\[\]]*)\]")
_DATES = re.compile(r"^(?P<code>\S+)\s*+(?P<when>[<>]?\s*\d{6,8}(?:\s*-\s*\d{6,8})?)?$")
_SET = re.compile(r"\{([^{}]*)\}")
_MACRO = re.compile(r"(?P<name>![A-Z_]+!) *= *(?P<values>.+)")
MAX_EXPANDED = 200


def _short_date(text: str, *, last: bool) -> date:
    """Read YYMMDD or YYYYMMDD; a two-digit year below 30 is of this century; a day off the calendar is brought back."""
    digits = text.strip()
    if len(digits) == 6:
        digits = ("20" if int(digits[:2]) < 30 else "19") + digits
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8] or (28 if last else 1))
    return date(year, month, day)


def _spell(text: str) -> CodeSpell | str:
    """Read ``RUSGOV``, ``RUSGOV >000507``, ``RUSGOV <991231``, ``RUSGOV 910101-991231``; a string: what is wrong."""
    match = _DATES.fullmatch(text.strip())
    if not match:
        return "not a code with an optional period"
    when = (match["when"] or "").replace(" ", "")
    try:
        if when.startswith(">"):
            return CodeSpell(match["code"], first=_short_date(when[1:], last=False))
        if when.startswith("<"):
            return CodeSpell(match["code"], last=_short_date(when[1:], last=True))
        if "-" in when:
            first, last = when.split("-")
            return CodeSpell(match["code"], _short_date(first, last=False), _short_date(last, last=True))
        if when:
            return CodeSpell(match["code"], first=_short_date(when, last=False))
    except ValueError:
        return "a date that is on no calendar"
    return CodeSpell(match["code"])


@dataclass
class _Open:
    """A record that is still being read."""

    name: str
    line: int
    also: list[str] = field(default_factory=list)
    codes: list[CodeSpell] = field(default_factory=list)

    def close(self) -> ImportedActor:
        return ImportedActor(self.name, tuple(dict.fromkeys(self.also)), tuple(self.codes), self.line)


def _take_codes(text: str, record: _Open, number: int, found: Import) -> str:
    """Move every ``[CODE]`` of a line to the record; return what is left of the line."""
    for match in _CODE.finditer(text):
        inside = match.group(1).strip()
        if not inside:
            found.skipped.append(Skipped(number, text.strip(), "empty brackets"))
            continue
        spell = _spell(inside)
        if isinstance(spell, str):
            found.skipped.append(Skipped(number, text.strip(), spell))
        else:
            record.codes.append(spell)
    return _CODE.sub(" ", text).strip()


def _phoenix_lines(path: Path, found: Import) -> Iterator[tuple[int, str]]:
    for number, raw in enumerate(text_of(path).split("\n"), start=1):
        found.lines += 1
        line = raw.split("#", 1)[0].rstrip() if not raw.lstrip().startswith("#") else ""
        if line.strip():
            yield number, line
        else:
            found.comments += 1


def read_phoenix(path: Path) -> Import:
    """Read a PETRARCH/Phoenix actor or agent dictionary.

    ``NAME_ [CODE period]`` opens a record, ``+NAME_`` adds a spelling, an indented ``[CODE period]`` adds a code to the
    record above. Records without any code are kept with none, since later lines of such files refer to them.

    Args:
        path: the file.

    Returns:
        The records and what was set aside.

    Raises:
        InputError: the file cannot be read.
    """
    found = Import(str(path), "phoenix")
    record: _Open | None = None
    macros: dict[str, list[str]] = {}
    for number, line in _phoenix_lines(path, found):
        body = line.strip()
        definition = _MACRO.fullmatch(body)
        if definition:
            macros[definition["name"]] = [plain(v) for v in definition["values"].split(",") if v.strip()]
            found.definitions += 1
            continue
        if (line[0] in " \t" and body.startswith("[")) or body.startswith("["):
            if record is None:
                found.skipped.append(Skipped(number, body, "a code without an actor above it"))
            else:
                rest = _take_codes(body, record, number, found)
                if rest:
                    found.skipped.append(Skipped(number, rest, "words behind a code"))
            continue
        if body.startswith("+"):
            _spelling(body[1:], record, number, found, macros)
            continue
        if record is not None:
            found.actors.append(record.close())
        record = _Open("", number)
        names = expand(_take_codes(body, record, number, found), macros)
        record.name, record.also = (names[0], names[1:]) if names else ("", [])
        if not record.name:
            found.skipped.append(Skipped(number, body, "no name"))
            record = None
    if record is not None:
        found.actors.append(record.close())
    return found


def expand(text: str, macros: dict[str, list[str]]) -> list[str]:
    """Return a name with its macros written out and its plural, which stands in braces, behind it.

    ``!MINIST! OF_ENERGY`` gives a name for each word of ``!MINIST!``.
    """
    names = [_SET.sub(" ", text), *(inside for inside in _SET.findall(text))]
    for macro, values in macros.items():
        if macro in text:
            names = [n.replace(macro, v) for n in names for v in values][:MAX_EXPANDED]
    return [n for n in (plain(name.replace("[", " ").replace("]", " ")) for name in names) if n]


def _spelling(text: str, record: _Open | None, number: int, found: Import, macros: dict[str, list[str]]) -> None:
    if record is None:
        found.skipped.append(Skipped(number, text, "a spelling without an actor above it"))
        return
    rest = _take_codes(text, record, number, found)
    names = [n for part in rest.split("+") for n in expand(part, macros)]
    if not names:
        found.skipped.append(Skipped(number, text, "an empty spelling"))
    record.also.extend(names)
