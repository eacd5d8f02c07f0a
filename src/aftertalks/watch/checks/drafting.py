"""Drafts a probe from what an undertaking says; the person who edits it is told what the draft could not know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from aftertalks.lexicon.loader import load
from aftertalks.lexicon.names import fold_name
from aftertalks.model import Check, UsageError
from aftertalks.watch.checks.areas import Area, resolve
from aftertalks.watch.checks.parties import ANYONE, Camp, state_named
from aftertalks.watch.checks.probe import COMPARE, Probe


@lru_cache(maxsize=1)
def _records() -> dict[str, dict[str, Any]]:
    return {name: record for record in load("checks") for name in record["instrument"]}


def instruments() -> tuple[str, ...]:
    """Return every instrument that drafts a test."""
    return tuple(_records())


def draft(check: Check, *, title: str = "", names: Sequence[str] = ()) -> Probe:
    """Draft the test of an undertaking.

    Args:
        check: instrument, parties, area, window and carve-outs as the ledger holds them.
        title: what is tested, in words.
        names: names that a headline must hold, for deeds found by words (who is appointed, which treaty).

    Raises:
        UsageError: the instrument drafts no test.
    """
    record = _records().get(check.instrument)
    if record is None:
        raise UsageError(
            f"instrument {check.instrument!r} drafts no test; write one by hand (those that do: "
            f"{', '.join(instruments())})"
        )
    notes: list[str] = []
    area = _area(check.area, notes)
    shown = title or f"{check.instrument}{f' in {check.area}' if check.area else ''}"
    if record["method"] == COMPARE:
        return _comparison(check, record, area, shown, notes)
    if check.first is None or check.last is None:
        notes.append("the text sets no window; give start and until")
    return Probe(
        title=shown, instrument=check.instrument, method="presence", start=check.first, until=check.last, area=area,
        parties=tuple((p,) for p in check.parties), codes=tuple(record.get("codes", ())),
        against=tuple(record.get("against", ())), words=tuple(record.get("words", ())), names=tuple(names),
        least=record.get("least", 2), enough=record.get("enough", True), why=record.get("why", ""), notes=tuple(notes),
    )  # fmt: skip


def _comparison(check: Check, record: dict[str, Any], area: Area | None, title: str, notes: list[str]) -> Probe:
    exceptions = check.carve_outs
    if not exceptions:
        exceptions = tuple(record.get("carve_outs", ()))
        notes.append("exceptions are the usual ones of such truces; take them out if this text makes none")
    if check.first is None:
        notes.append("the text sets no first day; give start")
    return Probe(
        title=title, instrument=check.instrument, method=COMPARE, start=check.first, until=_end(check),
        weeks=record["weeks"], area=area, parties=_camps(check.parties, area, notes), exceptions=exceptions,
        notes=tuple(notes),
    )  # fmt: skip


def _end(check: Check) -> date | None:
    """Return the last day of an undertaking; a window of one day is its beginning only."""
    return check.last if check.last and check.first and check.last > check.first else None


def _area(words: str | None, notes: list[str]) -> Area | None:
    if not words:
        notes.append("the text names no area; give area")
        return None
    area = resolve(words)
    if area is None:
        notes.append(f"no units are known for the area {words!r}; give area with country and admin1")
    elif area.rule and area.admin1:
        notes.append(f"area by {area.rule}")
    return area


def _camps(parties: Sequence[str], area: Area | None, notes: list[str]) -> tuple[tuple[str, ...], ...]:
    """Say who would have to stop fighting: the groups that are named, else the area's government and its opponents.

    Those who sign a truce are often its guarantors. Outside states are not taken for fighters.
    """
    groups = [p for p in parties if _is_group(p)]
    country = area.country if area else None
    government = f"Government of {country}" if country else None
    if groups and government:
        return (government,), tuple(groups)
    if len(groups) >= 2:
        return tuple((g,) for g in groups)
    if government is None:
        notes.append("without an area the fighting parties are not known; give parties")
        return ()
    outside = [p for p in parties if state_named(p) and state_named(p) != country]
    who = f"{', '.join(outside)} signed or stand behind it; the" if outside else "the"
    notes.append(f"{who} parties are drafted as {government} against every armed opponent; narrow them if you can")
    return (government,), (ANYONE,)


def _is_group(name: str) -> bool:
    camp = Camp.of([name])
    return not camp.states and len(camp.exact - {fold_name(name)}) > 0
