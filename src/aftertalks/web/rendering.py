"""Pages as HTML: the web's own templates over the parts that files use too; everything is escaped."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, urlsplit

from jinja2 import Environment

from aftertalks.show.exports.site import public_source
from aftertalks.show.render import environment
from aftertalks.show.wording import standing
from aftertalks.web.ask import address

HERE = Path(__file__).parent
STATIC = HERE / "static"
HTMX = "htmx-2.0.11.min.js"


@lru_cache(maxsize=1)
def templates() -> Environment:
    """Return the environment of the web's templates."""
    made = environment(HERE / "templates")
    made.globals |= {"address": address, "standing": standing, "htmx": HTMX, "style": style_name(), "icon": icon_name(),
                     "script": script_name()}  # fmt: skip
    made.filters |= {
        "seg": lambda part: quote(str(part), safe=""),
        "n": "{:,}".format,
        "host": _host,
        "file": public_source,
    }
    return made


def _host(url: str) -> str:
    """Return the name of the server that an address leads to, which is all that fits into a line."""
    return urlsplit(url).netloc.rpartition("@")[2].removeprefix("www.") or url


@lru_cache(maxsize=1)
def style() -> str:
    """Return the style sheet: that of the files, then the web's own."""
    made = environment(HERE / "templates")
    return made.get_template("style.css").render() + "\n" + made.get_template("web.css").render()


@lru_cache(maxsize=1)
def style_name() -> str:
    """Return the style sheet's name, which changes with its content, so that browsers may keep it for good."""
    return f"style-{hashlib.sha256(style().encode()).hexdigest()[:12]}.css"


@lru_cache(maxsize=1)
def script_name() -> str:
    """Return the name of the pages' own script, which changes with its content, too."""
    return f"desk-{hashlib.sha256((STATIC / 'desk.js').read_bytes()).hexdigest()[:12]}.js"


@lru_cache(maxsize=1)
def icon_name() -> str:
    """Return the icon's name, which changes with its content, too."""
    return f"icon-{hashlib.sha256((STATIC / 'icon.svg').read_bytes()).hexdigest()[:12]}.svg"
