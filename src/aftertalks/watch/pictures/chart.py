"""Violence week by week, before and after, with the date marked and the rest of the country below."""

from __future__ import annotations

from datetime import timedelta

from aftertalks.watch.checks.result import ALL, Comparison, Verdict, Week
from aftertalks.watch.pictures import svg

WIDTH, HEIGHT = 760.0, 400.0
_LEFT, _RIGHT = 52.0, 16.0
_UPPER, _LOWER = (62.0, 226.0), (282.0, 348.0)  # tops and bottoms of the two panels


def weekly_chart(verdict: Verdict) -> str | None:
    """Draw a comparison as SVG; null where the verdict holds none.

    Bars are events in the area, the dark part those between the parties; the line below is the rest of the country.
    """
    c = verdict.comparison
    if c is None:
        return None
    start = c.after[0]
    unit = (WIDTH - _LEFT - _RIGHT) / len(c.weeks)
    at = _LEFT + unit * ((start - c.weeks[0].first).days / 7)
    parts = [
        svg.words(verdict.probe.title[:90].rstrip(". "), _LEFT, 22, font_size=15, font_weight="600"),
        *_legend(verdict),
        *_bars(c.weeks, unit),
        *_line(c.weeks, unit),
        *_dates(c.weeks, unit),
        _shade(c, unit),
        svg.element("line", x1=at, x2=at, y1=_UPPER[0] - 6, y2=_LOWER[1], stroke=svg.MARK, stroke_width=2),
        svg.words(start.isoformat(), at + 5, _UPPER[0] - 1, fill=svg.MARK, font_weight="600"),
        svg.words(data_line(verdict), _LEFT, HEIGHT - 8, font_size=9.5, fill=svg.FAINT),
    ]
    title = f"{verdict.probe.title}: events by week before and after {start}"
    return svg.picture(parts, width=WIDTH, height=HEIGHT, title=title, description=_told(verdict, c))


def _told(verdict: Verdict, c: Comparison) -> str:
    weeks = "; ".join(f"{w.first}: {w.area} ({w.parties} between the parties), elsewhere {w.control}" for w in c.weeks)
    return f"{verdict.reason}. Events by week: {weeks}."


def data_line(verdict: Verdict) -> str:
    """Return whose data a verdict rests on, in a line."""
    named = dict.fromkeys(f"{d.family}{f' {d.version}' if d.version else ''}, {d.licence}" for d in verdict.datasets)
    return "Data: " + "; ".join(named)


def _legend(verdict: Verdict) -> list[str]:
    area = verdict.probe.area
    place = area.shown if area else "area"
    split = bool(verdict.probe.parties or verdict.probe.exceptions)
    dark = f"between the parties, {place}" if split else place
    parts = [
        svg.element("rect", x=_LEFT, y=34, width=11, height=11, fill=svg.DARK),
        svg.words(f"events {dark}"[:70], _LEFT + 16, 43.5),
    ]
    if split:
        parts += [
            svg.element("rect", x=WIDTH - 170, y=34, width=11, height=11, fill=svg.LIGHT),
            svg.words("other violence there", WIDTH - 154, 43.5),
        ]
    country = f"rest of {area.country}" if area else "elsewhere"
    return [*parts, svg.words(f"events in the {country}", _LEFT, _LOWER[0] - 12)]


def _axis(panel: tuple[float, float], marks: list[int]) -> list[str]:
    parts = []
    for mark in marks if len(marks) <= 6 else marks[::2]:
        y = panel[1] - (panel[1] - panel[0]) * mark / marks[-1]
        parts.append(svg.element("line", x1=_LEFT, x2=WIDTH - _RIGHT, y1=y, y2=y, stroke=svg.GRID))
        parts.append(svg.words(f"{mark:,}", _LEFT - 6, y + 3.5, text_anchor="end", fill=svg.FAINT))
    return parts


def _bars(weeks: tuple[Week, ...], unit: float) -> list[str]:
    marks = svg.steps(max(w.area for w in weeks))
    scale = (_UPPER[1] - _UPPER[0]) / marks[-1]
    parts = _axis(_UPPER, marks)
    for n, week in enumerate(weeks):
        x, wide = _LEFT + n * unit + unit * 0.12, unit * 0.76
        dark, every = week.parties * scale, week.area * scale
        told = svg.element("title", svg.escape(
            f"week from {week.first}: {week.area} events, {week.parties} between the parties, {week.deaths} deaths"
        ))  # fmt: skip
        bars = svg.element("rect", x=x, y=_UPPER[1] - every, width=wide, height=every, fill=svg.LIGHT)
        bars += svg.element("rect", x=x, y=_UPPER[1] - dark, width=wide, height=dark, fill=svg.DARK)
        bars += svg.words(str(week.area), x + wide / 2, _UPPER[1] - every - 3, text_anchor="middle", font_size=9.5)
        parts.append(svg.element("g", told + bars))
    return parts


def _line(weeks: tuple[Week, ...], unit: float) -> list[str]:
    marks = svg.steps(max(w.control for w in weeks), 2)
    scale = (_LOWER[1] - _LOWER[0]) / marks[-1]
    points = [(_LEFT + (n + 0.5) * unit, _LOWER[1] - w.control * scale) for n, w in enumerate(weeks)]
    return [
        *_axis(_LOWER, marks),
        svg.element("path", d=svg.path(points), fill="none", stroke=svg.LINE, stroke_width=2),
        *(svg.element("circle", cx=x, cy=y, r=2.4, fill=svg.LINE) for x, y in points),
    ]


def _dates(weeks: tuple[Week, ...], unit: float) -> list[str]:
    every = max(1, -(-len(weeks) * 44 // int(WIDTH - _LEFT - _RIGHT)))
    shown = range(0, len(weeks), every)
    return [
        svg.words(
            f"{weeks[n].first.day} {weeks[n].first:%b}", _LEFT + (n + 0.5) * unit, y, text_anchor="middle",
            font_size=9.5, fill=svg.FAINT,
        )
        for n in shown for y in (_UPPER[1] + 14, _LOWER[1] + 14)
    ]  # fmt: skip


def _shade(c: Comparison, unit: float) -> str:
    """Bracket the two windows that are compared, with their counts."""
    weeks = ((c.after[1] - c.after[0]) + timedelta(days=1)).days // 7
    first = _LEFT + unit * ((c.before[0] - c.weeks[0].first).days / 7)
    middle = first + weeks * unit
    y = _UPPER[1] + 22
    pairing = c.pairing(ALL)
    spans = (
        (first + 2, middle - 3, "before", pairing.before.events),
        (middle + 3, middle + weeks * unit - 2, "after", pairing.after.events),
    )
    return "".join(
        svg.element("line", x1=a, x2=b, y1=y, y2=y, stroke=svg.INK, stroke_width=1.5)
        + svg.words(f"{weeks} weeks {name}: {count:,} events", (a + b) / 2, y + 13, text_anchor="middle")
        for a, b, name, count in spans
    )
