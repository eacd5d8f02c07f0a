"""Writes THIRD_PARTY.md's table of data files from src/aftertalks/origins.yaml, the one place that records them.

    python scripts/describe_origins.py            # write it anew
    python scripts/describe_origins.py --check    # say whether it is as it would be written
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from aftertalks.flow.licences import origins

PAGE = Path(__file__).resolve().parents[1] / "THIRD_PARTY.md"
TABLE = re.compile(r"\| file \| from \| licence \| remarks \|\n(?:\|.*\n)+")


def row(record: dict[str, str | None]) -> str:
    """Return a record as a line of the table."""
    name = f"`src/aftertalks/{record['file']}`" + (f", {record['part']}" if record.get("part") else "")
    where = f"{record['from']}" + (f" (<{record['address']}>)" if record.get("address") else "")
    remarks = [record.get("reason"), record.get("notice")]
    remarks += [f"changed: {record['changed']}"] if record.get("changed") else []
    cells = (name, where, record["licence"] or "none known", "; ".join(r for r in remarks if r))
    return f"| {' | '.join(cells)} |"


def main() -> int:
    """Write or compare."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true")
    given = options.parse_args()
    text = PAGE.read_text(encoding="utf-8")
    lines = "\n".join(map(row, origins()))
    made, count = TABLE.subn(lambda _: f"| file | from | licence | remarks |\n|---|---|---|---|\n{lines}\n", text)
    if count != 1:
        sys.exit(f"{PAGE.name}: its table is gone; it begins with '| file | from | licence | remarks |'")
    if given.check:
        if made != text:
            print(f"{PAGE.name} is not as origins.yaml has it; run python scripts/describe_origins.py")
        return int(made != text)
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
