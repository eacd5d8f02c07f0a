"""Write the README's outputs anew: run its Python and its shell lines on the samples, as tests/test_readme.py does.

    PYTHONPATH=. python scripts/readme_outputs.py

Look at the difference before you keep it: a changed output is a changed promise.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.test_readme import PYTHON, README, ROOT, SHELL, prepared, steps, told


def main() -> None:
    """Run every block in a new folder and put what it prints below it."""
    text = README
    for code, output in PYTHON:
        with tempfile.TemporaryDirectory() as folder:
            made = told([sys.executable, "-c", code], prepared(Path(folder)))
        text = text.replace(f"{code}```\n\n```text\n{output}", f"{code}```\n\n```text\n{made}\n")
    with tempfile.TemporaryDirectory() as folder:
        place = prepared(Path(folder))
        made = "\n\n".join(f"$ {line}\n{told(['sh', '-c', line], place)}" for line, _ in steps(SHELL[0]))
    (ROOT / "README.md").write_text(text.replace(SHELL[0], made + "\n"), encoding="utf-8")


if __name__ == "__main__":
    main()
