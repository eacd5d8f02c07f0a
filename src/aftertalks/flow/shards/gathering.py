"""What is done when every shard is there: documents that stand in several shards are kept in the first alone."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aftertalks.flow.shards.job import DOCUMENTS, DONE, STATEMENTS, Form, Job, shard_name
from aftertalks.flow.shards.place import Place, write_json

COUNTS = ("documents", "statements", "failed", "repeated")


def done_shards(place: Place) -> set[int]:
    """Return the numbers of the shards that are done."""
    stems = (name.removesuffix(".json") for name in place.names(DONE))
    return {int(stem) for stem in stems if stem.isdigit()}


def _record(place: Place, number: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(place.read(f"{DONE}/{shard_name(number)}.json") or b"{}")
    return found


def gather(job: Job, shards: int, made: Path) -> Counter[str]:
    """Take repeated documents out of all shards but the first that holds them, and count what is left.

    Which document is the first does not depend on which worker was the faster. Done again it changes nothing.

    Args:
        made: an empty folder of this machine; the ids are sorted out on its disk and not in memory.
    """
    sums: Counter[str] = Counter()
    seen = sqlite3.connect(made / "ids.db")
    try:
        seen.execute("PRAGMA journal_mode = OFF")
        seen.execute("PRAGMA synchronous = OFF")
        seen.execute("CREATE TABLE ids (id BLOB PRIMARY KEY) WITHOUT ROWID")
        for number in range(shards):
            record = _record(job.place, number)
            repeated = [i for i in record["ids"] if not _is_new(seen, i)]
            if repeated:
                record = _without(job, number, record, set(repeated))
            sums.update({name: record[name] for name in COUNTS})
    finally:
        seen.close()
    return sums


def _is_new(seen: sqlite3.Connection, identity: str) -> bool:
    return seen.execute("INSERT OR IGNORE INTO ids VALUES (?)", (bytes.fromhex(identity),)).rowcount == 1


def _without(job: Job, number: int, record: dict[str, Any], repeated: set[str]) -> dict[str, Any]:
    """Write a shard anew without some documents; each file is replaced whole, the mark last."""
    place, name = job.place, shard_name(number)
    with place.file(f"{STATEMENTS}/{name}.{job.form}") as path:
        gone = _statements_without(place.read(f"{STATEMENTS}/{name}.{job.form}") or b"", job.form, repeated, path)
    with place.file(f"{DOCUMENTS}/{name}.jsonl") as path, path.open("wb") as out:
        out.writelines(_lines_without(place.read(f"{DOCUMENTS}/{name}.jsonl") or b"", "id", repeated))
    left = [i for i in record["ids"] if i not in repeated]
    record = record | {
        "ids": left, "documents": len(left), "statements": record["statements"] - gone,
        "repeated": record["repeated"] + len(repeated),
    }  # fmt: skip
    write_json(place, f"{DONE}/{name}.json", record)
    return record


def _lines_without(data: bytes, field: str, repeated: set[str]) -> Iterator[bytes]:
    return (line for line in data.splitlines(keepends=True) if json.loads(line)[field] not in repeated)


def _statements_without(data: bytes, form: Form, repeated: set[str], path: Path) -> int:
    if form is Form.PARQUET:
        return _rows_without(data, repeated, path)
    kept = list(_lines_without(data, "document", repeated))
    path.write_bytes(b"".join(kept))
    return data.count(b"\n") - len(kept)


def _rows_without(data: bytes, repeated: set[str], path: Path) -> int:
    from aftertalks.show.exports.extras import need

    pa = need("pyarrow", extra="tables", what="Parquet")
    parquet = need("pyarrow.parquet", extra="tables", what="Parquet")
    table = parquet.read_table(pa.BufferReader(data))
    kept = table.filter(pa.array([d not in repeated for d in table["document"].to_pylist()], type=pa.bool_()))
    parquet.write_table(kept, str(path), compression="zstd")
    return int(table.num_rows - kept.num_rows)
