"""Charts of benches as SVG that stand alone: bars, and lines over a scale."""

from __future__ import annotations

from collections.abc import Sequence

from aftertalks.watch.pictures import svg

WIDTH, LEFT, RIGHT, TOP = 720.0, 200.0, 90.0, 44.0


def bars(title: str, rows: Sequence[tuple[str, float]], *, unit: str, marked: str | None = None) -> str:
    """Draw a bar for each row.

    Args:
        unit: what the values are, for the description.
        marked: the row that is drawn darker.
    """
    high = max(value for _, value in rows) or 1.0
    scale = (WIDTH - LEFT - RIGHT) / high
    parts = [svg.words(title, 16, 24, font_size=15, font_weight="600")]
    for n, (name, value) in enumerate(rows):
        y = TOP + n * 30
        fill = svg.DARK if name == marked else svg.LIGHT
        parts.append(svg.words(name, LEFT - 8, y + 15, text_anchor="end"))
        parts.append(svg.element("rect", x=LEFT, y=y, width=max(value * scale, 1), height=22, fill=fill))
        parts.append(svg.words(shown(value), LEFT + value * scale + 6, y + 15, fill=svg.FAINT))
    told = "; ".join(f"{name}: {shown(value)} {unit}" for name, value in rows)
    height = TOP + len(rows) * 30 + 24
    parts.append(svg.words(unit, LEFT, height - 8, fill=svg.FAINT))
    return svg.picture(parts, width=WIDTH, height=height, title=title, description=told)


def line(title: str, points: Sequence[tuple[float, float]], *, across: str, up: str) -> str:
    """Draw points joined by a line, both scales from zero.

    Args:
        across, up: what the two scales measure, with their units.
    """
    height, bottom, left, right = 320.0, 270.0, 70.0, WIDTH - 40
    xs, ys = svg.steps(max(x for x, _ in points)), svg.steps(max(y for _, y in points))

    def at(x: float, y: float) -> tuple[float, float]:
        return left + (right - left) * x / xs[-1], bottom - (bottom - TOP) * y / ys[-1]

    parts = [svg.words(title, 16, 24, font_size=15, font_weight="600")]
    for y in ys:
        parts.append(svg.element("line", x1=left, x2=right, y1=at(0, y)[1], y2=at(0, y)[1], stroke=svg.GRID))
        parts.append(svg.words(f"{y:,}", left - 8, at(0, y)[1] + 4, text_anchor="end", fill=svg.FAINT))
    parts += [svg.words(f"{x:,}", at(x, 0)[0], bottom + 18, text_anchor="middle", fill=svg.FAINT) for x in xs]
    parts.append(svg.element("path", d=svg.path(at(*p) for p in points), fill="none", stroke=svg.DARK, stroke_width=2))
    parts += [svg.element("circle", cx=at(*p)[0], cy=at(*p)[1], r=4, fill=svg.DARK) for p in points]
    parts.append(svg.words(f"{up}, by {across}", left, height - 10, fill=svg.FAINT))
    told = "; ".join(f"{shown(x)}: {shown(y)}" for x, y in points)
    return svg.picture(parts, width=WIDTH, height=height, title=title, description=f"{up}, by {across}. {told}.")


def shown(value: float) -> str:
    """Return a number with no more digits than it is good for."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
