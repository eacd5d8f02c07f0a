"""Writes pictures: SVG as it is, PNG drawn from it where the optional renderer is installed."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from aftertalks.model import UsageError

_ZOOM = 2.0  # pixels a unit of the picture, sharp on paper and on dense screens


def png(svg: str) -> bytes:
    """Draw an SVG as PNG.

    Raises:
        UsageError: the renderer is not installed.
    """
    try:
        renderer: Any = importlib.import_module("resvg_py")
    except ImportError:
        raise UsageError('PNG is drawn with resvg-py, which is not installed: pip install "aftertalks[png]"') from None
    return bytes(renderer.svg_to_bytes(svg_string=svg, zoom=_ZOOM))


def write_picture(svg: str, path: Path) -> None:
    """Write a picture as its file's name ends: ``.svg`` or ``.png``.

    Raises:
        UsageError: the name ends otherwise, or PNG is asked for and cannot be drawn.
    """
    ending = path.suffix.lower()
    if ending == ".svg":
        path.write_text(svg, encoding="utf-8")
    elif ending == ".png":
        path.write_bytes(png(svg))
    else:
        raise UsageError(f"{path}: name a picture .svg or .png")
