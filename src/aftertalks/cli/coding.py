"""``code``: a file of sentences in, coded events out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from aftertalks.cli import console
from aftertalks.cli.options import Out, Pipeline, Published
from aftertalks.cli.reading import Failures, make_settings

if TYPE_CHECKING:
    from aftertalks.model import Document, InputError
    from aftertalks.model.events import CodedEvent


class EventForm(StrEnum):
    """Forms in which coded events are written."""

    TABLE = "table"
    JSONL = "jsonl"
    PETRARCH = "petrarch"
    POLECAT = "polecat"
    GDELT = "gdelt"


def code(
    sentences: Annotated[
        list[str],
        typer.Argument(metavar="SENTENCES", help="Files with a sentence a line, CSV, JSONL, PETRARCH XML, or -."),
    ],
    form: Annotated[
        EventForm | None, typer.Option("--format", "-f", help="Default: table on a terminal, jsonl in a pipe.")
    ] = None,
    published: Published = None,
    pipeline: Pipeline = None,
    out: Out = None,
) -> None:
    """Code the events of sentences: PLOVER type and mode, CAMEO code, who and to whom.

    \b
    aftertalks code sentences.txt --published 2017-07-07
    aftertalks code petrarch.xml --format petrarch > events.tsv
    """
    from aftertalks.flow.coding import code_sentences

    failures = Failures()
    settings = make_settings(published, pipeline, False)
    chosen = form or (EventForm.TABLE if out is None and console.is_terminal() else EventForm.JSONL)
    found = console.progress(code_sentences(_sentences(sentences, published), settings=settings), doing="coding")
    with console.destination(out) as stream:
        if chosen is EventForm.TABLE:
            _tables(_sift(found, failures), stream)
        else:
            from aftertalks.show.event_tables import WRITERS

            WRITERS[chosen.value]((e for _, _, events in _sift(found, failures) for e in events), stream)
    failures.exit()


def _sentences(names: list[str], published: object) -> Iterator[tuple[str, Document] | InputError]:
    from datetime import date

    from aftertalks.ingest.sentence_files import read_sentences
    from aftertalks.model import InputError

    day = published if isinstance(published, date) else None
    for name in names:
        try:
            data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except OSError as error:
            yield InputError(name, f"cannot be read ({error.strerror})", "check the name and its permissions")
            continue
        yield from read_sentences(data, source=name, published=day)


def _sift(
    found: Iterator[tuple[str, Document, list[CodedEvent]] | InputError], failures: Failures
) -> Iterator[tuple[str, Document, list[CodedEvent]]]:
    from aftertalks.model import InputError

    for item in found:
        if isinstance(item, InputError):
            failures.fail(item)
        else:
            yield item


def _tables(found: Iterator[tuple[str, Document, list[CodedEvent]]], out: TextIO) -> None:
    from aftertalks.show.event_tables import petrarch_code
    from aftertalks.show.wording import counted, one_line

    total = 0
    for identity, document, events in found:
        out.write(f"{identity}  {one_line(document.text)}\n")
        total += len(events)
        for e in events:
            f = e.frame
            kind = "/".join(part for part in (f.type, f.mode) if part)
            sides = " → ".join(
                f"{s.name or s.words or 'nobody named'} [{petrarch_code(s)}]" for s in (e.source, e.target)
            )
            told = f" ({', '.join(f.auxiliary)})" if f.auxiliary else ""
            out.write(f"    {kind}{told} {f.cameo}  {sides}  by {e.rule}\n")
        if not events:
            out.write("    no event\n")
    out.write(counted(total, "event") + "\n")
