"""From an entry to its check, and from event files to a verdict that the ledger can keep."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aftertalks.flow.eventfiles import EventFolder
from aftertalks.flow.keeping import Ledger
from aftertalks.model import Check, Judgement, Statement, UsageError
from aftertalks.model.account import Account
from aftertalks.watch.checks import Probe, Verdict, draft, from_yaml, run
from aftertalks.watch.pictures import check_map, weekly_chart
from aftertalks.watch.readers import EventFile
from aftertalks.watch.table import EventTable, TableBuilder

MOST_PICTURE = 600_000  # characters of a picture that is kept with a verdict


def _told_beside(ledger: Ledger, account: Account, instrument: str) -> list[Statement]:
    """Other statements of the entry's documents on the same instrument, nearest first."""
    own = {v.statement.id: v.statement for v in account.voices}
    documents = {s.document for s in own.values()}
    anchor = min((s.span.start for s in own.values()), default=0)
    told = ledger.store.statements_in(list(documents), instrument=instrument)
    beside = [statement for statement in told if statement.id not in own]
    return sorted(beside, key=lambda s: abs(s.span.start - anchor))


def draft_check(ledger: Ledger, account: Account) -> Probe:
    """Draft the test of an entry, to be looked at before it is trusted.

    What the entry's own voices do not tell (its day, its area) is taken from the nearest statement of the same document
    on the same instrument, and a note of the draft says so.

    Raises:
        UsageError: no voice names an instrument, or the instrument drafts no test.
    """
    voices = [v.statement for v in account.voices]
    named = account.entry.instrument or next((s.instrument for s in voices if s.instrument), None)
    if named is None:
        raise UsageError(f"entry {account.entry.id} names no instrument (truce, talks …); write a test by hand")
    beside = _told_beside(ledger, account, named)
    notes: list[str] = []
    dated = next((s for s in voices if s.when is not None), None)
    if dated is None and (dated := next((s for s in beside if s.when is not None), None)) is not None:
        notes.append(f"the day is taken from the same document: {dated.text[:120]!r}")
    placed = next((s for s in voices if s.where), None)
    if placed is None and (placed := next((s for s in beside if s.where), None)) is not None:
        notes.append(f"the area is taken from the same document: {placed.text[:120]!r}")
    first, last = (dated.when, dated.when_end) if dated is not None else (None, None)
    check = Check(
        named,
        parties=account.entry.parties,
        area=placed.where if placed is not None else None,
        first=first,
        last=last if last != first else None,
    )
    probe = draft(check, title=account.entry.summary[:160])
    return replace(probe, notes=(*probe.notes, *notes))


def load_events(files: Sequence[Path]) -> EventTable:
    """Read event files (UCDP GED, ACLED, GDELT 2, POLECAT; plain, zip or gz) into one table."""
    builder = TableBuilder()
    for file in files:
        builder.add(EventFile(file))
    return builder.done()


def run_check(probe: Probe, files: Sequence[Path], *, ledger: Path | str | None = None) -> tuple[Verdict, EventTable]:
    """Run a test on event files, or on the event data kept beside a ledger.

    Raises:
        UsageError: no file is given, and the ledger keeps none.
    """
    table = load_events(files) if files else EventFolder(ledger).table() if ledger is not None else None
    if table is None:
        raise UsageError("no event data: name files with --events, or keep some with `aftertalks events add FILE`")
    return run(probe, table), table


def _figures(record: Any) -> Any:
    """A verdict's record without the lists of events, which the data hold under its digest."""
    if isinstance(record, dict):
        dropped = {"ids", "found_for", "found_against"}
        return {name: _figures(value) for name, value in record.items() if name not in dropped}
    return [_figures(value) for value in record] if isinstance(record, list) else record


def kept_check(account: Account) -> dict[str, Any]:
    """Return what the last check of an entry kept: its test (``probe``), figures and digest.

    Raises:
        UsageError: none was kept.
    """
    for judgement in reversed(account.entry.judgements):
        if judgement.details:
            found: dict[str, Any] = json.loads(judgement.details)
            return found
    raise UsageError(f"entry {account.entry.id} has no kept check; run one with --keep first")


def kept_probe(kept: dict[str, Any]) -> Probe:
    """Return the test of a kept check."""
    return from_yaml(json.dumps(kept["probe"]))


def differences(kept: dict[str, Any], verdict: Verdict) -> list[str]:
    """Say in what a repeated check differs from the kept one; empty where every figure agrees."""
    now = json.loads(json.dumps(_figures(verdict.to_record())))
    told = []
    if kept["data_digest"] != now["data_digest"]:
        told.append(f"other data: {kept['data_digest'][:16]} then, {now['data_digest'][:16]} now")
    if kept["code_version"] != now["code_version"]:
        told.append(f"other code: {kept['code_version']} then, {now['code_version']} now")
    if kept["outcome"] != now["outcome"]:
        told.append(f"other outcome: {kept['outcome']} then, {now['outcome']} now")
    if kept["comparison"] != now["comparison"]:
        told.append("other figures")
    return told


def _pictures(verdict: Verdict, table: EventTable | None) -> dict[str, str]:
    """The chart and the map of a comparison as SVG; a map that is too large to keep is left out."""
    drawn = {"chart": weekly_chart(verdict), "map": check_map(verdict, table) if table is not None else None}
    return {name: svg for name, svg in drawn.items() if svg is not None and len(svg) <= MOST_PICTURE}


def keep_verdict(ledger: Ledger, account: Account, verdict: Verdict, table: EventTable | None = None) -> Judgement:
    """Append a verdict to its entry, with its figures, what is needed to repeat it, and its chart.

    Args:
        table: the table that it was made on; with it the map of events is kept, too.
    """
    details = _figures(verdict.to_record())
    details["pictures"] = _pictures(verdict, table)
    made = Judgement(
        entry=account.entry.id,
        by=f"check {verdict.code_version}",
        at=datetime.now(UTC),
        outcome=verdict.outcome,
        reason=f"{verdict.reason} [data {verdict.data_digest[:16]}]",
        details=json.dumps(details, ensure_ascii=False, sort_keys=True),
    )
    with ledger.store.writing() as writer:
        writer.judge(made)
    return made
