"""Runs the console blocks of a page and writes what they print under each command, or says where they differ.

    python scripts/run_docs.py docs/tutorial.md            # run, and write the output into the page
    python scripts/run_docs.py --check docs/tutorial.md    # run, and show where page and output differ

A page's blocks run in order, in bash, in one empty folder that holds a copy of the shipped ``samples``. A block that begins
with ```` ```console 6 ```` shows the first six lines of each output, and "…" if there were more; the day of the run is
written as "TODAY". Blocks of other kinds are not run.
"""

from __future__ import annotations

import argparse
import difflib
import fcntl
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WIDTH = 100
_BLOCK = re.compile(r"^```console(?: (?P<lines>\d+))?\n(?P<body>.*?)^```$", re.M | re.S)
_STYLE = re.compile(r"\x1b\[[\d;]*m")
_MORE = "…"


def commands(body: str) -> list[str]:
    """Return the commands of a block, without their prompts; a line that ends with a backslash goes on."""
    found: list[str] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append(line[2:])
        elif found and found[-1].endswith("\\"):
            found[-1] += "\n" + line
    return found


def run(command: str, folder: Path) -> str:
    """Run a command at a terminal of ``WIDTH`` columns and return what it prints, errors first.

    Raises:
        SystemExit: it failed other than by setting inputs aside.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, WIDTH, 0, 0))
    bins = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = os.environ | {"PATH": bins, "NO_COLOR": "1", "TERM": "xterm", "AFTERTALKS_BY": "Ana", "LC_ALL": "C.UTF-8"}
    env.pop("COLUMNS", None)
    done = subprocess.Popen(
        ["bash", "-c", command], cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE
    )
    os.close(theirs)
    told = bytearray()
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        told += part
    errors = done.stderr.read() if done.stderr else b""
    os.close(ours)
    if done.wait() not in {0, 1}:
        raise SystemExit(f"{command}\n{errors.decode()}")
    text = errors.decode() + told.decode().replace("\r\n", "\n")
    text = _STYLE.sub("", text)
    text = re.sub(rf"{date.today()}(?:[T ]\d\d:\d\d(?::\d\d)?(?:\+00:00| UTC)?)?", "TODAY", text)
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


def shown(output: str, lines: int | None) -> str:
    """Return the first lines of an output."""
    kept = output.splitlines()
    if lines is not None and len(kept) > lines:
        kept = [*kept[:lines], _MORE]
    return "\n".join(kept)


def filled(page: str, folder: Path) -> str:
    """Return a page with the output of its blocks as it is now."""

    def block(match: re.Match[str]) -> str:
        lines = int(match["lines"]) if match["lines"] else None
        parts = []
        for command in commands(match["body"]):
            output = shown(run(command, folder), lines)
            parts.append(f"$ {command}\n" + (output + "\n" if output else ""))
        return f"```console{' ' + match['lines'] if lines else ''}\n{''.join(parts)}```"

    return _BLOCK.sub(block, page)


def in_its_folder(page: str) -> str:
    """Run a page's blocks in an empty folder with the samples and return the page with their output."""
    with tempfile.TemporaryDirectory() as made:
        shutil.copytree(ROOT / "samples", Path(made) / "samples")
        return filled(page, Path(made))


def main() -> int:
    """Fill or check pages."""
    parser = argparse.ArgumentParser(description="run the console blocks of pages")
    parser.add_argument("pages", type=Path, nargs="+")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    wrong = 0
    for path in asked.pages:
        page = path.read_text(encoding="utf-8")
        now = in_its_folder(page)
        if asked.check:
            lines = difflib.unified_diff(page.splitlines(), now.splitlines(), str(path), "as it is now", lineterm="")
            told = "\n".join(lines)
            wrong += bool(told)
            print(told or f"{path}: as it is now")
        else:
            path.write_text(now, encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
