"""Writes docs/reference.md: every command as its help tells it, and every field of the records, from their schemas.

    python scripts/describe_reference.py            # write it anew
    python scripts/describe_reference.py --check    # say whether it is as it would be written
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.update(COLUMNS="100", NO_COLOR="1", TERM="dumb")

from typer.main import get_command
from typer.testing import CliRunner

from aftertalks.cli.app import app
from aftertalks.show.exports.schemas import schema_of

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference.md"
HEAD = """# Reference

Written by `python scripts/describe_reference.py` from the program itself; a test fails when it is not as the program is.
An overview is in [commands](commands.md), the columns of tables are in [exports](exports.md).
"""


def commands() -> Iterator[str]:
    """Yield each command's help."""
    runner = CliRunner()
    yield "## Commands"
    for name in get_command(app).commands:  # type: ignore[attr-defined]
        told = runner.invoke(app, [name, "--help"], prog_name="aftertalks")
        lines = "\n".join(line.rstrip() for line in told.stdout.strip().splitlines())
        yield f"### aftertalks {name}\n\n```text\n{lines}\n```"


def holds(field: dict[str, Any]) -> str:
    """Say what a field of a schema may hold."""
    if "enum" in field:
        return " · ".join("null" if v is None else f"`{v}`" for v in field["enum"])
    if "$ref" in field:
        return field["$ref"].rpartition("/")[2]
    if "anyOf" in field:
        return " or ".join(holds(f) for f in field["anyOf"])
    kinds = field.get("type", "any")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    inner = ", ".join(f"`{name}`" for name in field.get("properties", {}))
    if not inner and "items" in field:
        inner = "each " + holds(field["items"])
    return " or ".join(kinds) + (f": {inner}" if inner else "")


def records() -> Iterator[str]:
    """Yield each record's fields."""
    yield "## Records"
    for title in ("statements", "entries", "events"):
        schema = schema_of(title)
        rows = [
            f"| `{name}` | {holds(field)} | {field.get('description', '')} |"
            for name, field in schema["properties"].items()
        ]
        told = schema.get("description", "")
        yield "\n".join([f"### {title}\n\n{told}\n\n| field | holds | meaning |\n|---|---|---|", *rows])


def page() -> str:
    """Return the page as it should be."""
    return "\n\n".join([HEAD.strip(), *commands(), *records()]) + "\n"


def main() -> int:
    """Write or check the page."""
    parser = argparse.ArgumentParser(description="write docs/reference.md")
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        same = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page()
        print(f"{PAGE.name}: {'as it would be written' if same else 'old; run python scripts/describe_reference.py'}")
        return 0 if same else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
