"""The Jinja2 environment of the pages: everything is escaped, nothing is fetched from anywhere."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from aftertalks.show import dates, wording
from aftertalks.show.kinds import LOOKS

TEMPLATES = Path(__file__).parent / "templates"


@lru_cache(maxsize=4)
def environment(*folders: Path) -> Environment:
    """Return the environment of this package's templates and of those in ``folders``, which come first."""
    made = Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "when": dates.when,
        "raw": dates.raw_words,
        "due": dates.due_words,
        "due_raw": dates.due_raw,
        "late": dates.late,
        "speaker": wording.speaker,
        "shorten": wording.shorten,
        "link": safe_link,
        "css": css_string,
        "proposed": wording.proposed,
    }
    made.globals |= {"looks": LOOKS, "counted": wording.counted}
    return made


def page(template: str, **values: Any) -> str:
    """Return a page made from a template of this package."""
    return environment().get_template(template).render(**values)


def css_string(text: str) -> str:
    """Return a text as the inside of a string in a style sheet; nothing in it can end the string."""
    return "".join(c if c.isascii() and (c.isalnum() or c == " ") else f"\\{ord(c):x} " for c in text)


def safe_link(address: str | None) -> str | None:
    """Return an address that a click may follow: the web's only; null for any other ("javascript:…")."""
    if not address:
        return None
    try:
        scheme = urlsplit(address.strip()).scheme.lower()
    except ValueError:
        return None
    return address.strip() if scheme in {"http", "https"} else None
