"""Compile src/aftertalks/lexicon/data/given_names.yaml: given names by which a stranger's full name is known.

    pip install -r scripts/requirements.txt && python scripts/compile_given_names.py

Source: given names of the 1990 US census (public domain, package names), without those that are English words or
names of places with 100,000 people or more (or begin three such: Santa, San) in the packaged gazetteer, which must
have been compiled before.
"""

from __future__ import annotations

import sqlite3
import textwrap
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import english_words

DATA = Path(__file__).parent.parent / "src/aftertalks/lexicon/data"
HEADER = (
    "# Given names by which a full name that no lexicon has is known ('Chris Appy'). Compiled by\n"
    "# scripts/compile_given_names.py from the given names of the 1990 US census (public domain).\n"
)


def main() -> None:
    """Write the list anew."""
    spec = find_spec("names")
    if spec is None or spec.origin is None:
        raise SystemExit("names is not installed: pip install -r scripts/requirements.txt")
    folder = Path(spec.origin).parent
    files = [folder / name for name in ("dist.male.first", "dist.female.first")]
    given = {line.split()[0].lower() for path in files for line in path.read_text().splitlines() if line.strip()}
    web2 = english_words.get_english_words_set(["web2"])
    db = sqlite3.connect(DATA / "gazetteer.sqlite")
    towns = {k for (k,) in db.execute("SELECT key FROM name JOIN place USING (id) WHERE pop >= 100000 AND alt = 0")}
    heads = Counter(t.split()[0] for t in towns if " " in t)
    towns |= {head for head, count in heads.items() if count > 2}
    kept = sorted(n for n in given - towns if len(n) > 2 and not (n in web2 and n.capitalize() not in web2))
    lines = textwrap.wrap(" ".join(kept), 112, break_on_hyphens=False, break_long_words=False)
    text = HEADER + "".join(f"- {{names: '{line}'}}\n" for line in lines)
    (DATA / "given_names.yaml").write_text(text, encoding="utf-8")
    print(f"given_names.yaml: {len(kept)} names")


if __name__ == "__main__":
    main()
