"""Reads shards back, so that a ledger can be fed from them without reading their texts again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from aftertalks.flow.shards.gathering import done_shards
from aftertalks.flow.shards.job import DOCUMENTS, END, STATEMENTS, Form, read_manifest, shard_name
from aftertalks.flow.shards.place import Place, open_place
from aftertalks.ingest.remote import is_remote
from aftertalks.model import InputError, Reading, UsageError
from aftertalks.model.reading_record import from_reading_record
from aftertalks.model.record import from_record


def holds_shards(source: str) -> bool:
    """Say whether a folder or a place in a store holds the shards of a job."""
    if not is_remote(source) and ("://" in source[:20] or not _is_folder(source)):
        return False
    try:
        return read_manifest(open_place(source)) is not None
    except (UsageError, OSError):
        return False


def _is_folder(source: str) -> bool:
    try:
        return Path(source).is_dir()
    except (OSError, ValueError):
        return False


def shard_readings(source: str) -> Iterator[Reading | InputError]:
    """Yield every reading of a job's shards, in the order of the input.

    Yields:
        readings; an error for a shard that cannot be understood, and one where shards are still missing.
    """
    place = open_place(source)
    manifest = read_manifest(place)
    if manifest is None:
        yield InputError(source, "holds no shards", "name the folder that `read --out FOLDER/` wrote")
        return
    if manifest["form"] != Form.JSONL:
        yield InputError(source, "holds tables, which lack what a ledger needs", "read again with --format jsonl")
        return
    for number in sorted(done_shards(place)):
        try:
            yield from _shard(place, shard_name(number))
        except (UsageError, ValueError) as error:
            shard = f"{source} (shard {shard_name(number)})"
            yield InputError(shard, f"cannot be understood ({error})", "remove its done/ file and read again")
    if place.read(END) is None:
        yield InputError(source, "is not finished", "call the same `read` again, then add it again")


def _shard(place: Place, name: str) -> Iterator[Reading]:
    """Join a shard's documents and statements, which stand in the same order."""
    statements = place.lines(f"{STATEMENTS}/{name}.jsonl")
    for line in place.lines(f"{DOCUMENTS}/{name}.jsonl"):
        record = json.loads(line)
        own = [from_record(json.loads(s)) for s in islice(statements, record["statements"])]
        if len(own) < record["statements"] or any(s.document != record["id"] for s in own):
            raise UsageError(f"the statements of document {record['id']} are not where they belong")
        yield from_reading_record(record, own)
