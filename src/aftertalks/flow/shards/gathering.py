"""What is done when every shard is there: documents that stand in several shards are kept in the first alone."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections import Counter
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
    left = _rows_without if job.form is Form.PARQUET else _lines_without
    statements = left(place, f"{STATEMENTS}/{name}.{job.form}", "document", repeated)
    documents = _lines_without(place, f"{DOCUMENTS}/{name}.jsonl", "id", repeated)
    record = record | {
        "ids": [i for i in record["ids"] if i not in repeated], "documents": documents, "statements": statements,
        "repeated": record["repeated"] + len(repeated),
    }  # fmt: skip
    write_json(place, f"{DONE}/{name}.json", record)
    return record


def _lines_without(place: Place, name: str, field: str, repeated: set[str]) -> int:
    """Leave lines out by the value of a field; return how many stay."""
    count = 0
    with place.file(name) as path, path.open("wb") as out:
        for line in place.lines(name):
            if json.loads(line)[field] not in repeated:
                out.write(line)
                count += 1
    return count


def _rows_without(place: Place, name: str, field: str, repeated: set[str]) -> int:
    """Leave rows of a Parquet file out by the value of a column; return how many stay."""
    from aftertalks.show.exports.extras import need

    pa = need("pyarrow", extra="tables", what="Parquet")
    parquet = need("pyarrow.parquet", extra="tables", what="Parquet")
    count = 0
    with tempfile.TemporaryDirectory(prefix="aftertalks-") as made, place.file(name) as path:
        whole = Path(made, "whole.parquet")
        place.copy(name, whole)
        with (
            parquet.ParquetFile(str(whole)) as file,
            parquet.ParquetWriter(str(path), file.schema_arrow, compression="zstd") as writer,
        ):
            for batch in file.iter_batches():
                stays = pa.array([d not in repeated for d in batch.column(field).to_pylist()], type=pa.bool_())
                kept = batch.filter(stays)
                count += kept.num_rows
                writer.write_batch(kept)
    return count
