"""A whole ledger as lines, and lines into a ledger: for backups, for moving between homes, for joining two ledgers.

Callable: :func:`write`, :func:`read_into`.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, cast

from aftertalks.ledger.blocking import block_keys
from aftertalks.ledger.copies import bands, shingles
from aftertalks.ledger.proposition import Proposition
from aftertalks.model import AftertalksError, InputError
from aftertalks.model.record import from_record
from aftertalks.show.verdicts import kept_check
from aftertalks.store import archive, blocks, deciding, fitting, repeats, rows
from aftertalks.store.archive import Record

if TYPE_CHECKING:
    from aftertalks.flow.keeping import Ledger
    from aftertalks.store.writing import Writer

AT_ONCE = 500  # lines of one kind that are written together
_CURE = "write the file anew with `aftertalks export --what ledger`, or mend the line"


@dataclass(slots=True)
class Imported:
    """What an import did.

    Args:
        counts: by kind of line, how many were new.
        known: documents that were there already; they stay as they are.
        failed: lines that were set aside, each with what is wrong.
    """

    counts: dict[str, int] = field(default_factory=dict)
    known: int = 0
    failed: list[InputError] = field(default_factory=list)


def write(ledger: Ledger, out: TextIO) -> int:
    """Write a ledger as JSON Lines; return how many lines follow the first, which says what it is."""
    out.write(_line({"type": "ledger", "format": archive.FORMAT}))
    count = 0
    with ledger.store.asking() as connection, connection.begin():
        for count, line in enumerate(archive.lines(connection), 1):  # noqa: B007
            out.write(_line(line))
    return count


def _line(record: Record) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def write_packed(ledger: Ledger, path: Path) -> int:
    """Write a ledger as gzipped JSON Lines; the same ledger gives the same bytes."""
    with (
        path.open("wb") as file,
        gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", newline="\n") as out,
    ):
        return write(ledger, out)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Iterable[str]]:
    """Open a file of lines, gzipped or plain, as long as the block lasts.

    Raises:
        InputError: it cannot be opened.
    """
    try:
        raw = path.open("rb")
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})", "check its name and permissions") from error
    with raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        content: Any = gzip.GzipFile(fileobj=raw) if packed else raw
        with content, io.TextIOWrapper(content, encoding="utf-8", errors="replace") as lines:
            yield lines


def read_into(ledger: Ledger, path: Path) -> Imported:
    """Put an exported ledger into a ledger.

    Into an empty one everything goes as it was, in one transaction: exported again, it is the same letter for letter.
    In one that holds something, documents that are there stay as they are; the others are added, so that their
    statements meet those that are there; then come judgements, decisions, dossiers and what was placed by hand.

    Raises:
        InputError: the file is no exported ledger.
    """
    done = Imported()
    with opened(path) as file:
        lines = _checked(_parsed(path, file, done), path, done)
        with ledger.store.asking() as connection:
            empty = archive.is_empty(connection)
        _into_empty(ledger, lines, done) if empty else _into_held(ledger, list(lines), done)
    return done


def _parsed(path: Path, file: Iterable[str], done: Imported) -> Iterator[tuple[int, Record]]:
    """Yield lines by number; the first must say that this is a ledger."""
    at = 0
    try:
        for at, text in enumerate(file, 1):
            try:
                line = json.loads(text)
            except (ValueError, RecursionError):
                line = None
            if at == 1:
                _check_head(path, line)
            elif not isinstance(line, dict):
                done.failed.append(_wrong(path, at, "is not a JSON object"))
            else:
                yield at, line
    except (OSError, EOFError) as error:
        done.failed.append(_wrong(path, at + 1, f"cannot be read ({error}); what follows is missing"))
    if at == 0:
        raise InputError(str(path), "is empty", "name a file that `aftertalks export --what ledger` wrote")


def _check_head(path: Path, line: object) -> None:
    if not isinstance(line, dict) or line.get("type") != "ledger":
        raise InputError(str(path), "is no exported ledger", "name a file that `aftertalks export --what ledger` wrote")
    if line.get("format") != archive.FORMAT:
        problem = f"is in format {line.get('format')}, this version reads {archive.FORMAT}"
        raise InputError(str(path), problem, "upgrade with `pip install --upgrade aftertalks`")


def _wrong(path: Path, at: int, problem: str) -> InputError:
    return InputError(f"{path}: line {at}", problem, _CURE)


def _checked(parsed: Iterable[tuple[int, Record]], path: Path, done: Imported) -> Iterator[Record]:
    """Pass on lines that have every field and refer to what is there."""
    held: dict[str, set[str]] = {kind: set() for kind in archive.KINDS}
    reached = 0
    for at, line in parsed:
        problem = _problem(line, held, reached)
        if problem:
            done.failed.append(_wrong(path, at, problem))
            continue
        reached = archive.KINDS.index(line["type"])
        identity = archive.identity(line)
        if identity is not None:
            held[line["type"]].add(identity)
        yield line


def _problem(line: Record, held: Mapping[str, set[str]], reached: int) -> str | None:
    kind = line.get("type")
    if kind not in archive.KINDS:
        return f"has the type {kind!r}, which there is not"
    if archive.KINDS.index(kind) < reached:
        return f"is a {kind} after what may refer to it"
    missing = [name for name in archive.columns_of(kind) if name not in line]
    if missing:
        return f"is a {kind} without {', '.join(missing)}"
    values = line
    if kind == "statement":
        try:
            one = from_record(line["record"])
        except (AftertalksError, AttributeError, TypeError) as error:
            return str(error)
        if one.id != line["record"].get("id"):
            return f"holds the statement {line['record'].get('id')!r}, whose fields make it {one.id}"
        values = line["record"]
    elif (problem := fitting.misfit(line)) or (problem := _unread(line)):
        return problem
    if archive.identity(line) in held.get(kind, ()):
        return f"repeats the {kind} {archive.identity(line)}"
    for (of, column), to in archive.REFERENCES.items():
        if of == kind and values[column] not in held[to]:
            return f"is a {kind} of the {to} {values[column]!r}, which is not there"
    return None


def _unread(line: Record) -> str | None:
    """Say what of a line's own could not be found again or shown."""
    if line["type"] == "document":
        made = rows.to_reading(_packed(line), ()).document
        if made.id != line["id"]:
            return f"holds the document {line['id']!r}, whose text and day make it {made.id}"
    if line["type"] == "judgement":
        try:
            kept_check(rows.to_judgement(_packed(line)))
        except (ValueError, KeyError, TypeError, IndexError, AttributeError):
            return "is a judgement whose details are those of a check that cannot be shown"
    return None


