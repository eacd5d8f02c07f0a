"""Runs a check: the only place where its steps are put in order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from aftertalks.model import Outcome
from aftertalks.watch.checks import comparing, intervals, placebo, presence
from aftertalks.watch.checks.areas import Area, spellings
from aftertalks.watch.checks.comparing import Counting
from aftertalks.watch.checks.flags import flags
from aftertalks.watch.checks.probe import PRESENCE, Probe
from aftertalks.watch.checks.result import Verdict, Warned
from aftertalks.watch.checks.scope import Country, country, families_in
from aftertalks.watch.checks.verdicts import judge
from aftertalks.watch.table import EventTable
from aftertalks.watch.zones import Zones

LEAST_WEEKS = 2


@lru_cache(maxsize=1)
def code_version() -> str:
    """Return Aftertalks' version."""
    try:
        return version("aftertalks")
    except PackageNotFoundError:
        return "not installed"


def run(probe: Probe, table: EventTable, *, zones: Zones | None = None) -> Verdict:
    """Run a check on a table of events.

    Args:
        zones: polygons that the probe's area may name.

    Returns:
        The verdict; "cannot tell" with its reason where the data do not allow one. Never an exception for data that
        are too few or do not reach.
    """
    if probe.method == PRESENCE:
        outcome, reason, warnings, found_for, against = presence.look(table, probe)
        verdict = Verdict(
            outcome, reason, probe, warnings, found_for=found_for, found_against=against, datasets=table.datasets,
            method="rows of the given codes, or with the given words in their headline, inside the window",
        )  # fmt: skip
    else:
        verdict = _compare(probe, table, zones)
    return replace(verdict, data_digest=table.digest, code_version=code_version())


def _cannot(probe: Probe, reason: str, chosen: Country | None = None) -> Verdict:
    datasets = chosen.datasets if chosen else ()
    return Verdict(Outcome.CANNOT_TELL, f"Cannot tell: {reason}", probe, datasets=datasets)


def _compare(probe: Probe, table: EventTable, zones: Zones | None) -> Verdict:
    area, start = probe.area, probe.start
    if area is None:
        return _cannot(probe, "the check has no area; give area with country and admin1")
    if start is None:
        return _cannot(probe, "the check has no date; give start")
    if not 1800 <= start.year <= 2200:
        return _cannot(probe, f"{start} is far from all data")
    if area.zones and zones is None:
        return _cannot(probe, f"the area is the zone {area.zones[0]}, and no zones were given")
    families = families_in(table, area)
    if probe.dataset is not None:
        families = {f: n for f, n in families.items() if f == probe.dataset}
    if not families:
        return _cannot(probe, f"the data have no violent event in {area.country}")
    family = next(iter(families))
    chosen = country(table, area, family, probe.kinds)
    weeks = _weeks(probe)
    if weeks < LEAST_WEEKS:
        return _cannot(probe, f"it held for less than {LEAST_WEEKS} weeks", chosen)
    zone = zones.covering(table, chosen.rows, area.zones) if area.zones and zones is not None else None
    return _counted(Counting(table, chosen, probe, chosen.units_of(area), start, weeks, zone), area, families)


def _weeks(probe: Probe) -> int:
    """Return the length of the windows: shorter where the undertaking itself was."""
    if probe.until is None or probe.start is None:
        return probe.weeks
    return min(probe.weeks, ((probe.until - probe.start).days + 1) // 7)


def _counted(k: Counting, area: Area, families: dict[str, int]) -> Verdict:
    if not k.area_events:
        return _cannot(k.probe, f"the data have no violent event in {area.shown}; check the names", k.country)
    if not k.country.covers(k.before[0], k.after[1]):
        reach = ", ".join(f"{a} to {b}" for a, b in k.country.reach())
        window = f"{k.before[0]} to {k.after[1]}"
        return _cannot(k.probe, f"the data reach from {reach}, and {window} is needed", k.country)
    comparison = comparing.compare(k)
    outcome, reason = judge(k, comparison)
    warnings = [*_choices(k, families), *flags(k, comparison)]
    method = f"{intervals.METHOD}. {placebo.METHOD[0].upper()}{placebo.METHOD[1:]}."
    return Verdict(outcome, reason, k.probe, tuple(warnings), comparison, method=method, datasets=k.country.datasets)


def _choices(k: Counting, families: dict[str, int]) -> list[Warned]:
    found = []
    used, *others = families
    if others:
        listed = ", ".join(f"{f} ({families[f]} events)" for f in others)
        found.append(Warned("one-dataset", f"counted in {used} alone; not mixed in: {listed}"))
    if k.weeks != k.probe.weeks:
        found.append(Warned("short", f"it held until {k.probe.until}; windows of {k.weeks} weeks are compared"))
    seen = {k.country.units[u] for u in np.flatnonzero(k.units & (k.country.unit_sizes > 0)).tolist()}
    missing = [u for u in (k.probe.area.admin1 if k.probe.area else ()) if not _seen(k, u, seen)]
    if missing:
        found.append(Warned("unit-missing", f"no event of these data lies in {', '.join(missing)}"))
    return found


def _seen(k: Counting, unit: str, seen: set[str]) -> bool:
    return bool(spellings(k.probe.area.country if k.probe.area else None, unit) & seen)


def window(probe: Probe) -> tuple[str, str] | None:
    """Return first and last day that a probe needs of the data; null without a date."""
    if probe.start is None:
        return None
    if probe.method == PRESENCE:
        return (probe.start.isoformat(), probe.until.isoformat()) if probe.until else None
    reach = timedelta(weeks=_weeks(probe))
    return (probe.start - reach).isoformat(), (probe.start + reach - timedelta(days=1)).isoformat()
