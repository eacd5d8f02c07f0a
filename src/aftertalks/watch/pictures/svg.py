"""A small writer of SVG: elements as text, escaped, with a title and a description that screen readers find."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
FONT = "system-ui, -apple-system, 'Segoe UI', sans-serif"
# Told apart by lightness as well as hue, so that they survive print and colour blindness.
INK, FAINT, GRID = "#1b1f24", "#57606a", "#d8dee4"
DARK, LIGHT, LINE, MARK = "#1f4e79", "#a9c4de", "#6e7781", "#b42318"
FILLS = ("#8fb7d9", "#f2c48d", "#a8d5ba", "#d9b3d9", "#e6e08a", "#c9c9c9")


def escape(text: str) -> str:
    """Return text that may stand in XML, without letters that XML forbids."""
    text = _FORBIDDEN.sub("�", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def number(value: float) -> str:
    """Return a coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def element(name: str, body: str = "", **attributes: str | float) -> str:
    """Return an element; underscores in attribute names become hyphens.

    Args:
        body: what stands inside, already escaped.
    """
    parts = [name]
    for key, value in attributes.items():
        shown = value if isinstance(value, str) else number(value)
        parts.append(f'{key.rstrip("_").replace("_", "-")}="{escape(shown)}"')
    opened = " ".join(parts)
    return f"<{opened}>{body}</{name}>" if body else f"<{opened}/>"


def words(text: str, x: float, y: float, **attributes: str | float) -> str:
    """Return a line of text."""
    style: dict[str, str | float] = {"font_size": 11, "fill": INK}
    return element("text", escape(text), x=x, y=y, **(style | attributes))


def path(points: Iterable[tuple[float, float]]) -> str:
    """Return the steps of a path through points."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def picture(parts: Iterable[str], *, width: float, height: float, title: str, description: str) -> str:
    """Return a whole picture that stands alone as a file or inside a page.

    Args:
        title: what it is, in a line.
        description: what it shows, numbers included, for those who do not see it.
    """
    key = hashlib.sha256(f"{title}\n{description}".encode("utf-8", "replace")).hexdigest()[:8]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {number(width)} {number(height)}" '
        f'width="{number(width)}" height="{number(height)}" aria-labelledby="t{key} d{key}" '
        f'font-family="{FONT}">'
    )
    told = f'<title id="t{key}">{escape(title)}</title><desc id="d{key}">{escape(description)}</desc>'
    ground = element("rect", width=width, height=height, fill="#ffffff")
    return f"{head}{told}{ground}{''.join(parts)}</svg>"


def steps(highest: float, most: int = 5) -> list[int]:
    """Return round numbers from 0 to at least ``highest``, evenly spaced, for an axis of counts."""
    step = 1
    while step * most < highest:
        step *= 5 if str(step)[0] == "2" else 2
        if str(step)[0] == "4":
            step = step // 4 * 5
    return list(range(0, (max(int(-(-highest // step)), 1) + 1) * step, step))