def _packed(line: Record) -> rows.Row:
    """Return a line as a row of its table holds it."""
    # a mapping by column, as rows are
    return cast("rows.Row", {name: rows.pack(v) if isinstance(v, list) else v for name, v in line.items()})


def _into_empty(ledger: Ledger, lines: Iterable[Record], done: Imported) -> None:
    days: dict[str, str | None] = {}
    with ledger.store.writing() as writer:
        for kind, some in groupby(lines, key=lambda line: str(line["type"])):
            for part in _parts(some):
                if kind == "document":
                    days |= {line["id"]: line["published"] for line in part}
                    for line in part:
                        repeats.put_bands(writer.connection, line["id"], bands(shingles(line["text"])))
                archive.put(writer.connection, kind, part, days)
                if kind == "statement":
                    _file(writer, part, days)
                done.counts[kind] = done.counts.get(kind, 0) + len(part)
        blocks.all_filed(writer.connection)


def _parts(lines: Iterable[Record]) -> Iterator[list[Record]]:
    part: list[Record] = []
    for line in lines:
        part.append(line)
        if len(part) == AT_ONCE:
            yield part
            part = []
    if part:
        yield part


def _file(writer: Writer, part: list[Record], days: Mapping[str, str | None]) -> None:
    """File statements in their blocks, which follow from their words."""
    made = (from_record(line["record"]) for line in part)
    found = [Proposition(one, rows.day(days[one.document])) for one in made]
    filed = [(key, p.book.value, p.id) for p in found if p.book is not None for key in block_keys(p)]
    blocks.file(writer.connection, filed)


def _into_held(ledger: Ledger, lines: list[Record], done: Imported) -> None:
    by_kind: dict[str, list[Record]] = {
        kind: [line for line in lines if line["type"] == kind] for kind in archive.KINDS
    }
    statements: dict[str, list[Record]] = {}
    for line in by_kind["statement"]:
        statements.setdefault(line["record"]["document"], []).append(line["record"])
    new: set[str] = set()
    for line in by_kind["document"]:
        reading = rows.to_reading(_packed(line), [from_record(r) for r in statements.get(line["id"], ())])
        added = ledger.keep(reading, now=datetime.fromisoformat(line["added_at"]))
        done.known += added.known
        if not added.known:
            new.add(line["id"])
            done.counts["document"] = done.counts.get("document", 0) + 1
            done.counts["statement"] = done.counts.get("statement", 0) + added.statements
    with ledger.store.writing() as writer:
        _decided(writer, by_kind, new, done)


def _decided(writer: Writer, by_kind: Mapping[str, list[Record]], new: set[str], done: Imported) -> None:
    """Put what people decided: what is there already is not put twice."""
    connection = writer.connection
    count = done.counts
    mine = {line["record"]["id"] for line in by_kind["statement"] if line["record"]["document"] in new}
    for line in by_kind["voice"]:
        by_hand = line["score"] is None and (line["stance"] != "first" or line["nearest"] is not None)
        if by_hand and line["statement"] in mine and deciding.has_entry(connection, line["entry"]):
            deciding.move(connection, [line["statement"]], line["entry"], reason=line["reason"])
            count["voice"] = count.get("voice", 0) + 1
    for kind in ("judgement", "decision", "set_aside", "dossier", "looked"):
        there = archive.keys(connection, kind)
        entries = archive.entries(connection) if kind == "judgement" else set()
        fresh = [line for line in by_kind[kind] if archive.key(line) not in there]
        if kind == "judgement":
            fresh = [line for line in fresh if line["entry"] in entries]
        if kind == "set_aside":
            fresh = [line for line in fresh if line["document"] in new]
        if kind == "decision":
            fresh = archive.renumbered(connection, fresh)
        if fresh:
            archive.put(connection, kind, fresh, {})
            count[kind] = count.get(kind, 0) + len(fresh)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a line."""
    kinds: list[Any] = [
        {
            "properties": {"type": {"const": kind}},
            "required": ["type", *archive.columns_of(kind)],
        }
        for kind in archive.KINDS
    ]
    head = {
        "properties": {"type": {"const": "ledger"}, "format": {"const": archive.FORMAT}},
        "required": ["type", "format"],
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A line of an exported ledger",
        "type": "object", "oneOf": [head, *kinds],
    }  # fmt: skip
