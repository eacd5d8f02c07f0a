"""Probes as YAML that a person edits, and back with every mistake named by its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import yaml

from aftertalks.lexicon import written
from aftertalks.model import UsageError
from aftertalks.watch.checks.areas import Area, country_named
from aftertalks.watch.checks.probe import METHODS, Probe
from aftertalks.watch.readers import FAMILIES

_HELP = """\
# A check. Edit it before you trust it; every field is explained in docs/checks.md.
# parties: camps; violence between two camps counts. "*" is any armed group. exceptions: groups left out.
"""
MAX_YAML = 200_000  # letters
_MAX_WEEKS = 520


def to_yaml(probe: Probe) -> str:
    """Write a probe as YAML."""
    record = probe.to_record()
    for name in ("start", "until"):
        record[name] = date.fromisoformat(record[name]) if record[name] else None
    style: Any = {"sort_keys": False, "width": 110, "default_flow_style": None}
    text: str = yaml.safe_dump(record, allow_unicode=True, **style)
    if written.values(text) != record:  # rare separators come back changed unless they are escaped
        text = yaml.safe_dump(record, allow_unicode=False, **style)
    return _HELP + text


def from_yaml(text: str) -> Probe:
    """Read a probe that a person may have edited.

    Raises:
        UsageError: it is no valid YAML, or a field is unknown, missing or wrong; the message names the field.
    """
    if len(text) > MAX_YAML:
        raise UsageError("check: more than 200,000 letters; a check is a page at most")
    if any(token in text for token in ("&", "*")) and _has_aliases(text):
        raise UsageError("check: YAML anchors and aliases are not used here; write the values out")
    try:
        record = written.values(text)
    except written.UnreadableError as error:
        line = f", line {error.line}" if error.line else ""
        raise UsageError(f"check{line}: {error.problem}; mend it there") from error
    if not isinstance(record, Mapping):
        raise UsageError("check: not a list of fields; begin with 'title: …'")
    return from_record(record)


def _has_aliases(text: str) -> bool:
    try:
        return any(isinstance(e, yaml.AliasEvent) or getattr(e, "anchor", None) for e in yaml.parse(text))
    except (yaml.YAMLError, RecursionError):
        return False  # the loader will say where it is broken


def from_record(record: Mapping[str, Any]) -> Probe:
    """Read a probe from plain values.

    Raises:
        UsageError: a field is unknown, missing or wrong; the message names the field.
    """
    unknown = sorted(str(k) for k in set(record) - set(_FIELDS))
    if unknown:
        raise UsageError(f"check: unknown field {unknown[0]!r}; the fields are {', '.join(_FIELDS)}")
    for name in ("title", "instrument"):
        if not record.get(name):
            raise UsageError(f"check: {name} is missing; write it")
    values = {
        name: read(name, record[name])
        for name, read in _FIELDS.items()
        if record.get(name) is not None
    }  # fmt: skip
    probe = Probe(**values)
    if probe.start and probe.until and probe.until < probe.start:
        raise UsageError(f"until: {probe.until} is before start, {probe.start}; mend one of them")
    if len(probe.parties) == 1 and probe.method == METHODS[0]:
        raise UsageError("parties: one camp alone; give at least two, or none to count all violence")
    return probe


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise UsageError(f"{name}: {value!r} is not text; put it in quotation marks")
    return value


def _one_of(allowed: tuple[str, ...]) -> Callable[[str, Any], str]:
    def read(name: str, value: Any) -> str:
        if value not in allowed:
            raise UsageError(f"{name}: {value!r} is none of {', '.join(allowed)}")
        return str(value)

    return read


def _day(name: str, value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise UsageError(f"{name}: {value!r} is not a day; write YYYY-MM-DD") from None


def _texts(name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise UsageError(f"{name}: not a list of texts; write [one, another], with codes in quotation marks")
    return tuple(value)


def _camps(name: str, value: Any) -> tuple[tuple[str, ...], ...]:
    if not isinstance(value, list):
        raise UsageError(f"{name}: not a list of camps; write [[one side], [the other]]")
    return tuple(_texts(f"{name}, camp {n}", camp) for n, camp in enumerate(value, 1))


def _whole(low: int, high: int) -> Callable[[str, Any], int]:
    def read(name: str, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise UsageError(f"{name}: {value!r} is not a whole number from {low} to {high}")
        return value

    return read


def _share(low: float, high: float) -> Callable[[str, Any], float]:
    def read(name: str, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low < value < high:
            raise UsageError(f"{name}: {value!r} is not a number between {low} and {high}")
        return float(value)

    return read


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise UsageError(f"{name}: {value!r} is neither true nor false")
    return value


def _area(name: str, value: Any) -> Area:
    if not isinstance(value, Mapping):
        raise UsageError("area: write country: and admin1: below it")
    unknown = sorted(str(k) for k in set(value) - {"words", "country", "admin1", "zones", "rule"})
    if unknown:
        raise UsageError(f"area: unknown field {unknown[0]!r}; the fields are words, country, admin1, zones, rule")
    country = country_named(_text("area.country", value.get("country") or ""))
    if country is None:
        raise UsageError(f"area.country: {value.get('country')!r} is no country known here; write its usual name")
    return Area(
        _text("area.words", value.get("words") or ""),
        country,
        _texts("area.admin1", value.get("admin1") or []),
        _texts("area.zones", value.get("zones") or []),
        _text("area.rule", value.get("rule") or ""),
    )


_FIELDS: dict[str, Callable[[str, Any], Any]] = {
    "title": _text, "instrument": _text, "method": _one_of(METHODS), "start": _day, "until": _day,
    "weeks": _whole(2, _MAX_WEEKS), "area": _area, "parties": _camps, "exceptions": _texts,
    "dataset": _one_of((*FAMILIES, "Aftertalks")), "kinds": _texts, "codes": _texts, "against": _texts,
    "words": _texts, "names": _texts, "least": _whole(1, 1000), "least_events": _whole(1, 100_000), "enough": _flag,
    "why": _text, "level": _share(0.5, 1), "low_week": _share(0, 1), "notes": _texts,
}  # fmt: skip
