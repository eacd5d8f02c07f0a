"""A kept check as people see it: its figures, warnings, pictures and the citation of its data."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aftertalks.model import Judgement


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a check.

    Args:
        name: ``chart`` or ``map``.
        svg: the picture.
        alt: what it shows, in words.
    """

    name: str
    svg: str
    alt: str

    @property
    def address(self) -> str:
        """The picture as a ``data:`` address: an image of a page cannot run anything."""
        return "data:image/svg+xml;base64," + base64.b64encode(self.svg.encode()).decode("ascii")


@dataclass(frozen=True, slots=True)
class Count:
    """One line of a comparison: where and between whom, events and deaths before and after."""

    where: str
    events: tuple[int, int]
    deaths: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """A kept check.

    Args:
        windows: the days compared, in words; null where nothing was compared.
        counts: the lines of the comparison.
        warnings: what its reader must know.
        citations: of every dataset used, with version and terms.
        pictures: chart and map, if kept.
        digest: of the data.
        code: version of Aftertalks that made it.
    """

    windows: str | None
    counts: tuple[Count, ...]
    warnings: tuple[str, ...]
    citations: tuple[str, ...]
    pictures: tuple[Picture, ...]
    digest: str
    code: str


def latest_check(judgements: Sequence[Judgement], judgement: Judgement) -> Shown | None:
    """Return what a judgement's check kept, if it is the last check of its entry; earlier ones are told in a line."""
    checks = [j for j in judgements if kept_check(j) is not None]
    return kept_check(judgement) if checks and checks[-1] is judgement else None


def kept_check(judgement: Judgement) -> Shown | None:
    """Return what a judgement's check kept; null for judgements of people and rules."""
    if not judgement.details:
        return None
    try:
        record = json.loads(judgement.details)
    except ValueError:
        return None
    if not isinstance(record, dict) or "data_digest" not in record:
        return None
    compared = record.get("comparison") or {}
    windows = f"{_days(compared['before'])} and {_days(compared['after'])}" if compared else None
    return Shown(
        windows,
        (
            *_counts("in the area", compared.get("area", ())),
            *_counts("rest of the country", compared.get("control", ())),
        ),
        tuple(str(w["text"]) for w in record.get("warnings", ())),
        tuple(_citation(d) for d in record.get("datasets", ())),
        tuple(_picture(name, svg, judgement) for name, svg in (record.get("pictures") or {}).items()),
        str(record["data_digest"])[:16],
        str(record.get("code_version", "")),
    )


def _days(window: Sequence[str]) -> str:
    return f"{window[0]} to {window[1]}"


def _counts(where: str, pairings: Sequence[Mapping[str, Any]]) -> list[Count]:
    return [
        Count(
            f"{where}, {p['name']}",
            (p["before"]["events"], p["after"]["events"]),
            (p["before"]["deaths"], p["after"]["deaths"]),
        )
        for p in pairings
    ]


def _citation(dataset: Mapping[str, Any]) -> str:
    told = [str(dataset.get("citation") or dataset.get("family"))]
    if dataset.get("version"):
        told.append(f"version {dataset['version']}")
    if dataset.get("accessed"):
        told.append(f"accessed {dataset['accessed']}")
    told.append(f"terms: {dataset.get('licence')}")
    return "; ".join(told)


def _picture(name: str, svg: str, judgement: Judgement) -> Picture:
    what = "Chart of events by week, before and after" if name == "chart" else "Map of events by week"
    return Picture(name, svg, f"{what}. {judgement.reason}")
