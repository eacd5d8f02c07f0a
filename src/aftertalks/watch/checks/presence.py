"""Looks for a deed in coded events: talks held, sanctions imposed, forces withdrawn.

Coded events are reports. A deed that is found was reported; one that is not found may have gone unreported, so its
absence is "no evidence", never "did not happen".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from aftertalks.lexicon.names import fold_name
from aftertalks.model import Outcome
from aftertalks.watch.checks.parties import Camp
from aftertalks.watch.checks.probe import Probe
from aftertalks.watch.checks.result import Warned
from aftertalks.watch.rows import Dataset
from aftertalks.watch.table import EventTable

Found = tuple[Outcome, str, tuple[Warned, ...], tuple[str, ...], tuple[str, ...]]
MOST_HEADLINES = 2_000_000  # rows whose headlines are searched for words


def look(table: EventTable, probe: Probe) -> Found:
    """Look for a probe's deed.

    Returns:
        The outcome, its reason, warnings, and the events for and against.
    """
    if probe.start is None or probe.until is None:
        return _blank("the check has no window; give start and until")
    coding = [d for d in table.datasets if d.machine_coded or not d.fatal_only]
    coding = [d for d in coding if probe.dataset in {None, d.family}]
    if not coding:
        return _blank("no dataset here codes such deeds; add GDELT 2, POLECAT or a ledger's own events")
    reaching = [d for d in coding if d.first and d.last and d.first <= probe.start and probe.until <= d.last]
    rows = _window(table, probe, coding)
    matching = rows[_between(table, probe, rows)]
    found = _coded(table, matching, probe.codes)
    if not len(found) and probe.words:
        found = _worded(table, matching if probe.parties else rows, probe)
    against = _coded(table, matching, probe.against)
    outcome, reason = _judge(probe, coding, reaching, len(found))
    return outcome, reason, tuple(_warned(probe, coding)), _ids(table, found), _ids(table, against)


def _blank(reason: str) -> Found:
    return Outcome.CANNOT_TELL, f"Cannot tell: {reason}", (), (), ()


def _ids(table: EventTable, rows: NDArray[np.int64]) -> tuple[str, ...]:
    return tuple(sorted(table.ids(rows)))


def _window(table: EventTable, probe: Probe, coding: Sequence[Dataset]) -> NDArray[np.int64]:
    days = table.columns["first"]
    first, last = probe.start or date.min, probe.until or date.max
    rows = np.arange(
        int(np.searchsorted(days, first.toordinal())), int(np.searchsorted(days, last.toordinal(), side="right"))
    )
    files = [n for n, d in enumerate(table.datasets) if d in coding]
    chosen: NDArray[np.int64] = rows[np.isin(table.columns["file"][rows], files)]
    return chosen


def _between(table: EventTable, probe: Probe, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say which rows join two camps; talks have no direction, and for the rest either way counts if not stated."""
    if not probe.parties:
        return np.ones(len(rows), bool)
    key = ("between", probe.parties, probe.instrument)
    if key not in table.cache:
        camps = [Camp.of(names) for names in probe.parties]
        directed = "CONSULT" not in probe.codes
        table.cache[key] = np.array([_joins(pair, camps, directed) for pair in table.coded["pair"]], bool)
    by_pair: NDArray[np.bool_] = table.cache[key]
    found: NDArray[np.bool_] = by_pair[table.columns["pair"][rows]]
    return found


def _joins(pair: tuple[str | None, ...] | None, camps: Sequence[Camp], directed: bool) -> bool:
    if pair is None:
        return False
    a, b, code_a, code_b = pair
    if len(camps) == 1:
        return camps[0].has(a, code_a) or (not directed and camps[0].has(b, code_b))
    if directed:
        return camps[0].has(a, code_a) and any(camp.has(b, code_b) for camp in camps[1:])
    in_a = [n for n, camp in enumerate(camps) if camp.has(a, code_a)]
    in_b = [n for n, camp in enumerate(camps) if camp.has(b, code_b)]
    return any(x != y for x in in_a for y in in_b)


def _coded(table: EventTable, rows: NDArray[np.int64], codes: Sequence[str]) -> NDArray[np.int64]:
    if not codes:
        return rows[:0]
    exact = {c for c in codes if not c[0].isdigit()}
    beginnings = tuple(c for c in codes if c[0].isdigit())
    known = np.array(
        [bool(k) and (k in exact or (k[0].isdigit() and k.startswith(beginnings))) for k in table.coded["kind"]], bool
    )
    chosen: NDArray[np.int64] = rows[known[table.columns["kind"][rows]]]
    return chosen


def _worded(table: EventTable, rows: NDArray[np.int64], probe: Probe) -> NDArray[np.int64]:
    """Return the rows whose headline holds one of the probe's words and, if it gives names, one of its names."""
    words = [f" {fold_name(w)} " for w in probe.words]
    names = [f" {fold_name(n)} " for n in probe.names]
    keep = []
    for row in rows[:MOST_HEADLINES].tolist():
        headline = table.texts["headline"][int(table.text_rows[row])]
        if not headline:
            continue
        folded = f" {fold_name(headline)} "
        if any(w in folded for w in words) and (not names or any(n in folded for n in names)):
            keep.append(row)
    return np.array(keep, np.int64)


def _judge(probe: Probe, coding: Sequence[Dataset], reaching: Sequence[Dataset], found: int) -> tuple[Outcome, str]:
    window = f"from {probe.start} to {probe.until}"
    families = ", ".join(sorted({d.family for d in coding}))
    if found >= probe.least:
        if probe.enough:
            return Outcome.HAPPENED, f"Reported as done: {found} rows of {families} {window}"
        return Outcome.CANNOT_TELL, f"Cannot tell: {found} rows of {families} {window}, but {probe.why}"
    if found:
        return Outcome.CANNOT_TELL, f"Cannot tell: {found} row of {families} {window}, and {probe.least} are asked for"
    if not reaching:
        return Outcome.CANNOT_TELL, f"Cannot tell: the data of {families} do not reach over the time {window}"
    return Outcome.NO_EVIDENCE, f"No evidence found: no row of {families} {window}; it may have gone unreported"


def _warned(probe: Probe, coding: Sequence[Dataset]) -> list[Warned]:
    found = []
    if any(d.machine_coded for d in coding):
        found.append(Warned("machine-coded", "coded by machine from news: open the rows before you believe them"))
    if not probe.parties and not probe.names:
        found.append(Warned("no-parties", "no parties and no names are given: anyone's deed counts"))
    return found
