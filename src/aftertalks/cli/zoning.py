"""``zones``: whose zone an incident lies in, how near its edge, and how many each holder has over time."""

from __future__ import annotations

import csv
import json
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aftertalks.cli import console
from aftertalks.cli.options import Db, a_date, database

if TYPE_CHECKING:
    from aftertalks.watch.zones import Assignment, Incident


class ZoneForm(StrEnum):
    """Forms of the assignment."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


_FIELDS = ("event", "day", "holder", "zones", "boundary_km", "contested", "near", "imprecise")


def zones(  # noqa: PLR0913, PLR0917  each is an option of the command
    zone_file: Annotated[
        Path,
        typer.Argument(
            metavar="ZONES", help="GeoJSON: each feature a polygon with name and, if known, holder, from, to."
        ),
    ],
    events: Annotated[
        list[Path] | None,
        typer.Option("--events", metavar="FILE", help="Event data; default: what is kept beside the ledger."),
    ] = None,
    since: Annotated[
        date | None, typer.Option("--from", parser=a_date, metavar="DATE", help="First day; default: the data's.")
    ] = None,
    until: Annotated[date | None, typer.Option("--to", parser=a_date, metavar="DATE", help="Last day.")] = None,
    days: Annotated[int, typer.Option(min=1, max=3660, help="Length of a period that is counted.")] = 7,
    near: Annotated[float, typer.Option(min=0, help="Kilometres from an edge that make a boundary incident.")] = 5.0,
    drawn: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="Draw the weeks with their zones: .svg or .png.")
    ] = None,
    form: Annotated[ZoneForm | None, typer.Option("--format", "-f", help="table, csv or json.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write here.")] = None,
    db: Db = None,
) -> None:
    """Lay violent events against zones of responsibility: zone, holder, distance to the boundary.

    Contested incidents lie in zones of several holders; imprecise ones are placed only roughly by their dataset, so
    that their zone may be wrong.

    \b
    aftertalks zones zones.geojson --events ged.csv --from 2017-07-09 --map weeks.svg
    aftertalks zones zones.geojson --format csv --out incidents.csv
    """
    import numpy as np

    from aftertalks.flow.eventfiles import EventFolder
    from aftertalks.flow.watching import load_events
    from aftertalks.model import UsageError
    from aftertalks.watch.pictures import event_map, write_picture
    from aftertalks.watch.zones import Zones

    known = Zones.read(zone_file)
    table = load_events(events) if events else EventFolder(database(db)).table()
    if table is None:
        raise UsageError("no event data: name files with --events, or keep some with `aftertalks events add FILE`")
    reach = [d.first for d in table.datasets if d.first], [d.last for d in table.datasets if d.last]
    first, last = since or min(reach[0]), until or max(reach[1])
    if last < first:
        raise UsageError(f"--to {last} is before --from {first}")
    held = table.columns["first"]
    rows = np.flatnonzero((held >= first.toordinal()) & (held <= last.toordinal()) & (table.columns["violent"] > 0))
    found = known.assign(table, rows, near_km=near)
    if drawn is not None:
        weeks = (last - first).days // 7 + 1
        title = f"Events by week and zones of {zone_file.name}"
        write_picture(event_map(table, rows, first=first, weeks=weeks, title=title, zones=known), drawn)
        console.warn(f"map written to {drawn}")
    kind = form or (ZoneForm.TABLE if out is None and console.is_terminal() else ZoneForm.CSV)
    with console.destination(out) as stream:
        stream.write(_written(found, kind, first=first, days=days, near=near))
    for d in table.datasets:
        console.warn(f"data: {d.citation}; terms: {d.licence}")


def _record(one: Incident) -> dict[str, object]:
    values = (
        one.id, one.day.isoformat(), one.holder, list(one.zones), one.boundary_km, one.contested, one.near,
        one.imprecise,
    )  # fmt: skip
    return dict(zip(_FIELDS, values, strict=True))


def _written(found: Assignment, form: ZoneForm, *, first: date, days: int, near: float) -> str:
    if form is ZoneForm.JSON:
        counts = [
            {"from": start.isoformat(), "holder": holder, "events": n}
            for (start, holder), n in found.by_holder(first=first, days=days).items()
        ]
        record = {
            "incidents": [_record(i) for i in found.incidents],
            "unplaced": list(found.unplaced),
            "counts": counts,
        }
        return json.dumps(record, ensure_ascii=False) + "\n"
    if form is ZoneForm.CSV:
        import io

        made = io.StringIO()
        writer = csv.DictWriter(made, _FIELDS, lineterminator="\n")
        writer.writeheader()
        for one in found.incidents:
            writer.writerow({**_record(one), "zones": "; ".join(one.zones)})
        return made.getvalue()
    return "\n".join(_table(found, first=first, days=days, near=near)) + "\n"


def _table(found: Assignment, *, first: date, days: int, near: float) -> list[str]:
    """Counts by period and holder as a table, then what is contested or near an edge."""
    counts = found.by_holder(first=first, days=days)
    holders = sorted({holder for _, holder in counts})
    starts = sorted({start for start, _ in counts})
    width = max([len(h) for h in holders], default=6) + 2
    lines = ["period from " + "".join(f"{h:>{width}}" for h in holders)]
    lines += [f"{s}  " + "".join(f"{counts.get((s, h), 0):>{width},}" for h in holders) for s in starts]
    total = "".join(f"{sum(n for (_, who), n in counts.items() if who == h):>{width},}" for h in holders)
    lines += ["all".ljust(12) + total, ""]
    lines.append(
        f"{len(found.incidents):,} incidents, {len(found.contested):,} contested, {len(found.boundary):,} within "
        f"{near:g} km of an edge, {len(found.unplaced):,} without coordinates"
    )
    for name, listed in (("contested", found.contested), ("near an edge", found.boundary)):
        lines += [f"  {name}: {_line(i)}" for i in listed[:10]]
        if len(listed) > 10:
            lines.append(f"  {name}: {len(listed) - 10:,} more; --format csv lists all")
    return lines


def _line(one: Incident) -> str:
    where = ", ".join(one.zones) or "no zone"
    rough = "; placed roughly" if one.imprecise else ""
    return f"{one.day} {one.id} ({where}; {one.boundary_km} km from an edge{rough})"
